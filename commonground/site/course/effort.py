"""How long a module takes and how hard it is: counted from its pages, said in one quiet line under the title.

Reading time is counted from the lesson, working time from the exercises themselves; how hard it is, its lesson says. The
rule stands in ``book/syllabus.md`` for its readers.
"""

from docutils import nodes

from commonground.site.course.modules import Module, module_of
from commonground.site.listing import keep, kept, raw
from commonground.site.renderer import figure_output

WORDS_A_MINUTE = 175
"""The slow end of what most adults read silently of English non-fiction, 175 to 300 (Brysbaert 2019, abstract)."""

FIGURE, FORMULA, LINE, QUESTION = 2, 1, 1 / 6, 1
"""Minutes for a figure that is looked at and moved, a displayed formula, a line of code that is not folded away, and a folded
answer that is thought of first. These are ours: nobody has measured them that we know of."""


def setup(app):
    """Count each lesson when it is read, and say so under its title."""
    keep(app, "reading", _minutes_to_read)
    app.connect("doctree-resolved", _say)


def line(env, module: Module) -> str:
    """Return the quiet line, as HTML."""
    return f'<p class="cg-effort">{words(env, module)}</p>'


def words(env, module: Module) -> str:
    """Return what the line says, as HTML: minutes to read, minutes of exercises, difficulty."""
    working = sum(exercise.minutes for exercise in module.exercises)
    parts = [
        f"{duration(kept(env, 'reading')[module.lesson])} to read",
        f"{duration(working)} of exercises",
        f"difficulty {dots(module.difficulty)}",
    ]
    return " · ".join(f"<span>{part}</span>" for part in parts)


def dots(difficulty: int) -> str:
    """Return a difficulty as dots that a screen reader reads as a number."""
    shown = "●" * difficulty + "○" * (3 - difficulty)
    return f'<span role="img" aria-label="{difficulty} of 3">{shown}</span>'


def duration(minutes: int) -> str:
    """Return minutes as a person would say them."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" * bool(hours), f"{rest} min" * bool(rest)) if part)


def _minutes_to_read(app, doctree) -> int | None:
    module = module_of(app.env.docname)
    if module is None or app.env.docname != module.lesson:
        return None
    return minutes_to_read(
        words=sum(_words(part) for part in doctree.findall(_is_read)),
        figures=sum(1 for _ in doctree.findall(figure_output)),
        formulas=sum(1 for _ in doctree.findall(nodes.math_block)),
        lines=sum(cell.astext().count("\n") + 1 for cell in doctree.findall(_is_open_code)),
        questions=sum(1 for fold in doctree.findall(nodes.container) if "sd-dropdown" in str(fold)[:400]),
    )


def minutes_to_read(*, words: int, figures: int, formulas: int, lines: int, questions: int) -> int:
    """Return how long a careful reader takes, in steps of five minutes."""
    minutes = (
        words / WORDS_A_MINUTE + figures * FIGURE + formulas * FORMULA + lines * LINE + questions * QUESTION
    )
    return max(5, 5 * round(minutes / 5))


def _is_read(node) -> bool:
    """A paragraph, or the caption of a figure."""
    return isinstance(node, nodes.paragraph | figure_output)


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
    if page in kept(app.env, "reading"):
        title = next(doctree.findall(nodes.title))
        title.parent.insert(title.parent.index(title) + 1, raw(line(app.env, module_of(page))))
