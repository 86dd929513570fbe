"""Paper gets still pictures, dark ink and nothing to press: a page that is printed, and the course on one page."""

import re
from collections import Counter

import pytest

from commonground.site.editions import paper

from .conftest import PAGES, SITE, find_chromium, read_through

pytestmark = pytest.mark.xdist_group("print")  # what is printed is long

LESSON = next(name for name in PAGES if name.startswith("lessons/"))
SEEN = "(e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden'"


def seen(page, selector):
    """How many elements that match can be seen."""
    return page.eval_on_selector_all(selector, f"(all) => all.filter({SEEN}).length")


def test_a_printed_page_is_text_and_pictures(reader, address):
    reader.goto(address + LESSON)
    read_through(reader)
    reader.evaluate("document.documentElement.dataset.theme = 'dark'")
    reader.emulate_media(media="print")
    reader.wait_for_function("document.documentElement.dataset.theme === 'light'")
    for pressed in (
        ".cg-controls",
        ".cg-play",
        ".bd-sidebar",
        ".bd-header",
        ".prev-next-footer",
        ".svg-container",
    ):
        assert seen(reader, pressed) == 0, pressed
    assert seen(reader, "figure[data-figure] img") == reader.locator("figure[data-figure]").count() > 0
    assert seen(reader, "figure.cg-figure figcaption") == reader.locator("figure.cg-figure").count()
    reader.emulate_media(media="screen")
    reader.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert seen(reader, "figure[data-figure] img") == 0


def test_a_page_can_be_printed_before_its_figures_came_near(reader, address):
    reader.goto(address + LESSON)
    assert reader.pdf().startswith(b"%PDF")
    broken = "[...document.querySelectorAll('figure[data-figure] img')].filter((i) => !i.naturalWidth).length"
    reader.wait_for_function(f"{broken} === 0")


@pytest.fixture(scope="module")
def one_page():
    """The course on one page."""
    return paper.PAGE.read_text("utf8")


def test_the_one_page_opens_from_disk_with_nothing_to_press(one_page, reader):
    reader.goto(paper.PAGE.as_uri())
    assert reader.log["errors"] == []
    assert all(url.startswith("file:") for url in reader.log["requests"])
    assert reader.locator("button, input, select, script, iframe, .bd-sidebar, .bd-header").count() == 0
    assert reader.locator("details:not([open])").count() == 0
    assert reader.evaluate("document.fonts.ready.then(() => document.fonts.size)") > 0


def test_the_one_page_has_everything(one_page):
    def count(pattern, name):
        return len(re.findall(pattern, (SITE / name).read_text("utf8")))

    online = [f"{page}.html" for page in paper.ONLINE]
    written = [
        n for n in PAGES if n.startswith(("book/", "lessons/", "exercises/", "project/")) and n not in online
    ]
    assert len(re.findall('<article class="cg-chapter"', one_page)) == len(written)
    for thing in (r'<figure class="cg-figure', r'class="cg-claims"', r'class="katex"', r"<table"):
        here, there = len(re.findall(thing, one_page)), sum(count(thing, name) for name in written)
        assert here == there > 0, thing
    figures = re.findall(r'<figure class="cg-figure.*?</figure>', one_page, re.S)
    assert all("<svg" in figure and "<figcaption" in figure for figure in figures)


def test_every_place_of_the_one_page_is_there_once(one_page):
    places = Counter(re.findall(r'\sid="([^"]+)"', one_page))
    assert [place for place, n in places.items() if n > 1] == []
    links = set(re.findall(r'href="#([^"]+)"', one_page))
    assert links - set(places) == set()
    assert re.findall(r'href="(?!#|https?:|mailto:|data:|_static/|_sources/)([^"]+)"', one_page) == []


def test_chapters_are_printed(one_page, monkeypatch, capsys, tmp_path):
    """The first chapters, a lesson among them, come out of the program that prints the whole book in a minute."""
    if find_chromium() is None:
        pytest.skip("no Chromium: nothing prints")
    first, *rest = re.split('(?=<article class="cg-chapter")', one_page)
    upto = next(i for i, chapter in enumerate(rest) if f'id="{LESSON[:-5].replace("/", "-")}"' in chapter)
    some = paper.PAGE.with_name("some-chapters.html")
    some.write_text(first + "".join(rest[: upto + 1]) + "</body></html>", "utf8")
    monkeypatch.setattr(paper, "PAGE", some)
    monkeypatch.setattr(paper, "BOOK", tmp_path / "print" / "common-ground.pdf")
    try:
        assert paper.main() == 0
    finally:
        some.unlink()
    pdf = paper.BOOK.read_bytes()
    assert pdf.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", pdf)) > 10
    assert str(paper.BOOK) in capsys.readouterr().out


def test_without_a_browser_there_is_the_one_page_and_a_word(monkeypatch, capsys):
    monkeypatch.setattr(paper, "find_browser", lambda: None)
    assert paper.main() == 0
    said = capsys.readouterr().out
    assert str(paper.PAGE) in said and "No Chromium" in said


def test_a_browser_that_cannot_print_is_a_failure(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(paper, "BOOK", tmp_path / "book.pdf")
    monkeypatch.setattr(paper, "find_browser", lambda: "true")
    assert paper.main() == 1
    assert "could not print" in capsys.readouterr().err
