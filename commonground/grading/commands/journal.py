"""The journal of a run: each student's grades are in it as soon as they are there, and a killed run loses none."""

import hashlib
import json
from pathlib import Path

from commonground.grading.reading.notebook import LARGEST_FILE
from commonground.grading.reading.students import Student
from commonground.grading.reports import record
from commonground.grading.verdict.grade import Grade

__all__ = ["Journal"]

NAME = "journal.jsonl"


class Journal:
    """The journal in the folder of the grades: a line that says which run it is, then a line a student.

    Parameters
    ----------
    folder : Path
    seed : int or None
        None for that of the run that goes on, or for a fresh one.
    shard : (int, int)
    resume : bool
        Whether to go on where a run stopped.

    Attributes
    ----------
    seed : int or None
    done : dict
        The grades that are there, by student.

    Raises
    ------
    ValueError
        If there is a run that stopped and nobody says what to do with it, or if it is another run that should go on.
    """

    def __init__(self, folder: Path, seed: int | None, shard: tuple[int, int], resume: bool):
        self._path = folder / NAME
        self.seed, self.done, self._prints = seed, {}, {}
        lines = self._lines()
        stopped = bool(lines) and "finished" not in lines[-1]
        if stopped and not resume:
            raise ValueError(
                f"{folder} holds a run that stopped: go on with --resume, or delete {self._path} to begin anew"
            )
        if resume:
            self._take(lines, seed, shard)
        self._shard = shard

    def begin(self, seed: int) -> None:
        """Write what is known so far anew: a line that was cut short is gone then."""
        self.seed = seed
        lines = [{"seed": seed, "shard": list(self._shard)}]
        lines += [self._line(key, self._prints[key], grades) for key, grades in self.done.items()]
        text = "".join(json.dumps(line) + "\n" for line in lines)
        new = self._path.with_suffix(".new")
        new.write_text(text, "utf-8")
        new.replace(self._path)

    def holds(self, student: Student) -> bool:
        """Return whether a student's grades are there, of the files as they are now."""
        return self._prints.get(student.key) == _print(student)

    def add(self, student: Student, grades: list[Grade]) -> None:
        """Write a student's grades."""
        self.done[student.key], self._prints[student.key] = grades, _print(student)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(self._line(student.key, self._prints[student.key], grades)) + "\n")

    def finish(self) -> None:
        """Write that nothing is left to do."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"finished": True}) + "\n")

    def _line(self, key: str, print_: str, grades: list[Grade]) -> dict:
        return {"student": key, "files": print_, "grades": [record.plain(grade) for grade in grades]}

    def _lines(self) -> list[dict]:
        """Return the lines up to the first that is none: a killed run may have cut its last one short."""
        lines: list[dict] = []
        if self._path.is_file():
            for text in self._path.read_text("utf-8", "replace").splitlines():
                try:
                    lines.append(dict(json.loads(text)))
                except (ValueError, TypeError):
                    break
        return lines

    def _take(self, lines: list[dict], seed: int | None, shard: tuple[int, int]) -> None:
        if not lines or "seed" not in lines[0]:
            raise ValueError(f"there is no run to go on with: {self._path} is not there, or holds none")
        first = lines[0]
        if seed not in (None, first["seed"]) or list(shard) != first["shard"]:
            raise ValueError(
                f"the run that stopped had --seed {first['seed']} --shard {'/'.join(map(str, first['shard']))}: "
                "go on with these"
            )
        self.seed = first["seed"]
        for line in lines[1:]:
            if "student" in line:
                grades = [record.read(one) for one in line["grades"]]
                if not any(grade.fault for grade in grades):  # a fault of the grader is tried again
                    self.done[line["student"]], self._prints[line["student"]] = grades, line["files"]


def _print(student: Student) -> str:
    """Return a fingerprint of what a student handed in."""
    digest = hashlib.sha256(repr((student.plain(), [path.name for path in student.files])).encode())
    for path in student.files:
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= LARGEST_FILE:
            digest.update(path.read_bytes())
    return digest.hexdigest()
