"""What an exercise is: one story, told in one file, that a notebook, a test and the grader read alike.

``commonground/checks/m01/linear_cka.py`` opens with what the exercise is called and costs. Then come the right
answer, what holds of it, and the wrong answers that students really give, each under its sentence::

    exercise = Exercise(title="Linear CKA", minutes=15, difficulty=1, hints=("…", "…", "…"))

    @exercise.solution
    def linear_cka(X, Y): ...

    @exercise.property("invariant to a shift of the columns", points=1, hint="subtract each column's mean")
    def under_a_shift(ask, rng): ...

    @exercise.mistake("an uncentred CKA: the means of the units count. Subtract each column's mean first")
    def uncentred(X, Y): ...

Where an exercise asks for several functions, a mistake says whose place it takes: ``of=rdm``. Which exercises a
module has, in which order, is said by ``EXERCISES`` in ``m01/__init__.py``, the names of its files; numbers follow
from it. The sheet takes number, title, stub, check, hints and solution from here: the stub is the solution's
signature and docstring, and a solved sheet shows the helpers that the solution calls.
"""

import importlib
import importlib.util
import pkgutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from commonground.checks.ask import Ask
from commonground.checks.claims import Claim

__all__ = ["KINDS", "Answer", "Exercise", "Mistake", "Property", "exercises", "find", "modules"]

KINDS = {
    "write": "a function whose formula is known",
    "make": "something of given properties: a construction, a design, a thing trained",
    "mend": "a program whose fault is to be found",
    "judge": "what data support, and what they do not",
}
"""What an exercise may ask for. All but the first ask for a design."""

Answer = dict[str, Callable]
"""The functions of an answer, by name."""


@dataclass(frozen=True, eq=False)
class Property:
    """Something that a right answer does.

    Attributes
    ----------
    says : str
        What a right answer is, so that "not" before it says what a wrong one is: "invariant to a shift".
    points : int
        What it is worth. A property compares at least one value with the right one: a constant earns nothing.
    judge : callable
        ``judge(ask, rng)`` draws its inputs from ``rng``, asks, and raises :class:`Wrong` where it fails. It runs
        again, on other draws, while all right values were the same.
    hint : str
        The one step that is printed when it fails.
    """

    says: str
    points: int
    judge: Callable[[Ask, np.random.Generator], None]
    hint: str


@dataclass(frozen=True, eq=False)
class Mistake:
    """A wrong answer that students really give, and what to tell who gives it.

    Attributes
    ----------
    says : str
        Completes "your values are exactly those of …", and ends in the mend.
    answer : dict
        The wrong functions by name; the right ones stand in for the names it leaves out.
    """

    says: str
    answer: Answer


@dataclass(eq=False)
class Exercise:
    """One exercise of a module. Its decorators fill it, and return each function as it was.

    Attributes
    ----------
    title : str
    minutes : int
        What a reader needs who has read the lesson.
    difficulty : int
        1, 2 or 3.
    hints : tuple of str
        Three steps, each further than the one before; Markdown. The sheet folds them away.
    tools : tuple of str
        The rooms of the package that an answer may import where it is graded, such as ``"similarity"``.
    kind : str
        What it asks for, one of ``KINDS``.
    claims : dict
        Of a short answer, the claims among which the student chooses, by their letters: see
        :mod:`commonground.checks.claims`.
    number, slug : str
        ``"1.1"``, module and place in it, and ``"linear_cka"``, the name of its file: given by :func:`exercises`.
    solutions : dict
        The right functions by name, in the order in which a student defines them.
    properties : list of Property
    mistakes : list of Mistake
    """

    title: str
    minutes: int
    difficulty: int
    hints: tuple[str, str, str]
    tools: tuple[str, ...] = ()
    kind: str = "write"
    claims: dict[str, Claim] = field(default_factory=dict)
    number: str = ""
    slug: str = ""
    solutions: Answer = field(default_factory=dict, init=False)
    properties: list[Property] = field(default_factory=list, init=False)
    mistakes: list[Mistake] = field(default_factory=list, init=False)

    @property
    def names(self) -> tuple[str, ...]:
        """What the student defines."""
        return tuple(self.solutions)

    @property
    def points(self) -> int:
        """What all properties together are worth."""
        return sum(prop.points for prop in self.properties)

    def variants(self, of: Callable | None = None, but: tuple[Callable, ...] = ()) -> list[Callable]:
        """Return all that may come in place of a solution: the right function first, then each wrong one.

        Parameters
        ----------
        of : callable, optional
            The solution; the only one if not said.
        but : tuple of callable, optional
            The wrong ones to leave out: where they are asked, they are right.
        """
        name = self._named(of)
        wrong = [mistake.answer[name] for mistake in self.mistakes if name in mistake.answer]
        return [self.solutions[name], *(function for function in wrong if function not in but)]

    def solution(self, function: Callable) -> Callable:
        """Take the function below as a right answer: what students read in the solved sheet."""
        name = function.__name__
        if name in self.solutions:
            raise ValueError(f"“{self.title}” has two solutions called {name}: give one another name")
        self.solutions[name] = function
        return function

    def mistake(self, says: str, *, of: Callable | None = None, **along: Callable) -> Callable:
        """Take the function below as a wrong answer.

        Parameters
        ----------
        says : str
            Completes "your values are exactly those of …", and ends in the mend.
        of : callable, optional
            The solution whose place it takes; needed where the exercise has several.
        **along : callable
            Wrong functions that go with it, by the name of the solution whose place they take.
        """
        name = self._named(of)
        if unknown := set(along) - set(self.solutions):
            raise ValueError(f"“{self.title}” has no solution called {', '.join(sorted(unknown))}")

        def add(function):
            self.mistakes.append(Mistake(says, {name: function, **along}))
            return function

        return add

    # The last one: below it `property` is no longer Python's own.
    def property(self, says: str, *, points: int, hint: str) -> Callable:
        """Take the function below, ``judge(ask, rng)``, as a property: see :class:`Property`."""

        def add(judge):
            self.properties.append(Property(says, points, judge, hint))
            return judge

        return add

    def _named(self, of: Callable | None) -> str:
        """Return the name of a solution, or that of the only one."""
        if not self.solutions:
            raise ValueError(f"“{self.title}” has no solution yet: put @exercise.solution above its mistakes")
        if of is None and len(self.solutions) > 1:
            raise ValueError(f"“{self.title}” has several solutions: say which, as in of={self.names[0]}")
        name = of.__name__ if of else self.names[0]
        if self.solutions.get(name) is not of and of:
            raise ValueError(f"{name} is no solution of “{self.title}”: {', '.join(self.names)}")
        return name


