"""Checks the text of an answer, as a reader writes it into the page of a sheet: what the page's Python runs."""

import contextlib
import io
import linecache
import sys
import traceback
import types

from commonground.checks.exercise import find
from commonground.checks.here import here
from commonground.checks.run import examine
from commonground.seeds import course_seed

__all__ = ["check"]

MOST_PRINTED = 20_000  # letters


def check(number: str, cells: dict[str, str], above: dict[str, str] | None = None) -> dict:
    """Run the cells of an answer, then the check of the notebook.

    Parameters
    ----------
    number : str
        Of the exercise: ``"1.1"``.
    cells : dict
        The text of each of its answer cells, by the name of the function that the cell asks for, in their order.
    above : dict, optional
        The same of the exercises above it in the sheet: as in a notebook, an answer may call an earlier one.

    Returns
    -------
    dict
        ``report``, what the student reads: the words of :func:`commonground.checks.check`, or the error that kept the
        cells from running; ``printed``, what the cells printed; ``passed``, ``attempted``, ``points``.
    """
    exercise = find(number)
    names, printed, error = _run(cells, above or {})
    result = {"printed": printed, "report": error, "passed": False, "attempted": False, "points": 0}
    if error:
        return result
    missing = [name for name in exercise.names if not callable(names.get(name))]
    if missing:
        return result | {"report": f"There is no function {missing[0]}: define it under this name."}
    report = examine(exercise, here({name: names[name] for name in exercise.names}), course_seed())
    return result | {
        "report": str(report),
        "passed": report.passed,
        "attempted": report.attempted,
        "points": report.points,
    }


def _run(cells: dict[str, str], above: dict[str, str]) -> tuple[dict, str, str]:
    """Run the cells in a module of their own; return its names, what they printed, and an error as text or ""."""
    module = types.ModuleType("answer")
    sys.modules["answer"] = module  # so that a class of the answer's can be copied
    exec("import numpy as np", module.__dict__)  # as the first cell of the sheet does
    for name, text in above.items():
        with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
            _run_cell(name, text, module)
    printed, error = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(printed):
            for name, text in cells.items():
                _run_cell(name, text, module)
    except BaseException as raised:  # SystemExit is a student's error too
        ours = 2  # this function, and the one below
        lines = raised.__traceback__
        while lines and ours:
            lines, ours = lines.tb_next, ours - 1
        error = "".join(traceback.format_exception(raised.with_traceback(lines))).rstrip()
    return module.__dict__, printed.getvalue()[:MOST_PRINTED], error


def _run_cell(name: str, text: str, module: types.ModuleType) -> None:
    file = f"<{name}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)  # for "in your line 2: …"
    exec(compile(text, file, "exec", dont_inherit=True), module.__dict__)
