"""Figures move: with the mouse, the keyboard and the play button, and a view can be linked."""

import pytest

from .conftest import PAGES, SITE, read_through

WITH_FIGURES = [name for name in PAGES if "cg-figure" in (SITE / name).read_text("utf8")]
LESSONS = [name for name in WITH_FIGURES if name.startswith("lessons/")]
PICTURE = "(f) => JSON.stringify([f.figure.plot.data, f.figure.plot.layout.annotations])"
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60))))"


def picture(page, figure):
    page.evaluate(SETTLED)
    return figure.evaluate(PICTURE)


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_every_figure_is_drawn_and_says_what_it_shows(reader, address, name):
    reader.goto(address + name)
    read_through(reader)
    figures = reader.locator("figure.cg-figure")
    for figure in figures.all():
        words = figure.locator("svg[role=img], .cg-plot[role=img]").first.get_attribute("aria-label")
        assert len(words) > 20
        assert len(figure.locator("figcaption").inner_text()) > 20
    assert reader.locator("figure.cg-ready").count() == reader.locator("figure[data-figure]").count()


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_every_control_moves_its_figure_from_the_keyboard(reader, address, name):
    reader.goto(address + name)
    read_through(reader)
    for figure in reader.locator("figure.cg-ready").all():
        for control in figure.locator("input, select").all():
            before = picture(reader, figure)
            control.focus()
            at_end = control.evaluate(
                "(c) => c.type === 'range' ? c.value === c.max : c.selectedIndex === c.options.length - 1"
            )
            control.press(
                "ArrowLeft"
                if at_end and control.evaluate("(c) => c.type") == "range"
                else "ArrowUp"
                if at_end
                else "ArrowDown"
                if control.evaluate("(c) => c.tagName") == "SELECT"
                else "ArrowRight"
            )
            assert picture(reader, figure) != before, (
                f"{figure.get_attribute('id')}: {control.get_attribute('name')}"
            )


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_has_three_figures_that_move(reader, address, name):
    reader.goto(address + name)
    assert reader.locator("figure:has(form.cg-controls)").count() >= 3


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_a_view_can_be_linked(reader, address, name):
    reader.goto(address + name)
    read_through(reader)
    seen = {}
    for figure in reader.locator("figure.cg-ready:has(input)").all():
        slider = figure.locator("input").first
        slider.focus()
        slider.press("Home" if slider.evaluate("(s) => s.value === s.max") else "End")
        which = figure.get_attribute("id")
        seen[which] = picture(reader, figure)
        assert f"{which}=" in reader.url
    other = reader.context.new_page()
    other.goto(reader.url)
    read_through(other)
    assert {which: picture(other, other.locator(f"figure[id='{which}']")) for which in seen} == seen


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_play_runs_pauses_and_ends_on_a_value(reader, address, name):
    reader.goto(address + name)
    read_through(reader)
    for button in reader.locator(".cg-play").all():
        figure = button.locator("xpath=ancestor::figure")
        before = picture(reader, figure)
        button.click()
        assert button.get_attribute("aria-label").startswith("Pause")
        reader.wait_for_timeout(400)
        button.click()
        assert button.get_attribute("aria-label").startswith("Play")
        assert picture(reader, figure) != before
        assert figure.evaluate("(f) => Object.values(f.figure.at).every(Number.isInteger)")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_play_steps_from_value_to_value_for_who_wants_less_motion(reader, address, motion):
    reader.emulate_media(reduced_motion=motion)
    reader.goto(address + LESSONS[0])
    read_through(reader)
    figure = reader.locator("figure.cg-ready:has(.cg-play)").first
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
    read_through(reader)
    ink = "() => document.querySelector('figure.cg-ready').figure.plot.layout.font.color"
    light = reader.evaluate(ink)
    reader.evaluate("document.documentElement.dataset.theme = 'dark'")
    reader.evaluate(SETTLED)
    assert reader.evaluate(ink) != light


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_without_scripts_a_still_picture_stands_there(browser, address, name):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + name)
    assert page.locator("figure[data-figure] img").count() == page.locator("figure[data-figure]").count()
    for image in page.locator("figure[data-figure] img").all():
        assert (SITE / name).parent.joinpath(image.get_attribute("src")).resolve().is_file()
    context.close()


WHERE_POINTS_ARE = """(f) => [...f.querySelectorAll('.scatterlayer .textpoint text, .scatterlayer .points > path')].map((node) => {
  const box = node.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
})"""


def test_points_that_glide_arrive_where_drawing_puts_them(reader, address):
    """While a figure plays its points are moved, not drawn anew: both must put them in the same place."""
    reader.goto(address + "book/index.html")
    read_through(reader)
    hero = reader.locator("#hero")
    hero.evaluate("(f) => { f.figure.at.turned = 7.5; f.figure.glide(); }")
    glided = hero.evaluate(WHERE_POINTS_ARE)
    hero.evaluate("(f) => f.figure.draw()")
    drawn = hero.evaluate(WHERE_POINTS_ARE)
    assert len(glided) == 240
    assert (
        max(abs(a - b) for one, two in zip(glided, drawn, strict=True) for a, b in zip(one, two, strict=True))
        < 0.5
    )
