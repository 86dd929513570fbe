"""The rooms of the grader show where trust ends, and keep to it."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "commonground"
GRADING = PACKAGE / "grading"
CHILD = "commonground.grading.sandbox.child"
# What each room may import of the course. A room's own files it may always import.
MAY = {
    "sandbox/child": ["commonground.checks.here", "commonground.checks.values", "commonground.grading.sandbox.limits",
                      "commonground.grading.sandbox.parent", "commonground.grading.sandbox.wire"],
    "sandbox": [],
    "reading": ["commonground.checks"],
    "verdict": ["commonground.checks", "commonground.grading.reading", "commonground.grading.sandbox"],
    "reports": ["commonground.grading.verdict.grade"],
    "commands": ["commonground.grading"],
}  # fmt: skip


def imported(path):
    """The modules of the course that a file imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.startswith("commonground"))


def files(room):
    return sorted((GRADING / room).glob("*.py"))


def within(name, rooms):
    return any(name == room or name.startswith(room + ".") for room in rooms)


def test_every_file_has_its_room():
    found = {str(path.parent.relative_to(GRADING)) for path in GRADING.rglob("*.py")}
    assert found == {".", *MAY}
    assert {path.name for path in GRADING.glob("*.py")} == {"__init__.py", "__main__.py"}


@pytest.mark.parametrize("room", MAY)
def test_a_room_imports_what_it_may(room):
    own = f"commonground.grading.{room.replace('/', '.')}"
    for path in files(room):
        for name in imported(path):
            assert within(name, [own, *MAY[room]]), f"{path} imports {name}"


@pytest.mark.parametrize("room", [room for room in MAY if room != "sandbox/child"])
def test_nobody_imports_what_runs_beside_a_students_code(room):
    for path in files(room):
        assert not [name for name in imported(path) if within(name, [CHILD])], path


def test_what_runs_beside_a_students_code_knows_no_exercise():
    """Nor do the two files of the checks that it imports."""
    for path in [*files("sandbox/child"), PACKAGE / "checks" / "here.py", PACKAGE / "checks" / "values.py"]:
        for name in imported(path):
            assert not re.search(r"checks\.(m\d\d|exercise)", name), f"{path} imports {name}"


def test_what_is_started_by_its_name_is_there():
    """The judge's end names these modules as text."""
    named = {
        name
        for path in files("sandbox")
        for name in re.findall(r'\bprogram\(\s*"(\w+)"', path.read_text("utf-8"))
    }
    assert named == {"zygote", "unisolated"}
    assert all((GRADING / "sandbox" / "child" / f"{name}.py").is_file() for name in named)
