"""A module is in every place where it must be, and what pages say of modules is true. Nothing is executed here."""

import re
from pathlib import Path

import pytest
import yaml

from commonground.checks.exercise import exercises
from commonground.site import readme
from commonground.site.course.modules import modules

ROOT = Path(__file__).resolve().parents[2]
BUILT = [module for module in modules() if module.is_built]
WORDS = [*ROOT.glob("book/*.md"), ROOT / "README.md", *(module.source for module in modules())]

each_module = pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
each_built_module = pytest.mark.parametrize("module", BUILT, ids=lambda module: module.name)
each_page = pytest.mark.parametrize("path", WORDS, ids=lambda path: path.stem)


def entries(part):
    """The lessons of a part of the table of contents: module → what is below it."""
    return {
        chapter["file"]: [(below["file"], below["title"]) for below in chapter.get("sections", [])]
        for chapter in part["chapters"]
        if chapter["file"].startswith("lessons/")
    }


TOC = {
    lesson: below
    for part in yaml.safe_load((ROOT / "_toc.yml").read_text("utf8"))["parts"]
    for lesson, below in entries(part).items()
}


@each_built_module
def test_it_is_in_every_place(module):
    places = {
        f"{module.lesson}.md": module.source.is_file(),
        f"solutions/{module.name}.md": (ROOT / "solutions" / f"{module.name}.md").is_file(),
        f"{module.checks.relative_to(ROOT)}/__init__.py": bool(exercises(module.number)),
        f"{module.sheet}.ipynb (make exercises)": (ROOT / f"{module.sheet}.ipynb").is_file(),
        "_toc.yml": TOC.get(module.lesson) == [(module.sheet, "Exercises")],
        f"front matter of {module.lesson}.md: promises": bool(module.promises),
        "README.md (make links)": f"| [{module.number} · {module.title}]({module.lesson}.md) |"
        in (ROOT / "README.md").read_text("utf8"),
    }
    assert not [place for place, there in places.items() if not there], f"module {module.number} is not there"


@each_module
def test_it_says_what_lists_show(module):
    assert module.question.endswith("?") and module.shows.endswith(".")
    assert module.difficulty in (1, 2, 3)
    assert module.number not in module.needs
    assert set(module.needs) <= {other.number for other in modules()}, "it needs a module that is not there"


def test_nothing_of_a_module_is_left_without_its_lesson():
    known = {module.name for module in BUILT}
    assert {path.stem for path in ROOT.glob("solutions/[0-9]*.md")} == known
    assert {path.stem for path in ROOT.glob("exercises/*.ipynb")} == known
    checks = {path.name for path in ROOT.glob("commonground/checks/m[0-9][0-9]")}
    assert checks == {module.checks.name for module in BUILT}
    assert {path.stem for path in ROOT.glob("lessons/*")} == {module.name for module in modules()}


def test_the_table_of_contents_is_in_the_order_of_numbers():
    assert list(TOC) == [module.lesson for module in BUILT]


def test_the_readme_has_the_modules_as_they_are():
    assert (ROOT / "README.md").read_text("utf8") == readme.readme(), "run `make links`"


@each_built_module
def test_each_promise_is_kept_by_an_exercise(module):
    text = module.source.read_text("utf8")
    (items,) = re.findall(r"^\*\*By the end you can\*\*\n\n((?:- .+\n)+)", text, re.MULTILINE)
    verbs = re.findall(r"(?<!\*)\*([^*]+)\*", items)
    assert sorted(verbs) == sorted(module.promises), (
        "each verb in italics is a key of `promises:`, and no other"
    )
    there = {exercise.number for exercise in module.exercises}
    for verb, numbers in module.promises.items():
        assert numbers and set(numbers) <= there, f"{verb} is kept by {numbers}; there are {sorted(there)}"
    assert all("*" in item for item in items.splitlines()), "a promise begins with its verb in italics"


@each_built_module
def test_its_table_of_exercises_says_what_the_exercises_say(module):
    rows = re.findall(
        r"^\| (\d+\.\d+) \| .* \| (\d+) \| (●*)○* \|$", module.source.read_text("utf8"), re.MULTILINE
    )
    assert [(number, int(minutes), len(dots)) for number, minutes, dots in rows] == [
        (exercise.number, exercise.minutes, exercise.difficulty) for exercise in module.exercises
    ]


@each_page
def test_a_module_or_exercise_that_a_page_names_is_there(path):
    text = path.read_text("utf8")
    titles = {f"{module.number} · {module.title}" for module in modules()}
    named = (
        set(re.findall(r"\b\d+ · [A-Z][a-z]+(?: [a-z]+)*", text)) if path.parent.name != "lessons" else set()
    )
    assert named <= titles, named - titles
    numbers = {str(module.number) for module in modules()}
    spoken = re.findall(r"\b[Mm]odules? (\d+(?:(?:, | and | or )\d+)*)", text)
    assert {number for found in spoken for number in re.findall(r"\d+", found)} <= numbers
    asked = re.findall(r"\b[Ee]xercises? (\d+\.\d+(?:(?:, | and | to )\d+\.\d+)*)", text)
    known = {exercise.number for module in modules() for exercise in module.exercises}
    assert {number for found in asked for number in re.findall(r"\d+\.\d+", found)} <= known
