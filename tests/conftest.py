"""What tests of several folders share: a book without pages, and turns for those that start a kernel.

A kernel's ports are chosen before it binds them, so that two that start at once may be given the same.
"""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure(config):
    config.addinivalue_line("markers", "kernel: starts a kernel, and so runs beside no other test that does")


def pytest_itemcollected(item):
    if item.get_closest_marker("kernel"):
        item.add_marker(pytest.mark.xdist_group("kernel"))


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
