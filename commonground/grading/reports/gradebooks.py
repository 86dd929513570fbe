"""What the gradebooks of Canvas and Moodle import, for the students whose files they packed.

canvas.csv is what Canvas takes under *Grades*, *Import*: it knows students by its own number, and asks which of its
assignments a column is. moodle-<sheet>.csv is Moodle's *offline grading worksheet*, for one assignment: it knows
students as "Participant" and the number in the name of the folder that it packed.

Which columns each looks for, and by what it knows a student, was read in the importers of both: Canvas's
lib/gradebook_importer.rb and Moodle's mod/assign/feedback/offline/importgradeslib.php.
"""

from itertools import groupby
from pathlib import Path

from commonground.grading.reports.table import written
from commonground.grading.verdict.grade import Grade

__all__ = ["write"]


def write(grades: list[Grade], folder: Path) -> None:
    """Write the files for which there are students."""
    canvas = _by_student(grades, "canvas")
    if canvas:
        written(_canvas(canvas), folder / "canvas.csv")
    moodle = _by_student(grades, "moodle")
    for sheet in sorted({g.sheet for own in moodle for g in own if g.sheet}):
        written(_moodle(moodle, sheet), folder / f"moodle-{sheet}.csv")


def _by_student(grades: list[Grade], system: str) -> list[list[Grade]]:
    """Return the grades of each student of a system; of the others, Moodle and Canvas know nothing."""
    theirs = sorted((g for g in grades if g.system == system), key=lambda g: g.student)
    return [list(own) for _, own in groupby(theirs, key=lambda g: g.student)]


def _canvas(students: list[list[Grade]]) -> list[list]:
    most = {g.sheet: 0 for own in students for g in own if g.sheet}
    for sheet in most:
        most[sheet] = max(sum(g.max for g in own if g.sheet == sheet) for own in students)
    about = ["SIS User ID", "SIS Login ID", "Section"]  # which it wants as columns, and matches nobody by
    blank = [""] * len(about)
    rows = [["Student", "ID", *about, *most], ["    Points Possible", "", *blank, *most.values()]]
    for own in students:
        scores = [_score(own, sheet) for sheet in most]
        rows.append([own[0].student, own[0].id, *blank, *scores])
    return rows


def _moodle(students: list[list[Grade]], sheet: str) -> list[list]:
    rows = [
        ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"]
    ]
    for own in students:
        if any(g.sheet == sheet for g in own):
            most = sum(g.max for g in own if g.sheet == sheet)
            late = "late" if own[0].late else ""
            rows.append([f"Participant {own[0].id}", own[0].student, _score(own, sheet), most, "-", late])
    return rows


def _score(own: list[Grade], sheet: str) -> int | str:
    """Return a student's points in a sheet; nothing, which changes no gradebook, where it was not handed in."""
    scores = [g.score for g in own if g.sheet == sheet]
    return sum(scores) if scores else ""
