"""The slides: made from the lesson's own figures and questions, turned by the keyboard, moved, printed, in both modes."""

import re
from pathlib import Path

import pytest

from commonground.site.course.modules import modules
from commonground.site.live import policy
from commonground.site.teaching.questions import questions

from .conftest import SITE, open_window
from .test_links import attributes
from .test_weight import files, on_the_wire
from .visits import ask_axe

MODULES = [module for module in modules() if module.is_built]
PAGE = f"slides/{MODULES[0].name}.html"

FIRST_VIEW = 250_000
"""Bytes over the wire until the first slide stands, plotly not among them."""

each_deck = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
FIGURE = re.compile(r'<figure (?=[^>]*class="cg-figure)[^>]*\bid="([^"]+)"')
KEYS = re.compile(r'data-figure="([^"]+)"')
SPILLED = """() => [...document.querySelectorAll("section.cg-slide")].flatMap((slide, i) => {
  Reveal.slide(i);
  const wide = slide.scrollWidth > slide.clientWidth || document.documentElement.scrollWidth > innerWidth;
  return wide ? [`${i}: ${slide.querySelector("h1, h2").textContent}`] : [];
})"""


def deck(module):
    return (SITE / "slides" / f"{module.name}.html").read_text("utf8")


def lesson(module):
    return (SITE / f"{module.lesson}.html").read_text("utf8")


@each_deck
def test_it_has_every_figure_of_the_lesson_as_it_is_there(module):
    assert FIGURE.findall(deck(module)) == FIGURE.findall(lesson(module)) != []
    assert KEYS.findall(deck(module)) == KEYS.findall(
        lesson(module)
    )  # a key holds the digest of the figure's data


@each_deck
def test_it_asks_every_question_of_the_lesson(module):
    asked = len(re.findall(r'class="cg-slide is-question"', deck(module)))
    assert asked == len(questions(module.source)) > 0


@each_deck
def test_it_has_notes_for_the_speaker_and_no_code(module):
    assert deck(module).count('<aside class="notes">') > 10
    assert "cell_input" not in deck(module) and 'class="highlight' not in deck(module)


@each_deck
def test_its_policy_is_that_of_the_pages_and_it_offers_nothing_to_run(module):
    text = (SITE / f"slides/{module.name}.html").read_text("utf8")
    assert text.index(policy.meta()) < min(text.index("<script"), text.index("<link"))
    assert "cg-try" not in text


@each_deck
def test_no_link_of_it_is_dead(module):
    page = SITE / "slides" / f"{module.name}.html"
    for link in attributes(page)[1]:
        if re.match(r"[a-z]+:", link):
            continue
        path, _, place = link.partition("#")
        target = (page.parent / path).resolve()
        assert target.is_file(), link
        assert not place or place in attributes(target)[0], link


@each_deck
def test_it_opens_fits_a_phone_and_asks_no_stranger(reader, address, module):
    reader.set_viewport_size({"width": 390, "height": 844})
    reader.goto(f"{address}slides/{module.name}.html")
    weights = {path.name: on_the_wire(path) for path in files(reader.log["requests"], address)}
    assert sum(weights.values()) < FIRST_VIEW, weights
    assert reader.evaluate(SPILLED) == []
    assert [url for url in reader.log["requests"] if not url.startswith((address, "data:", "blob:"))] == []
    assert reader.log["errors"] == []  # what the policy bars is one


@pytest.fixture
def first(window):
    """The first deck, at its first slide."""
    window.bring_to_front()
    window.evaluate("Reveal.slide(0); document.activeElement.blur()")
    return window


def at(page):
    return page.evaluate("Reveal.getIndices().h")


def kind(page, name):
    """Go to the first slide of a kind, and return it."""
    slide = page.locator(f"section.is-{name}").first
    slide.evaluate("(s) => Reveal.slide([...document.querySelectorAll('section.cg-slide')].indexOf(s))")
    return slide


def test_keys_turn_its_pages(first):
    for key, place in (("ArrowRight", 1), ("Space", 2), ("ArrowLeft", 1), ("End", at), ("Home", 0)):
        first.keyboard.press(key)
        last = first.evaluate("Reveal.getTotalSlides()") - 1
        assert at(first) == (last if place is at else place)


def test_a_figure_moves_and_its_keys_turn_no_page(first):
    kind(first, "figure")
    figure = first.locator("section.present figure.cg-ready")
    figure.wait_for()
    slider = figure.locator("input[type=range]").first
    slider.focus()
    before, here = figure.locator("svg.main-svg").first.inner_html(), at(first)
    first.keyboard.press("ArrowRight")
    first.wait_for_timeout(300)
    assert figure.locator("svg.main-svg").first.inner_html() != before
    assert at(first) == here


def test_an_answer_opens_by_the_keyboard_and_stays_folded_till_then(first):
    slide = kind(first, "question")
    answer, here = slide.locator("details").first, at(first)
    assert answer.get_attribute("open") is None
    answer.locator("summary").focus()
    first.keyboard.press("Space")
    assert answer.get_attribute("open") is not None
    assert at(first) == here


def test_it_turns_dark_and_the_next_page_knows(first, address):
    first.keyboard.press("d")
    assert first.evaluate("document.documentElement.dataset.theme") == "dark"
    paper = first.evaluate("getComputedStyle(document.body).backgroundColor")
    other = first.context.new_page()
    other.goto(address + PAGE)
    assert other.evaluate("document.documentElement.dataset.theme") == "dark"
    other.close()
    first.keyboard.press("d")
    assert first.evaluate("getComputedStyle(document.body).backgroundColor") != paper


WHEN_PRINTING = """() => {
  const missing = () => [...document.querySelectorAll(".cg-plot img")].filter((still) => !still.naturalWidth).length;
  window.lacked = [missing()];
  window.print = () => window.lacked.push(missing());
}"""


def test_it_prints_a_page_a_slide_with_its_pictures(first):
    first.reload()
    first.wait_for_function("() => Reveal.isReady()")
    first.evaluate(WHEN_PRINTING)
    first.keyboard.press("p")
    first.wait_for_function("() => lacked.length > 1")
    before, printed = first.evaluate("lacked")
    assert before > printed == 0
    pages = len(re.findall(rb"/Type\s*/Page\b", first.pdf(prefer_css_page_size=True)))
    slides = first.evaluate("Reveal.getTotalSlides()")
    assert slides <= pages <= 1.25 * slides


def test_the_speaker_has_notes(first):
    with first.context.expect_page() as opened:
        first.keyboard.press("s")
    notes = opened.value
    notes.wait_for_function("() => document.body && document.body.innerText.length > 20")
    assert (
        "Six measures look at the same two clouds"
        in first.locator("section.is-figure aside.notes").first.inner_text(timeout=2000)
        or first.locator("aside.notes").count() > 10
    )
    notes.close()


def test_axe_finds_nothing(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = open_window(context)
    for name in ("title", "words", "question", "figure", "claims"):
        page.goto(address + PAGE)
        kind(page, name)
        faults = ask_axe(page, set())
        assert faults == {"light": [], "dark": []}, name
    context.close()


def test_it_opens_from_disk(reader):
    reader.goto(Path(SITE, PAGE).as_uri())
    reader.keyboard.press("ArrowRight")
    reader.locator("section.present figure.cg-ready").first.wait_for()
    assert all(url.startswith(("file:", "data:", "blob:")) for url in reader.log["requests"])
    assert reader.log["errors"] == []
