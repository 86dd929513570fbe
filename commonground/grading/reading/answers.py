"""Takes the answers out of a submission: their text, and nothing else of the file.

Outputs, metadata, check cells and settings of the notebook decide nothing. What looks wrong with them gets a
note, so that a student can see what was made of the file.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from commonground.checks.exercise import Exercise
from commonground.grading.reading import names
from commonground.grading.reading.notebook import AGAIN, Cell, Unreadable, cells
from commonground.grading.reading.patience import TookTooLong, at_most
from commonground.grading.reading.sheets import Sheet, sheets

__all__ = ["Submission", "extract"]

SECONDS = 10.0  # of computing, to read one file


@dataclass
class Submission:
    """The answers of one file.

    Attributes
    ----------
    path : Path
    sheet : Sheet
    answers : dict
        The text of the answer cell by the name of the function it answers for, in the sheet's order.
    exercises : tuple of Exercise
        What it is graded on: the whole sheet, or the one exercise that the file holds.
    notes : list of str
        What was unusual, in words for the student.
    """

    path: Path
    sheet: Sheet
    answers: dict[str, str]
    exercises: tuple[Exercise, ...]
    notes: list[str] = field(default_factory=list)

    def works_on(self, exercise: Exercise) -> bool:
        """Return whether something was written for an exercise."""
        stubs = self.sheet.stubs
        return any(self.answers.get(n, stubs[n]).strip() != stubs[n].strip() for n in exercise.names)


def extract(path: Path) -> Submission:
    """Return the answers in a notebook, or in MyST Markdown.

    Raises
    ------
    Unreadable
        If it is no notebook of a sheet of this course.
    """
    try:
        with at_most(SECONDS):
            return _extract(path)
    except TookTooLong:
        raise Unreadable(f"it takes more than {SECONDS:g} s to read: {AGAIN}") from None


def _extract(path: Path) -> Submission:
    every, notes = cells(path)
    book = _Book(every, notes)
    sheet = _sheet(path, book)
    found = {name: _answer(name, book, sheet) for name in sheet.stubs}
    held = {name for name in sheet.stubs if book.speaks_of(name) or found[name] is not None}
    graded = tuple(e for e in sheet.exercises if held & set(e.names))
    if len(graded) == 1 < len(sheet.exercises):
        notes.append(f"the file holds exercise {graded[0].number} alone, and is graded on that one")
    else:
        graded = sheet.exercises
    for name in (name for exercise in graded for name in exercise.names):
        if found[name] is None:
            notes.append(
                f"there is no cell for `{name}`: no cell tagged answer:{name}, none with its id, none that defines it"
            )
        _look_at_check(name, book, sheet)
    if any(cell.printed for cell in every):
        notes.append("outputs saved in the file were not read: the answers were run afresh")
    answers = {n: t for n, t in found.items() if t is not None}
    return Submission(path, sheet, answers, graded, notes)


class _Book:
    """The cells of a file, found by what they are: each is looked at once."""

    def __init__(self, every: list[Cell], notes: list[str]):
        self.notes = notes
        self.tagged, self.with_id, self.defining = (defaultdict(list) for _ in range(3))
        for cell in every:
            for tag in dict.fromkeys(cell.tags):
                self.tagged[tag].append(cell)
            self.with_id[cell.id].append(cell)
            if cell.kind == "code":
                for name in set(re.findall(r"^def (\w+)\b", cell.text, re.MULTILINE)):
                    self.defining[name].append(cell)

    def speaks_of(self, name: str) -> bool:
        """Return whether a cell is the answer, or the check, of this name."""
        roles = ("answer", "check")
        return any(self.tagged[f"{r}:{name}"] or self.with_id[f"{r}-{name}"] for r in roles)


def _sheet(path: Path, book: _Book) -> Sheet:
    known = sheets()
    if name := names.told_sheet(path):
        return known[name]
    speaks = {name: sum(map(book.speaks_of, sheet.stubs)) for name, sheet in known.items()}
    best = max(speaks, key=speaks.get)
    if not speaks[best]:
        raise Unreadable(
            "it is no sheet of this course: neither its name nor the tags of its cells say which one; "
            f"give it the name that it had, such as {best}.ipynb"
        )
    return known[best]


def _answer(name: str, book: _Book, sheet: Sheet) -> str | None:
    """Return the text of the answer: by its tag; where tags were lost by its id; then by what it defines."""
    found, notes = book.tagged[f"answer:{name}"], book.notes
    if not found and (found := book.with_id[f"answer-{name}"]):
        notes.append(f"the cell of `{name}` has lost its tag; it was known by its id")
    if not found and (found := book.defining[name]):
        notes.append(f"the cell of `{name}` has lost its tag and its id; it was known by what it defines")
    if not found:
        return None
    written = [cell for cell in found if cell.text.strip() != sheet.stubs[name].strip()]
    if len(found) > 1:
        notes.append(f"there are {len(found)} cells for `{name}`; the last one that was worked on counts")
    chosen = (written or found)[-1]
    if chosen.kind != "code":
        notes.append(f"the cell of `{name}` is no code cell any more; its text was taken as code")
    for tag in {"skip-execution", "raises-exception"} & set(chosen.tags):
        notes.append(f"the tag `{tag}` on the cell of `{name}` was not heeded")
    return chosen.text


def _look_at_check(name: str, book: _Book, sheet: Sheet) -> None:
    if name not in sheet.checks:
        return
    found = [*book.tagged[f"check:{name}"], *book.with_id[f"check-{name}"]]
    same = [c for c in found if c.kind == "code" and c.text.strip() == sheet.checks[name].strip()]
    if not same:
        state = "was changed" if found else "is not there any more"
        book.notes.append(f"the check cell of `{name}` {state}; the grader has its own")
    for tag in {tag for c in found for tag in c.tags} & {"skip-execution", "raises-exception"}:
        book.notes.append(f"the tag `{tag}` on the check cell of `{name}` was not heeded")
