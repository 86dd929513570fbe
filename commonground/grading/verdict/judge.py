"""Reaches the verdict on a submission, in the grader's process, on values that came out of a throw-away one."""

import warnings
from pathlib import Path

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.report import Report
from commonground.checks.run import examine
from commonground.grading.reading.answers import Submission, Unreadable, extract, needed
from commonground.grading.reading.sheets import sheets
from commonground.grading.sandbox.limits import Limits
from commonground.grading.verdict.answer import Answer
from commonground.grading.verdict.grade import Case, Grade
from commonground.grading.verdict.task import Task

__all__ = ["grade", "judge", "lost", "task"]

LONGEST = 150_000  # characters of code


def grade(student: str, path: Path, seed: int, box, limits: Limits | None = None) -> list[Grade]:
    """Return the grades of one submission, an exercise each; of a file that can't be read, its problem.

    Parameters
    ----------
    student : str
    path : Path
    seed : int
        Draws the inputs.
    box : Isolated or Unisolated
        Runs the answers.
    limits : Limits, optional
    """
    try:
        submission = extract(path)
    except Unreadable as unreadable:
        return lost(student, path, str(unreadable))
    grades = []
    for exercise in submission.exercises:
        with Answer(task(submission, exercise), box, limits or Limits()) as answer:
            grades.append(judge(student, submission, exercise, answer, seed))
    return grades


def task(submission: Submission, exercise: Exercise) -> Task:
    """Return what a process needs to answer for an exercise."""
    prelude = [("the sheet's own cell", text) for text in submission.sheet.prelude]
    cells = [list(cell) for cell in prelude + needed(submission, exercise.names)]
    too_long = sum(len(text) for _, text in cells) > LONGEST
    return Task(
        cells=[] if too_long else cells,
        tools=list(exercise.tools),
        names=[name for name in exercise.names if name in submission.answers],
        lives=len(exercise.properties),
        refused=f"has more than {LONGEST} characters of code: that is no answer" if too_long else "",
    )


def judge(student: str, submission: Submission, exercise: Exercise, answer, seed: int) -> Grade:
    """Return the grade of one exercise, from what ``answer`` makes of inputs drawn from ``seed``."""
    about = {
        "student": student,
        "sheet": submission.sheet.name,
        "exercise": exercise.number,
        "title": exercise.title,
        "max": exercise.points,
        "notes": tuple(submission.notes),
    }
    try:
        # Absurd values are the student's, and told so.
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            report = examine(exercise, answer.call, seed)
        feedback = str(report)
        answer.close()
    # A fault of the grader, or of a check, must not cost the next student anything.
    except Exception as error:
        problem = (
            f"the grader could not judge this answer ({type(error).__name__}: {error}); tell your instructor"
        )
        return Grade(score=0, problem=problem, feedback=problem, fault=True, **about)
    return Grade(
        score=report.points,
        problem=answer.trouble if report.attempted else "not attempted",
        feedback=feedback,
        cases=_cases(report),
        cpu=round(answer.cpu, 2),
        **about,
    )


def _cases(report: Report) -> tuple[Case, ...]:
    def case(outcome):
        state = "passed" if outcome.holds else "failed" if outcome.attempted else "not attempted"
        note = next((line.note for line in reversed(outcome.lines) if line.note), "")
        if outcome.mistake:
            note = f"your values are exactly those of {outcome.mistake.says}"
        return Case(
            outcome.property.says,
            outcome.points,
            outcome.property.points,
            state,
            "" if outcome.holds else note,
        )

    return tuple(case(outcome) for outcome in report.outcomes)


def lost(student: str, path: Path, why: str) -> list[Grade]:
    """Return the grades of a file that can't be read: nothing for any exercise of its sheet, if it has one."""
    sheet = sheets().get(path.stem)
    words = f"{path.name}: {why}"
    if sheet is None:
        return [Grade.none(student, words)]
    return [Grade(student, sheet.name, e.number, e.title, 0, e.points, words, words) for e in sheet.exercises]
