"""A reader's marks: set with mouse or keyboard, kept, shown, taken along, brought back, begun anew."""

import json
import re
from pathlib import Path

import pytest

from .conftest import PAGES, SITE

LESSON = "lessons/01-measuring-alignment.html"
SHEET = "exercises/01-measuring-alignment.html"
PROGRESS = "book/progress.html"
MENU = '.bd-sidebar-primary [data-share="lessons/01-measuring-alignment"]'
NO_STORAGE = """Object.defineProperty(window, "localStorage", { configurable: true,
  get() { throw new DOMException("denied", "SecurityError"); } });"""


def ticks(page):
    return page.locator("[data-mark]")


def shown(page, place=MENU):
    return page.locator(place).get_attribute("aria-label")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", [LESSON, SHEET])
def test_every_second_heading_has_a_tick_beside_it(reader, address, name, width):
    reader.set_viewport_size({"width": width, "height": 900})
    reader.goto(address + name)
    assert ticks(reader).count() >= 5
    for tick in ticks(reader).all():
        heading = tick.locator("xpath=preceding-sibling::h2")
        title = heading.text_content().removesuffix("#").strip()
        assert tick.get_attribute("aria-label") == f"Done: {title}"
        box, line = tick.bounding_box(), heading.bounding_box()
        assert min(box["width"], box["height"]) >= 44
        assert line["y"] <= box["y"] + box["height"] / 2 <= line["y"] + line["height"]


def test_marks_are_kept_and_counted(reader, address):
    reader.goto(address + LESSON)
    all_ticks = ticks(reader).count()
    ticks(reader).nth(0).check()
    ticks(reader).nth(1).focus()
    reader.keyboard.press("Space")
    assert shown(reader) == f"2 of {all_ticks} done"
    reader.reload()
    assert ticks(reader).nth(0).is_checked() and ticks(reader).nth(1).is_checked()
    assert shown(reader) == f"2 of {all_ticks} done"
    ticks(reader).nth(0).uncheck()
    reader.goto(address + PROGRESS)
    assert shown(reader) == f"1 of {all_ticks} done"
    assert reader.locator("[data-mark]:checked").count() == 1
    assert reader.locator('[data-count="lessons/01-measuring-alignment"]').inner_text() == shown(reader)
    assert reader.log["errors"] == []


def test_the_progress_page_lists_every_mark_there_is():
    def marks(name):
        return re.findall(r'data-mark="([^"]+)"', (SITE / name).read_text("utf8"))

    found = [mark for name in PAGES if name.startswith(("lessons/", "exercises/")) for mark in marks(name)]
    assert sorted(marks(PROGRESS)) == sorted(found) != []


def test_another_window_sees_a_mark_at_once(reader, address):
    reader.goto(address + LESSON)
    other = reader.context.new_page()
    other.goto(address + PROGRESS)
    ticks(reader).first.check()
    other.wait_for_function("document.querySelectorAll('[data-mark]:checked').length === 1")


