"""A deck of slides for each lesson, cut from its finished page when that is written: so it is never older than the lesson.

A slide holds one thing: a figure, a question with its answer folded, a formula, a table, the claims of a key result. What the
lesson says besides goes into the speaker's notes. reveal.js turns the pages; figures move as they do in the lesson.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from commonground.site.course.modules import Module, module_of
from commonground.site.live import policy

__all__ = ["FOLDER", "Slide", "cut"]

FOLDER = "slides"

CODE = re.compile(r'<div class="highlight-.*?</pre></div>\s*</div>', re.DOTALL)
"""What no slide shows, and what most of a page consists of."""

OPENS = "By the end you can"
WARM_UP = "Five questions to warm up"
FORMULAS = 2
"""As many formulas as stand beside the first words of a section; the others are in the notes' lesson."""


@dataclass
class Slide:
    """One slide: its heading, what stands on it, and what the speaker may say, each a piece of HTML."""

    heading: str
    kind: str
    parts: list[str]
    notes: list[str] = field(default_factory=list)


def setup(app):
    """Write a deck beside each lesson."""
    app.connect("html-page-context", _write, priority=970)  # when all else has been done to the page's text


def _write(app, pagename, templatename, context, doctree):
    module = module_of(pagename)
    if app.builder.name != "html" or module is None or pagename != module.lesson or "body" not in context:
        return
    text = app.builder.templates.render(
        "slides.html",
        {
            "module": module,
            "title": app.config.html_title,
            "slides": cut(_links_from(context["body"], module), module),
            "copyright": app.config.copyright,
            "policy": policy.meta(),
        },
    )
    path = Path(app.outdir, FOLDER, f"{module.name}.html")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf8")


def _links_from(body: str, module: Module) -> str:
    """The page's text with links as they must read from the deck: ``_static`` is as far from here, other lessons are not."""
    body = re.sub(r'href="#', f'href="../{module.lesson}.html#', body)
    return re.sub(r'href="(?=\d\d-[\w-]+\.html)', 'href="../lessons/', body)


def cut(body: str, module: Module) -> list[Slide]:
    """Return the slides of a lesson's finished page."""
    page = BeautifulSoup(CODE.sub("", body), "html.parser").select_one("section")
    for part in page.select("a.headerlink, .cg-tick, .cg-effort, .cg-keeps, .cg-clear, .cg-try"):
        part.decompose()
    slides = _opening(page, module)
    for section in page.find_all("section", recursive=False):
        title = _inner(section.find("h2"))
        if title == "Readings":
            continue
        slides.append(Slide(title, "part", []))
        slides += _of_section(section, title, alone=title == "Exercises")
        for part in section.find_all("section", recursive=False):
            slides += _of_section(part, _inner(part.find("h3")))
    return slides


def _opening(page: Tag, module: Module) -> list[Slide]:
    """Title and promise, the hero, what one can do at the end, the questions to warm up."""
    things = list(_things(page))
    slides = [Slide(_inner(page.find("h1")), "title", [f"<p>{module.question}</p>"])]
    warm = None
    for thing in things:
        words = thing.get_text()
        if thing.name == "figure":
            slides.append(Slide(slides[0].heading, "figure", [str(thing)]))
        elif thing.name == "p" and words.startswith(WARM_UP):
            warm = Slide("To warm up", "recall", [])
            slides.append(warm)
        elif thing.name == "details" and warm:
            warm.parts.append(str(thing))
        elif thing.name == "ul":
            slides.append(Slide(OPENS, "list", [str(thing)]))
        elif thing.name == "p" and words != OPENS:
            slides[-1].notes.append(str(thing))
    return slides


def _of_section(section: Tag, title: str, alone: bool = False) -> list[Slide]:
    """The slides of one section, without those of the sections in it; ``alone``: its tables, and no words."""
    slides: list[Slide] = []
    first, asked, formulas = None, None, 0
    for thing in _things(section):
        classes, words = thing.get("class") or [], thing.get_text().strip()
        if "admonition" in classes and words.startswith("Before you"):
            thing.select_one(".admonition-title").decompose()
            asked = Slide(title, "question", [thing.decode_contents()])
            slides.append(asked)
        elif thing.name == "p" and words.startswith("Prediction."):
            thing.strong.decompose()
            asked = Slide(title, "question", [str(thing)])
            slides.append(asked)
        elif thing.name == "details" and "sd-dropdown" in classes:
            (asked or slides[-1]).parts.append(str(thing))
            asked = None
        elif thing.name == "details":
            thing["open"] = ""
            slides.append(Slide(title, "claims", [str(thing)]))
        elif thing.name == "figure" or thing.find("table"):
            slides.append(Slide(title, "table" if thing.find("table") else "figure", [str(thing)]))
        elif alone:
            continue
        elif first is None and (thing.name == "p" or "math" in classes):
            first = Slide(title, "words", [str(thing)])
            slides.append(first)
        elif "math" in classes and first and formulas < FORMULAS and slides[-1] is first:
            formulas += 1
            first.parts.append(str(thing))
        elif slides:
            slides[-1].notes.append(str(thing))
    return slides


def _things(section: Tag):
    """What stands in a section, in order: the outputs of cells out of their cells, other sections left out."""
    for child in section.find_all(True, recursive=False):
        classes = child.get("class") or []
        if child.name in ("section", "h1", "h2", "h3", "nav", "form"):
            continue
        if "cell" in classes or "cell_output" in classes or (child.name == "div" and not classes):
            yield from _things(child)
        elif "cell_input" not in classes and "hide" not in classes and "output" not in classes:
            yield child


def _inner(heading: Tag) -> str:
    return heading.decode_contents().strip()
