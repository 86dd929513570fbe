"""Checks the text of an answer, as a reader writes it into the page of a sheet: what the page's Python runs."""

from commonground.checks.cell import new_module, run_cells
from commonground.checks.exercise import find
from commonground.checks.here import here
from commonground.checks.run import examine
from commonground.seeds import course_seed

__all__ = ["check"]


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
    module = new_module("answer")
    exec("import numpy as np", module.__dict__)  # as the first cell of the sheet does
    for name, text in above.items():
        run_cells({name: text}, module)
    return module.__dict__, *run_cells(cells, module)
