"""Every link inside the website leads to a page that is there, and to a place on it that is there."""

from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from .conftest import PAGES, SITE


class Page(HTMLParser):
    """Where a page can be entered, where it leads, and what it loads."""

    def __init__(self, text):
        super().__init__()
        self.places, self.links = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.places |= {values[key] for key in ("id", "name") if values.get(key)}
        self.links += [values[key] for key in ("href", "src") if values.get(key)]


READ = {}


def read(path):
    if path not in READ:
        READ[path] = Page(path.read_text("utf8"))
    return READ[path]


@pytest.mark.parametrize("name", PAGES)
def test_no_dead_links(name):
    page = SITE / name
    dead = []
    for link in read(page).links:
        if urlsplit(link).scheme or link.startswith("//"):
            continue
        target, place = urldefrag(link)
        path = (page.parent / unquote(urlsplit(target).path)).resolve() if target else page
        if not path.is_file() or (
            place and path.suffix == ".html" and unquote(place) not in read(path).places | {""}
        ):
            dead.append(link)
    assert dead == []
