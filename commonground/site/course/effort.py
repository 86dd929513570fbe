"""How long a module takes and how hard it is: counted from its pages, said in one quiet line under the title.

Reading time is counted from the lesson. Working time and difficulty come from the exercises themselves
(``commonground.checks``). What cannot be counted stands in the lesson's front matter::

    commonground:
      question: When are two representations the same?
      difficulty: 2
"""

import json
from dataclasses import dataclass

from docutils import nodes

from commonground.checks.exercise import exercises
from commonground.site.listing import keep, kept, raw
from commonground.site.renderer import figure_output

WORDS_A_MINUTE = 230
FIGURE, FORMULA, LINE = 1, 1 / 3, 1 / 20
"""Minutes for a figure that is looked at and moved, a displayed formula, a line of code that is not folded away."""


@dataclass(frozen=True)
class Effort:
    """What a lesson asks of a reader: minutes, and a difficulty from 1 to 3 (0: not said)."""

    reading: int
    working: int
    difficulty: int
    question: str


def setup(app):
    """Count each lesson when it is read, and say so under its title."""
    keep(app, "effort", _count)
    app.connect("doctree-resolved", _say)


def of(env, page: str) -> Effort:
    """Return what was counted for a lesson."""
    return kept(env, "effort")[page]


def module(page: str) -> int | None:
    """Return the number of the module that a lesson or an exercise sheet belongs to."""
    number = page.rpartition("/")[2].partition("-")[0]
    return int(number) if page.startswith(("lessons/", "exercises/")) and number.isdecimal() else None


def line(effort: Effort) -> str:
    """Return the quiet line, as HTML."""
    parts = [f"{duration(effort.reading)} to read"]
    if effort.working:
        parts.append(f"{duration(effort.working)} of exercises")
    if effort.difficulty:
        parts.append(f"difficulty {dots(effort.difficulty)}")
    return f'<p class="cg-effort">{" · ".join(f"<span>{part}</span>" for part in parts)}</p>'


def dots(difficulty: int) -> str:
    """Return a difficulty as dots that a screen reader reads as a number."""
    shown = "●" * difficulty + "○" * (3 - difficulty)
    return f'<span role="img" aria-label="{difficulty} of 3">{shown}</span>'


def duration(minutes: int) -> str:
    """Return minutes as a person would say them."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" * bool(hours), f"{rest} min" * bool(rest)) if part)


def _count(app, doctree) -> Effort | None:
    page = app.env.docname
    if not page.startswith("lessons/") or module(page) is None:
        return None
    said = json.loads(app.env.metadata[page].get("commonground", "{}"))
    sheet = exercises(module(page))
    words = sum(_words(paragraph) for paragraph in doctree.findall(nodes.paragraph))
    figures = sum(1 for _ in doctree.findall(figure_output))
    formulas = sum(1 for _ in doctree.findall(nodes.math_block))
    lines = sum(cell.astext().count("\n") + 1 for cell in doctree.findall(_is_open_code))
    minutes = words / WORDS_A_MINUTE + figures * FIGURE + formulas * FORMULA + lines * LINE
    return Effort(
        reading=max(5, 5 * round(minutes / 5)),
        working=sum(exercise.minutes for exercise in sheet),
        difficulty=int(said.get("difficulty", 0)),
        question=said.get("question", ""),
    )


def _words(paragraph) -> int:
    """Words of prose: a formula in a line is read as part of its sentence, as one word."""
    return sum(
        1 if isinstance(child, nodes.math) else len(child.astext().split()) for child in paragraph.children
    )


def _is_open_code(node) -> bool:
    if not (isinstance(node, nodes.literal_block) and "cell_input" in node.parent.get("classes", [])):
        return False
    return "tag_hide-input" not in node.parent.parent.get("classes", [])


def _say(app, doctree, page):
    if page not in kept(app.env, "effort"):
        return
    title = next(doctree.findall(nodes.title))
    title.parent.insert(title.parent.index(title) + 1, raw(line(of(app.env, page))))
