"""A notebook for each lesson and sheet that Colab, Jupyter and GitHub can show: written into the website's ``notebooks/``.

Its first cell brings the course where it is missing. A lesson keeps its results, figures as still pictures, so that it
reads without running. ``.ci/push-notebooks`` puts the same folder on the branch that Colab's links name.
"""

import os
import re
import shutil
from html import escape
from pathlib import Path

import jupytext
import nbformat
from nbformat.v4 import new_code_cell, new_output

from commonground.claims import CLAIM_MIME
from commonground.figures.display import PAGE_MIME, TABLE_MIME
from commonground.figures.theme import INK
from commonground.site import ROOT, results
from commonground.site.course.modules import module_of
from commonground.site.editions.markdown import cited, plain
from commonground.site.listing import pages
from commonground.site.page import launch

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
    "colab": {"provenance": [], "toc_visible": True},
}

COLAB_LACKS = ("ripser",)
"""What the lessons stand on and Colab has not, none of which needs more than Colab has."""

FIRST = """\
# @title Run this cell first. It brings the course where it is missing, and else does nothing.
import importlib.util
import sys

if importlib.util.find_spec("commonground") is None:
    if "google.colab" in sys.modules:  # which has all else that the course stands on: leave that as it is
        %pip install --quiet --no-deps {archive} {lacking}
    else:
        %pip install --quiet "commonground[lessons] @ {archive}"
"""

OWN_INSTALL = re.compile(
    r"^try:\n    (from commonground\.checks import check)\nexcept ModuleNotFoundError:.*\n(?:    .*\n)+",
    re.MULTILINE,
)
"""How a sheet of ``exercises/`` brings the course by itself."""

PROJECT = "project/template"
"""The notebook in which a student's project begins."""

ABOUT = """\
# Notebooks of {title}

Made from [{url}]({url}) at `{ref}` by its workflow *publish*, anew with each change: edit the sources there, not these.
Read the course at <{site}>.
"""


def setup(app):
    """Write the notebooks when the website is built."""
    app.connect("build-finished", _write_for_site)


def _write_for_site(app, exception):
    if exception is None and app.builder.name == "html":
        names = [page for page in pages(app) if module_of(page)]
        names += [PROJECT] if "book/project" in app.env.found_docs else []
        write(Path(app.outdir) / launch.NOTEBOOKS, names)


def ref() -> str:
    """Return the commit that is being published, or the branch where nothing is."""
    return os.environ.get("GITHUB_SHA") or launch.BRANCH


def write(folder: Path, names: list[str]) -> None:
    """Write ``NAME.ipynb`` and ``NAME.md`` of these pages into a folder, and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in names:
        source = next(ROOT.glob(f"{name}.*"))
        if source.suffix == ".md" and "{code-cell}" not in source.read_text("utf8"):
            continue
        notebook = lesson(source) if source.suffix == ".md" else sheet(source)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, target.with_suffix(".ipynb"))
        text = (
            source.read_text("utf8") if source.suffix == ".md" else jupytext.writes(notebook, fmt="md:myst")
        )
        target.with_suffix(".md").write_text(text, "utf8")
    about = dict(title=launch.CONFIG["title"], url=launch.URL, ref=ref(), site=launch.site())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.md").write_text(ABOUT.format(**about), "utf8")


def sheet(source: Path):
    """Return the notebook of a sheet, in which nothing has been run."""
    notebook = nbformat.read(source, 4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = OWN_INSTALL.sub(r"\1\n", cell.source)
    return _finished(notebook, _page(source))


def lesson(source: Path):
    """Return the notebook of a lesson, with the results that the website shows."""
    page = _page(source)
    notebook = results.with_outputs(source)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [new for old in cell.outputs for new in _outputs(old, page)]
            if {"hide-input", "remove-input"} & {*cell.metadata.get("tags", [])}:
                _fold(cell)
    return _finished(notebook, page)


def _page(source: Path) -> str:
    return source.relative_to(ROOT).with_suffix("").as_posix()


def _finished(notebook, page: str):
    """Put the first cell before the others, and their words into plain Markdown."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = plain(cell.source, page)
    first = new_code_cell(
        FIRST.format(archive=launch.archive(ref()), lacking=" ".join(COLAB_LACKS)).rstrip(),
        id="bring-the-course",
    )
    first.metadata["cellView"] = "form"
    notebook.cells.insert(0, first)
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return notebook


def _fold(cell) -> None:
    """Close a cell whose code is not the point: the first key is Colab's, which wants a title, the other Jupyter's."""
    name = re.search(r'name="([\w-]+)"', cell.source)
    cell.source = f"# @title Code{f' of {name[1]}' if name else ''}\n{cell.source}"
    cell.metadata.update(cellView="form", jupyter={"source_hidden": True})


def _outputs(output, page: str) -> list:
    """An output of the website as outputs that a notebook shows without scripts."""
    data = output.get("data", {})
    if PAGE_MIME in data:
        return _figure(data[PAGE_MIME], page)
    if TABLE_MIME in data:
        body, caption = data[TABLE_MIME]["cells"], plain(data[TABLE_MIME]["caption"], page)
        return [
            _shown("text/html", f"<table>{body}</table>", caption),
            _shown("text/markdown", caption, caption),
        ]
    if CLAIM_MIME in data:
        key = data[CLAIM_MIME]["cite"]
        table = data["text/html"].replace(f"({key}", f"({cited(key)}") if key else data["text/html"]
        return [_shown("text/html", table, data["text/plain"])]
    return [output]


def _figure(content: dict, page: str) -> list:
    """Its still picture, on paper of its own since a notebook may be dark, and its caption."""
    paper = f'<svg role="img" aria-label="{escape(content["alt"])}" style="background:#fff;color:{INK}" '
    caption = plain(content["caption"], page)
    if content.get("figure", {}).get("controls"):
        caption += (
            f" [Move it on the website]({launch.site()}{page}.html#{content['name']}), or run this notebook."
        )
    picture = content["still"].replace("<svg ", paper, 1)
    return [_shown("image/svg+xml", picture, content["alt"]), _shown("text/markdown", caption, caption)]


def _shown(mime: str, content: str, words: str):
    return new_output("display_data", {mime: content, "text/plain": words})
