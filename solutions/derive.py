"""Derive the exercise sheets, exercises/NN-slug.ipynb, from their words, solutions/NN-slug.md.

    python solutions/derive.py                   # the sheets that students work on
    python solutions/derive.py --solved DIR      # the same sheets with the solutions in place, into DIR

The words are a MyST notebook: what stands before all exercises, then a section for each, under the name of its
file (``## linear_cka``), and what stands after them. In the words ``{exercise}`linear_cka``` stands for the number
of an exercise, ``{exercise}`m01.linear_cka``` for that of another module's. All else comes from the exercise itself
(``commonground.checks``): number, title, minutes, points, stub, check, hints and solution.
"""

import argparse
import ast
import re
from pathlib import Path

import jupytext
import nbformat
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell

from commonground.checks.claims import listed
from commonground.checks.exercise import Exercise, exercises
from commonground.checks.source import parsed, solution

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "solutions").glob("[0-9][0-9]-*.md"))
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
    "mystnb": {"execution_mode": "off"},  # the page shows the stubs; it does not run them
}


def derive(source: Path, *, solved: bool = False) -> str:
    """Return the sheet of a source as the text of a notebook; ``solved`` puts the solutions in place."""
    module = int(source.name[:2])
    words = _sections(source)
    _complete(source, module, words)
    sheet = _named("start", words["start"])
    for exercise in exercises(module):
        sheet += _section(exercise, words[exercise.slug], solved)
    sheet += _named("end", words["end"])
    for cell in sheet:
        cell.source = numbered(cell.source.replace("REPOSITORY", _repository()), module)
    notebook = nbformat.v4.new_notebook(cells=sheet, metadata=METADATA)
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


# ---- the words


def _sections(source: Path) -> dict[str, list]:
    """Return the cells of a source by section: "start", the exercises' own, "end"."""
    sections, here = {"start": [], "end": []}, "start"
    for cell in jupytext.reads(source.read_text("utf-8"), fmt="md:myst").cells:
        if cell.cell_type == "code":
            sections[here].append(new_code_cell(cell.source))
            continue
        for text in re.split(r"^(?=## )", cell.source, flags=re.MULTILINE):
            if heading := re.match(r"## (\w+)\n", text):
                here, text = heading[1], text[heading.end() :]
                if here in sections:
                    raise ValueError(f"{source.name} has two sections ## {here}: put them together")
                sections[here] = []
            elif text.startswith("## "):
                here = "end"
            if text.strip():
                sections[here].append(new_markdown_cell(text.strip()))
    return sections


def _complete(source: Path, module: int, words: dict[str, list]) -> None:
    """Hold the sections of a source against the exercises of its module."""
    slugs = [exercise.slug for exercise in exercises(module)]
    for slug in slugs:
        if not words.get(slug):
            raise ValueError(
                f"{source.name} has no words for m{module:02d}/{slug}.py: add a section ## {slug}"
            )
    for section in words:
        if section not in ("start", "end", *slugs):
            raise ValueError(
                f"{source.name} has a section ## {section}, which is none of the exercises "
                f"in m{module:02d}/__init__.py: {', '.join(slugs)}"
            )


def numbered(text: str, module: int) -> str:
    """Put the numbers of exercises in place of their names."""

    def number(found):
        where = int(found[1] or module)
        there = {exercise.slug: exercise.number for exercise in exercises(where)}
        if found[2] not in there:
            raise ValueError(f"{found[0]}: module {where} has no such exercise, only {', '.join(there)}")
        return there[found[2]]

    return re.sub(r"\{exercise\}`(?:m(\d\d)\.)?(\w+)`", number, text)


# ---- what the exercise gives


def _section(exercise: Exercise, words: list, solved: bool) -> list:
    """Return the cells of an exercise."""
    dots = "●" * exercise.difficulty + "○" * (3 - exercise.difficulty)
    about = f"*{exercise.minutes} minutes · {dots} · {exercise.points} points*"
    words[0].source = f"## {exercise.number} {exercise.title}\n\n{about}\n\n{words[0].source}"
    if exercise.claims:
        words[-1].source += f"\n\n{listed(exercise.claims)}"
    shown = solution if solved else stub
    answers = [_tagged(f"answer:{name}", shown(exercise, name)) for name in exercise.names]
    call = f'check("{exercise.number}", {", ".join(exercise.names)})'
    check = _tagged(f"check:{exercise.names[-1]}", call)
    stem = exercise.number.replace(".", "-")
    hints = new_markdown_cell(_hints(exercise), id=f"{stem}-hints")
    return [*_named(stem, words), *answers, check, hints]


def stub(exercise: Exercise, name: str) -> str:
    """Return what a student finds: signature and docstring."""
    lines, function = parsed(exercise.solutions[name])
    if ast.get_docstring(function) is None:
        raise ValueError(
            f"{exercise.slug}.py: {name} has no docstring, and its stub shows nothing else: write one"
        )
    return "\n".join([*lines[: function.body[0].end_lineno], "    raise NotImplementedError"])


def _hints(exercise: Exercise) -> str:
    """Return the hints folded away, in HTML that Jupyter, Colab and the website all take."""
    fold = "<details>\n<summary>Hint {}</summary>\n\n{}\n\n</details>"
    return "\n\n".join(fold.format(i, hint) for i, hint in enumerate(exercise.hints, start=1))


# ---- cells


def _tagged(tag: str, source: str):
    """Return a code cell whose id is its tag: it stays when other cells change."""
    return new_code_cell(source, id=tag.replace(":", "-"), metadata={"tags": [tag]})


def _named(section: str, cells: list) -> list:
    """Give the cells of a section ids that stay when other sections change."""
    count = dict.fromkeys(("markdown", "code"), 0)
    for cell in cells:
        count[cell.cell_type] += 1
        k = count[cell.cell_type]
        stem = f"{section}-{'text' if cell.cell_type == 'markdown' else 'code'}"
        cell.id = stem if k == 1 else f"{stem}-{k}"
    return cells


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
