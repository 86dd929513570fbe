"""What a page says of itself to search engines and to whoever is sent its link."""

from html import escape
from urllib.parse import urljoin

from docutils import nodes

LENGTH = 160
"""Characters of a description that search engines show."""


def setup(app):
    """Describe every page by its own first paragraph."""
    app.connect("html-page-context", _describe)


def _describe(app, pagename, templatename, context, doctree):
    words = _first_words(doctree) or app.config.html_title
    base = app.config.html_baseurl
    address = urljoin(base, f"{pagename}.html")
    title = context.get("title") or app.config.html_title
    social = {
        "og:type": "article" if doctree is not None else "website",
        "og:site_name": app.config.html_title,
        "og:title": _plain(title),
        "og:description": words,
        "og:url": address,
        "og:image": urljoin(base, "_static/card.png"),
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "The digits of two networks, blue and orange, laid one on the other.",
        "twitter:card": "summary_large_image",
    }
    context["social"] = social
    context["metatags"] = (
        context.get("metatags", "") + f'<meta name="description" content="{escape(words, quote=True)}">\n'
    )


def _first_words(doctree) -> str:
    """The first paragraph of the page's text, cut at a word."""
    if doctree is None:
        return ""
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if len(text) > 40:
            return text if len(text) <= LENGTH else f"{text[:LENGTH].rsplit(' ', 1)[0]} …"
    return ""


def _plain(title: str) -> str:
    return (
        nodes.unescape(title)
        if "<" not in title
        else "".join(part.split(">")[-1] for part in title.split("<"))
    )
