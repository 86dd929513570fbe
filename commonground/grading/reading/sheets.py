"""The sheets as the course hands them out: what they ask for, and the cells that stand around it."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from commonground.checks.exercise import Exercise, exercises

__all__ = ["Sheet", "sheets"]

FOLDER = Path(__file__).parents[3] / "exercises"


@dataclass(frozen=True)
class Sheet:
    """A sheet nobody has worked on.

    Attributes
    ----------
    name : str
        ``"01-measuring-alignment"``
    exercises : tuple of Exercise
    prelude : tuple of str
        Its code cells that are neither answer nor check: the imports.
    stubs, checks : dict
        The text of the answer and check cells, by function name.
    """

    name: str
    exercises: tuple[Exercise, ...]
    prelude: tuple[str, ...]
    stubs: dict[str, str]
    checks: dict[str, str]


@cache
def sheets() -> dict[str, Sheet]:
    """Return the sheets of the course by name.

    Raises
    ------
    FileNotFoundError
        If the package does not stand in a checkout of the course.
    """
    found = {path.stem: _sheet(path) for path in sorted(FOLDER.glob("[0-9][0-9]-*.ipynb"))}
    if not found:
        raise FileNotFoundError(f"no sheets in {FOLDER}: grade from a checkout of the course")
    return found


def _sheet(path: Path) -> Sheet:
    prelude, stubs, checks = [], {}, {}
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        text = "".join(cell["source"])
        role, _, name = next((t for t in cell["metadata"].get("tags", []) if ":" in t), "").partition(":")
        match role:
            case "answer":
                stubs[name] = text
            case "check":
                checks[name] = text
            case _:
                prelude.append(text)
    return Sheet(path.stem, exercises(int(path.name[:2])), tuple(prelude), stubs, checks)
