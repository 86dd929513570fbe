"""What of a lesson a page needs to run its cells again: one file, with nothing in it that does not give the lesson's numbers.

The file is an ``.npz``: the arrays, and ``cells.json``, which says for each cell with the tag either the Python that comes
``before`` it or ``why`` it cannot be tried.
"""

import hashlib
import io
import json
import os
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from commonground.site.live.lessons import alone
from commonground.site.live.lessons.needs import Needs, needs
from commonground.site.live.lessons.values import NotPlain, spell
from commonground.site.live.rooms import rooms, zipped

__all__ = ["BUDGET", "TAG", "cells_of", "key_of", "needs_of", "pack", "printed", "run_alone", "tagged"]

TAG = "try"
BUDGET = 300_000
"""Bytes a lesson."""
LIST = "cells.json"
OLD = (1980, 1, 1, 0, 0, 0)


class Refused(Exception):
    """A cell cannot be tried; the message says why."""


def key_of(text: str) -> str:
    """Return the name of a cell: it changes with its text."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:10]


def tagged(notebook) -> dict[str, int]:
    """Return the cells with the tag: key → place in the notebook."""
    return {
        key_of(cell.source): place
        for place, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and TAG in cell.metadata.get("tags", ())
    }


def needs_of(notebook, place: int) -> Needs:
    """Return what the cell at this place stands on."""
    code = [cell.source for cell in notebook.cells[:place] if cell.cell_type == "code"]
    return needs(notebook.cells[place].source, code)


def cells_of(file: bytes) -> dict[str, dict[str, str]]:
    """Return what a packed file says of each cell."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return json.loads(archive.read(LIST))


def pack(notebook, taken: Path) -> bytes:
    """Return the file of a lesson that has been run.

    Parameters
    ----------
    notebook : notebook
        With its outputs.
    taken : Path
        The folder in which ``values.take`` has left what each cell stands on, by the cell's key.
    """
    cells: dict[str, dict[str, str]] = {}
    arrays: dict[str, np.ndarray] = {}
    for key, place in tagged(notebook).items():
        values = pickle.loads((taken / key).read_bytes())
        try:
            before, arrays = _with(arrays, notebook, place, values, cells)
            cells[key] = {"before": before}
        except (NotPlain, Refused) as why:
            cells[key] = {"why": str(why)}
    return _file(cells, arrays)


def _with(arrays: dict, notebook, place: int, values: dict, cells: dict) -> tuple[str, dict]:
    """Return what comes before a cell, and the arrays with those that it needs; single precision where that prints the same."""
    cell, found = notebook.cells[place], {}
    if "" in values:
        raise Refused(values[""])
    for narrow in (True, False):
        more = dict(arrays)
        before = _before(needs_of(notebook, place), values, more, narrow)
        file = _file(cells | {"": {"before": before}}, more)
        if len(file) > BUDGET:
            raise Refused(f"with it the lesson's arrays are {len(file):,} bytes")
        found = run_alone(file, "", cell.source)
        if found["error"]:
            raise Refused(found["error"])
        if found["printed"] == printed(cell):
            return before, more
    raise Refused(f"alone it prints {found['printed']!r}, and in the lesson {printed(cell)!r}")


def _before(needs: Needs, values: dict, arrays: dict, narrow: bool) -> str:
    known = [f"{name} = {spell(value, arrays, narrow=narrow)}" for name, value in values.items()]
    return "\n".join([*needs.imports, *known, *needs.definitions])


def _file(cells: dict, arrays: dict[str, np.ndarray]) -> bytes:
    """The same cells and arrays give the same bytes."""
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(zipfile.ZipInfo(LIST, OLD), json.dumps(cells), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def printed(cell) -> str:
    """Return what a cell that has been run printed.

    Raises
    ------
    Refused
        If it printed nothing, or showed more than text.
    """
    texts = []
    for output in cell.outputs:
        if output.output_type == "stream":
            texts += [output.text] * (output.name == "stdout")
        elif output.output_type == "execute_result" and {*output.data} == {"text/plain"}:
            texts.append(output.data["text/plain"] + "\n")
        else:
            raise Refused("it shows more than text")
    if not texts:
        raise Refused("it prints nothing")
    return "".join(texts)


def run_alone(file: bytes, key: str, text: str) -> dict:
    """Return what a text printed in a cell's place, its error or "", and the seconds, with nothing there that a page lacks."""
    numpys = Path(np.__file__).parents[1]
    with TemporaryDirectory() as scratch:
        lesson, course = Path(scratch, "lesson.npz"), Path(scratch, "course.zip")
        lesson.write_bytes(file)
        course.write_bytes(zipped(rooms()))
        done = subprocess.run(
            [sys.executable, "-I", "-S", alone.__file__, numpys, course, lesson, key],
            input=text,
            capture_output=True,
            text=True,
            encoding="utf8",
            env={k: v for k, v in os.environ.items() if k != "COMMONGROUND_SEED"} | {"OMP_NUM_THREADS": "1"},
        )
    if done.returncode:  # what comes before the cell does not run
        return {"printed": "", "error": done.stderr.strip().rpartition("\n")[2], "seconds": 0.0}
    return json.loads(done.stdout)
