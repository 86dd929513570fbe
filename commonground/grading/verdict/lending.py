"""Lends an answer the right function where the student's own, of an earlier exercise, does not pass.

Only from an earlier exercise to a later one, and never text in which a function of the borrower is defined:
what is lent must not be the answer itself.
"""

import re
import textwrap

from commonground.checks.exercise import Exercise
from commonground.checks.source import helpers, text
from commonground.grading.reading.answers import Submission
from commonground.grading.reading.uses import needed

__all__ = ["lendable", "lent"]


def lendable(submission: Submission, exercise: Exercise) -> dict[str, Exercise]:
    """Return the functions of earlier exercises that an answer uses, each with its exercise."""
    stubs = submission.sheet.stubs
    uses = needed(stubs | submission.answers, exercise.names)
    earlier = submission.sheet.exercises[: submission.sheet.exercises.index(exercise)]
    owners = {name: other for other in earlier for name in other.names if name in uses}
    return {name: other for name, other in owners.items() if not _gives_away(other, name, exercise)}


def _gives_away(owner: Exercise, name: str, borrower: Exercise) -> bool:
    defined = "|".join(map(re.escape, borrower.names))
    return bool(re.search(rf"\bdef ({defined})\b", _source(owner, name)))


def _source(owner: Exercise, name: str) -> str:
    function = owner.solutions[name]
    return text([*helpers(function), function])


def lent(owner: Exercise, name: str) -> list[str]:
    """Return title and text of a cell that defines the right function, and leaves nothing else behind."""
    inside = f"import numpy as np\n\n{_source(owner, name)}\n\nreturn {name}"
    cell = f"def {name}():\n{textwrap.indent(inside, '    ')}\n\n\n{name} = {name}()"
    return [f"the right {name}, which was lent", cell]
