"""The text of the right functions, as students may read it."""

import ast
import inspect
from collections.abc import Callable
from types import FunctionType

from commonground.checks.exercise import Exercise, exercises

__all__ = ["helpers", "parsed", "solution", "text"]


def solution(exercise: Exercise, name: str) -> str:
    """Return the right function, below the helpers that it needs and that have no cell of their own."""
    function = exercise.solutions[name]
    module = int(exercise.number.partition(".")[0])
    cells = {right for other in exercises(module) for right in other.solutions.values()}
    return text([*helpers(function, cells), function])


def text(functions: list[Callable]) -> str:
    """Return functions one below the other."""
    return "\n\n\n".join("\n".join(parsed(function)[0]) for function in functions)


def helpers(function: Callable, cells: set[Callable] = frozenset()) -> list[Callable]:
    """Return the functions of the checks that a function calls, and that these call, but for those in ``cells``."""
    found = _called(function, cells)
    return sorted(found, key=lambda f: (f.__module__ == function.__module__, f.__code__.co_firstlineno))


def _called(function: Callable, cells: set[Callable]) -> set[Callable]:
    _, tree = parsed(function)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    called = {function.__globals__.get(name) for name in names} - cells
    own = {
        f for f in called if isinstance(f, FunctionType) and f.__module__.startswith("commonground.checks.")
    }
    return own.union(*(_called(helper, cells) for helper in own - {function}))


def parsed(function: Callable) -> tuple[list[str], ast.FunctionDef]:
    """Return the lines of a function without its decorators, and their syntax tree."""
    lines = inspect.getsource(function).rstrip().splitlines()
    lines = lines[ast.parse("\n".join(lines)).body[0].lineno - 1 :]
    return lines, ast.parse("\n".join(lines)).body[0]
