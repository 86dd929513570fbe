"""Marks all that one student handed in: one grade an exercise."""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from commonground.checks.exercise import Exercise
from commonground.grading.reading import names
from commonground.grading.reading.answers import Submission
from commonground.grading.reading.collect import collect
from commonground.grading.reading.notebook import LONGEST
from commonground.grading.reading.sheets import sheets
from commonground.grading.reading.students import Student
from commonground.grading.reading.uses import needed
from commonground.grading.sandbox.isolated import Isolated
from commonground.grading.sandbox.limits import Limits
from commonground.grading.sandbox.unisolated import Unisolated
from commonground.grading.verdict.answer import Answer
from commonground.grading.verdict.grade import Grade
from commonground.grading.verdict.judge import judge
from commonground.grading.verdict.lending import lendable, lent
from commonground.grading.verdict.recorded import Recorded
from commonground.grading.verdict.task import Task

__all__ = ["grade", "mark"]

AnswerFor = Callable[[Exercise, Task, bool], Answer | Recorded]
"""Returns what answers for an exercise with a task, in which something is lent or not."""


def grade(
    student: Student, seed: int, box: Isolated | Unisolated, limits: Limits | None = None
) -> list[Grade]:
    """Return the grades of one student, whose answers run here; ``seed`` draws their inputs."""
    return mark(student, seed, lambda exercise, task, lends: Answer(task, box, limits or Limits()))


def mark(student: Student, seed: int, answer_for: AnswerFor) -> list[Grade]:
    """Return the grades of one student: one for each exercise of each sheet; of what can't be read, its problem."""
    work = collect(student)
    grades: dict[str, Grade] = {}
    parts = [(submission, exercise) for submission in work.submissions for exercise in submission.exercises]
    for submission, exercise in sorted(parts, key=lambda part: [int(n) for n in part[1].number.split(".")]):
        grades[exercise.number] = _mark(student, submission, exercise, grades, seed, answer_for)
    unread = [grade for path, why in work.unread for grade in _lost(student, path, why)]
    # Of a sheet of which some can be read, the exercises that are lost are those that nothing answers.
    return [*grades.values(), *(g for g in unread if g.exercise not in grades or not g.exercise)]


def _mark(student, submission, exercise, others: dict[str, Grade], seed, answer_for: AnswerFor) -> Grade:
    with closing(answer_for(exercise, _task(submission, exercise), False)) as answer:
        own = judge(student, submission, exercise, answer, seed)
    if own.score == own.max or own.fault:
        return own
    borrowed = {
        name: owner
        for name, owner in lendable(submission, exercise).items()
        if (other := others.get(owner.number)) and other.score < other.max and not other.fault
    }
    if not borrowed:
        return own
    with closing(answer_for(exercise, _task(submission, exercise, borrowed), True)) as answer:
        again = judge(student, submission, exercise, answer, seed)
    return replace(again, lent=tuple(borrowed)) if again.score > own.score else own


def _task(submission: Submission, exercise: Exercise, borrowed: dict[str, Exercise] | None = None) -> Task:
    """Return what a process needs to answer for an exercise, with what is borrowed in the place of the student's own."""
    borrowed = borrowed or {}
    answers = {name: text for name, text in submission.answers.items() if name not in borrowed}
    cells = [["the sheet's own cell", text] for text in submission.sheet.prelude]
    cells += [lent(owner, name) for name, owner in borrowed.items()]
    cells += [[f"cell of {name}", answers[name]] for name in needed(answers, exercise.names)]
    too_long = sum(len(text) for _, text in cells) > LONGEST
    return Task(
        cells=[] if too_long else cells,
        tools=list(exercise.tools),
        names=[name for name in exercise.names if name in answers],
        lives=len(exercise.properties),
        refused=f"has more than {LONGEST} characters of code: that is no answer" if too_long else "",
    )


def _lost(student: Student, path: Path, why: str) -> Iterable[Grade]:
    """Return the grades of a file that can't be read: nothing for any exercise of its sheet, if it has one."""
    words = f"{names.shown(path)}: {why}"
    name = names.told_sheet(path)
    if not name:
        return [Grade.none(student.plain(), words)]
    about = student.plain() | {"sheet": name, "score": 0, "problem": words, "feedback": words}
    return [Grade(exercise=e.number, title=e.title, max=e.points, **about) for e in sheets()[name].exercises]
