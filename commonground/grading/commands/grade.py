"""python -m commonground.grading PATH… --out DIR: grade what strangers handed in."""

import argparse
import os
import secrets
import sys
from pathlib import Path

from commonground.grading import reports
from commonground.grading.commands.options import seed, shard
from commonground.grading.commands.pool import grade_all
from commonground.grading.reading.students import find
from commonground.grading.reports import escape, record
from commonground.grading.sandbox.choose import NoIsolation, sandbox
from commonground.grading.verdict.grade import Grade


def main(arguments: list[str] | None = None) -> int:
    """Grade, or merge grades; return 0 when everything was graded, whatever the grades."""
    options = _parser().parse_args(arguments)
    try:
        if options.merge:
            grades, drawn, remarks = record.merge([path / "grades.json" for path in options.paths])
        else:
            grades, drawn, remarks = _grade_all(options)
    except (FileNotFoundError, NoIsolation, ValueError) as error:
        print(f"Not graded: {escape.line(str(error))}", file=sys.stderr)
        return 2
    reports.write(grades, options.out, drawn, remarks)
    for remark in remarks:
        print(remark)
    print(
        f"Seed {drawn}. The grades are in {options.out / 'grades.csv'}, the summary in {options.out / 'summary.md'}."
    )
    return int(any(grade.fault for grade in grades))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m commonground.grading", description=__doc__.partition(": ")[2]
    )
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a notebook, or a folder of submissions"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the grades go")
    parser.add_argument("--seed", type=seed, help="draw these inputs again; without it, fresh ones")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="how many at a time"
    )
    parser.add_argument(
        "--shard", type=shard, default=(1, 1), metavar="i/n", help="grade the i-th of n parts"
    )
    parser.add_argument(
        "--require-isolation", action="store_true", help="grade nothing where answers can't be isolated"
    )
    parser.add_argument(
        "--merge", action="store_true", help="the paths are what other shards wrote: merge them"
    )
    return parser


def _grade_all(options) -> tuple[list[Grade], int, list[str]]:
    drawn = secrets.randbelow(2**32) if options.seed is None else options.seed
    part, parts = options.shard
    all_of_them = find(options.paths, say=lambda words: print(escape.line(words), flush=True))
    box = sandbox(options.require_isolation)
    remarks = [box.sentence]
    box.close()
    todo = all_of_them[part - 1 :: parts]
    print(f"Grading {len(todo)} of {len(all_of_them)} students, seed {drawn}.", flush=True)
    grades = []
    every = grade_all(todo, drawn, options.jobs, options.require_isolation)
    for done, graded in enumerate(every, start=1):
        grades += graded
        print(f"[{done:{len(str(len(todo)))}}/{len(todo)}] {_progress(graded)}", flush=True)
    return sorted(grades, key=lambda g: (g.student, g.sheet, g.exercise)), drawn, remarks


def _progress(graded: list[Grade]) -> str:
    score, most = sum(g.score for g in graded), sum(g.max for g in graded)
    problems = dict.fromkeys(g.problem for g in graded if g.problem and g.problem != "not attempted")
    sheets = dict.fromkeys(g.sheet for g in graded)
    return escape.line(" ".join([graded[0].student, *sheets, f"{score}/{most}", *problems]))
