"""grades.csv: a row for each student and exercise."""

import csv
from pathlib import Path

from commonground.grading.reports.escape import cell
from commonground.grading.verdict.grade import Grade

__all__ = ["write"]

COLUMNS = ("student", "exercise", "score", "max", "seed", "problem")


def write(grades: list[Grade], path: Path, seed: int) -> None:
    """Write the gradebook."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for grade in grades:
            rows.writerow(
                [cell(grade.student), grade.exercise, grade.score, grade.max, seed, cell(grade.problem)]
            )
