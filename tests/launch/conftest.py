"""The website as `make book` built it, and the course's own code that makes its links and notebooks."""

from pathlib import Path

import nbformat
import pytest

from commonground.site.course.modules import modules

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"
PAGES = [page for module in modules() if module.is_built for page in (module.lesson, module.sheet)]
"""Lessons and sheets, as ``lessons/03-sets``."""

each_page = pytest.mark.parametrize("page", PAGES)


def pytest_sessionstart(session):
    """Notebooks that were never made are no reason to pass."""
    if not (SITE / "notebooks").is_dir():
        pytest.exit("There are no notebooks in _build/html: run `make book` first.", returncode=2)


def notebook(page):
    """The notebook of a page, as it is published."""
    return nbformat.read(SITE / "notebooks" / f"{page}.ipynb", 4)
