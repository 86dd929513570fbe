"""The pages of ``book/teach``: each stands for one module, and names nothing that its lesson does not have.

``{fig}`f3``` leads to a figure of the lesson, ``{ex}`1.4``` to an exercise, ``{part}`Core concepts``` to a section, and
``{asks}`` repeats a prediction question with the lesson's own answer. A name that the lesson lacks is a warning, and so
stops the build.
"""

import re
from html import escape

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList
from sphinx.util import logging

from commonground.site.course.modules import Module, modules
from commonground.site.listing import keep, kept, raw
from commonground.site.renderer import figure_output
from commonground.site.teaching.questions import Question, questions

__all__ = ["FOLDER", "module_taught"]

FOLDER = "book/teach"

KINDS = {"fig": "figures_named", "ex": "exercises", "part": "parts"}
"""Each role, and the name under which what it may lead to is kept."""

log = logging.getLogger(__name__)


class named(nodes.Inline, nodes.TextElement):
    """A figure, an exercise or a section of the module, by its name; a link once all pages are known."""


def setup(app):
    """Register the roles and the directive, and put the deck's address under the title of a page."""
    app.add_node(named)
    for kind in KINDS:
        app.add_role(kind, _role)
    app.add_directive("asks", Asks)
    keep(app, "figures_named", _figures)
    keep(app, "parts", _parts)
    app.connect("doctree-resolved", _lead)
    app.connect("doctree-resolved", _say_where)


def module_taught(page: str) -> Module | None:
    """Return the module that a page of the kit is about; None for all other pages."""
    return next((module for module in modules() if page == f"{FOLDER}/{module.name}"), None)


def _role(kind, rawtext, text, lineno, inliner, options=None, content=None):
    """All roles: the word before the colon is the kind, the text the name."""
    page = inliner.document.settings.env.docname
    return [named(rawtext, text, kind=kind, name=text, page=page)], []


def _figures(app, doctree) -> dict[str, str]:
    return {node["content"]["name"]: node["content"]["name"] for node in doctree.findall(figure_output)}


def _parts(app, doctree) -> dict[str, str]:
    """Sections by their titles, as the source has them: what stands in the page has curly quotes."""
    return {
        section[0].astext().translate({0x2019: "'"}): section["ids"][0]
        for section in doctree.findall(nodes.section)
    }


def _lead(app, doctree, page):
    """Turn each name into a link; in a page that is no page of the kit, or of what is not there, warn."""
    for node in list(doctree.findall(named)):
        kind, name, home = (
            node["kind"],
            node["name"],
            node["page"],
        )  # of the course on one page, not that page
        module = module_taught(home)
        target = module and (module.sheet if kind == "ex" else module.lesson)
        places = kept(app.env, KINDS[kind]).get(target, {})
        if name not in places:
            log.warning("%s: there is no %s %r in %s", home, kind, name, target, location=node)
        words = {"fig": f"figure {name}", "ex": f"exercise {name}"}.get(kind, name)
        address = app.builder.get_relative_uri(page, target or page)
        if (
            app.builder.name == "html"
        ):  # on one page every lesson has a figure f1: there the lesson itself must do
            address += f"#{places.get(name, '')}"
        node.replace_self(nodes.reference("", words, refuri=address, internal=True))


class Asks(Directive):
    """A prediction question of the lesson, by its first words; the content says how people vote who are wrong."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self):
        env = self.state.document.settings.env
        module = module_taught(env.docname)
        env.note_dependency(str(module.source))
        asked = [q for q in questions(module.source) if q.words.startswith(self.arguments[0])]
        if len(asked) != 1:
            log.warning(
                "%s: %d questions of the lesson begin with %r", env.docname, len(asked), self.arguments[0]
            )
            return []
        box = nodes.container(classes=["cg-asks"])
        text = [*_as_here(asked[0]).splitlines(), "", *self.content]
        self.state.nested_parse(StringList(text, self.state.document["source"]), self.content_offset, box)
        return [box]


def _as_here(question: Question) -> str:
    """The question and its answer in MyST, with links as they must read from the kit's folder."""
    text = f"**{{part}}`{question.section}`**\n\n{question.words}"
    if question.answer:
        text += f"\n\n**Answer.** {question.answer}"
    return re.sub(r"\]\((\d\d-)", r"](../../lessons/\1", text)


def _say_where(app, doctree, page):
    """Under the title of a page of the kit: the slides, the lesson, the sheet."""
    module = module_taught(page)
    if module is None:
        return
    title = next(doctree.findall(nodes.title))
    up = "../" * page.count("/")
    links = {
        "slides": f"{up}slides/{module.name}.html",
        "lesson": app.builder.get_relative_uri(page, module.lesson),
        "exercises": app.builder.get_relative_uri(page, module.sheet),
    }
    if app.builder.name != "html":
        del links["slides"]  # paper has none
    words = " · ".join(f'<a href="{escape(href)}">{name}</a>' for name, href in links.items())
    title.parent.insert(title.parent.index(title) + 1, raw(f'<p class="cg-effort">{words}</p>'))
