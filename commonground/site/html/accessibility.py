"""What the theme's parts leave unsaid or say wrongly to a screen reader, put right in the page's HTML.

Nothing here is seen: ``tests/site/test_accessible.py`` fails without it.
"""

MENDS = {
    # A name given to a summary hides the words that stand in it.
    '<summary aria-label="Toggle hidden content">': "<summary>",
    # docutils' role for an entry of a bibliography is withdrawn; its list asks for items.
    'role="doc-biblioentry"': 'role="listitem"',
}


def setup(app):
    """Mend each page's text, and the menu beside it."""
    app.connect("html-page-context", _mend_text)
    app.connect("html-page-context", _name_folds, priority=940)  # when the theme has made its menu


def _mend_text(app, pagename, templatename, context, doctree):
    for wrong, right in MENDS.items():
        if "body" in context:
            context["body"] = context["body"].replace(wrong, right)


def _name_folds(app, pagename, templatename, context, doctree):
    """The arrow that unfolds a part of the menu is a picture: say what it does."""
    menu = context.get("generate_toctree_html")
    if menu is not None:
        context["generate_toctree_html"] = lambda *args, **options: str(menu(*args, **options)).replace(
            "<summary>", '<summary aria-label="Pages below this one">'
        )
