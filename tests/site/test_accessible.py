"""Everybody can read the pages: what axe-core knows to ask, and what it does not."""

import pytest

from .conftest import PAGES, read_through
from .focus import LOOK_FOR_FAULTS, STOPS
from .frame import frame, stands_for_others
from .visits import ask_axe

LESSONS = [name for name in PAGES if name.startswith("lessons/")]
SHEETS = [name for name in PAGES if name.startswith("exercises/")]
LANDING = "book/index.html"
WALKED = [LANDING, LESSONS[0], SHEETS[0], "book/progress.html"]
"""A page of each kind, through which Tab is really pressed."""
AROUND = "document.activeElement === document.body || new Set(walk).size < walk.length"
"""After the last stop the focus leaves the page, or comes to the first again."""


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_nothing(from_disk, name, mode):
    assert from_disk(name).faults[mode] == []


def test_few_pages_stand_for_the_frames_of_all():
    """Each frame is asked in full on some page; were there many, asking once would save nothing."""
    asked = {frame(name) for name in PAGES if stands_for_others(name)}
    assert asked == {frame(name) for name in PAGES}
    assert 2 <= len(asked) <= 6
    said = " ".join(part for part in frame(LANDING) if isinstance(part, str))
    assert all(words in said for words in ("Common Ground", "Glossary and notation", "Code: MIT."))


PALE = "<html lang=en><title>A page</title><main><h1>A page</h1><p style='color: {}'>Pale words on white.</p></main></html>"


def test_contrast_is_judged_once_a_kind_and_judged(reader):
    judged = set()
    found = []
    for ink in ("#ccc", "#111", "#ddd", "#111"):
        reader.set_content(PALE.format(ink))
        before = len(judged)
        found.append((ask_axe(reader, judged)["light"] != [], len(judged) > before))
    assert found == [(True, True), (False, True), (True, True), (False, False)]


@pytest.mark.parametrize("name", PAGES)
def test_pictures_tables_and_formulas_can_be_heard(visit, name):
    seen = visit(name).seen
    assert seen["unnamed"] == []
    assert seen["tables"] == 0, "a table without a <th>"
    assert seen["formulas"] == 0, "a formula without MathML"


@pytest.mark.parametrize("name", [*LESSONS, *SHEETS])
def test_no_code_is_cut_in_a_wide_window(from_disk, name):
    assert from_disk(name).cut == []


@pytest.mark.parametrize("name", PAGES)
def test_every_stop_is_seen_and_lets_go(from_disk, name):
    assert from_disk(name).stops == []


def test_a_stop_that_is_not_seen_or_holds_its_reader_is_found(reader):
    reader.set_content("""<a href="#">good</a> <button>good</button> <button style="outline: none">never seen</button>
      <button style="outline: 2px solid red">always the same</button> <a href="#" tabindex="2">out of order</a>
      <input aria-label="a trap" onkeydown="if (event.key === 'Tab') event.preventDefault()">""")
    found = reader.evaluate(LOOK_FOR_FAULTS)
    assert [fault.partition(":")[0] for fault in found] == [
        "looks as it did without focus",
        "looks as it did without focus",
        "is not in the order of the page",
        "lets nobody go on",
    ]


@pytest.mark.parametrize("name", WALKED)
def test_tab_stops_where_we_looked_and_goes_round(reader, address, name):
    reader.goto(address + name)
    read_through(reader)
    reader.evaluate(
        "() => { window.walk = []; addEventListener('focusin', ({ target }) => walk.push(target)); scrollTo(0, 0); }"
    )
    for _ in range(100):
        for _ in range(10):
            reader.keyboard.down("Tab")
        if reader.evaluate(AROUND):
            break
    walked, looked = reader.evaluate(
        f"[[...new Set(walk)], ({STOPS})()].map((all) => all.map((e) => e.outerHTML))"
    )
    assert walked == looked and len(walked) > 20


def test_the_first_tab_offers_to_skip_to_the_text(reader, address):
    reader.goto(address + LESSONS[-1])
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.textContent").strip().lower().startswith("skip")
    reader.keyboard.press("Enter")
    place = reader.evaluate("location.hash.slice(1)")
    assert reader.evaluate("(id) => document.getElementById(id).matches('main, main *')", place)


def test_docstrings_break_on_a_phone(reader, address):
    reader.set_viewport_size({"width": 390, "height": 844})
    reader.goto(address + SHEETS[0])
    fits = reader.evaluate(
        """() => [...document.querySelectorAll("pre .sd")].map(
             (d) => d.getBoundingClientRect().right <= d.closest("pre").getBoundingClientRect().right)"""
    )
    assert len(fits) >= 5 and all(fits)


def test_what_is_wider_than_a_phone_can_be_scrolled_from_the_keyboard(reader, address):
    reader.set_viewport_size({"width": 390, "height": 844})
    reader.goto(address + SHEETS[0])
    read_through(reader)
    stops = """() => [...document.querySelectorAll("article pre")].filter((b) => b.checkVisibility())
      .map((b) => [b.scrollWidth > b.clientWidth, b.tabIndex])"""
    blocks = reader.evaluate(stops)
    assert {wide for wide, _ in blocks} == {True, False}
    assert all(stop == (0 if wide else -1) for wide, stop in blocks)
    reader.set_viewport_size({"width": 1600, "height": 900})
    reader.wait_for_timeout(300)
    assert all(stop == (0 if wide else -1) for wide, stop in reader.evaluate(stops))
