"""How an exercise is written, and what is said to someone who forgot something."""

import importlib
import pkgutil
import subprocess
import sys
import textwrap

import pytest

import commonground.checks
from commonground.checks.exercise import Exercise, exercises, find, modules
from commonground.checks.here import here
from commonground.checks.run import examine

ORDER = 'EXERCISES = ("first", "second")'
FILE = """
    from commonground.checks.exercise import Exercise

    exercise = Exercise(title="T", minutes=1, difficulty=1, hints=("a", "b", "c"))

    @exercise.solution
    def {name}(x):
        return x

    @exercise.property("right", points=1, hint="h")
    def right(ask, rng):
        ask.number("{name}(x)", 1.0, want=1.0)
    """
FIRST, SECOND = FILE.format(name="one"), FILE.format(name="two")


@pytest.fixture
def lay(tmp_path, monkeypatch):
    """Lay the package of a module 98 beside the others."""

    def put(**files):
        for name, text in {"__init__": ORDER, "first": FIRST, "second": SECOND, **files}.items():
            if text is not None:
                (tmp_path / "m98").mkdir(exist_ok=True)
                (tmp_path / "m98" / f"{name}.py").write_text(textwrap.dedent(text), "utf-8")
        importlib.invalidate_caches()

    monkeypatch.setattr(commonground.checks, "__path__", [*commonground.checks.__path__, str(tmp_path)])
    exercises.cache_clear()
    yield put
    exercises.cache_clear()
    for name in [name for name in sys.modules if name.startswith("commonground.checks.m98")]:
        del sys.modules[name]


def test_a_module_is_found_and_its_order_gives_the_numbers(lay):
    assert 98 not in modules() and exercises(98) == ()
    exercises.cache_clear()
    lay(__init__='EXERCISES = ("second", "first")')
    assert 98 in modules()
    assert [(e.number, e.slug, e.names) for e in exercises(98)] == [
        ("98.1", "second", ("two",)),
        ("98.2", "first", ("one",)),
    ]
    assert find("98.2").names == ("one",)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"__init__": ""}, r'm98/__init__.py lists no exercises: write EXERCISES = \("first", "second"\)'),
        ({"__init__": "EXERCISES = ('first')"}, "m98/__init__.py lists no exercises"),
        ({"__init__": "EXERCISES = ('first', 'first')"}, "lists 'first' twice: leave one out"),
        ({"second": None}, "lists 'second': there is no commonground/checks/m98/second.py"),
        ({"second": "exercises = []"}, "m98/second.py has no exercise: begin with exercise = "),
        (
            {"second": SECOND.replace("@exercise.solution", "")},
            "m98/second.py has no solution: put @exercise.sol",
        ),
        (
            {"second": SECOND.partition("@exercise.prop")[0]},
            r"m98/second.py has no property: put @exercise.prop",
        ),
        ({"second": FIRST}, "m98/second.py asks for one, as exercise 98.1 does: rename one"),
    ],
)
def test_what_a_module_lacks_is_said_with_its_file(lay, files, told):
    lay(**files)
    with pytest.raises(ValueError, match=told):
        exercises(98)


@pytest.mark.parametrize("module", modules())
def test_no_file_of_a_module_is_forgotten(module):
    package = importlib.import_module(f"commonground.checks.m{module:02d}")
    # What several exercises of a module share is in files whose names begin with a line.
    files = {found.name for found in pkgutil.iter_modules(package.__path__) if found.name[0] != "_"}
    forgotten = files - set(package.EXERCISES)
    assert not forgotten, f"m{module:02d}/__init__.py does not list {', '.join(sorted(forgotten))}"


# ---- the decorators


@pytest.fixture
def blank():
    return Exercise(title="Two", minutes=1, difficulty=1, hints=("a", "b", "c"))


def one(x):
    return x


def two(x):
    return 2 * x


def wrong(x):
    return -x


def test_decorators_return_the_function_and_keep_the_order(blank):
    assert blank.solution(two) is two and blank.solution(one) is one
    assert blank.property("right", points=3, hint="h")(wrong) is wrong
    assert blank.mistake("a minus", of=two)(wrong) is wrong
    assert blank.names == ("two", "one") and blank.points == 3
    assert blank.properties[0].judge is wrong and blank.mistakes[0].answer == {"two": wrong}


def test_a_mistake_may_take_the_place_of_several_functions(blank):
    blank.solution(one)
    blank.solution(two)
    blank.mistake("both", of=one, two=one)(wrong)
    assert blank.mistakes[0].answer == {"one": wrong, "two": one}


def test_variants_are_the_right_function_and_the_wrong_ones(blank):
    blank.solution(one)
    blank.mistake("a minus")(wrong)
    blank.mistake("a double")(two)
    assert blank.variants() == [one, wrong, two]
    assert blank.variants(one, but=(wrong,)) == [one, two]


def test_what_is_decorated_wrongly_is_said(blank):
    with pytest.raises(ValueError, match="no solution yet: put @exercise.solution above its mistakes"):
        blank.mistake("a minus")
    blank.solution(one)
    with pytest.raises(ValueError, match="two solutions called one: give one another name"):
        blank.solution(one)
    with pytest.raises(ValueError, match="wrong is no solution of “Two”: one"):
        blank.mistake("a minus", of=wrong)
    blank.solution(two)
    with pytest.raises(ValueError, match="several solutions: say which, as in of=one"):
        blank.mistake("a minus")
    with pytest.raises(ValueError, match="no solution called three"):
        blank.mistake("a minus", of=one, three=wrong)


def test_a_students_process_need_not_know_what_an_exercise_is():
    code = "import sys, commonground.checks.here; sys.exit('commonground.checks.exercise' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_a_mistake_says_is_asked_once_on_each_seed(blank):
    asked, blank.number = [], "98.1"
    blank.solution(one)

    @blank.property("right", points=1, hint="h")
    def right(ask, rng):
        x = rng.normal()
        ask.number("one(x)", x, want=x)

    @blank.mistake("a minus: leave it out")
    def minus(x):
        asked.append(x)
        return -x

    for seed in (0, 0, 1):
        report = examine(blank, here({"one": lambda x: -x}), seed)
        assert [outcome.mistake for outcome in report.outcomes] == blank.mistakes
    assert len(set(asked)) == len(asked) == 2
