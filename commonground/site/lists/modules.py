"""``{modules}``: a card for each module that has a page, and a table of those in preparation, on the landing page."""

from html import escape

from commonground.site.course import effort
from commonground.site.course.modules import Module, modules
from commonground.site.listing import kept, listing, raw
from commonground.site.lists.figures import still


def setup(app):
    """Register the list."""
    listing(app, "modules", _all)


def _all(app, here: str) -> list:
    cards = "".join(_card(app, here, module) for module in modules() if module.is_built)
    rows = "".join(
        f"<tr><td>{module.number} · {escape(module.title)}</td><td>{escape(module.question)}</td></tr>"
        for module in modules()
        if not module.is_built
    )
    table = (
        "<p>In preparation:</p>"
        '<table class="cg-quiet table"><thead><tr><th scope="col">Module</th><th scope="col">The question</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )
    return [raw(f'<ul class="cg-modules">{cards}</ul>{table if rows else ""}')]


def _card(app, here: str, module: Module) -> str:
    href = app.builder.get_relative_uri(here, module.lesson)
    draft = " · draft" if module.state == "draft" else ""
    return (
        f'<li class="cg-module"><div><p class="cg-number">Module {module.number}{draft}'
        f'<span class="cg-share" data-share="{module.lesson}"></span></p>'
        f'<h3><a class="reference internal" href="{href}">{escape(module.title)}</a></h3>'
        f'<p class="cg-question">{escape(module.question)}</p>{effort.line(app.env, module)}</div>'
        f"{_picture(app, here, module.lesson)}</li>"
    )


def _picture(app, here: str, page: str) -> str:
    """The lesson's first figure, which says nothing that the title does not: no alt."""
    figures = kept(app.env, "figures").get(page)
    return still(app, here, page, figures[0], alt="") if figures else ""
