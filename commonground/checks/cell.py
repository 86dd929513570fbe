"""Runs the text of a cell: an answer's, or one of a lesson as its reader has changed it."""

import ast
import contextlib
import io
import json
import linecache
import sys
import traceback
import types

import numpy as np

__all__ = ["new_module", "run_again", "run_cells"]

MOST_PRINTED = 20_000  # letters


def run_again(lesson: str, cell: str, text: str) -> dict[str, str]:
    """Run a cell of a lesson with what the lesson had computed before it.

    Parameters
    ----------
    lesson : str
        Path of what the lesson saved: an ``.npz`` of arrays, in which ``cells.json`` says how each cell's names come from them.
    cell : str
        Which of its cells: a key of that list.
    text : str
        What to run in the cell's place.

    Returns
    -------
    dict
        ``printed``, and ``error`` as text or "".
    """
    module = new_module("lesson")
    with np.load(lesson) as saved:
        before = json.loads(saved["cells.json"])[cell]["before"]
        helpers = {"saved": saved, "generator": _generator, "np": np}
        module.__dict__.update(helpers)
        exec(compile(before, "<the cells before>", "exec", dont_inherit=True), module.__dict__)
    for name in ("saved", "generator"):
        if module.__dict__[name] is helpers[name]:  # no name of the lesson's
            del module.__dict__[name]
    printed, error = run_cells({"cell": text}, module, show=True)
    return {"printed": printed, "error": error}


def _generator(state: dict) -> np.random.Generator:
    """Return a generator as the lesson left it."""
    generator = np.random.default_rng()
    generator.bit_generator.state = state
    return generator


def new_module(name: str) -> types.ModuleType:
    """Return an empty module that can be found by its name, so that a class of it can be copied."""
    module = sys.modules[name] = types.ModuleType(name)
    return module


def run_cells(cells: dict[str, str], module: types.ModuleType, *, show: bool = False) -> tuple[str, str]:
    """Run texts in a module; return what they printed, and an error as text or "".

    Parameters
    ----------
    cells : dict
        Each text by its name, under which an error speaks of it.
    module : module
        Where they run.
    show : bool
        Print the value of a last line that is an expression, as a notebook does.
    """
    printed, error = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(printed):
            for name, text in cells.items():
                _run_cell(name, text, module, show)
    except BaseException as raised:  # SystemExit is a student's error too
        ours = 2  # this function, and the one below
        lines = raised.__traceback__
        while lines and ours:
            lines, ours = lines.tb_next, ours - 1
        error = "".join(traceback.format_exception(raised.with_traceback(lines))).rstrip()
    return printed.getvalue()[:MOST_PRINTED], error


def _run_cell(name: str, text: str, module: types.ModuleType, show: bool) -> None:
    file = f"<{name}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)  # for "in your line 2: …"
    code = ast.parse(text, file)
    last = code.body.pop() if show and code.body and isinstance(code.body[-1], ast.Expr) else None
    exec(compile(code, file, "exec", dont_inherit=True), module.__dict__)
    if last:
        exec(compile(ast.Interactive([last]), file, "single", dont_inherit=True), module.__dict__)
