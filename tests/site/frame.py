"""What stands around every text, and which page stands for all that have it alike.

Menu, header, search field and footer are made once for all pages. To ask of them on each page what was asked on the first
would only take time: so they are asked on the first page of each frame that there is, and left out on the others.
"""

import re
from functools import cache
from html.parser import HTMLParser

from .conftest import PAGES, SITE

PARTS = {
    "id": {"pst-primary-sidebar", "pst-search-dialog"},
    "class": {"bd-header-article", "bd-footer-content"},
}
LEAVE_OUT = """() => {
  for (const part of document.querySelectorAll("#pst-primary-sidebar, #pst-search-dialog, .bd-header-article, .bd-footer-content")) part.remove();
}"""
WHERE_ONE_IS = {"current", "active"}
"""Classes of the page's own place in the menu."""
OF_THE_PAGE = {"href", "action", "open"}
"""Attributes that say which page this is, or where another one is from here. Links have a test of their own."""
EMPTY = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class _Frame(HTMLParser):
    """The elements and words of the parts, in their order."""

    def __init__(self, text: str):
        super().__init__()
        self.seen, self.inside = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        classes = set((values.pop("class", None) or "").split())
        if self.inside or values.get("id") in PARTS["id"] or classes & PARTS["class"]:
            kept = sorted((key, value) for key, value in values.items() if key not in OF_THE_PAGE)
            self.seen.append((tag, *sorted(classes - WHERE_ONE_IS), *kept))
            if tag not in EMPTY:
                self.inside.append(tag)

    def handle_endtag(self, tag):
        if self.inside:
            self.inside.pop()

    def handle_data(self, words):
        if self.inside and words.strip():
            self.seen.append(" ".join(words.split()))


@cache
def frame(name: str) -> tuple:
    """Return what stands around the text of a page."""
    text = re.sub(
        r'<article class="bd-article".*?</article>', "", (SITE / name).read_text("utf8"), flags=re.S
    )
    return tuple(_Frame(text).seen)


def stands_for_others(name: str) -> bool:
    """Tell whether this is the first page with its frame."""
    return name == next(page for page in PAGES if frame(page) == frame(name))
