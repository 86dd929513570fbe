"""Tells a phone about how tall each section will be, so that it need not lay out what nobody has come to yet.

A lesson has eight thousand elements. With ``content-visibility: auto`` (in ``site.css``) a phone sets the sections near
the reader first and takes our word for the others, which ``sections.js`` sets when there is a reader and nothing else to do.
"""

import re
from math import ceil

from bs4 import BeautifulSoup, Tag

LINE, LETTERS = 29.7, 42
"""Height of a line of text in pixels, and the letters that it holds, on a phone of 390 pixels."""

UNSEEN = re.compile(
    r'<span class="katex-mathml">.*?</math></span>|<(script|style|svg|template)\b.*?</\1>', re.DOTALL
)
"""What takes no room of its own: among it the twin of each formula, which screen readers read."""

INLINE = re.compile(r"</?(span|a|em|strong|code|mark|sup|sub|i|b)\b[^>]*>")
"""Nine elements of ten, which stand in a line and say nothing of how tall it is."""

SECTION = re.compile(r'<section[^>]* id="([^"]+)"')
FOLDED = 58


def setup(app):
    """Write each section's height into its tag."""
    app.add_js_file("sections.js", loading_method="defer")
    app.connect("html-page-context", _tell_heights, priority=960)  # when figures and tables are in the text


def _tell_heights(app, pagename, templatename, context, doctree):
    if doctree is None or "body" not in context or app.builder.name == "singlehtml":  # paper is no phone
        return
    page = BeautifulSoup(INLINE.sub("", UNSEEN.sub("", context["body"])), "html.parser")
    heights = {s["id"]: _height(s) for s in page.select("section section[id]")}
    context["body"] = SECTION.sub(
        lambda tag: f'{tag[0]} style="--tall:{heights[tag[1]]:.0f}px"' if tag[1] in heights else tag[0],
        context["body"],
    )


def _height(element: Tag) -> float:
    """Estimate how tall an element will be on a phone, in pixels."""
    match element.name:
        case "h1" | "h2" | "h3" | "h4":
            return 70 + 30 * ceil(len(element.get_text()) / 26)
        case "p" | "li" | "dt" | "dd" | "figcaption" if not element.find(["ul", "ol", "p", "pre", "dl"]):
            return LINE * max(1, ceil(len(" ".join(element.get_text().split())) / LETTERS)) + 18
        case "details":
            return FOLDED
        case "pre":
            return 19.2 * (element.get_text().count("\n") + 1) + 24
        case "figure":
            narrow = re.search(r"--narrow:\s*(\d+)px", str(element)[:4000])
            caption = element.find("figcaption")
            controls = 54 * len(element.select(".cg-control"))
            return (int(narrow[1]) if narrow else 300) + controls + 70 + (_height(caption) if caption else 0)
        case "tr":
            return LINE * max(
                1,
                ceil(max((len(cell.get_text()) for cell in element.find_all(["td", "th"])), default=1) / 16),
            )
    if "math" in element.get("class", []):
        return 70
    if "cg-clear" in element.get("class", []):
        return 84
    return sum(_height(child) for child in element.children if isinstance(child, Tag))
