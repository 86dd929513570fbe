"""Code with an element for each token that has a colour, and none for the others.

Pygments wraps every name, bracket and space, though names, brackets and spaces are of the text's own colour. A third
of a lesson's elements were there for nothing, and a phone lays each of them out.
"""

import re

from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES, Text, Whitespace


def setup(app):
    """Unwrap the plain tokens of each page."""
    app.connect("html-page-context", _unwrap_plain)


def _unwrap_plain(app, pagename, templatename, context, doctree):
    if "body" in context:
        plain = "|".join(_plain(app.config.html_theme_options))
        context["body"] = re.sub(rf'<span class="(?:{plain})">([^<]*)</span>', r"\1", context["body"])


def _plain(options: dict) -> list[str]:
    """The classes of tokens that look like text in the light style and in the dark one; a space has no colour to show."""
    styles = [get_style_by_name(options[f"pygments_{mode}_style"]) for mode in ("light", "dark")]
    return [
        name
        for token, name in STANDARD_TYPES.items()
        if name
        and (
            token is Whitespace
            or all(style.style_for_token(token) == style.style_for_token(Text) for style in styles)
        )
    ]
