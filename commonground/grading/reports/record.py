"""grades.json: everything, to be read again when the shards of a class are merged."""

import json
from dataclasses import asdict, fields
from pathlib import Path

from commonground.grading.verdict.grade import Case, Grade

__all__ = ["Broken", "merge", "order", "plain", "read", "write"]


class Broken(Exception):
    """A record can't be read, or is not there; the words say which."""


def write(grades: list[Grade], path: Path, seed: int, remarks: list[str], shard: tuple[int, int]) -> None:
    """Write the record of a run. No time is in it: who grades again on the same inputs gets the same file."""
    rows = [{k: v for k, v in plain(grade).items() if k != "cpu"} for grade in grades]
    record = {"seed": seed, "shard": list(shard), "remarks": remarks, "grades": rows}
    path.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def plain(grade: Grade) -> dict:
    """Return a grade as plain values by name."""
    return asdict(grade)


def read(values: dict) -> Grade:
    """Return the grade of which these are the plain values."""
    known = {field.name for field in fields(Grade)}
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items() if key in known}
    return Grade(**values | {"cases": tuple(Case(**case) for case in values["cases"])})


def order(grade: Grade) -> tuple:
    """Return where a grade stands among others."""
    return grade.student, grade.sheet, [int(n) for n in grade.exercise.split(".") if n]


def merge(paths: list[Path]) -> tuple[list[Grade], int, list[str], list[str]]:
    """Return the grades, the seed and the remarks of several runs as those of one, and what is missing.

    Raises
    ------
    Broken
        If none of them can be read.
    ValueError
        If they were not runs with one seed, which makes grades unlike each other.
    """
    records, missing = [], []
    for path in paths:
        try:
            records.append(_record(path))
        except Broken as broken:
            missing.append(str(broken))
    if not records:
        raise Broken("; ".join(missing))
    seeds = {record["seed"] for record in records}
    if len(seeds) != 1:
        raise ValueError(f"these runs have the seeds {sorted(seeds)}: pass one --seed to all shards")
    parts = {tuple(record["shard"]) for record in records}
    for of in sorted({of for _, of in parts}):
        missing += [f"shard {i}/{of} is not among them" for i in range(1, of + 1) if (i, of) not in parts]
    grades = {(g.student, g.sheet, g.exercise): g for record in records for g in record["grades"]}
    remarks = dict.fromkeys(remark for record in records for remark in record["remarks"])
    return sorted(grades.values(), key=order), seeds.pop(), list(remarks), missing


def _record(path: Path) -> dict:
    try:
        record = json.loads(path.read_text("utf-8"))
        grades = [read(one) for one in record["grades"]]
        return {"shard": [1, 1]} | record | {"grades": grades, "seed": int(record["seed"])}
    except OSError as error:
        raise Broken(f"{path} can't be read: {error.strerror}") from None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Broken(
            f"{path} is no record of grades ({type(error).__name__}): grade that shard again"
        ) from None
