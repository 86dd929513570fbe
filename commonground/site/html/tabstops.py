"""Lets the keyboard scroll what is wider than its place, without asking for every width at once.

When a page is complete the theme asks each block of code whether it overflows, and marks it before it asks the next: a
phone then sets the whole page, again and again, in one go of a second. ``tabstops.js`` asks each block once it is set.
"""

import re
from pathlib import Path

from sphinx.errors import ExtensionError

THEME = Path("_static", "scripts", "pydata-sphinx-theme.js")
ASKS = re.compile(r'"complete"===document\.readyState\?(\w+)\(\):window\.addEventListener\("load",\1\)')
SILENT = "void 'tabstops.js does that'"


def setup(app):
    """Put our way in place of the theme's."""
    app.add_js_file("tabstops.js", loading_method="defer")
    app.connect("build-finished", _silence_theme)


def _silence_theme(app, exception):
    script = Path(app.outdir, THEME)
    if exception or not script.is_file():
        return
    silenced, found = ASKS.subn(SILENT, script.read_text("utf8"))
    if not found and SILENT not in silenced:
        raise ExtensionError(f"{THEME} no longer marks what overflows as it did: see {Path(__file__).name}")
    script.write_text(silenced, "utf8")
