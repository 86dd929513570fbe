"""What the tests of the exercises share: all exercises of all modules, and the seeds that they are held to.

The same seeds each time, or no change could be told from bad luck; once a week a job sets others (test.yml).
"""

import pytest

from commonground.checks.exercise import exercises, find, modules
from commonground.checks.here import here
from commonground.checks.run import examine
from commonground.seeds import seeds

EXERCISES = [exercise for module in modules() for exercise in exercises(module)]
MISTAKES = [(exercise, mistake) for exercise in EXERCISES for mistake in exercise.mistakes]


def pytest_generate_tests(metafunc):
    # All tests of one exercise go to one worker, where what its mistakes say on a seed is known already.
    if "mistake" in metafunc.fixturenames:
        cases = [
            pytest.param(e, m, id=f"{e.number}-{'-'.join(m.answer)}-{e.mistakes.index(m)}", marks=together(e))
            for e, m in MISTAKES
        ]
        metafunc.parametrize(("exercise", "mistake"), cases)
    elif "exercise" in metafunc.fixturenames:
        metafunc.parametrize("exercise", [pytest.param(e, id=e.number, marks=together(e)) for e in EXERCISES])


def together(exercise):
    return pytest.mark.xdist_group(exercise.number)


@pytest.fixture
def some_seeds():
    """Two seeds that stay, and one that goes by ``COMMONGROUND_SEED``."""
    return [0, 1, *seeds(1)]


def judged(number, *answers, seed=0):
    """The report on these answers to an exercise, one a function that it asks for."""
    exercise = find(number)
    return examine(exercise, here(dict(zip(exercise.names, answers, strict=True))), seed)


@pytest.fixture
def passes(some_seeds):
    """Hold answers to an exercise, right in another way than the reference is, against some seeds."""

    def hold(number, *answers):
        for seed in some_seeds:
            report = judged(number, *answers, seed=seed)
            assert report.passed, f"seed {seed}\n{report}"

    return hold
