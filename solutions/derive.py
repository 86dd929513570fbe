"""Derive the exercise sheets, exercises/NN-slug.ipynb, from their sources, solutions/NN-slug.md.

    python solutions/derive.py                   # the sheets that students work on
    python solutions/derive.py --solved DIR      # the same sheets with the solutions in place, into DIR

A source is a MyST notebook. Its cells are tagged ``answer:NAME`` (the stub), ``solution:NAME`` (what
solves it) and ``check:NAME``. What an exercise is worth, and its hints, come from ``commonground.checks``.
"""

import argparse
import re
from pathlib import Path

import jupytext
import nbformat
import yaml
from nbformat.v4 import new_markdown_cell

from commonground.checks.exercise import Exercise, find

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "solutions").glob("[0-9][0-9]-*.md"))
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
    "mystnb": {"execution_mode": "off"},  # the page shows the stubs; it does not run them
}


def derive(source: Path, *, solved: bool = False) -> str:
    """Return the sheet of a source as the text of a notebook; ``solved`` puts the solutions in place."""
    cells = jupytext.reads(source.read_text("utf-8"), fmt="md:myst").cells
    solutions = {_role(cell, "solution"): cell.source for cell in cells if _role(cell, "solution")}
    sheet, section, exercise = [], "start", None
    for cell in cells:
        if _role(cell, "solution"):
            continue
        if cell.cell_type == "markdown" and (heading := re.match(r"## (\d+\.\d+)?", cell.source)):
            exercise = find(heading[1]) if heading[1] else None
            section = heading[1].replace(".", "-") if exercise else "end"
            if exercise:
                cell.source = cell.source.replace("\n", f"\n\n{_about(exercise)}\n", 1)
        if solved and (name := _role(cell, "answer")):
            cell.source = solutions[name]
        cell.source = cell.source.replace("REPOSITORY", _repository())
        cell.id = _new_id(cell, section, sheet)
        sheet.append(cell)
        if _role(cell, "check"):
            sheet.append(new_markdown_cell(_hints(exercise), id=f"{section}-hints"))
    notebook = nbformat.v4.new_notebook(cells=sheet, metadata=METADATA)
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def _role(cell, role: str) -> str:
    """Return NAME of a cell tagged ``role:NAME``, else nothing."""
    tags = cell.metadata.get("tags", [])
    return next((tag.partition(":")[2] for tag in tags if tag.startswith(role + ":")), "")


def _about(exercise: Exercise) -> str:
    dots = "●" * exercise.difficulty + "○" * (3 - exercise.difficulty)
    return f"*{exercise.minutes} minutes · {dots} · {exercise.points} points*"


def _hints(exercise: Exercise) -> str:
    """Return the hints folded away, in HTML that Jupyter, Colab and the website all take."""
    fold = "<details>\n<summary>Hint {}</summary>\n\n{}\n\n</details>"
    return "\n\n".join(fold.format(i, hint) for i, hint in enumerate(exercise.hints, start=1))


def _new_id(cell, section: str, before: list) -> str:
    """Return an id that stays when other cells change: from the tag, else from the section."""
    tag = next((tag for tag in cell.metadata.get("tags", []) if ":" in tag), "")
    stem = tag.replace(":", "-") or f"{section}-{'text' if cell.cell_type == 'markdown' else 'code'}"
    taken = {other.id for other in before}
    return next(name for k in range(1, 1000) if (name := stem if k == 1 else f"{stem}-{k}") not in taken)


def _repository() -> str:
    where = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["repository"]
    return f"{where['url']}@{where['branch']}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Derive the exercise sheets from solutions/*.md.")
    parser.add_argument("--solved", metavar="DIR", type=Path, help="write the solved sheets into DIR instead")
    solved = parser.parse_args().solved
    folder = solved or ROOT / "exercises"
    folder.mkdir(parents=True, exist_ok=True)
    for source in SOURCES:
        path = folder / f"{source.stem}.ipynb"
        path.write_text(derive(source, solved=bool(solved)), "utf-8")
        print(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


if __name__ == "__main__":
    main()
