"""No figure of a written lesson goes without: its caption is held against its data, or says nothing that could be."""

import importlib.util
import inspect
from functools import cache
from pathlib import Path

import pytest

from commonground.site.course.modules import modules

from .built import figures

each_lesson = pytest.mark.parametrize("lesson", [m.lesson.split("/")[-1] for m in modules() if m.state == "written"])


@cache
def checks(lesson):
    """The file of tests about a lesson."""
    path = Path(__file__).with_name(f"test_{lesson[:2]}.py")
    assert path.exists(), f"{path.name} is missing: hold the captions of {lesson} against their figures there"
    spec = importlib.util.spec_from_file_location(f"{__package__}.{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.LESSON == lesson
    return module


def held(lesson):
    """The figures that the tests about a lesson ask for."""
    tests = [test for name, test in vars(checks(lesson)).items() if name.startswith("test_")]
    return {figure for test in tests for figure in inspect.signature(test).parameters}


@each_lesson
def test_every_figure_is_held_or_says_nothing(lesson):
    assert figures(lesson).keys() - held(lesson) - checks(lesson).SAYS_NOTHING.keys() == set()


@each_lesson
def test_what_says_nothing_is_a_figure_and_is_not_held(lesson):
    silent = checks(lesson).SAYS_NOTHING.keys()
    assert silent <= figures(lesson).keys() and not silent & held(lesson)


@each_lesson
def test_every_check_names_the_words_that_it_holds(lesson):
    tests = [test for name, test in vars(checks(lesson)).items() if name.startswith("test_")]
    assert [test.__name__ for test in tests if ".says(" not in inspect.getsource(test)] == []
