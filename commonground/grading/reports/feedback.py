"""feedback/<student>.md: what one student reads."""

from itertools import groupby
from pathlib import Path

from commonground.grading.reports.escape import file_name, inline, verbatim
from commonground.grading.verdict.grade import Grade

__all__ = ["write"]


def write(grades: list[Grade], folder: Path, seed: int, remarks: list[str]) -> None:
    """Write a page for each student."""
    folder.mkdir(exist_ok=True)
    taken: set[str] = set()
    for student, own in groupby(
        sorted(grades, key=lambda grade: grade.student), key=lambda grade: grade.student
    ):
        stem = file_name(student)
        name = next(
            n for k in range(1, 10**6) if (n := stem if k == 1 else f"{stem}-{k}").lower() not in taken
        )
        taken.add(name.lower())
        (folder / f"{name}.md").write_text(page(student, list(own), seed, remarks), "utf-8")


def page(student: str, grades: list[Grade], seed: int, remarks: list[str]) -> str:
    """Return a student's page."""
    score, most = sum(grade.score for grade in grades), sum(grade.max for grade in grades)
    lines = [f"# {inline(student)}: {score} of {most} points", ""]
    lines += [f"- {inline(note)}" for note in dict.fromkeys(note for grade in grades for note in grade.notes)]
    if any(grade.late for grade in grades):
        lines += ["- handed in late"]
    # What could not be read is said once, not for each of its exercises.
    unread = dict.fromkeys(grade.feedback for grade in grades if not grade.cases and not grade.fault)
    lines += ["", *(f"**{inline(feedback)}**" for feedback in unread)] if unread else []
    for grade in grades:
        if grade.feedback in unread:
            continue
        if grade.exercise:
            lines += ["", f"## {grade.exercise} {inline(grade.title)}: {grade.score} of {grade.max}"]
        for name in grade.lent:
            lines += [
                "",
                f"Judged with the right `{name}`, which was lent: yours does not pass its own exercise.",
            ]
        lines += ["", verbatim(grade.feedback)]
    lines += ["", "---", "", f"Inputs were drawn afresh, from seed {seed}. In your notebook, "]
    lines[-1] += f"`check(…, seed={seed})` draws the same ones."
    return "\n".join([*lines, "", *map(inline, remarks)]) + "\n"