def modules() -> tuple[int, ...]:
    """Return the numbers of all modules that have exercises: ``m01`` beside this file is module 1."""
    import commonground.checks as home

    names = [found.name for found in pkgutil.iter_modules(home.__path__) if found.ispkg]
    return tuple(sorted(int(name[1:]) for name in names if name[0] == "m" and name[1:].isdecimal()))


@cache
def exercises(module: int) -> tuple[Exercise, ...]:
    """Return the exercises of a module, in their order; none where the module has none.

    Raises
    ------
    ValueError
        If its package is not complete. The message says which file to mend, and how.
    """
    if module not in modules():
        return ()
    package = importlib.import_module(f"commonground.checks.m{module:02d}")
    return _gathered(module, package.__name__, getattr(package, "EXERCISES", ()))


def _gathered(module: int, package: str, order: tuple[str, ...]) -> tuple[Exercise, ...]:
    """Return the exercises of the files that ``order`` names, numbered."""
    folder = package.replace(".", "/")
    if not order or isinstance(order, str):
        raise ValueError(f'{folder}/__init__.py lists no exercises: write EXERCISES = ("first", "second")')
    if twice := [name for name, count in Counter(order).items() if count > 1]:
        raise ValueError(f"{folder}/__init__.py lists {twice[0]!r} twice: leave one out")
    found = []
    for place, name in enumerate(order, start=1):
        exercise, file = _read(package, name), f"{folder}/{name}.py"
        for other in found:
            if same := set(other.names) & set(exercise.names):
                raise ValueError(
                    f"{file} asks for {min(same)}, as exercise {other.number} does: rename one of them"
                )
        exercise.number, exercise.slug = f"{module}.{place}", name
        found.append(exercise)
    return tuple(found)


def _read(package: str, name: str) -> Exercise:
    """Return the exercise of one file, or say what the file lacks."""
    folder = package.replace(".", "/")
    if importlib.util.find_spec(f"{package}.{name}") is None:
        raise ValueError(f"{folder}/__init__.py lists {name!r}: there is no {folder}/{name}.py")
    exercise = getattr(importlib.import_module(f"{package}.{name}"), "exercise", None)
    if not isinstance(exercise, Exercise):
        raise ValueError(f"{folder}/{name}.py has no exercise: begin with exercise = Exercise(title=…)")
    if not exercise.solutions:
        raise ValueError(
            f"{folder}/{name}.py has no solution: put @exercise.solution above the right function"
        )
    if not exercise.properties:
        raise ValueError(f"{folder}/{name}.py has no property: put @exercise.property(…) above its judge")
    return exercise


def find(number: str) -> Exercise:
    """Return the exercise of this number, such as ``"1.1"``.

    Raises
    ------
    ValueError
        If there is none.
    """
    module = str(number).partition(".")[0]
    there = exercises(int(module)) if module.isdecimal() else ()
    for exercise in there:
        if exercise.number == number:
            return exercise
    known = ", ".join(repr(e.number) for e in there) or 'numbers look like "1.1"'
    raise ValueError(f"there is no exercise {number!r}: {known}")
