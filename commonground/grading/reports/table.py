"""grades.csv: a row for each student and exercise."""

import csv
from pathlib import Path

from commonground.grading.reports.escape import cell
from commonground.grading.verdict.grade import Grade

__all__ = ["write", "written"]

COLUMNS = ("student", "exercise", "score", "max", "seed", "late", "problem")


def write(grades: list[Grade], path: Path, seed: int) -> None:
    """Write the gradebook."""
    rows = [
        [g.student, g.exercise, g.score, g.max, seed, "late" if g.late else "", g.problem] for g in grades
    ]
    written([COLUMNS, *rows], path)


def written(rows: list, path: Path) -> None:
    """Write rows, each cell quoted and harmless."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, quoting=csv.QUOTE_ALL)
        for row in rows:
            table.writerow([cell(value) if isinstance(value, str) else value for value in row])
