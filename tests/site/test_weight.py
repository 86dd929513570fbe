"""Pages are light, stand still while they load, and ask for plotly only when somebody is there to see it."""

import gzip
import re
from collections import Counter
from functools import cache
from urllib.parse import urlsplit

import pytest

from .conftest import PAGES, SITE

FIRST_VIEW = 400_000
"""Bytes over the wire, compressed, until a page stands complete before its reader."""

COMPRESSED = (".html", ".js", ".css", ".svg", ".json", "")
"""Kinds of file that a host compresses; fonts and photographs are so already."""


@cache
def on_the_wire(path) -> int:
    """Bytes of a file as a host sends it."""
    content = path.read_bytes()
    return len(gzip.compress(content, 6)) if path.suffix in COMPRESSED else len(content)


def files(requests, address):
    """The files of the site that were asked for."""
    paths = (SITE / urlsplit(url).path.lstrip("/") for url in requests if url.startswith(address))
    return [path / "index.html" if path.is_dir() else path for path in paths]


@pytest.mark.parametrize("name", PAGES)
def test_first_view_is_light(visit, address, name):
    weights = {path.name: on_the_wire(path) for path in files(visit(name).first, address)}
    assert sum(weights.values()) < FIRST_VIEW, weights


@pytest.mark.parametrize("name", PAGES)
def test_plotly_waits_for_a_reader_and_comes_once(visit, address, name):
    page = visit(name)
    assert [url for url in page.first if "plotly" in url] == []
    assert sum("plotly" in url for url in page.read) <= 1


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_for_twice(visit, name):
    # Fonts are told of twice, by the page's head and by the sheet; which one the browser counts is its own affair.
    asked = (
        url
        for url in visit(name).read
        if not url.startswith(("data:", "blob:")) and not url.endswith(".woff2")
    )
    times = Counter(asked)
    assert [url for url, n in times.items() if n > 1] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_font_that_comes_is_one_of_the_style_sheet(visit, name):
    """A page may ask for its fonts ahead: for the wrong file it would pay twice."""
    sheet = (SITE / "_static" / "course.css").read_text("utf8")
    asked = {urlsplit(url).path.rpartition("/_static/")[2] for url in visit(name).all if ".woff2" in url}
    assert asked
    assert [font for font in asked if f"url({font})" not in sheet] == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_shifts(visit, name):
    assert visit(name).shift < 0.02


@pytest.mark.parametrize("name", PAGES)
def test_one_style_sheet(visit, name):
    sheets = visit(name).seen["sheets"]
    assert [urlsplit(sheet).path.rpartition("/")[2] for sheet in sheets] == ["course.css"] * len(sheets)
    assert len(sheets) <= 1


@pytest.mark.parametrize("name", PAGES)
def test_images_have_their_size(visit, name):
    assert visit(name).seen["unsized"] == []


def test_figures_keep_their_data_in_files_that_a_browser_may_keep():
    """The name holds a digest of the content: a file may be cached for ever, since a changed one has another name."""
    documents = list((SITE / "_static" / "figures").rglob("*.js"))
    assert documents
    assert [p.name for p in documents if not re.fullmatch(r"[a-z][a-z0-9-]*-[0-9a-f]{10}\.js", p.name)] == []
    pages = "".join((SITE / name).read_text("utf8") for name in PAGES)
    assert [p.name for p in documents if p.name not in pages] == []
    assert "bdata" not in pages
