"""``{figures}``: every figure of the course, small and still, with its caption and a link to it."""

import re
import shutil
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx import addnodes

from commonground.site.html.pictures import standalone
from commonground.site.listing import keep, kept, listing, pages, raw
from commonground.site.lists.claims import author_and_year
from commonground.site.renderer import figure_output

FOLDER = "_static/stills"


def setup(app):
    """Collect figures while pages are read, give each its picture, and list them."""
    keep(app, "figures", lambda app, doctree: [n["content"] for n in doctree.findall(figure_output)])
    listing(app, "figures", _all)
    app.connect("env-updated", _write)


def still(app, here: str, page: str, figure: dict, alt: str) -> str:
    """Return the small picture of a figure, for the page ``here``.

    ``dark-light`` is the theme's word for a picture that it should leave as it is in dark mode: ours are inverted.
    """
    width, height = _size(figure["still"])
    address = f"{'../' * here.count('/')}{FOLDER}/{_name(page, figure)}"
    return (
        f'<img class="cg-small dark-light" src="{address}" width="{width}" height="{height}" '
        f'alt="{escape(alt)}" loading="lazy" decoding="async">'
    )


def _all(app, here: str) -> list:
    shown = [page for page in pages(app) if page in kept(app.env, "figures")]
    return [_of_page(app, here, page) for page in shown]


def _of_page(app, here: str, page: str):
    section = nodes.section(ids=[f"figures-{page.split('/')[-1]}"])
    section += nodes.title(text=app.env.titles[page].astext())
    section += raw('<ul class="cg-stills">')
    href = app.builder.get_relative_uri(here, page)
    for node in app.env.get_doctree(page).findall(figure_output):
        figure = node["content"]
        picture = still(app, here, page, figure, figure["alt"])
        section += raw(f'<li><a class="reference internal" href="{href}#{figure["name"]}">{picture}</a><p>')
        section += _caption(app, node)
        section += raw("</p></li>")
    section += raw("</ul>")
    return section


def _caption(app, figure) -> list:
    """The caption's words and formulas, without its links: the one link here leads to the figure."""
    words = nodes.inline("", "", *(child.deepcopy() for child in figure.children))
    for link in list(words.findall(addnodes.pending_xref)):
        cited = link.get("refdomain") == "cite"
        keys = [key.strip() for key in link["reftarget"].split(",")]
        text = "; ".join(author_and_year(app.builder, key) for key in keys) if cited else link.astext()
        link.replace_self(nodes.Text(text))
    return words.children


def _write(app, env):
    """Write the pictures: a figure's own still may stand in its page, or under a name that changes."""
    if app.builder.format != "html":
        return
    folder = Path(app.outdir, FOLDER)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for page, figures in kept(env, "figures").items():
        for figure in figures:
            (folder / _name(page, figure)).write_text(standalone(figure["still"]), "utf8")


def _name(page: str, figure: dict) -> str:
    return f"{page.replace('/', '-')}-{figure['name']}.svg"


def _size(svg: str) -> tuple[int, int]:
    width, height = re.search(r'viewBox="\S+ \S+ (\S+) (\S+)"', svg).groups()
    return round(float(width)), round(float(height))
