"""No figure of a written lesson goes without: its caption is held against its data, or says nothing that could be."""

import importlib.util
import inspect
from functools import cache
from pathlib import Path

import pytest

from commonground.site.course.modules import modules

from .built import figures

each_lesson = pytest.mark.parametrize(
    "lesson", [m.lesson.split("/")[-1] for m in modules() if m.state == "written"]
)


@cache
def checks(lesson):
    """The file of tests about a lesson."""
    path = Path(__file__).with_name(f"test_{lesson[:2]}.py")
    assert path.exists(), f"{path.name} is missing: hold the captions of {lesson} against their figures there"
    spec = importlib.util.spec_from_file_location(f"{__package__}.{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert lesson == module.LESSON
    return module


def asked(lesson):
    """The tests about a lesson."""
    return [test for name, test in vars(checks(lesson)).items() if name.startswith("test_")]


def held(lesson):
    """The figures that these tests ask for."""
    return {figure for test in asked(lesson) for figure in inspect.signature(test).parameters}


def silent(lesson):
    """The figures of which the file says why there is nothing to hold: name and reason."""
    return getattr(checks(lesson), "SAYS_NOTHING", {})


@each_lesson
def test_every_figure_is_held_or_says_nothing(lesson):
    left = figures(lesson).keys() - held(lesson) - silent(lesson).keys()
    assert not left, f"test_{lesson[:2]}.py: hold the captions of {left}, or say in SAYS_NOTHING why not"


@each_lesson
def test_what_says_nothing_is_a_figure_and_is_not_held(lesson):
    assert silent(lesson).keys() <= figures(lesson).keys() - held(lesson)


@each_lesson
def test_every_check_names_the_words_that_it_holds(lesson):
    assert [test.__name__ for test in asked(lesson) if ".says(" not in inspect.getsource(test)] == []
