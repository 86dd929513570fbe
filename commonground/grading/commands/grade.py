"""python -m commonground.grading PATH… --out DIR: grade what strangers handed in."""

import argparse
import os
import secrets
import signal
import sys
from pathlib import Path

from commonground.grading import reports
from commonground.grading.commands.journal import Journal
from commonground.grading.commands.options import prepared, seed, shard
from commonground.grading.commands.pool import grade_all
from commonground.grading.reading.students import find
from commonground.grading.reports import escape, record
from commonground.grading.sandbox.choose import NoIsolation, sandbox
from commonground.grading.verdict.grade import Grade


class _Stopped(Exception):
    """Somebody sent a signal."""


def main(arguments: list[str] | None = None) -> int:
    """Grade, or merge grades; return 0 when everything was graded, whatever the grades."""
    options = _parser().parse_args(arguments)
    try:
        prepared(options.out, [] if options.merge else options.paths)
        return _merge(options) if options.merge else _grade_all(options)
    except (FileNotFoundError, NoIsolation, ValueError) as error:
        print(f"Not graded: {escape.line(str(error))}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m commonground.grading", description=__doc__.partition(": ")[2]
    )
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="a notebook, a zip file, or a folder of submissions",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the grades go")
    parser.add_argument("--seed", type=seed, help="draw these inputs again; without it, fresh ones")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="how many at a time"
    )
    parser.add_argument(
        "--shard", type=shard, default=(1, 1), metavar="i/n", help="grade the i-th of n parts"
    )
    parser.add_argument("--resume", action="store_true", help="go on where a run into this folder stopped")
    parser.add_argument(
        "--require-isolation", action="store_true", help="grade nothing where answers can't be isolated"
    )
    parser.add_argument(
        "--merge", action="store_true", help="the paths are what other shards wrote: merge them"
    )
    return parser


# ---- grade


def _grade_all(options) -> int:
    part, parts = options.shard
    journal = Journal(options.out, options.seed, options.shard, options.resume)
    everyone = find(options.paths, say=lambda words: print(escape.line(words), flush=True))
    box = sandbox(options.require_isolation)
    remarks = [box.sentence]
    box.close()
    mine = everyone[part - 1 :: parts]
    todo = [student for student in mine if not journal.holds(student)]
    journal.begin(secrets.randbelow(2**32) if journal.seed is None else journal.seed)
    before = f", {len(mine) - len(todo)} of them before" if len(todo) < len(mine) else ""
    print(f"Grading {len(mine)} of {len(everyone)} students{before}, seed {journal.seed}.", flush=True)
    status = _until_stopped(todo, journal, options, remarks, len(mine))
    grades = [grade for student in mine for grade in journal.done.get(student.key, [])]
    grades.sort(key=record.order)
    _report(grades, journal.seed, remarks, options)
    return status or int(any(grade.fault for grade in grades))


def _until_stopped(todo, journal: Journal, options, remarks: list[str], number: int) -> int:
    """Grade until all is done or a signal comes; return the exit status that the signal asks for."""

    def stop(received, _):
        raise _Stopped(received)

    before = {kind: signal.signal(kind, stop) for kind in (signal.SIGINT, signal.SIGTERM)}
    done = number - len(todo)
    try:
        for student, graded in grade_all(todo, journal.seed, options.jobs, options.require_isolation):
            journal.add(student, graded)
            done += 1
            print(f"[{done:{len(str(number))}}/{number}] {_progress(student.key, graded)}", flush=True)
        journal.finish()
        return 0
    except _Stopped as stopped:
        remarks.append(f"Stopped: {done} of {number} students are graded; --resume goes on.")
        return 128 + int(stopped.args[0])
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _progress(key: str, graded: list[Grade]) -> str:
    score, most = sum(g.score for g in graded), sum(g.max for g in graded)
    problems = dict.fromkeys(g.problem for g in graded if g.problem and g.problem != "not attempted")
    sheets = dict.fromkeys(g.sheet for g in graded)
    return escape.line(" ".join([key, *sheets, f"{score}/{most}", *problems]))


# ---- merge


def _merge(options) -> int:
    try:
        grades, drawn, remarks, missing = record.merge([path / "grades.json" for path in options.paths])
    except record.Broken as broken:
        print(f"Not merged: {escape.line(str(broken))}", file=sys.stderr)
        return 1
    for words in missing:
        print(f"Missing: {escape.line(words)}", file=sys.stderr)
    _report(grades, drawn, [*remarks, *(f"Missing: {words}." for words in missing)], options)
    return int(bool(missing) or any(grade.fault for grade in grades))


def _report(grades: list[Grade], drawn: int, remarks: list[str], options) -> None:
    reports.write(grades, options.out, drawn, remarks, options.shard)
    for remark in remarks:
        print(remark)
    print(
        f"Seed {drawn}. The grades are in {options.out / 'grades.csv'}, the summary in {options.out / 'summary.md'}."
    )
