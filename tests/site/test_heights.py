"""A phone sets the sections near its reader first; what it is told of the others keeps links and scroll bar right."""

import re

import pytest

from .conftest import PAGES, SITE, open_window
from .visits import PHONE

LESSONS = [name for name in PAGES if name.startswith("lessons/")]
TOLD_AND_TRUE = """() => {
  const sections = [...document.querySelectorAll("section[style*='--tall']")];
  for (const section of sections) section.style.contentVisibility = "visible";
  return sections.map((s) => [parseFloat(s.style.getPropertyValue("--tall")), s.getBoundingClientRect().height]);
}"""


@pytest.fixture(scope="module")
def phone(browser):
    context = browser.new_context(viewport=PHONE)
    yield open_window(context)
    context.close()


@pytest.mark.parametrize("name", LESSONS)
def test_told_heights_are_about_right(phone, address, name):
    phone.goto(address + name)
    heights = phone.evaluate(TOLD_AND_TRUE)
    assert len(heights) > 5
    told, true = (sum(column) for column in zip(*heights, strict=True))
    assert told == pytest.approx(true, rel=0.15)
    assert [pair for pair in heights if not 0.6 < pair[0] / pair[1] < 1.6] == []


@pytest.mark.parametrize("name", LESSONS)
def test_a_link_into_a_page_leads_there(phone, address, name):
    last = re.findall(r'<section id="([^"]+)"', (SITE / name).read_text("utf8"))[-1]
    phone.goto("about:blank")  # a link into the page that is open would not open it anew
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
    phone.wait_for_function("far()")
    assert phone.evaluate("early") is False
