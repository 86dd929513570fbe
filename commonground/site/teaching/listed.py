"""``{kit}``: for each module its page of the kit, its slides, its exercises and how long a class takes at home."""

from html import escape

from commonground.site.course import effort
from commonground.site.course.modules import Module, modules
from commonground.site.listing import listing, raw
from commonground.site.teaching.kit import FOLDER


def setup(app):
    """Register the list."""
    listing(app, "kit", _all)


def _all(app, here: str) -> list:
    rows = "".join(_row(app, here, module) for module in modules() if module.is_built)
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Module", "Slides", "At home"))
    return [raw(f'<table class="cg-quiet table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>')]


def _row(app, here: str, module: Module) -> str:
    page, name = f"{FOLDER}/{module.name}", f"{module.number} · {escape(module.title)}"
    if page in app.env.found_docs:
        name = f'<a class="reference internal" href="{app.builder.get_relative_uri(here, page)}">{name}</a>'
    slides = f"{'../' * here.count('/')}slides/{module.name}.html"
    deck = f'<a href="{slides}" aria-label="Slides of module {module.number}">open</a>'
    shown = deck if app.builder.name == "html" else "on the website"
    return f"<tr><th>{name}</th><td>{shown}</td><td>{effort.words(app.env, module)}</td></tr>"
