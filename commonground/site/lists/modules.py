"""``{modules}``: a card for each module that is written, on the landing page."""

from html import escape

from commonground.site.course import effort
from commonground.site.listing import kept, listing, pages, raw
from commonground.site.lists.figures import still


def setup(app):
    """Register the list."""
    listing(app, "modules", _cards)


def _cards(app, here: str) -> list:
    written = sorted((p for p in pages(app) if p in kept(app.env, "effort")), key=effort.module)
    return [raw(f'<ul class="cg-modules">{"".join(_card(app, here, page) for page in written)}</ul>')]


def _card(app, here: str, page: str) -> str:
    asked = effort.of(app.env, page)
    href = app.builder.get_relative_uri(here, page)
    question = f'<p class="cg-question">{escape(asked.question)}</p>' if asked.question else ""
    return (
        f'<li class="cg-module"><div><p class="cg-number">Module {effort.module(page)}'
        f'<span class="cg-share" data-share="{page}"></span></p>'
        f'<h3><a class="reference internal" href="{href}">{escape(app.env.titles[page].astext())}</a></h3>'
        f"{question}{effort.line(asked)}</div>{_picture(app, here, page)}</li>"
    )


def _picture(app, here: str, page: str) -> str:
    """The lesson's first figure, which says nothing that the title does not: no alt."""
    figures = kept(app.env, "figures").get(page)
    return still(app, here, page, figures[0], alt="") if figures else ""
