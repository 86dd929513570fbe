"""``check``: what a student calls under an answer."""

from collections.abc import Callable

from commonground.checks.exercise import find
from commonground.checks.here import here
from commonground.checks.report import Report
from commonground.checks.run import examine
from commonground.seeds import course_seed

__all__ = ["Unsolved", "check"]


class Unsolved(Exception):
    """An exercise is not solved yet; ``report`` says how far it is. Jupyter shows the message and nothing else."""

    def __init__(self, report: Report):
        super().__init__(str(report))
        self.report = report

    def _render_traceback_(self):
        return str(self).splitlines()


def check(number: str, *answers: Callable, seed: int | None = None) -> None:
    """Check the answer to an exercise, and print what it earned.

    Parameters
    ----------
    number : str
        Of the exercise: ``"1.1"``.
    *answers : callable
        The functions that it asks for, in its order.
    seed : int, optional
        Draws other inputs; the same ones each time by default, so that an example stays while you mend it.

    Raises
    ------
    Unsolved
        If something does not hold. Its message is the feedback.
    ValueError
        If there is no such exercise, or the answers are not the functions that it asks for.
    """
    exercise = find(number)
    wanted = f"check({number!r}, {', '.join(exercise.names)})"
    if len(answers) != len(exercise.names) or not all(map(callable, answers)):
        raise ValueError(f"pass the functions themselves, without brackets behind their names: {wanted}")
    report = examine(
        exercise,
        here(dict(zip(exercise.names, answers, strict=True))),
        course_seed() if seed is None else seed,
    )
    if not report.passed:
        raise Unsolved(report)
    print(report)
