"""A notebook can be read without running, holds nothing that only the website understands, and is graded like a sheet."""

import importlib.util
import re
from urllib.parse import unquote, urldefrag

import nbformat
import pytest

from commonground.grading.reading.answers import extract
from commonground.site import results
from commonground.site.course.modules import modules
from commonground.site.editions import markdown as plain
from commonground.site.page import launch

from .conftest import ROOT, SITE, each_page, notebook

LESSONS = [module.source for module in modules() if module.is_built]
SHEETS = [ROOT / f"{module.sheet}.ipynb" for module in modules() if module.is_built]

each_lesson = pytest.mark.parametrize("source", LESSONS, ids=lambda path: path.stem)
each_sheet = pytest.mark.parametrize("source", SHEETS, ids=lambda path: path.stem)


def words(page):
    """The Markdown of a notebook, also that of its outputs."""
    cells = notebook(page).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return [cell.source for cell in cells if cell.cell_type == "markdown"] + [
        output.data["text/markdown"] for output in outputs if "text/markdown" in output.get("data", {})
    ]


@each_page
def test_it_is_a_notebook_of_python(page):
    there = notebook(page)
    nbformat.validate(there)
    assert there.metadata.kernelspec.name == "python3"
    assert there.cells[0].id == "bring-the-course"


@each_page
def test_no_myst_is_left(page):
    for text in words(page):
        prose = re.sub(r"^```.*?^```|\$\$.*?\$\$|\$[^$\n]*\$", "", text, flags=re.MULTILINE | re.DOTALL)
        assert not re.search(r"^(`{3,}|:{3,})\{|\{[a-z:]+\}`|^\([\w-]+\)=$|^\+\+\+", text, re.MULTILINE), text
        assert ":::" not in prose and "{" not in prose, text


@each_page
def test_its_links_lead_to_places_of_the_website_that_are_there(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", "\n".join(words(page))):
        assert target.startswith("https://"), f"{target} leads nowhere from Colab"
        if target.startswith(launch.site()):
            file, place = urldefrag(target.removeprefix(launch.site()))
            assert (SITE / file).is_file(), target
            assert not place or f'id="{unquote(place)}"' in (SITE / file).read_text("utf8"), target


@each_lesson
def test_a_lesson_keeps_its_code_and_its_results(source):
    there = [cell for cell in notebook(f"lessons/{source.stem}").cells if cell.cell_type == "code"][1:]
    ran = [cell for cell in results.with_outputs(source).cells if cell.cell_type == "code"]
    for new, old in zip(there, ran, strict=True):
        assert (
            new.source.removeprefix("# @title").partition("\n")[2] == old.source or new.source == old.source
        )
        assert bool(new.outputs) == bool(old.outputs)
    text = str(there)
    shown = [
        line
        for cell in ran
        for line in re.findall(r"^(?:figures\.)?(show|explore|claim)\(", cell.source, re.M)
    ]
    assert text.count("'image/svg+xml'") >= len([s for s in shown if s != "claim"]) > 0
    assert "application/vnd.commonground" not in text, "a kind of output that only the website shows"


@each_lesson
def test_code_that_is_not_the_point_is_folded_in_colab_and_in_jupyter(source):
    for cell in notebook(f"lessons/{source.stem}").cells:
        if {"hide-input", "remove-input"} & {*cell.metadata.get("tags", [])}:
            assert cell.source.startswith("# @title ") and cell.metadata.cellView == "form"
            assert cell.metadata.jupyter.source_hidden


@each_sheet
@pytest.mark.parametrize("kind", ["ipynb", "md"])
def test_what_was_solved_in_colab_is_graded_like_the_sheet(source, kind, tmp_path):
    published = extract(SITE / "notebooks" / "exercises" / f"{source.stem}.{kind}")
    sheet = extract(source)
    assert published.answers == sheet.answers and published.answers
    assert published.notes == sheet.notes and published.exercises == sheet.exercises


@each_sheet
def test_a_sheet_brings_the_course_once(source):
    code = "\n".join(cell.source for cell in notebook(f"exercises/{source.stem}").cells[1:])
    assert "pip install" not in code and "from commonground.checks import check" in code


def test_what_has_no_plain_form_is_an_error():
    with pytest.raises(plain.NoPlainForm, match=r"lessons/x: the directive \{margin\}"):
        plain.plain("```{margin}\nWords.\n```\n", "lessons/x")
    with pytest.raises(plain.NoPlainForm, match=r"the role \{abbr\}"):
        plain.plain("An {abbr}`MLP (multilayer perceptron)`.", "lessons/x")


def test_plain_markdown():
    site = launch.site()
    for myst, markdown in {
        "{cite:t}`kornblith2019`": "[Kornblith et al. (2019)](https://arxiv.org/abs/1905.00414)",
        "{cite:p}`kornblith2019`": "([Kornblith et al., 2019](https://arxiv.org/abs/1905.00414))",
        "{term}`stimuli <stimulus>`": f"[stimuli]({site}book/glossary.html#term-stimulus)",
        "{kbd}`Tab`": "<kbd>Tab</kbd>",
        "[module 1](01-measuring-alignment)": f"[module 1]({site}lessons/01-measuring-alignment.html)",
        "[here](#core-concepts)": f"[here]({site}lessons/03-sets.html#core-concepts)",
        "[sheet](../exercises/03-sets.ipynb#a)": f"[sheet]({site}exercises/03-sets.html#a)",
        "![A cloud](../book/cloud.svg)": f"![A cloud]({site}_images/cloud.svg)",
        "[a paper](https://arxiv.org/abs/1)": "[a paper](https://arxiv.org/abs/1)",
        "```{admonition} Why?\nBecause.\n\nSo.\n```": "> **Why?**\n>\n> Because.\n>\n> So.",
        ":::{dropdown} Answer\n:open:\n\n$x$.\n:::": "<details>\n<summary>Answer</summary>\n\n$x$.\n\n</details>",
        "```{math}\n:label: a\nx\n```": "$$\nx\n$$",
        "(a-place)=\n% a note\nWords.": "Words.",
        "```python\nx = {1: 2}\n```": "```python\nx = {1: 2}\n```",
    }.items():
        assert plain.plain(myst, "lessons/03-sets") == markdown


def test_the_solved_sheet_can_be_put_into_it():
    """As tests/colab/run.py does: answers are found by the ids of their cells."""
    spec = importlib.util.spec_from_file_location("derive", ROOT / "solutions" / "derive.py")
    derive = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(derive)
    for source in derive.SOURCES:
        ids = {cell.id for cell in nbformat.reads(derive.derive(source, solved=True), 4).cells}
        assert {c.id for c in notebook(f"exercises/{source.stem}").cells} - ids == {"bring-the-course"}
