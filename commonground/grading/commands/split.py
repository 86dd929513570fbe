"""Runs answers and judges them on different machines, with nothing but files of plain arrays in between.

    python -m commonground.grading.commands.split ask   SUBMISSIONS… --seed N --asked A [--answered B…]
    python -m commonground.grading.commands.split run   --asked A --answered B
    python -m commonground.grading.commands.split judge SUBMISSIONS… --seed N --answered B… --out DIR

*ask* and *judge* know the solutions and never run a student's code; *run* runs it and knows nothing: it needs
neither solutions nor ``commonground/checks/m*``, no seed and no secret. A file holds what *run* is to start, then
its questions; the file of the same name that comes back holds their replies. Where a question depends on an earlier
reply, as in 1.6, the first round asks what a right answer would be asked, and a second ``ask`` and ``run`` the rest.
"""

import argparse
import sys
from pathlib import Path

from commonground.grading import reports
from commonground.grading.commands.options import prepared, seed, shard
from commonground.grading.reading.students import Student, find
from commonground.grading.reports import escape
from commonground.grading.sandbox import wire
from commonground.grading.sandbox.choose import NoIsolation, sandbox
from commonground.grading.sandbox.limits import Limits
from commonground.grading.verdict.answer import Answer
from commonground.grading.verdict.grade import Grade
from commonground.grading.verdict.mark import mark
from commonground.grading.verdict.recorded import Recorded
from commonground.grading.verdict.task import Task

__all__ = ["ask", "judge_all", "run"]

LARGEST_REPLY = 2**28  # bytes of the replies to one exercise


def ask(paths: list[Path], seed: int, asked: Path, answered: list[Path]) -> int:
    """Write a file of questions for each exercise of each student that has some open; return how many it wrote."""
    asked.mkdir(parents=True, exist_ok=True)
    written = 0
    for place, student in enumerate(find(paths)):
        for name, task, recorded in _marked(place, student, seed, answered)[1]:
            if recorded.open:
                frames = [task.plain(), *recorded.questions]
                (asked / name).write_bytes(b"".join(map(wire.pack, frames)))
                written += 1
    return written


def run(
    asked: Path, answered: Path, require_isolation: bool, shard=(1, 1), limits: Limits | None = None
) -> int:
    """Put the questions of each file to the answer in it, and write the replies; return how many files had trouble."""
    answered.mkdir(parents=True, exist_ok=True)
    box = sandbox(require_isolation)
    print(box.sentence)
    files, trouble = sorted(asked.glob("*.frames"))[shard[0] - 1 :: shard[1]], 0
    for path in files:
        try:
            _run_one(path, answered / path.name, box, limits or Limits())
        except Exception as error:  # it belongs to this file: the next student's is asked all the same
            trouble += 1
            print(escape.line(f"{path.name}: {type(error).__name__}: {error}"), file=sys.stderr)
    box.close()
    print(f"{len(files)} answers were asked.")
    return trouble


def _run_one(asked: Path, answered: Path, box, limits: Limits) -> None:
    start, *questions = _frames(asked)
    with Answer(Task.of(start), box, limits) as answer, answered.open("wb") as file:
        for question in questions:
            reply = answer.reply(question["call"], question["inputs"])
            file.write(wire.pack(question) + reply.raw)


def judge_all(paths: list[Path], seed: int, answered: list[Path]) -> list[Grade]:
    """Return the grades of all students, from the recorded replies."""
    everyone = enumerate(find(paths))
    return [g for place, student in everyone for g in _marked(place, student, seed, answered)[0]]


def _marked(
    place: int, student: Student, seed: int, answered: list[Path]
) -> tuple[list[Grade], list[tuple[str, Task, Recorded]]]:
    """Return the grades of a student, and each recorded answer with the name of its file and its task."""
    used = []

    def answer_for(exercise, task, lends):
        name = f"{place:05}-{exercise.number}{'-lent' if lends else ''}.frames"
        used.append((name, task, Recorded(exercise, _replies(answered, name))))
        return used[-1][2]

    return mark(student, seed, answer_for), used


def _replies(answered: list[Path], name: str) -> list[tuple[dict, dict]]:
    """Return the questions and replies in the files of this name; of several rounds, the first comes first."""
    replies = []
    for path in (folder / name for folder in answered):
        if path.is_file() and not path.is_symlink() and path.stat().st_size < LARGEST_REPLY:
            frames = _frames(path)
            replies += zip(frames[::2], frames[1::2], strict=False)
    return replies


def _frames(path: Path) -> list[dict]:
    """Return the frames in a file, up to the first that is none."""
    frames = []
    with path.open("rb") as file:
        try:
            while True:
                frames.append(wire.read(file))
        except wire.Broken:
            return frames


def main(arguments: list[str] | None = None) -> int:
    """Do one of the three."""
    parser = argparse.ArgumentParser(
        prog="python -m commonground.grading.commands.split", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("step", choices=("ask", "run", "judge"))
    parser.add_argument("paths", nargs="*", type=Path, metavar="SUBMISSIONS")
    parser.add_argument("--seed", type=seed)
    parser.add_argument("--asked", type=Path, metavar="DIR")
    parser.add_argument("--answered", type=Path, nargs="+", default=[], metavar="DIR", help="of each round")
    parser.add_argument("--out", type=Path, metavar="DIR")
    parser.add_argument("--shard", type=shard, default=(1, 1), metavar="i/n", help="run the i-th of n parts")
    parser.add_argument("--require-isolation", action="store_true")
    options = parser.parse_args(arguments)
    try:
        if options.step == "judge":
            prepared(options.out, options.paths)
        if options.step == "ask":
            written = ask(options.paths, options.seed, options.asked, options.answered)
            print(f"{written} answers have questions to answer.")
            return 0
        if options.step == "run":
            return int(run(options.asked, options.answered[0], options.require_isolation, options.shard) > 0)
        grades = judge_all(options.paths, options.seed, options.answered)
        remarks = ["Answers ran on another machine than the one that judged them."]
        reports.write(grades, options.out, options.seed, remarks)
        return int(any(grade.fault for grade in grades))
    except (FileNotFoundError, NoIsolation, ValueError) as error:
        print(f"Not done: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
