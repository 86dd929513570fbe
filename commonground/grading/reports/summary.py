"""summary.md: one page about the class, fit for the summary of a CI job."""

from pathlib import Path

from commonground.grading.reports.escape import inline
from commonground.grading.verdict.grade import Grade

__all__ = ["write"]

LARGEST_SUMMARY = 900_000  # bytes; GitHub shows no summary above 1 MiB


def write(grades: list[Grade], path: Path, seed: int, remarks: list[str]) -> None:
    """Write a table with a row a student and a column an exercise, then what went wrong, then what was hard."""
    students = list(dict.fromkeys(grade.student for grade in grades))
    exercises = sorted({(g.exercise, g.title) for g in grades if g.exercise}, key=_order)
    score = {(g.student, g.exercise): g for g in grades}
    lines = [
        "# Grades",
        "",
        f"{_count(len(students), 'student')}. Seed {seed}: `--seed {seed}` grades on the same inputs.",
        "",
    ]
    lines += [f"- {inline(remark)}" for remark in remarks]
    lines += ["", _row(["student", *(number for number, _ in exercises), "total"])]
    lines += [_row(["---", *["--:"] * (len(exercises) + 1)])]
    for student in students:
        own = [score.get((student, number)) for number, _ in exercises]
        total = f"**{sum(g.score for g in own if g)}**/{sum(g.max for g in own if g)}"
        lines.append(_row([inline(student), *(f"{g.score}/{g.max}" if g else "" for g in own), total]))
    if trouble := [g for g in grades if g.problem and g.problem != "not attempted"]:
        lines += ["", "## Problems", ""]
        lines += dict.fromkeys(f"- {inline(g.student)}: {inline(g.problem)}" for g in trouble)
    if hard := _hard(grades):
        lines += [
            "",
            "## What was hard",
            "",
            _row(["exercise", "property", "held by", "most frequent reason"]),
        ]
        lines += [_row(["---", "---", "--:", "---"]), *hard]
    text = ""
    for line in lines:
        if len(text.encode()) + len(line.encode()) > LARGEST_SUMMARY:
            text += "\n… the rest is in grades.csv.\n"
            break
        text += line + "\n"
    path.write_text(text, "utf-8")


def _hard(grades: list[Grade]) -> list[str]:
    """Return a row for each property that somebody tried and did not meet: how many did, and what went wrong."""
    tried: dict[tuple[str, str], list] = {}
    for grade in grades:
        for case in grade.cases:
            if case.state != "not attempted":
                tried.setdefault((grade.exercise, case.says), []).append(case)
    rows = []
    for (number, says), cases in sorted(tried.items(), key=lambda item: _order(item[0])):
        reasons = [case.message for case in cases if case.state == "failed"]
        if reasons:
            held = f"{len(cases) - len(reasons)} of {len(cases)}"
            rows.append(_row([number, inline(says), held, inline(max(reasons, key=reasons.count))]))
    return rows


def _order(key):
    return [int(part) for part in key[0].split(".")], key[1:]


def _row(cells) -> str:
    return "| " + " | ".join(cells) + " |"


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" + ("" if n == 1 else "s")
