"""Reads all that one student handed in: of several answers to one exercise, one counts."""

from dataclasses import dataclass, replace
from pathlib import Path

from commonground.grading.reading import names
from commonground.grading.reading.answers import Submission, extract
from commonground.grading.reading.notebook import Unreadable
from commonground.grading.reading.students import Student

__all__ = ["Work", "collect"]


@dataclass(frozen=True)
class Work:
    """What a student handed in, read.

    Attributes
    ----------
    submissions : list of Submission
        Each with the exercises for which it counts.
    unread : list of (Path, str)
        The files that can't be read and that nothing stands in for, and why.
    """

    submissions: list[Submission]
    unread: list[tuple[Path, str]]


def collect(student: Student) -> Work:
    """Return what a student handed in.

    Where several files answer an exercise, the first in which it was worked on counts; the file with the sheet's
    plain name is the first of all. The others are named in the notes, and not judged.
    """
    submissions, unread = [], []
    for path in student.files:
        try:
            submissions.append(extract(path))
        except Unreadable as unreadable:
            unread.append((path, str(unreadable)))
    counts = _counting(submissions)
    kept = []
    for submission in submissions:
        own = tuple(e for e in submission.exercises if counts[e.number] is submission)
        passed = [e for e in submission.exercises if e not in own and submission.works_on(e)]
        for exercise in passed:
            chosen = counts[exercise.number]
            chosen.notes.append(
                f"{exercise.number} is answered in {names.shown(submission.path)} as well; "
                f"{names.shown(chosen.path)} counts"
            )
        if not own and not passed:
            counts[submission.exercises[0].number].notes.append(
                f"{names.shown(submission.path)} was left out: nothing in it was worked on"
            )
        if own:
            kept.append(replace(submission, exercises=own))
    return _without_needless(Work(kept, unread))


def _counting(submissions: list[Submission]) -> dict[str, Submission]:
    """Return the file that counts, by the number of the exercise."""
    counts: dict[str, Submission] = {}
    for submission in submissions:
        for exercise in submission.exercises:
            first = counts.setdefault(exercise.number, submission)
            if not first.works_on(exercise) and submission.works_on(exercise):
                counts[exercise.number] = submission
    return counts


def _without_needless(work: Work) -> Work:
    """Return the work without the unreadable files of which another stands in the place; they are named."""
    read = {submission.sheet.name for submission in work.submissions}
    needed = []
    for path, why in work.unread:
        sheet = names.told_sheet(path)
        if work.submissions and (not sheet or sheet in read):
            work.submissions[0].notes.append(f"{names.shown(path)} was left out: {why}")
        else:
            needed.append((path, why))
    # A sheet that no copy of can be read is lost once, and so is a student of whom nothing can be.
    once = {names.told_sheet(path): (path, why) for path, why in reversed(needed)}
    if len(once) > 1:
        once.pop("", None)
    return Work(work.submissions, list(once.values()))
