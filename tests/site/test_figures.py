"""Figures move: with the mouse, the keyboard and the play button, and a view can be linked."""

import re

import pytest

from commonground.site.course.modules import modules

from .conftest import PAGES, SITE, come_to, read_through
from .hands import SETTLED, leave_at_an_end, picture
from .visits import PHONE

WITH_FIGURES = [name for name in PAGES if "cg-figure" in (SITE / name).read_text("utf8")]
LESSONS = [f"{module.lesson}.html" for module in modules() if module.state == "written"]
PLAYS = ":has(.cg-play)"


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_every_figure_is_drawn_and_says_what_it_shows(visit, name):
    seen = visit(name).seen
    assert seen["undrawn"] == []
    assert seen["words"]
    assert [words for words in seen["words"] if min(map(len, words)) <= 20] == []


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_every_control_moves_its_figure_from_the_keyboard(visit, name):
    assert visit(name).dead == []


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_play_runs_pauses_and_ends_on_a_value(visit, name):
    assert visit(name).stuck == []


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_a_view_can_be_linked(visit, from_disk, name):
    left = visit(name).left
    assert all(f"{which}=" in visit(name).address for which in left)
    assert from_disk(name).shown == left


def test_a_view_can_be_linked_on_the_web(reader, address):
    reader.goto(address + LESSONS[0])
    come_to(reader, PLAYS)
    left = leave_at_an_end(reader)
    other = reader.context.new_page()
    other.goto(reader.url)
    assert {which: picture(other, come_to(other, f"[id='{which}']")) for which in left} == left != {}


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_has_three_figures_that_move(visit, name):
    assert visit(name).seen["moving"] >= 3


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_play_steps_from_value_to_value_for_who_wants_less_motion(reader, address, motion):
    reader.emulate_media(reduced_motion=motion)
    reader.goto(address + LESSONS[0])
    figure = come_to(reader, PLAYS)
    # By a clock that goes on a little with every frame: on a slow machine a real one is at the end before anybody looks.
    moved, between = figure.evaluate(
        """(f) => new Promise((done) => {
             const { figure } = f, real = requestAnimationFrame, seen = [];
             let clock = 0;
             window.requestAnimationFrame = (callback) => real(() => callback((clock += 20)));
             f.querySelector(".cg-play").click();
             real(function look() {
               seen.push(JSON.stringify(Object.values(figure.at)));
               if (figure.playing && seen.length < 60) return real(look);
               done([new Set(seen).size > 1, seen.flatMap((at) => JSON.parse(at)).some((at) => at % 1 > 0)]);
             });
           })"""
    )
    assert moved and between == (motion == "no-preference")


def test_dark_mode_changes_the_ink_of_figures(reader, address):
    reader.goto(address + LESSONS[0])
    come_to(reader, PLAYS)
    ink = "() => document.querySelector('figure.cg-ready').figure.plot.layout.font.color"
    light = reader.evaluate(ink)
    reader.evaluate("document.documentElement.dataset.theme = 'dark'")
    reader.evaluate(SETTLED)
    assert reader.evaluate(ink) != light


def test_dark_mode_changes_the_ink_of_lines_and_points(reader, address):
    """What is drawn in the course's ink, such as a noise ceiling, would not be seen on a dark page."""
    reader.goto(address + LESSONS[0])
    read_through(reader)
    inked = "() => [...document.querySelectorAll('figure.cg-ready')].flatMap((f) => JSON.stringify(f.figure.plot.data).match(/#1f2a33/g) ?? []).length"
    assert reader.evaluate(inked) > 0
    reader.evaluate("document.documentElement.dataset.theme = 'dark'")
    reader.evaluate(SETTLED)
    assert reader.evaluate(inked) == 0


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_every_figure_has_a_still_picture(name):
    figures = re.findall(r"<figure[^>]* data-figure=.*?</figure>", (SITE / name).read_text("utf8"), re.DOTALL)
    assert figures
    for figure in figures:
        (picture,) = re.findall(r'<img[^>]* src="([^"]+)"', figure)
        (phone,) = re.findall(r'<source media="\(max-width: 540px\)" srcset="([^"]+)"', figure)
        assert all((SITE / name).parent.joinpath(still).resolve().is_file() for still in (picture, phone))


