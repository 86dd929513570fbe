"""Where a page can be run: each launch link is made here, from ``repository`` in ``_config.yml``.

A page says it in one quiet line under its title. In the text of a page the course's repository is written by the name of
its first home, and a fork's build puts the fork's in its place.
"""

import re
from urllib.parse import quote

import yaml

from commonground.site import ROOT
from commonground.site.course.modules import module_of
from commonground.site.listing import raw

CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text("utf8"))
URL = CONFIG["repository"]["url"].rstrip("/")
BRANCH = CONFIG["repository"]["branch"]
SLUG = "/".join(URL.split("/")[-2:])
"""Owner and name of the repository, as in ``common-ground-course/common-ground``."""

HOME = ("common-ground-course/common-ground", "main")
"""The repository and the branch that the pages of ``book/`` name."""

NOTEBOOKS = "notebooks"
"""The branch to which ``publish.yml`` pushes the notebooks, and their folder in the website."""


def site() -> str:
    """Return the website's address: ``html_baseurl`` where it is set, else that of GitHub Pages."""
    owner, name = SLUG.split("/")
    return CONFIG["sphinx"]["config"].get("html_baseurl") or f"https://{owner.lower()}.github.io/{name}/"


def colab(page: str) -> str:
    """Return the link that opens the notebook of a page, such as ``lessons/03-sets``, in Colab."""
    return f"https://colab.research.google.com/github/{SLUG}/blob/{NOTEBOOKS}/{page}.ipynb"


def binder(file: str) -> str:
    """Return the link that opens a file of the repository in Binder."""
    return f"https://mybinder.org/v2/gh/{SLUG}/{BRANCH}?urlpath=lab/tree/{quote(file)}"


def codespaces() -> str:
    """Return the link that opens the repository in a Codespace."""
    return f"https://codespaces.new/{SLUG}/tree/{BRANCH}"


def archive(ref: str) -> str:
    """Return the address from which pip takes the package as it was at a commit or a branch."""
    return f"{URL}/archive/{ref}.zip"


def at_home_here(text: str, home: tuple[str, str] = HOME) -> str:
    """Return a text whose links to ``home`` lead to this repository and branch instead."""
    slug, branch = home
    named = rf"(?<![\w.-]){re.escape(slug)}(?![\w-])((?:/tree)?/{re.escape(branch)}(?![\w.-]))?"
    text = re.sub(named, lambda m: SLUG + (m[1].removesuffix(branch) + BRANCH if m[1] else ""), text)
    return text.replace(_pages(slug), site())


def _pages(slug: str) -> str:
    owner, name = slug.split("/")
    return f"https://{owner.lower()}.github.io/{name}/"


def setup(app):
    """Give each lesson and sheet its line, and each page the links of this repository."""
    app.connect("config-inited", lambda app, config: setattr(config, "html_baseurl", site()))
    app.connect("source-read", _links_of_the_text)
    app.connect(
        "doctree-resolved", _put_line, priority=400
    )  # before the time to read, which then stands above it


def _links_of_the_text(app, page, source):
    source[0] = at_home_here(source[0])


def _put_line(app, doctree, page):
    if app.builder.name != "html" or module_of(page) is None:
        return
    title = next(iter(doctree.findall(lambda node: node.tagname == "title")))
    title.parent.insert(title.parent.index(title) + 1, raw(line(page, app.env.doc2path(page, base=False))))


def line(page: str, file: str) -> str:
    """Return the line under the title of a page whose source is ``file``, as HTML."""
    download = f"{'../' * page.count('/')}{NOTEBOOKS}/{page}"
    return (
        '<nav class="cg-effort cg-launch" aria-label="Run this page">'
        f'<span>Run it in <a href="{colab(page)}">Colab</a> or <a href="{binder(file)}">Binder</a></span> · '
        f'<span>download <a href="{download}.ipynb" download aria-label="Download the notebook, .ipynb">.ipynb</a> '
        f'<a href="{download}.md" download aria-label="Download the text, .md">.md</a></span></nav>'
    )
