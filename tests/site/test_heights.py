"""A phone sets the sections near its reader first; what it is told of the others keeps links and scroll bar right."""

import re

import pytest

from .conftest import PAGES, SITE, open_window
from .visits import PHONE

LESSONS = [name for name in PAGES if name.startswith("lessons/")]


@pytest.fixture(scope="module")
def phone(browser):
    context = browser.new_context(viewport=PHONE)
    yield open_window(context)
    context.close()


@pytest.mark.parametrize("name", LESSONS)
def test_told_heights_are_about_right(visit, name):
    heights = visit(name).heights
    assert len(heights) > 5
    told, true = (sum(column) for column in zip(*heights, strict=True))
    assert told == pytest.approx(true, rel=0.15)
    assert [pair for pair in heights if not 0.6 < pair[0] / pair[1] < 1.6] == []


def test_a_link_into_a_page_leads_there(phone, address):
    sections = {
        name: re.findall(r'<section id="([^"]+)"', (SITE / name).read_text("utf8")) for name in LESSONS
    }
    name = max(LESSONS, key=lambda name: len(sections[name]))
    last = sections[name][-1]
    phone.goto(f"{address}{name}#{last}")
    phone.wait_for_timeout(600)  # until it has arrived
    top = phone.evaluate(
        "id => document.getElementById(id).querySelector('h2, h3').getBoundingClientRect().top", last
    )
    assert 0 <= top < 200


def test_what_is_far_is_set_last(phone, address):
    phone.add_init_script("""
      window.far = () => [...document.querySelectorAll("article section section")].at(-1).firstElementChild
        .checkVisibility({ contentVisibilityAuto: true });
      addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => (window.early = far())));
    """)
    phone.goto(address + LESSONS[0])
    phone.wait_for_timeout(600)  # a phone that lies on the table has work to do for nobody
    assert phone.evaluate("[early, far()]") == [False, False]
    for _ in range(60):  # a wheel that turns before the page listens is not heard
        phone.mouse.wheel(0, 10)
        phone.wait_for_timeout(500)
        if phone.evaluate("far()"):
            return
    raise AssertionError("a reader is there, and what is far is still not set")
