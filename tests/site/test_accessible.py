"""Everybody can read the pages: what axe-core knows to ask, and what it does not."""

import pytest

from .conftest import PAGES, read_through

LESSONS = [name for name in PAGES if name.startswith("lessons/")]
SHEETS = [name for name in PAGES if name.startswith("exercises/")]
LANDING = "book/index.html"
STOPPED_AT = [LANDING, *LESSONS, *SHEETS[:1], "book/progress.html", "book/figures.html"]
"""Pages with something to press. A sheet is like the others; what is left has links and tables."""

WATCH_STOPS = """() => {
  window.stops = [];
  addEventListener("focusin", ({ target: stop }) => {
    const again = stops.findIndex((known) => known.stop === stop);
    // The ring may be drawn on the element, on what stands before or after it, on its parent or on a child.
    const styles = [stop, stop.parentElement, ...stop.children].map((e) => getComputedStyle(e));
    styles.push(getComputedStyle(stop, "::before"), getComputedStyle(stop, "::after"));
    const ring = styles.some((s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none");
    const shown = stop.checkVisibility({ opacityProperty: false, visibilityProperty: true });
    stops.push({ stop, again, seen: ring && shown, html: stop.outerHTML.slice(0, 200) });
  });
}"""
STOPS = "stops.map(({ again, seen, html }) => ({ again, seen, html }))"
LEFT = "!document.activeElement || document.activeElement === document.body"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_nothing(visit, name, mode):
    assert visit(name).faults[mode] == []


@pytest.mark.parametrize("name", PAGES)
def test_pictures_tables_and_formulas_can_be_heard(visit, name):
    seen = visit(name).seen
    assert seen["unnamed"] == []
    assert seen["tables"] == 0, "a table without a <th>"
    assert seen["formulas"] == 0, "a formula without MathML"


@pytest.mark.parametrize("name", STOPPED_AT)
def test_tab_goes_through_the_page_and_is_always_seen(reader, address, name):
    reader.goto(address + name)
    reader.evaluate(WATCH_STOPS)
    if name != LANDING:  # header and menu are the same everywhere: there they are gone through, here skipped
        reader.keyboard.press("Tab")
        reader.keyboard.press("Enter")
    for _ in range(100):
        for _ in range(10):
            reader.keyboard.down("Tab")
        if reader.evaluate(f"{LEFT} || stops.some((stop) => stop.again >= 0)"):
            break
    stops = reader.evaluate(STOPS)
    # After the last stop the focus leaves the page or comes to the first again: it is held nowhere before.
    end = next((i for i, stop in enumerate(stops) if stop["again"] >= 0), len(stops))
    assert stops[end]["again"] == 0 if end < len(stops) else reader.evaluate(LEFT), stops[-1]
    stops = stops[:end]
    assert len(stops) > 5
    assert [stop["html"] for stop in stops if not stop["seen"]] == []


def test_the_first_tab_offers_to_skip_to_the_text(reader, address):
    reader.goto(address + LESSONS[-1])
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.textContent").strip().lower().startswith("skip")
    reader.keyboard.press("Enter")
    place = reader.evaluate("location.hash.slice(1)")
    assert reader.evaluate("(id) => document.getElementById(id).matches('main, main *')", place)


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
