"""Reaches the verdict on one exercise, in the grader's process, on values that came out of a throw-away one."""

import warnings

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.report import Report
from commonground.checks.run import examine
from commonground.grading.reading.answers import Submission
from commonground.grading.reading.students import Student
from commonground.grading.verdict.answer import Answer
from commonground.grading.verdict.grade import Case, Grade
from commonground.grading.verdict.recorded import Recorded

__all__ = ["judge"]


def judge(
    student: Student, submission: Submission, exercise: Exercise, answer: Answer | Recorded, seed: int
) -> Grade:
    """Return the grade of one exercise, from what ``answer`` makes of inputs drawn from ``seed``."""
    about = {
        **student.plain(),
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
    if answer.open:  # what has no reply was rightly answered by us: worth nothing
        problem = "the grader has no reply to some of its questions: run another round"
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
        note = (note or "another value than the right one").partition("\n")[0]
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
