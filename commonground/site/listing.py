"""What one page says of others: kept while pages are read, listed when all of them are known."""

from docutils import nodes
from docutils.parsers.rst import Directive

from commonground.site.course import contents


class place(nodes.General, nodes.Element):
    """Where a list will stand; ``kind`` is the list's name."""


def setup(app):
    """Write pages that hold a list anew in every build: what they list may have changed."""
    app.add_node(place, html=(_nothing, _nothing))
    app.connect("env-updated", lambda app, env: list(kept(env, "places")))
    app.connect("env-purge-doc", lambda app, env, page: kept(env, "places").pop(page, None))


def keep(app, name: str, read) -> None:
    """Keep ``read(app, doctree)`` of every page under this name, as long as the page stays as it is."""

    def store(app, doctree):
        found = read(app, doctree)
        if found:
            kept(app.env, name)[app.env.docname] = found

    app.connect("doctree-read", store)
    app.connect("env-purge-doc", lambda app, env, page: kept(env, name).pop(page, None))


def kept(env, name: str) -> dict:
    """Return what is kept under a name: page → what was found there."""
    return env.__dict__.setdefault(f"commonground_{name}", {})


def listing(app, kind: str, write) -> None:
    """Add a directive ``{kind}``, in whose place ``write(app, page)`` puts nodes once all pages are known."""

    class Listing(Directive):
        def run(self):
            env = self.state.document.settings.env
            kept(env, "places")[env.docname] = True
            return [place("", kind=kind)]

    def fill(app, doctree, page):
        for spot in list(doctree.findall(place)):
            if spot["kind"] == kind:
                spot.replace_self(write(app, page))

    app.add_directive(kind, Listing)
    app.connect("doctree-resolved", fill)


def pages(app) -> list[str]:
    """Return the pages of the table of contents, in its order."""
    return [page for page in contents.pages() if page in app.env.found_docs]


def raw(html: str) -> nodes.raw:
    """Return HTML as a node, which other builders leave out."""
    return nodes.raw(text=html, format="html")


def _nothing(writer, node):
    pass
