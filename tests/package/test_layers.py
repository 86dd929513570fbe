"""The rooms of the package stand on each other in one direction, and the ground floor stands without torch."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "commonground"
FLOORS = [
    "seeds",
    "page",
    "extras",
    "progress",
    "inputs",
    "similarity",
    "inference",
    "alignment",
    "bench",
    "dynamics",
    "hyperbolic",
    "data",
    "topology",
    "sampling",
    "networks",
    "training",
    "figures",
    "claims",
    "checks",
    "grading",
    "site",
]
ROOMS = [room for room in FLOORS if (PACKAGE / room).is_dir() or (PACKAGE / f"{room}.py").is_file()]


def test_every_room_has_its_floor():
    found = {p.stem for p in PACKAGE.iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()} - {
        "__init__"
    }
    assert found <= set(FLOORS)


def _rooms_imported_by(path: Path):
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "commonground" and len(parts) > 1 and parts[1] in FLOORS:
                yield parts[1]


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_imports_what_stands_above_it(room):
    files = [PACKAGE / f"{room}.py"] if (PACKAGE / f"{room}.py").is_file() else (PACKAGE / room).rglob("*.py")
    for path in files:
        for other in _rooms_imported_by(path):
            assert FLOORS.index(other) <= FLOORS.index(room), f"{path} imports {other}"


@pytest.mark.parametrize("room", ["similarity", "inference", "alignment", "bench", "data", "checks"])
def test_the_ground_floor_never_imports_torch(room):
    code = f"import sys, commonground.{room}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
