"""A test's arguments are figures of its file's lesson, by their names in the page."""

import pytest

from .built import SITE, figures


def pytest_sessionstart(session):
    """A website that was never built is no reason to pass."""
    if not SITE.is_dir():
        pytest.exit("There is no website in _build/html: run `make book` first.", returncode=2)


def pytest_generate_tests(metafunc):
    lesson = getattr(metafunc.module, "LESSON", None)
    built = figures(lesson) if lesson else {}
    for name in built.keys() & set(metafunc.fixturenames):
        metafunc.parametrize(name, [pytest.param(built[name], id=name)])
