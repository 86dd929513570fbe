"""The kit follows the lessons: a page for each module, on which every name exists; a self-test; plans of what is there."""

import re
from pathlib import Path

import pytest

from commonground.site.course.effort import WORDS_A_MINUTE, minutes_to_read
from commonground.site.course.modules import modules
from commonground.site.teaching import selftest
from commonground.site.teaching.questions import questions

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = [module for module in modules() if module.state == "written"]

each_module = pytest.mark.parametrize("module", WRITTEN, ids=lambda module: module.name)
ASKS = re.compile(r"^```\{asks\} (?P<first>[^\n]+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def page(module):
    """The module's page of the kit."""
    return (ROOT / "book" / "teach" / f"{module.name}.md").read_text("utf8")


def named(kind, module):
    """What a page names by a role."""
    return re.findall(rf"\{{{kind}\}}`([^`]+)`", page(module))


@each_module
def test_every_figure_exercise_and_section_that_it_names_is_there(module):
    source = module.source.read_text("utf8")
    assert set(named("fig", module)) <= set(re.findall(r'\bname="([\w-]+)"', source))
    assert set(named("ex", module)) <= {exercise.number for exercise in module.exercises}
    assert set(named("part", module)) <= set(re.findall(r"^#{1,3} (.+)$", source, re.MULTILINE))
    assert named("fig", module) and named("ex", module)


@each_module
def test_every_question_is_asked_by_the_lesson_and_has_its_answer_and_wrong_votes(module):
    asked = list(ASKS.finditer(page(module)))
    assert len(asked) >= 4
    for each in asked:
        found = [q for q in questions(module.source) if q.words.startswith(each["first"])]
        assert len(found) == 1, f"{len(found)} questions begin with {each['first']!r}"
        assert found[0].answer or "**Answer.**" in each["body"], f"{each['first']!r} has no answer"
        assert "**Usual wrong votes.**" in each["body"]


@each_module
def test_ninety_minutes_are_ninety_minutes(module):
    assert sum(int(minutes) for minutes in re.findall(r"^\| (\d+) \|", page(module), re.MULTILINE)) == 90


@each_module
def test_it_has_six_prompts_and_says_what_to_skip(module):
    text = page(module)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Ninety minutes",
        "Questions to vote on",
        "For discussion",
        "When time is short",
        "Common confusions",
        "How you see that they learned it",
    ]
    prompts = re.findall(r"^\d\. \*[^*]+\* .*Expect ", text, re.MULTILINE)
    assert len(prompts) == 6
    assert len(re.findall(r"^- \*", text, re.MULTILINE)) >= 4


@each_module
def test_its_exit_names_exercises_that_keep_promises(module):
    """How you see that they learned it is not asked of an exercise that no promise stands on."""
    exit_ = page(module).rsplit("## ", 1)[1]
    keeping = {number for numbers in module.promises.values() for number in numbers}
    assert set(re.findall(r"\{ex\}`([^`]+)`", exit_)) & keeping


# ---- what a lesson asks


LESSON = """\
# A lesson

## Core concepts

```{admonition} Before you run it
What is $R^2$?
```

Some words.

```{dropdown} Answer
One.
```

### A part

**Prediction.** Which of *these*?
And which not?

A paragraph that is no question.

````{admonition} Take care
No question.
````
"""


def test_questions_are_read_in_their_order_with_their_answers(tmp_path):
    path = tmp_path / "lesson.md"
    path.write_text(LESSON)
    first, second = questions(path)
    assert (first.section, first.words, first.answer) == ("Core concepts", "What is $R^2$?", "One.")
    assert (second.section, second.words, second.answer) == (
        "A part",
        "Which of *these*?\nAnd which not?",
        "",
    )


# ---- the self-test


def test_the_self_test_has_ten_questions_and_no_place_is_always_right():
    asked = selftest.questions()
    assert len(asked) == 10
    places = [[answer.right for answer in question.answers].index(True) for question in asked]
    assert max(places.count(place) for place in set(places)) <= 6
    for question in asked:
        assert len({answer.says for answer in question.answers}) == len(question.answers) >= 3
        assert all(answer.reply.strip() for answer in question.answers)
        # a label of a formula alone has no name that a screen reader could say
        assert all(re.sub(r"\$[^$]*\$", "", answer.says).strip(" .…") for answer in question.answers)


@pytest.mark.parametrize(
    "answers, mend",
    [
        ([{"says": "a", "right": "r"}, {"says": "b", "right": "r"}], "exactly one right answer"),
        ([{"says": "a", "right": "r"}, {"says": "b", "wrong": "w"}], "say under `read`"),
    ],
)
def test_a_self_test_that_cannot_be_right_is_refused(answers, mend):
    with pytest.raises(ValueError, match=mend):
        selftest._question({"asks": "?", "answers": answers}, {})


# ---- times and plans


def test_the_rule_of_times_is_the_one_that_readers_are_told():
    said = (ROOT / "book" / "syllabus.md").read_text("utf8")
    assert f"{WORDS_A_MINUTE} words a minute" in said
    nothing = {"words": 0, "figures": 0, "formulas": 0, "lines": 0, "questions": 0}
    assert minutes_to_read(**nothing | {"words": 60 * WORDS_A_MINUTE}) == 60
    for count, minutes in {"figures": 2, "formulas": 1, "questions": 1, "lines": 1 / 6}.items():
        assert minutes_to_read(**nothing | {count: 60}) == max(5, round(60 * minutes))


def test_the_semester_has_every_module_once():
    semester = (ROOT / "book" / "syllabus.md").read_text("utf8").split("## A semester")[1]
    taken = re.findall(r"\| (\d+)$", semester, re.MULTILINE)
    assert sorted(map(int, taken)) == [module.number for module in WRITTEN]
