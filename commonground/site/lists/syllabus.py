"""``{syllabus}``: what each module asks, shows and needs, and how long it takes."""

from html import escape

from commonground.site.course import effort
from commonground.site.course.modules import Module, modules
from commonground.site.listing import listing, raw


def setup(app):
    """Register the list."""
    listing(app, "syllabus", _all)


def _all(app, here: str) -> list:
    written = [module.number for module in modules() if module.state == "written"]
    ready = f"<p><strong>Written: {_modules(written)}.</strong> The others are in preparation.</p>"
    entries = "".join(_entry(app, here, module) for module in modules())
    return [raw(f'{ready if len(written) < len(modules()) else ""}<dl class="simple">{entries}</dl>')]


def _entry(app, here: str, module: Module) -> str:
    name = f"{module.number} · {escape(module.title)}"
    if module.is_built:
        href = app.builder.get_relative_uri(here, module.lesson)
        name = f'<a class="reference internal" href="{href}">{name}</a>'
    needs = f"Needs {_modules(module.needs)}."
    time = effort.words(app.env, module) if module.is_built else "In preparation."
    return (
        f"<dt>{name} — <em>{escape(module.question)}</em></dt>"
        f'<dd><p>{escape(module.shows)}</p><p class="cg-effort">{needs} {time}</p></dd>'
    )


def _modules(numbers) -> str:
    """Numbers of modules as a sentence has them: "nothing", "module 1", "modules 1, 2 and 4"."""
    *most, last = map(str, numbers or ["nothing"])
    if not numbers:
        return last
    return f"modules {', '.join(most)} and {last}" if most else f"module {last}"
