"""What the tests of the grader share: one sandbox, notebooks made of a few lines, the hostile submissions."""

import ast
import json
import os
import textwrap
from pathlib import Path

import pytest

from commonground.grading.reading.students import Student
from commonground.grading.sandbox.choose import sandbox
from commonground.grading.sandbox.limits import MB, Limits
from commonground.grading.verdict.mark import grade

HERE = Path(__file__).parent
QUICK = Limits(cpu=0.5, wall=3.0, memory=400 * MB, disk=20 * MB)
RIGHT = """
def linear_cka(X, Y):
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    return np.linalg.norm(X.T @ Y) ** 2 / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y))
"""


def _hostile() -> dict[str, str]:
    """Return the hostile submissions: the bodies of the functions in hostile/, by their names."""
    found = {}
    for path in sorted((HERE / "hostile").glob("*.py")):
        text = path.read_text("utf-8")
        for function in ast.parse(text).body:
            if isinstance(function, ast.FunctionDef):
                lines = text.splitlines()[function.body[0].end_lineno : function.end_lineno]
                found[f"{path.stem}-{function.name}"] = textwrap.dedent("\n".join(lines))
    return found


ATTACKS = _hostile()


def pytest_generate_tests(metafunc):
    if "attack" in metafunc.fixturenames:
        metafunc.parametrize("attack", ATTACKS.values(), ids=ATTACKS)


@pytest.fixture
def attacks():
    """The hostile submissions by name."""
    return ATTACKS


@pytest.fixture(scope="session")
def box():
    """The safest sandbox of this system, one for all tests."""
    box = sandbox()
    yield box
    box.close()


@pytest.fixture
def isolated(box):
    """The sandbox, where it is one; in CI it must be."""
    if not box.isolated:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no namespaces here: {box.sentence}")
    return box


def pytest_terminal_summary(terminalreporter):
    """Nobody should miss that the hostile submissions did not run."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any("no namespaces here" in str(report.longrepr) for report in skipped):
        terminalreporter.write_line("")
        terminalreporter.write_line(
            "THE GRADER WAS NOT TESTED AGAINST HOSTILE SUBMISSIONS: no namespaces here, see book/instructors.md.",
            red=True,
            bold=True,
        )


@pytest.fixture
def right():
    """A right answer to 1.1."""
    return RIGHT


@pytest.fixture
def graded(box, tmp_path):
    """Grade one answer to 1.1, and return its grade."""

    def run(source, limits=QUICK, seed=11):
        cell = {
            "cell_type": "code",
            "metadata": {"tags": ["answer:linear_cka"]},
            "source": source,
            "outputs": [],
        }
        path = tmp_path / "anna.ipynb"
        path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
        (one,) = grade(Student("anna", (path,)), seed, box, limits)
        return one

    return run
