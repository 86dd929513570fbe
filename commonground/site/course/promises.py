"""What a lesson promises under "By the end you can", and which exercises keep it: each says the other's place.

Which exercise keeps what stands in the lesson's front matter (:mod:`~commonground.site.course.modules`).
"""

import re
from html import escape

from docutils import nodes

from commonground.site.course.modules import Module, module_of
from commonground.site.listing import keep, kept, raw

OPENS = "By the end you can"


def setup(app):
    """Collect promises from lessons and exercises from sheets, and let each name the other."""
    keep(app, "promises", _promises)
    keep(app, "exercises", _exercises)
    app.connect("doctree-resolved", _say)


def exercise_of(section) -> str | None:
    """Return the number of the exercise that a section of a sheet asks, as "1.6"."""
    number = re.match(r"(\d+\.\d+) ", section[0].astext())
    return number[1] if number else None


def _promises(app, doctree) -> dict[str, str]:
    """Each verb of the lesson's list, with its promise as HTML."""
    return {verb.astext(): _html(item) for item in _items(app.env.docname, doctree) for verb in _verbs(item)}


def _exercises(app, doctree) -> dict[str, str]:
    """Each exercise of the sheet, with its place in the page."""
    module = module_of(app.env.docname)
    if module is None or app.env.docname != module.sheet:
        return {}
    found = {exercise_of(section): section["ids"][0] for section in doctree.findall(nodes.section)}
    found.pop(None, None)
    return found


def _items(page: str, doctree) -> list[nodes.list_item]:
    module = module_of(page)
    if module is None or page != module.lesson:
        return []
    lists = [
        opening.next_node(siblings=True, descend=False)
        for opening in doctree.findall(nodes.paragraph)
        if opening.astext() == OPENS
    ]
    return [item for found in lists if isinstance(found, nodes.bullet_list) for item in found]


def _verbs(item) -> list[nodes.emphasis]:
    return list(item.findall(nodes.emphasis))


def _html(item) -> str:
    parts = (
        f"<em>{escape(part.astext())}</em>" if isinstance(part, nodes.emphasis) else escape(part.astext())
        for part in item[0].children
    )
    return "".join(parts).rstrip(";. ")


def _say(app, doctree, page):
    module = module_of(page)
    if module is None:
        return
    if page == module.lesson:
        for item in _items(page, doctree):
            _say_where(app, module, item)
    else:
        for section in doctree.findall(nodes.section):
            _say_what(app, module, section)


def _say_where(app, module: Module, item) -> None:
    """Add to a promise the exercises that keep it."""
    numbers = [number for verb in _verbs(item) for number in module.promises.get(verb.astext(), ())]
    places = kept(app.env, "exercises").get(module.sheet, {})
    sheet = app.builder.get_relative_uri(module.lesson, module.sheet)
    links = [
        f'<a class="reference internal" href="{sheet}#{places[number]}">{number}</a>'
        for number in dict.fromkeys(numbers)
        if number in places
    ]
    if links:
        item[0] += raw(
            f' <span class="cg-keeps">(exercise{"s" * (len(links) > 1)} {", ".join(links)})</span>'
        )


def _say_what(app, module: Module, section) -> None:
    """Say under an exercise which promises it keeps."""
    number, said = exercise_of(section), kept(app.env, "promises").get(module.lesson, {})
    keeps = [said[verb] for verb, numbers in module.promises.items() if number in numbers and verb in said]
    if keeps:
        about = next(part for part in section if isinstance(part, nodes.paragraph))
        lesson = app.builder.get_relative_uri(module.sheet, module.lesson)
        promise = "; to ".join(dict.fromkeys(keeps))
        section.insert(
            section.index(about) + 1,
            raw(
                f'<p class="cg-keeps">Keeps a promise of <a class="reference internal" href="{lesson}">the lesson</a>: '
                f"to {promise}.</p>"
            ),
        )
