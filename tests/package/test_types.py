"""What the package's users see is typed: an editor completes it, a checker reads it (`make lint` runs one)."""

import importlib
import inspect
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHECKED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["tool"]["mypy"]["packages"]


def callables(room):
    """Yield the public functions of a room, and the methods that its public classes write themselves."""
    module = importlib.import_module(room)
    for name in getattr(module, "__all__", ()):
        thing = getattr(module, name)
        if inspect.isclass(thing):
            for parent in thing.__mro__:
                if parent.__module__.startswith("commonground"):
                    for key, method in vars(parent).items():
                        if inspect.isfunction(method) and (not key.startswith("_") or key == "__call__"):
                            yield f"{name}.{key}", method
                    if "__init__" in vars(parent):
                        yield name, parent.__init__
        elif callable(thing):
            yield name, thing


PUBLIC = [
    pytest.param(function, id=f"{room}.{name}") for room in CHECKED for name, function in callables(room)
]


@pytest.mark.parametrize("function", PUBLIC)
def test_every_public_argument_says_its_type(function):
    signature = inspect.signature(function)
    without = [
        p.name
        for p in signature.parameters.values()
        if p.annotation is p.empty and p.name not in ("self", "cls")
    ]
    assert not without
    assert signature.return_annotation is not signature.empty


def test_checkers_of_other_peoples_code_may_read_it():
    """Without this empty file they take a package for untyped (PEP 561)."""
    assert (ROOT / "commonground" / "py.typed").is_file()
