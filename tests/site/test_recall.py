"""What asks its reader something, with no kernel: the self-test before the course, and the warm-up of each later lesson."""

import pytest

from commonground.site.course.modules import modules
from commonground.site.teaching import selftest

from .conftest import SITE

TEST = "book/self-test.html"
LATER = [module for module in modules() if module.state == "written" and module.number > 1]


def wrong_and_right():
    """For each question, the number of a wrong answer and of the right one."""
    for number, question in enumerate(selftest.questions(), 1):
        right = [answer.right for answer in question.answers].index(True)
        yield number, (right + 1) % len(question.answers), right


def test_each_answer_is_replied_to_and_each_wrong_one_says_where_to_read(reader, address):
    reader.goto(address + TEST)
    for number, question in enumerate(selftest.questions(), 1):
        said = reader.locator(f"#question-{number} .cg-said")
        for i, answer in enumerate(question.answers):
            reader.locator(f"#question-{number}-{i}").check()
            assert said.inner_text().startswith("Right." if answer.right else "No.")
            links = [link.get_attribute("href") for link in said.locator("a").all()]
            assert bool(links) != answer.right
            for href in links:
                assert href.startswith("https://") or (SITE / "book" / href).resolve().is_file()
    assert reader.log["errors"] == []


def test_it_is_answered_by_the_keyboard_and_counted(reader, address):
    reader.goto(address + TEST)
    for number, wrong, right in wrong_and_right():
        reader.locator(f"#question-{number}-{wrong}").focus()
        reader.keyboard.press("Space")
        assert reader.locator(f"#question-{number}-{wrong}").is_checked()
        if number > 7:
            continue
        for _ in range((right - wrong) % 3):
            reader.keyboard.press("ArrowDown")
    assert reader.locator(".cg-count").inner_text() == "7 right of 10 answered; 10 questions."


def test_without_scripts_the_reply_stands_behind_the_answer(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + TEST)
    replies = page.locator("#question-1 .cg-reply")
    assert not any(reply.is_visible() for reply in replies.all())
    page.locator("#question-1-1").check()
    assert [reply.is_visible() for reply in replies.all()] == [False, True, False]
    context.close()


@pytest.mark.parametrize("module", LATER, ids=lambda module: module.name)
def test_each_later_lesson_begins_with_five_questions_and_folded_answers(module):
    page = (SITE / f"{module.lesson}.html").read_text("utf8")
    warm = page.split("Five questions to warm up")[1].split("<h2")[0]
    assert warm.count('<details class="sd-sphinx-override sd-dropdown') == 5


def test_a_warm_up_is_answered_by_the_keyboard(reader, address):
    reader.goto(f"{address}{LATER[0].lesson}.html")
    answers = reader.locator("details.sd-dropdown")
    for i in range(5):
        assert answers.nth(i).get_attribute("open") is None
        answers.nth(i).locator("summary").focus()
        reader.keyboard.press("Enter")
        assert answers.nth(i).get_attribute("open") is not None
        assert answers.nth(i).locator(".sd-summary-content").is_visible()
    assert reader.log["errors"] == []
