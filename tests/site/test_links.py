"""Every link inside the website leads to a page that is there, and to a place on it that is there."""

import re
from functools import cache
from html import unescape
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from .conftest import PAGES, SITE


@cache
def attributes(path) -> tuple[set[str], list[str]]:
    """Where a page can be entered, and where it leads or what it loads."""
    text = path.read_text("utf8")
    places = {unescape(value) for value in re.findall(r'<[^<>]*?\s(?:id|name)="([^"]+)"', text)}
    return places, [unescape(value) for value in re.findall(r'\s(?:href|src|srcset)="([^"]+)"', text)]


@pytest.mark.parametrize("name", PAGES)
def test_no_dead_links(name):
    page = SITE / name
    dead = []
    for link in attributes(page)[1]:
        if urlsplit(link).scheme or link.startswith("//"):
            continue
        target, place = urldefrag(link)
        path = (page.parent / unquote(urlsplit(target).path)).resolve() if target else page
        if not path.is_file() or (
            place and path.suffix == ".html" and unquote(place) not in attributes(path)[0]
        ):
            dead.append(link)
    assert dead == []