def test_without_scripts_the_still_picture_stands_there(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + LESSONS[0])
    stills = page.locator("figure[data-figure] img").all()
    assert stills
    for still in stills:
        still.scroll_into_view_if_needed()
        box = still.bounding_box()
        assert still.is_visible() and min(box["width"], box["height"]) > 100
    context.close()


PLACES = """async () => {
  const stills = [...document.querySelectorAll("figure[data-figure] img")];
  for (const still of stills) still.loading = "eager";
  for (const still of stills) await still.decode();
  return stills.filter((still) => still.offsetHeight).map((still) => {
    const { width, height } = still.getBoundingClientRect(), { naturalWidth, naturalHeight } = still;
    const scale = Math.min(width / naturalWidth, height / naturalHeight);
    return [still.currentSrc.endsWith("-phone.svg"), (naturalHeight * scale) / height, (naturalWidth * scale) / width];
  });
}"""


def test_a_phone_sees_no_blank_above_a_figure_that_is_still_to_come(reader, address):
    reader.set_viewport_size(PHONE)
    reader.goto(address + LESSONS[0])
    places = reader.evaluate(PLACES)
    assert len(places) >= 3
    assert all(phones and min(high, wide) > 0.95 for phones, high, wide in places), places
    assert reader.locator(".cg-ready").count() == 0


LETTERS = """(text) => /^[\\w .,%()-]+$/.test(text.textContent)"""


def fonts(page, selector):
    """The fonts that the browser took for the letters and numbers of what matches, and whether they are the page's own."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    plain = [text.evaluate(LETTERS) for text in page.locator(selector).all()]
    nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]
    return {
        (font["familyName"], font["isCustomFont"])
        for node, letters in zip(nodes, plain, strict=True)
        if letters
        for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    }


def test_letters_and_numbers_of_plots_are_the_pages_own(reader, address):
    reader.goto(address + LESSONS[0])
    reader.evaluate("document.fonts.load('13px Inter')")
    reader.reload()  # a font that took too long comes with the next page
    come_to(reader, PLAYS)
    assert fonts(reader, ".cg-ready .main-svg text") == {("Inter", True)}


@pytest.mark.parametrize("ending", [".svg", "-phone.svg"])
def test_letters_and_numbers_of_still_pictures_are_the_pages_own(reader, address, ending):
    html = (SITE / LESSONS[0]).read_text("utf8")
    still = re.search(rf'(?:src|srcset)="\.\./([^"]+/f\d-[0-9a-f]{{10}}{re.escape(ending)})"', html)[1]
    reader.goto(address + still)
    reader.evaluate("document.fonts.ready.then(() => 0)")
    assert fonts(reader, "text") == {("Inter", True)}


WHERE_POINTS_ARE = """(f) => [...f.querySelectorAll('.scatterlayer .textpoint text, .scatterlayer .points > path')].map((node) => {
  const box = node.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
})"""


def test_points_that_glide_arrive_where_drawing_puts_them(reader, address):
    """While a figure plays its points are moved, not drawn anew: both must put them in the same place."""
    reader.goto(address + "book/index.html")
    hero = come_to(reader, "#hero")
    hero.evaluate("(f) => { f.figure.at.turned = 7.5; f.figure.glide(); }")
    glided = hero.evaluate(WHERE_POINTS_ARE)
    hero.evaluate("(f) => f.figure.draw()")
    drawn = hero.evaluate(WHERE_POINTS_ARE)
    assert len(glided) == 240
    assert (
        max(abs(a - b) for one, two in zip(glided, drawn, strict=True) for a, b in zip(one, two, strict=True))
        < 0.5
    )
