"""What tests of several folders share: a book without pages, and turns for those that start a kernel.

A kernel's ports are chosen before it binds them, so that two that start at once may be given the same.
"""

import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure(config):
    config.addinivalue_line("markers", "kernel: starts a kernel, and so runs beside no other test that does")


def pytest_itemcollected(item):
    if item.get_closest_marker("kernel"):
        item.add_marker(pytest.mark.xdist_group("kernel"))


def pytest_runtest_setup(item):
    """Some pytests are too new for xdist, which then runs a group's tests side by side and says nothing."""
    grouped = getattr(item.config.option, "loadgroup", False) and item.get_closest_marker("xdist_group")
    if grouped and not re.search(r"@[^\]]*$", item.nodeid):
        pytest.fail(
            "pytest-xdist does not see this test's group: install what requirements.txt says", pytrace=False
        )


@pytest.fixture
def empty_book(tmp_path):
    """Our book without its pages, in a folder with a space in its name: configuration, extension and package."""
    root = tmp_path / "a book"
    for part, left_out in (("book", ("*.md", "__pycache__")), ("commonground", ("__pycache__",))):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns(*left_out))
    for name in ("_config.yml", "requirements.txt", "CITATION.cff", "README.md"):
        shutil.copy(ROOT / name, root / name)
    (root / "lessons").mkdir()
    return root