def test_saved_read_again_and_begun_anew(reader, address, tmp_path):
    reader.goto(address + PROGRESS)
    ticks(reader).nth(0).check()
    ticks(reader).nth(3).check()
    with reader.expect_download() as download:
        reader.get_by_role("button", name="Save to a file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert len(json.loads(file.read_text())["done"]) == 2

    reader.get_by_role("button", name="Begin anew").click()
    assert reader.locator("[data-mark]:checked").count() == 0
    reader.get_by_role("button", name="Undo").click()
    assert reader.locator("[data-mark]:checked").count() == 2

    reader.get_by_role("button", name="Begin anew").click()
    reader.reload()
    assert reader.locator("[data-mark]:checked").count() == 0
    ticks(reader).nth(1).check()
    reader.get_by_label("Read from a file").set_input_files(file)
    reader.get_by_text("Read 2 marks, 2 of them new.").wait_for()
    assert reader.locator("[data-mark]:checked").count() == 3
    reader.reload()
    assert reader.locator("[data-mark]:checked").count() == 3


STRANGE = [
    "not JSON",
    "null",
    "[]",
    '{"course": "Another"}',
    '{"course": "Common Ground", "done": {"<b>": 1, "a#b": "x"}}',
]


def test_a_strange_file_changes_nothing(reader, address, tmp_path):
    file = tmp_path / "strange.json"
    reader.goto(address + PROGRESS)
    ticks(reader).first.check()
    before = reader.evaluate("localStorage.getItem('commonground:progress')")
    said = reader.get_by_role("status")
    for text in STRANGE:
        file.write_text(text)
        said.evaluate("(status) => { status.textContent = ''; }")
        reader.get_by_label("Read from a file").set_input_files(file)
        said.get_by_text("marks").wait_for()
        assert reader.evaluate("localStorage.getItem('commonground:progress')") == before
    assert reader.log["errors"] == []


def test_marks_are_kept_from_disk(reader):
    reader.goto(Path(SITE, SHEET).as_uri())
    ticks(reader).first.check()
    reader.wait_for_timeout(500)  # the browser writes a moment later, and not at all for who is gone at once
    for _ in range(20):  # and another page may be told later still, on a machine that is busy
        reader.goto(Path(SITE, PROGRESS).as_uri())
        if reader.locator("[data-mark]:checked").count():
            break
        reader.wait_for_timeout(250)
    assert reader.locator("[data-mark]:checked").count() == 1
    assert reader.log["errors"] == []


def test_a_browser_that_keeps_nothing_says_so_and_works(reader, address):
    reader.add_init_script(NO_STORAGE)
    reader.goto(address + PROGRESS)
    ticks(reader).first.check()
    assert ticks(reader).first.is_checked()
    assert reader.get_by_text("This browser keeps nothing").is_visible()
    assert reader.log["errors"] == []


def test_without_scripts_nothing_pretends_to_work(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name in (LESSON, PROGRESS):
        page.goto(address + name)
        assert not page.locator(".cg-tick, .cg-keep").first.is_visible()
    context.close()


# ---- was this clear?


def clear(page):
    return page.locator("form[data-clear]")


def test_every_section_of_a_lesson_asks_whether_it_was_clear(reader, address):
    reader.goto(address + LESSON)
    asked = [form.get_attribute("data-clear") for form in clear(reader).all()]
    assert asked == [tick.get_attribute("data-mark") for tick in ticks(reader).all()]


def test_what_was_not_clear_is_kept_shown_taken_along_and_brought_back(reader, address, tmp_path):
    reader.goto(address + LESSON)
    clear(reader).nth(1).get_by_label("no").check()
    clear(reader).nth(0).get_by_label("partly").focus()
    reader.keyboard.press("Space")
    mark = clear(reader).nth(1).get_attribute("data-clear")
    reader.reload()
    assert clear(reader).nth(1).get_by_label("no").is_checked()
    assert reader.log["requests"] != [] and all(url.startswith(address) for url in reader.log["requests"])

    reader.goto(address + PROGRESS)
    said = reader.locator(f'[data-said="{mark}"]')
    assert said.inner_text() == "not clear"
    with reader.expect_download() as download:
        reader.get_by_role("button", name="Save to a file").click()
    file = tmp_path / "progress.json"
    download.value.save_as(file)
    assert json.loads(file.read_text())["clear"][mark] == "no"

    reader.get_by_role("button", name="Begin anew").click()
    assert said.inner_text() == ""
    reader.get_by_role("button", name="Undo").click()
    assert said.inner_text() == "not clear"
    reader.get_by_role("button", name="Begin anew").click()
    reader.get_by_label("Read from a file").set_input_files(file)
    reader.get_by_text("Read 0 marks").wait_for()
    assert said.inner_text() == "not clear"


def test_a_strange_answer_is_not_taken(reader, address, tmp_path):
    file = tmp_path / "strange.json"
    file.write_text(
        '{"course": "Common Ground", "done": {}, "clear": {"a#b": "<b>", "c": "no", "lessons/x#y": "toString"}}'
    )
    reader.goto(address + PROGRESS)
    reader.get_by_label("Read from a file").set_input_files(file)
    reader.get_by_text("Read 0 marks").wait_for()
    assert json.loads(reader.evaluate("localStorage.getItem('commonground:clear')")) == {}
