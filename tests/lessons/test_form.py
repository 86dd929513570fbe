"""Every lesson has the form that a reader of one lesson expects of the next. Nothing is executed here."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from commonground.site.course.modules import modules

ROOT = Path(__file__).resolve().parents[2]
LESSONS = [module.source for module in modules() if module.is_built]
FINISHED = [module.source for module in modules() if module.state == "written"]
"""Lessons that are no drafts: what is counted must be enough."""

LATER = [module.source for module in modules() if module.state == "written" and module.number > 1]
"""Those with modules before them."""

PAGES_WITH_CODE = [*LESSONS, ROOT / "book" / "index.md"]
SECTIONS = ["Core concepts", "Key results", "Readings", "Exercises", "Connection to neuroscience"]
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)

each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
each_finished_lesson = pytest.mark.parametrize("path", FINISHED, ids=lambda path: path.stem)


def text(path):
    """The lesson without its jupytext header."""
    return path.read_text("utf8").split("\n---\n", 1)[1]


def cells(path):
    """(tags, code) of every cell."""
    for found in CELL.findall(text(path)):
        tags = re.match(r":tags: \[(.*)\]\n", found)
        yield (tags[1] if tags else "", found[tags.end() :] if tags else found)


def calls(path, *names):
    """(name, keywords) of every call of one of these functions, such as ``claim`` or ``figures.show``."""
    for _, code in cells(path):
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).removeprefix("figures.") in names:
                yield ast.unparse(node.func), {k.arg: k.value for k in node.keywords}


def prose(path):
    """What a reader reads: no code, no formulas, no marks of the format."""
    words = CELL.sub("", text(path))
    words = re.sub(r"\$\$.*?\$\$|\$[^$]*\$", " ", words, flags=re.DOTALL)
    words = re.sub(r"\{[\w:]+\}`([^`<]*)(<[^`]*>)?`", r"\1", words)
    return re.sub(r"^(```.*|:\w+:.*|\|[-| ]+\|)$", "", words, flags=re.MULTILINE)


def literal(node):
    """A string that stands in a call as it is, also in pieces; else None."""
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def test_there_is_a_lesson():
    assert LESSONS


@each_lesson
def test_it_opens_with_a_title_a_promise_and_a_figure(path):
    opening = text(path).split("\n## ", 1)[0]
    assert re.match(r"\s*# \S", opening), "the first line is the title"
    promise = CELL.sub("", opening).strip().splitlines()[2]
    assert promise.endswith(".") and len(promise.split()) < 40, "one sentence that promises something"
    assert "explore(" in opening, "a figure that a reader can move stands before the first section"
    assert "By the end you can" in opening


@each_lesson
def test_it_has_the_five_sections_in_order(path):
    assert re.findall(r"^## (.+)$", CELL.sub("", text(path)), re.MULTILINE) == SECTIONS


@each_lesson
def test_its_cells_fit_a_screen(path):
    lengths = {code.strip().splitlines()[0]: len(code.strip().splitlines()) for _, code in cells(path)}
    assert max(lengths.values()) <= 15, {first: n for first, n in lengths.items() if n > 15}


@each_finished_lesson
def test_it_has_between_200_and_350_lines_of_code_to_read(path):
    shown = [code for tags, code in cells(path) if "remove-input" not in tags]
    assert 200 <= sum(bool(line.strip()) for code in shown for line in code.splitlines()) <= 350


@pytest.mark.parametrize("path", PAGES_WITH_CODE, ids=lambda path: path.stem)
def test_its_code_can_be_read_without_scrolling(path):
    """Folded and removed cells too: whoever opens one, here or in a notebook, reads it."""
    assert not [line for _, code in cells(path) for line in code.splitlines() if len(line) > 88]


@each_finished_lesson
def test_it_has_between_2500_and_4000_words(path):
    assert 2500 <= len(re.findall(r"[^\W\d_][\w'’-]*", prose(path))) <= 4000


@each_lesson
def test_it_imports_once_and_nothing_that_grades(path):
    importing = [
        node
        for _, code in cells(path)
        if (nodes := [n for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Import | ast.ImportFrom)])
        for node in [nodes]
    ]
    assert len(importing) == 1, "one import cell"
    named = " ".join(ast.unparse(node) for node in importing[0])
    assert "checks" not in named and "grading" not in named


@each_lesson
def test_every_figure_says_what_it_shows(path):
    figures = list(calls(path, "show", "explore"))
    for _, keywords in figures:
        name = literal(keywords["name"])
        for key in ("alt", "caption"):
            said = literal(keywords[key])
            assert said and len(said.split()) >= 8, f"figure {name}: {key} says too little"
    names = [literal(keywords["name"]) for _, keywords in figures]
    assert len(set(names)) == len(names)


@each_finished_lesson
def test_three_of_its_figures_can_be_moved(path):
    assert len(list(calls(path, "explore"))) >= 3


@each_lesson
def test_its_claims_are_few_and_can_be_held(path):
    claims = [keywords for _, keywords in calls(path, "claim")]
    assert len(claims) >= 5 or path not in FINISHED
    assert len(claims) <= 12
    for keywords in claims:
        assert keywords.keys() & {"at_least", "at_most", "between", "chance"}, literal(keywords["name"])


def test_no_two_claims_have_one_name():
    names = Counter(literal(keywords["name"]) for path in LESSONS for _, keywords in calls(path, "claim"))
    assert not [name for name, count in names.items() if count > 1]


@each_lesson
def test_each_key_result_ends_in_a_claim(path):
    results = re.search(r"^## Key results\n(.*?)^## ", text(path), re.MULTILINE | re.DOTALL)[1]
    parts = re.split(r"^### ", results, flags=re.MULTILINE)[1:]
    assert 3 <= len(parts) <= 5 or path not in FINISHED
    for part in parts:
        assert "claim(" in part, part.splitlines()[0]


@each_lesson
def test_everything_it_cites_is_in_the_bibliography(path):
    known = set(
        re.findall(r"^@\w+\{([^,]+),", (ROOT / "book/references.bib").read_text("utf8"), re.MULTILINE)
    )
    roles = re.findall(r"\{cite:\w+\}`([^`]+)`", text(path))
    cited = {key.strip() for role in roles for key in role.split(",")}
    cited |= {literal(keywords["cite"]) for _, keywords in calls(path, "claim") if "cite" in keywords}
    assert cited and cited <= known, cited - known


@each_lesson
def test_its_readings_say_why_how_hard_how_long_and_where_to_start(path):
    section = re.search(r"^## Readings\n(.*?)^## ", text(path), re.MULTILINE | re.DOTALL)[1]
    readings = re.findall(r"^- .*$", section, re.MULTILINE)
    assert 6 <= len(readings) <= 12 or path not in FINISHED
    for reading in readings:
        assert re.match(r"- \{cite:t\}`\w+`\. .+ (●○○|●●○|●●●) · \d+ minutes · start with .+\.$", reading), (
            reading
        )


@each_lesson
def test_its_words_are_in_the_glossary(path):
    glossary = re.search(
        r"```\{glossary\}\n(.*?)```", (ROOT / "book/glossary.md").read_text("utf8"), re.DOTALL
    )[1]
    defined = {line.strip() for line in glossary.splitlines() if line and not line.startswith((" ", ":"))}
    used = {re.sub(r".*<(.+)>", r"\1", term) for term in re.findall(r"\{term\}`([^`]+)`", text(path))}
    assert used and used <= defined, used - defined


@each_finished_lesson
def test_a_prediction_has_its_answer_folded(path):
    assert len(re.findall(r"^```\{dropdown\} Answer", text(path), re.MULTILINE)) >= 3


@pytest.mark.parametrize("path", LATER, ids=lambda path: path.stem)
def test_five_questions_recall_what_came_before(path):
    opening = text(path).split("\n## ", 1)[0]
    asked = re.findall(r"^```\{dropdown\} (.+)\n(.+(?:\n.+)*?)\n```$", opening, re.MULTILINE)
    assert len(asked) == 5
    for question, answer in asked:
        assert question.endswith("?") and 5 <= len(answer.split()) <= 80, question


@each_lesson
def test_it_compares_representations_and_has_a_negative_control(path):
    assert re.search(r"cka|procrustes", text(path), re.IGNORECASE)
    assert "control" in prose(path)


@each_lesson
def test_it_does_not_call_things_simple(path):
    assert not re.findall(r"\bsimply\b|easy to see|\bobviously\b|\btrivially\b", prose(path), re.IGNORECASE)
