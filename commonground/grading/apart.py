"""Runs answers and judges them on different machines, with nothing but files of plain arrays in between.

    python -m commonground.grading.apart ask   SUBMISSIONS… --seed N --asked A [--answered B…]
    python -m commonground.grading.apart run   --asked A --answered B
    python -m commonground.grading.apart judge SUBMISSIONS… --seed N --answered B… --out DIR

*ask* and *judge* know the solutions and never run a student's code; *run* runs it and knows nothing: it needs
neither solutions nor ``commonground/checks/m*``, no seed and no secret. A file holds what *run* is to start, then
its questions; the file of the same name that comes back holds their replies. Where a question depends on an earlier
reply, as in 1.6, the first round asks what a right answer would be asked, and a second ``ask`` and ``run`` the rest.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from commonground.checks.values import alike
from commonground.grading import wire
from commonground.grading.answer import Answer, heard
from commonground.grading.limits import Limits
from commonground.grading.options import seed, shard
from commonground.grading.sandbox import NoIsolation, sandbox

__all__ = ["ask", "judge_all", "run"]

LARGEST_REPLY = 2**28  # bytes of the replies to one exercise


class Replay:
    """An answer as it was recorded. What was never asked is noted, and answered rightly to get to the next question."""

    cpu, trouble = 0.0, ""

    def __init__(self, exercise, recorded: list[tuple[dict, dict]]):
        from commonground.checks.here import here

        self._right, self._recorded = here(exercise.solutions), recorded
        self.questions: list[dict] = [question for question, _ in recorded]
        self.open = 0

    def call(self, name, *inputs):
        """Return what was recorded for these inputs."""
        question = {"call": name, "inputs": list(inputs)}
        for asked, reply in self._recorded:
            if _same(asked, question):
                return heard(reply)
        if not any(_same(other, question) for other in self.questions):
            self.questions.append(question)
        self.open += 1
        return self._right(name, *inputs)

    def close(self):
        """Nothing is left to end."""


def _same(a: dict, b: dict) -> bool:
    """Return whether two questions are one: two machines differ in the last digits of what they compute."""
    return a.get("call") == b["call"] and alike(a.get("inputs"), b["inputs"], 1e-9)


def ask(paths: list[Path], seed: int, asked: Path, answered: list[Path]) -> int:
    """Write a file of questions for each exercise of each submission that has some open; return how many it wrote."""
    from commonground.grading.judging import judge, start

    asked.mkdir(parents=True, exist_ok=True)
    written = 0
    for name, student, submission, exercise in _exercises(paths):
        if exercise is None:
            continue
        replay = Replay(exercise, _recorded(answered, name))
        judge(student, submission, exercise, replay, seed)
        if replay.open:
            frames = [start(submission, exercise), *replay.questions]
            (asked / name).write_bytes(b"".join(map(wire.pack, frames)))
            written += 1
    return written


def run(
    asked: Path, answered: Path, require_isolation: bool, shard=(1, 1), limits: Limits | None = None
) -> int:
    """Put the questions of each file to the answer in it, and write the replies; return how many files there were."""
    answered.mkdir(parents=True, exist_ok=True)
    box = sandbox(require_isolation)
    print(box.sentence)
    files = sorted(asked.glob("*.frames"))[shard[0] - 1 :: shard[1]]
    for path in files:
        begin, *questions = _frames(path)
        with Answer(begin, box, limits or Limits()) as answer, (answered / path.name).open("wb") as file:
            for question in questions:
                reply = answer.reply(question["call"], question["inputs"])
                file.write(wire.pack(question) + wire.pack(reply))
    box.close()
    return len(files)


def judge_all(paths: list[Path], seed: int, answered: list[Path]) -> list:
    """Return the grades of all submissions, from their recorded replies."""
    from dataclasses import replace

    from commonground.grading.judging import judge, lost

    grades = []
    for name, student, submission, exercise in _exercises(paths):
        if exercise is None:
            grades += lost(student, *submission)
            continue
        replay = Replay(exercise, _recorded(answered, name))
        grade = judge(student, submission, exercise, replay, seed)
        if replay.open:  # rightly answered by us in its place: worth nothing
            problem = "the grader has no reply to some of its questions: run another round"
            grade = replace(grade, score=0, problem=problem, feedback=problem, cases=())
        grades.append(grade)
    return grades


def _exercises(paths) -> Iterator[tuple]:
    """Yield a file name, the student, the submission and the exercise; of what can't be read, where it is and why."""
    from commonground.grading.extraction import Unreadable, extract
    from commonground.grading.submissions import find

    for place, (student, path) in enumerate(find(paths)):
        try:
            submission = extract(path)
        except Unreadable as unreadable:
            yield "", student, (path, str(unreadable)), None
            continue
        for exercise in submission.exercises:
            yield f"{place:05}-{exercise.number}.frames", student, submission, exercise


def _recorded(answered: list[Path], name: str) -> list[tuple[dict, dict]]:
    """Return the questions and replies in the files of this name; of several rounds, the first comes first."""
    recorded = []
    for path in (folder / name for folder in answered):
        if path.is_file() and not path.is_symlink() and path.stat().st_size < LARGEST_REPLY:
            frames = _frames(path)
            recorded += zip(frames[::2], frames[1::2], strict=False)
    return recorded


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
        prog="python -m commonground.grading.apart", description=__doc__.partition("\n")[0]
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
        if options.step == "ask":
            print(
                f"{ask(options.paths, options.seed, options.asked, options.answered)} answers have questions to answer."
            )
        elif options.step == "run":
            print(
                f"{run(options.asked, options.answered[0], options.require_isolation, options.shard)} answers were asked."
            )
        else:
            from commonground.grading import reports

            remarks = ["Answers ran on another machine than the one that judged them."]
            grades = judge_all(options.paths, options.seed, options.answered)
            reports.write(grades, options.out, options.seed, remarks)
            return int(any("the grader" in grade.problem for grade in grades))
    except (FileNotFoundError, NoIsolation) as error:
        print(f"Not done: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
