"""Reaches the verdict on a submission, in the grader's process, on values that came out of a throw-away one."""

import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.report import Report
from commonground.checks.run import examine
from commonground.grading.answer import Answer
from commonground.grading.extraction import Submission, Unreadable, extract, needed
from commonground.grading.limits import Limits
from commonground.grading.sheets import sheets

__all__ = ["Case", "Grade", "grade", "judge", "lost", "start"]

LONGEST = 150_000  # characters of code


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
    """What one student earned in one exercise, in plain values: it travels between processes and machines."""

    student: str
    sheet: str
    exercise: str
    title: str
    score: int
    max: int
    problem: str  # in one line; empty where there was none
    feedback: str
    cases: tuple[Case, ...] = ()
    notes: tuple[str, ...] = ()
    cpu: float = 0.0


def grade(student: str, path: Path, seed: int, box, limits: Limits | None = None) -> list[Grade]:
    """Return the grades of one submission, an exercise each; of a file that can't be read, its problem.

    Parameters
    ----------
    student : str
    path : Path
    seed : int
        Draws the inputs.
    box : Isolated or Bare
        Runs the answers.
    limits : Limits, optional
    """
    try:
        submission = extract(path)
    except Unreadable as unreadable:
        return lost(student, path, str(unreadable))
    grades = []
    for exercise in submission.exercises:
        with Answer(start(submission, exercise), box, limits or Limits()) as answer:
            grades.append(judge(student, submission, exercise, answer, seed))
    return grades


def start(submission: Submission, exercise: Exercise) -> dict:
    """Return what a process needs to answer for an exercise.

    These are the ``cells`` to run, the ``tools`` of the course that they may import, the ``names`` that they
    answer for, how many ``lives`` they have, and, where no process is worth starting, why it was ``refused``.
    """
    prelude = [("the sheet's own cell", text) for text in submission.sheet.prelude]
    cells = [list(cell) for cell in prelude + needed(submission, exercise.names)]
    there = [name for name in exercise.names if name in submission.answers]
    too_long = sum(len(text) for _, text in cells) > LONGEST
    return {
        "cells": [] if too_long else cells,
        "tools": list(exercise.tools),
        "names": there,
        "lives": len(exercise.properties),
        "refused": f"has more than {LONGEST} characters of code: that is no answer" if too_long else "",
    }


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
        with (
            warnings.catch_warnings(),
            np.errstate(all="ignore"),
        ):  # absurd values are the student's, and told so
            warnings.simplefilter("ignore")
            report = examine(exercise, answer.call, seed)
        feedback = str(report)
        answer.close()
    except (
        Exception
    ) as error:  # a fault of the grader, or of a check: it must not cost the next student anything
        problem = (
            f"the grader could not judge this answer ({type(error).__name__}: {error}); tell your instructor"
        )
        return Grade(score=0, problem=problem, feedback=problem, **about)
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
        return [Grade(student, "", "", "", 0, 0, words, words)]
    return [Grade(student, sheet.name, e.number, e.title, 0, e.points, words, words) for e in sheet.exercises]
