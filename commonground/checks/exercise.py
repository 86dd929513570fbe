"""What an exercise is: data that a notebook, a test and the grader read alike."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from commonground.checks.ask import Ask

__all__ = ["Answer", "Exercise", "Mistake", "Property", "exercises", "find"]

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
        ``judge(ask, rng)`` draws its inputs from ``rng``, asks, and raises :class:`Wrong` where it fails.
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


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise of a module.

    Attributes
    ----------
    number : str
        ``"1.1"``: module and place in it.
    title : str
    minutes : int
        What a reader needs who has read the lesson.
    difficulty : int
        1, 2 or 3.
    solution : dict
        The right functions by name, in the order in which a student defines them.
    properties : tuple of Property
    hints : tuple of str
        Three steps, each further than the one before; Markdown. The sheet folds them away.
    mistakes : tuple of Mistake
    tools : tuple of str
        The rooms of the package that an answer may import where it is graded, such as ``"similarity"``.
    """

    number: str
    title: str
    minutes: int
    difficulty: int
    solution: Answer
    properties: tuple[Property, ...]
    hints: tuple[str, str, str]
    mistakes: tuple[Mistake, ...] = field(default=())
    tools: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What the student defines."""
        return tuple(self.solution)

    @property
    def points(self) -> int:
        """What all properties together are worth."""
        return sum(prop.points for prop in self.properties)


def exercises(module: int) -> tuple[Exercise, ...]:
    """Return the exercises of a module; none where the module has none."""
    import commonground.checks as home

    name = f"m{module:02d}"
    if name not in {m.name for m in pkgutil.iter_modules(home.__path__)}:
        return ()
    return importlib.import_module(f"{home.__name__}.{name}").EXERCISES


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
