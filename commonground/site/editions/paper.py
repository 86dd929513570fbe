"""The whole course on one page, for paper: still pictures, answers open, nothing to press.

``make page`` builds it with ``jupyter-book build . --builder singlehtml``. Run as a program, this file then has
the browser print it::

    python -m commonground.site.editions.paper
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

from commonground.site import ROOT

PAGE = ROOT / "_build" / "singlehtml" / "index.html"
BOOK = ROOT / "_build" / "print" / "common-ground.pdf"
ONLINE = ("book/measure", "book/progress", "book/self-test")
"""Pages that are all buttons: on paper, links to them lead to the website."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def setup(app):
    """Put our one page in place of Sphinx's, and give every page its print style."""
    app.add_builder(OnePage, override=True)
    app.connect("builder-inited", lambda app: app.add_css_file("print.css", priority=910))
    app.connect("html-page-context", _on_paper, priority=960)


class OnePage(SingleFileHTMLBuilder):
    """Sphinx's single page, with its pages one after the other instead of one inside the other."""

    def get_outfilename(self, pagename):
        """Write the page where its links to ``_static`` expect it."""
        return str(Path(self.outdir, f"{'index' if pagename == self.config.root_doc else pagename}.html"))

    def assemble_doctree(self):
        """Return the landing page and after it each other page, as chapters of one rank."""
        tree = super().assemble_doctree()
        chapters = list(tree.findall(addnodes.start_of_file))
        for chapter in chapters:
            chapter.parent.remove(chapter)
        tree.extend(chapters)
        for menu in list(tree.findall(_is_menu)):
            menu.parent.remove(menu)
        return tree

    def fix_refuris(self, tree):
        """Leave links as ``#document-page#place``: :func:`_chapters` mends those of figures and claims as well."""


def _is_menu(node) -> bool:
    return isinstance(node, nodes.compound) and "toctree-wrapper" in node["classes"]


def _on_paper(app, pagename, templatename, context, doctree):
    if app.builder.name != "singlehtml" or doctree is None:
        return None
    context["chapters"] = _chapters(app, context["body"])
    context["site_address"] = app.config.html_baseurl
    context["title"] = app.config.html_title
    return "print.html"


def _chapters(app, body: str) -> list[dict]:
    """Cut the page into its chapters, each with places and links that are its own."""
    first, *rest = re.split(r'<span id="document-([^"]+)"></span>', body)
    pages = [(app.config.root_doc, first), *zip(rest[::2], rest[1::2], strict=True)]
    site = app.config.html_baseurl
    return [
        {
            "id": _slug(page),
            "title": app.env.titles[page].astext(),
            "body": _own_places(_slug(page), _still(text), site),
        }
        for page, text in pages
        if page not in ONLINE
    ]


def _slug(page: str) -> str:
    return page.replace("/", "-")


def _still(html: str) -> str:
    """Open what a reader of paper cannot open, and leave out what is to be pressed and the code that is folded away."""
    html = re.sub(r'<details class="hide .*?</details>', "", html, flags=re.S)
    html = re.sub(r"<(form|button|label|script)\b.*?</\1>", "", html, flags=re.S)
    return re.sub(r"<details(?=[ >])(?![^>]* open)", "<details open", html)


def _own_places(chapter: str, html: str, site: str) -> str:
    """Two chapters may each have a figure ``f1``: put the chapter's name before every place in it."""

    def link(match):
        page, place = match[1], match[2]
        if page in ONLINE:
            return f'href="{site}{page}.html"'
        return f'href="#{_slug(page)}{f"-{place}" if place else ""}"'

    html = re.sub(r'="(\.\./)+_static/', '="_static/', html)
    html = re.sub(r'(\sid="|href="#(?!document-)|url\(#)(?=[^")])', rf"\g<1>{chapter}-", html)
    return re.sub(r'href="#document-([^"#]+)(?:#([^"]*))?"', link, html)


def find_browser() -> str | None:
    """Return the browser that prints: ``CHROMIUM``, or the first that is on the path."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def main() -> int:
    """Print the page to a PDF where there is a browser, and say where the result is."""
    browser = find_browser()
    if browser is None:
        print(
            f"\nThe course on one page: {PAGE}\nNo Chromium here: open the page in any browser and print it."
        )
        return 0
    BOOK.parent.mkdir(parents=True, exist_ok=True)
    BOOK.unlink(missing_ok=True)
    said = subprocess.run(
        [
            *(browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"),
            *("--disable-background-networking", "--no-pdf-header-footer", "--generate-pdf-document-outline"),
            *(f"--print-to-pdf={BOOK}", PAGE.as_uri()),
        ],
        capture_output=True,
        text=True,
    )
    if not BOOK.is_file():
        print(f"{browser} could not print {PAGE}:\n{said.stderr}", file=sys.stderr)
        return 1
    print(f"\nThe course is printed: {BOOK}\nOn one page, for a browser: {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
