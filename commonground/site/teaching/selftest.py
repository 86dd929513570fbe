"""``{self-test}``: the questions of ``book/self-test.yml``, answered in the page, with no kernel and also without scripts.

A reply stands behind each answer and shows when that is chosen. ``selftest.js`` says it to a screen reader as well, and counts.
"""

from dataclasses import dataclass

import yaml
from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList

from commonground.site import ROOT
from commonground.site.listing import raw

__all__ = ["Answer", "Question", "questions"]

FILE = ROOT / "book" / "self-test.yml"


@dataclass(frozen=True)
class Answer:
    """One of the answers offered: what it says, whether it is right, the reply, and where to read: title and address."""

    says: str
    right: bool
    reply: str
    read: tuple[str, str] | None


@dataclass(frozen=True)
class Question:
    """A question in MyST, and its answers in their order."""

    asks: str
    answers: tuple[Answer, ...]


def setup(app):
    """Register the directive; its script comes with the pages that have it."""
    app.add_directive("self-test", SelfTest)
    app.connect("html-page-context", _add_script)


def questions() -> list[Question]:
    """Return the questions as the file has them.

    Raises
    ------
    ValueError
        If a question has not exactly one right answer, or a wrong one does not say where to read.
    """
    said = yaml.safe_load(FILE.read_text("utf8"))
    return [_question(entry, said["places"]) for entry in said["questions"]]


def _question(entry: dict, places: dict) -> Question:
    answers = tuple(
        Answer(
            each["says"],
            "right" in each,
            each.get("right") or each["wrong"],
            tuple(places[each["read"]]) if "read" in each else None,
        )
        for each in entry["answers"]
    )
    if [answer.right for answer in answers].count(True) != 1:
        raise ValueError(f"self-test.yml: give {entry['asks']!r} exactly one right answer")
    if any(not answer.right and answer.read is None for answer in answers):
        raise ValueError(f"self-test.yml: say under `read` where a wrong answer to {entry['asks']!r} leads")
    return Question(entry["asks"], answers)


class SelfTest(Directive):
    """All questions, one after the other."""

    def run(self):
        env = self.state.document.settings.env
        env.note_dependency(str(FILE))
        found = []
        for number, question in enumerate(questions(), 1):
            found.append(raw(f'<fieldset class="cg-test" id="question-{number}"><legend>{number}.</legend>'))
            found += self._parsed(question.asks)
            for i, answer in enumerate(question.answers):
                name = f"question-{number}-{i}"
                right = ' data-right=""' if answer.right else ""
                found.append(
                    raw(
                        f'<div class="cg-choice"><input type="radio" name="question-{number}" id="{name}" '
                        f'autocomplete="off"{right}><label for="{name}">'
                    )
                )
                found += self._parsed(answer.says)
                found.append(
                    raw(
                        f'</label><div class="cg-reply">{"<b>Right.</b> " if answer.right else "<b>No.</b> "}'
                    )
                )
                found += self._parsed(answer.reply + (_read(answer.read, env.docname) if answer.read else ""))
                found.append(raw("</div></div>"))
            found.append(raw('<div class="cg-said" role="status"></div></fieldset>'))
        return [*found, raw('<p class="cg-count cg-effort" role="status"></p>')]

    def _parsed(self, text: str) -> list:
        """Words with formulas and code in them, without the paragraph round them: a label holds no paragraph."""
        box = nodes.container()
        self.state.nested_parse(StringList([text], "self-test.yml"), self.content_offset, box)
        return [nodes.inline("", "", *box[0].children, classes=["cg-words"])]


def _read(place: tuple[str, str], page: str) -> str:
    """Where to read, as a link; an address without a scheme is a page of the course."""
    title, address = place
    if "://" not in address:
        address = f"{'../' * page.count('/')}{address}.md"
    return f" Read [{title}]({address})."


def _add_script(app, pagename, templatename, context, doctree):
    if 'class="cg-test"' in context.get("body", ""):
        app.add_js_file("selftest.js", loading_method="defer")
