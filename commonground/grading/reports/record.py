"""grades.json: everything, to be read again when the shards of a class are merged."""

import json
from dataclasses import asdict
from pathlib import Path

from commonground.grading.verdict.grade import Case, Grade

__all__ = ["merge", "write"]


def write(grades: list[Grade], path: Path, seed: int, remarks: list[str]) -> None:
    """Write the record of a run."""
    record = {"seed": seed, "remarks": remarks, "grades": [asdict(grade) for grade in grades]}
    path.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def merge(paths: list[Path]) -> tuple[list[Grade], int, list[str]]:
    """Return the grades, the seed and the remarks of several runs as those of one.

    Raises
    ------
    ValueError
        If they were not runs with one seed, which makes grades unlike each other.
    """
    records = [json.loads(path.read_text("utf-8")) for path in paths]
    seeds = {record["seed"] for record in records}
    if len(seeds) != 1:
        raise ValueError(f"these runs have the seeds {sorted(seeds)}: pass one --seed to all shards")
    grades = {}
    for record in records:
        for one in record["grades"]:
            cases = tuple(Case(**case) for case in one.pop("cases"))
            grade = Grade(**one | {"notes": tuple(one["notes"])}, cases=cases)
            grades[grade.student, grade.sheet, grade.exercise] = grade
    remarks = dict.fromkeys(remark for record in records for remark in record["remarks"])
    return sorted(grades.values(), key=lambda g: (g.student, g.sheet, g.exercise)), seeds.pop(), list(remarks)
