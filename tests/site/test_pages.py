"""Every page opens without an error, asks nobody but its own origin, fits a phone and is in order."""

import itertools
from urllib.parse import urlsplit

import pytest

from .conftest import PAGES

NOT_WRITTEN = ("search.html",)
"""Pages that no author wrote: they have no text of their own, so no title."""


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_and_asks_no_stranger(visit, address, name):
    page = visit(name)
    assert [url for url in page.all if not url.startswith((address, "data:", "blob:"))] == []
    assert page.errors == []


def test_the_first_address_leads_to_the_landing_page(reader, address):
    reader.goto(address)
    reader.wait_for_url("**/book/index.html")


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_from_disk(from_disk, name):
    page = from_disk(name)
    assert {urlsplit(url).scheme for url in page.all} <= {"file", "data", "blob"}
    assert page.errors == []
    assert page.failed == 0


@pytest.mark.parametrize("name", PAGES)
def test_page_fits_a_phone(visit, name):
    assert visit(name).spilled == []


@pytest.mark.parametrize("name", PAGES)
def test_page_has_one_title_and_headings_in_order(visit, name):
    levels = visit(name).seen["levels"]
    if name not in NOT_WRITTEN:
        assert levels.count(1) == 1 and levels[0] == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), levels
