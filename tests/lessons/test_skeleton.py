"""A module that `make module` lays builds and passes at once; and what a page is made from decides when it is made anew."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAME = "06-infinite-width"
TOC = """\
format: jb-book
root: book/index
parts:
  - caption: All
    chapters:
      - file: book/glossary
      - file: lessons/01-measuring-alignment
        sections:
          - file: exercises/01-measuring-alignment
            title: Exercises
"""
LESSON = """\
---
commonground:
  question: What is first?
  shows: Nothing yet.
  needs: []
  difficulty: 1
---

# Measuring alignment

Words.
"""


@pytest.fixture
def course(empty_book):
    """A course of one module, and all that lays and tests another."""
    root = empty_book
    for folder in ("book/_module", "tests"):
        shutil.copytree(ROOT / folder, root / folder, dirs_exist_ok=True)
    # In the course itself this number has been laid.
    shutil.rmtree(root / "commonground" / "checks" / "m06")
    (root / "tests" / "exercises" / "test_module_6.py").unlink()
    for file in (
        "solutions/derive.py",
        "exercises/01-measuring-alignment.ipynb",
        "pyproject.toml",
    ):
        (root / file).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / file, root / file)
    words = (ROOT / "book" / "glossary.md").read_text("utf8")
    alone = re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", words)  # without links to lessons that are not here
    (root / "book" / "glossary.md").write_text(alone, "utf8")
    (root / "_toc.yml").write_text(TOC, "utf8")
    (root / "lessons" / "01-measuring-alignment.md").write_text(LESSON, "utf8")
    lists = "".join(f"```{{{name}}}\n```\n\n" for name in ("modules", "syllabus", "claims"))
    (root / "book" / "index.md").write_text(f"# A course\n\n{lists}```{{bibliography}}\n:all:\n```\n", "utf8")
    return root


def run(root, *command, fails=False):
    """Run one of the course's programs in it, with its own package; return what it said."""
    environment = {key: value for key, value in os.environ.items() if key != "COMMONGROUND_PAGE"}
    environment["PYTHONPATH"] = str(root)
    done = subprocess.run(
        [sys.executable, *command], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert bool(done.returncode) == fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def lay(root, *arguments, fails=False):
    return run(root, "-m", "commonground.site.course.skeleton", *arguments, fails=fails)


def build(root):
    """Build the course, and return its landing page and the lesson's page."""
    run(root, "-m", "commonground.site.results")
    run(root, str(Path(sys.executable).parent / "jupyter-book"), "build", ".", "-W", "-n", "--keep-going")
    site = root / "_build" / "html"
    return [(site / f"{page}.html").read_text("utf8") for page in ("book/index", f"lessons/{NAME}")]


def edit(path, old, new):
    text = path.read_text("utf8")
    assert old in text
    path.write_text(text.replace(old, new), "utf8")


@pytest.mark.kernel
def test_a_laid_module_builds_and_a_page_is_made_anew_when_what_it_is_made_from_changes(course):
    lay(course, "06", "infinite-width")
    index, lesson = build(course)
    assert (
        "Module 6 · draft" in index and "module 1" in index
    )  # the card, and what the syllabus says it needs
    assert "infinite-width-under-noise" in index and '.html#centre-a-table">6.1</a>' in lesson
    sheet = (course / "_build" / "html" / "exercises" / f"{NAME}.html").read_text("utf8")
    assert "to <em>centre</em> a table, and say what that takes away." in sheet
    assert index.count("5 min of exercises") == 2 and "5 min of exercises" in lesson

    edit(course / "commonground" / "checks" / "m06" / "centred.py", "minutes=5", "minutes=25")
    index, lesson = build(course)
    assert index.count("25 min of exercises") == 2 and "25 min of exercises" in lesson

    edit(course / "lessons" / f"{NAME}.md", "say what that takes away", "say what is left")
    build(course)
    sheet = (course / "_build" / "html" / "exercises" / f"{NAME}.html").read_text("utf8")
    assert "and say what is left." in sheet

    edit(course / "commonground" / "site" / "course" / "effort.py", "of exercises", "at work")
    index, lesson = build(course)
    assert "25 min at work" in index and "25 min at work" in lesson


def test_a_laid_module_passes_the_tests_of_a_draft(course):
    assert "is laid as a draft" in lay(course, "06", "infinite-width")
    said = run(
        course,
        "-m",
        "pytest",
        "-q",
        "tests/lessons/test_form.py",
        "tests/lessons/test_modules.py",
        "-k",
        NAME,
    )
    assert " passed" in said
    said = run(course, "-m", "pytest", "-q", "tests/exercises", "-k", "6.1- or 6.1] or 06-")
    assert " passed" in said


def test_what_is_there_is_not_laid_again(course):
    for arguments, why in {
        ("6", "infinite-width"): "two digits",
        ("06", "Infinite width"): "small letters",
        ("", ""): "NN=06 SLUG=infinite-width",
        ("01", "another"): "module 1 is 01-measuring-alignment",
        ("01", "measuring-alignment"): "module 1 has been laid",
    }.items():
        assert why in lay(course, *arguments, fails=True)
    lay(course, "06", "infinite-width", "Infinite width")
    before = {path: path.read_bytes() for path in course.rglob("*") if path.suffix in (".md", ".yml")}
    assert "solutions/06-infinite-width.md" in lay(course, "06", "infinite-width", fails=True)
    assert all(path.read_bytes() == text for path, text in before.items())
