"""Figures move: with the mouse, the keyboard and the play button, and a view can be linked."""

import re

import pytest

from commonground.site.course.modules import modules

from .conftest import PAGES, SITE, come_to
from .hands import SETTLED, leave_at_an_end, picture

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
    figure.locator(".cg-play").click()
    between = figure.evaluate(
        """(f) => new Promise((done) => {
             const { figure } = f, seen = [], end = performance.now() + 600;
             requestAnimationFrame(function look(now) {
               seen.push(...Object.values(figure.at));
               now < end ? requestAnimationFrame(look) : done(seen.some((at) => at % 1 > 0));
             });
           })"""
    )
    assert between == (motion == "no-preference")


def test_dark_mode_changes_the_ink_of_figures(reader, address):
    reader.goto(address + LESSONS[0])
    come_to(reader, PLAYS)
    ink = "() => document.querySelector('figure.cg-ready').figure.plot.layout.font.color"
    light = reader.evaluate(ink)
    reader.evaluate("document.documentElement.dataset.theme = 'dark'")
    reader.evaluate(SETTLED)
    assert reader.evaluate(ink) != light


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_every_figure_has_a_still_picture(name):
    figures = re.findall(r"<figure[^>]* data-figure=.*?</figure>", (SITE / name).read_text("utf8"), re.DOTALL)
    assert figures
    for figure in figures:
        (picture,) = re.findall(r'<img[^>]* src="([^"]+)"', figure)
        assert (SITE / name).parent.joinpath(picture).resolve().is_file()


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
