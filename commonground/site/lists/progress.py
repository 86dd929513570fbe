"""What a reader can mark as done: each section of a lesson, each exercise of a sheet; and whether a section was clear.

A mark is called ``page#section``. Marks and answers are the reader's, kept by ``book/_static/progress.js``.
"""

import json
from html import escape
from pathlib import Path

from docutils import nodes

from commonground.site.course.modules import module_of
from commonground.site.course.promises import exercise_of
from commonground.site.listing import keep, kept, listing, pages, raw


def setup(app):
    """Put a tick beside each of those headings, and list them all where ``{progress}`` stands."""
    keep(app, "marks", _sections)
    listing(app, "progress", _all)
    app.connect("doctree-resolved", _put_ticks)
    app.connect("env-updated", _write)
    app.connect("builder-inited", _scripts)


def _scripts(app):
    app.add_js_file("marks.js", loading_method="defer")
    app.add_js_file("progress.js", loading_method="defer")


def _parts(page: str, doctree) -> list:
    """The sections that can be marked: those of the second rank; in a sheet, those that have a number."""
    module = module_of(page)
    if module is None:
        return []
    top = next(doctree.findall(nodes.section), None)
    found = [part for part in (top or ()) if isinstance(part, nodes.section)]
    return [p for p in found if page == module.lesson or exercise_of(p)]


def _sections(app, doctree) -> list[tuple[str, str]]:
    return [(part["ids"][0], part[0].astext()) for part in _parts(app.env.docname, doctree)]


def _put_ticks(app, doctree, page):
    if app.builder.name != "html":
        return
    for part in _parts(page, doctree):
        part["classes"].append("cg-part")
        part.insert(1, raw(_tick(page, part["ids"][0], part[0].astext())))
        if page == module_of(page).lesson:
            part.append(raw(_clear(f"{page}#{part['ids'][0]}")))


def _tick(page: str, section: str, title: str) -> str:
    return (
        f'<input type="checkbox" class="cg-tick" data-mark="{page}#{section}" autocomplete="off" '
        f'title="Done" aria-label="Done: {escape(title)}">'
    )


def _clear(mark: str) -> str:
    """Was this clear? Three answers at the end of a section; nobody but this browser hears them."""
    answers = "".join(
        f'<label><input type="radio" name="clear" value="{answer}">{answer}</label>'
        for answer in ("yes", "partly", "no")
    )
    return (
        f'<form class="cg-clear" data-clear="{mark}" autocomplete="off"><fieldset>'
        f"<legend>Was this clear?</legend>{answers}</fieldset></form>"
    )


def _all(app, here: str) -> list:
    if app.builder.name != "html":
        return []
    return [_of_page(app, here, page) for page in pages(app) if page in kept(app.env, "marks")]


def _of_page(app, here: str, page: str):
    section = nodes.section(ids=[f"progress-{page.replace('/', '-')}"])
    section += nodes.title(text=app.env.titles[page].astext())
    href = app.builder.get_relative_uri(here, page)
    rows = [
        f'<li>{_tick(page, name, text)}<a class="reference internal" href="{href}#{name}">{escape(text)}</a>'
        f'<span data-said="{page}#{name}"></span></li>'
        for name, text in kept(app.env, "marks")[page]
    ]
    share = f'<span class="cg-share" data-share="{page}"></span> <span data-count="{page}">0 of {len(rows)} done</span>'
    section += raw(f'<p class="cg-effort">{share}</p><ul class="cg-marks">{"".join(rows)}</ul>')
    return section


def _write(app, env):
    """Tell the script how many marks each page has; in a file of its own, so that no page grows stale."""
    if app.builder.name != "html":
        return
    marks = {page: [name for name, _ in kept(env, "marks").get(page, [])] for page in pages(app)}
    marks = {page: names for page, names in marks.items() if names}
    static = Path(app.outdir, "_static")
    static.mkdir(parents=True, exist_ok=True)
    (static / "marks.js").write_text(f"var COMMONGROUND_MARKS = {json.dumps(marks, indent=1)};\n", "utf8")
