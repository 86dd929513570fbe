"""What a student earned, in plain values: it travels between processes and machines."""

from dataclasses import dataclass

__all__ = ["Case", "Grade"]


@dataclass(frozen=True)
class Case:
    """How an answer did on one property: ``says`` what, "passed", "failed" or "not attempted", and why."""

    says: str
    points: int
    max: int
    state: str
    message: str = ""


@dataclass(frozen=True)
class Grade:
    """What one student earned in one exercise.

    Attributes
    ----------
    student, sheet, exercise, title : str
        Whose it is, and of what; of a file that can't be read the student alone.
    score, max : int
    problem : str
        In one line; empty where there was none.
    feedback : str
        What the student reads.
    cases : tuple of Case
        One a property; none where nothing was judged.
    notes : tuple of str
        What was unusual about the file.
    cpu : float
        Seconds that the answer computed.
    fault : bool
        Whether the grader failed, not the student: the run then fails as well.
    """

    student: str
    sheet: str
    exercise: str
    title: str
    score: int
    max: int
    problem: str
    feedback: str
    cases: tuple[Case, ...] = ()
    notes: tuple[str, ...] = ()
    cpu: float = 0.0
    fault: bool = False

    @classmethod
    def none(cls, student: str, problem: str, *, fault: bool = False) -> "Grade":
        """Return what stands for a submission of which not even the exercises are known."""
        return cls(student, "", "", "", 0, 0, problem, problem, fault=fault)
