"""Runs a cell with what a page has and nothing else: Python, NumPy, and the rooms of the package that need no more.

A program of its own, started without any installed package on the path::

    python -I -S alone.py NUMPYS_FOLDER COURSE.zip LESSON.npz CELL < its text > {"printed": …, "error": …, "seconds": …}
"""

import json
import sys
from time import process_time


class Bar:
    """Lets nobody import what a page does not have, though it lies beside NumPy."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "numpy", "commonground"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def main(numpys: str, course: str, lesson: str, cell: str) -> None:
    """Run what the standard input holds."""
    sys.meta_path.insert(0, Bar())
    sys.path[:0] = [course, numpys]
    from commonground.checks.cell import run_again

    began = process_time()
    found = run_again(lesson, cell, sys.stdin.read())
    json.dump(found | {"seconds": process_time() - began}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
