"""``{syllabus}``: what each module asks, shows and needs, and how long it takes; ``{plan}``: weeks, and their hours.

``{needs}`` is a small map: which module needs which.
"""

from html import escape

from docutils import nodes
from docutils.parsers.rst import Directive

from commonground.site.course import effort
from commonground.site.course.modules import Module, module_of, modules
from commonground.site.listing import keep, kept, listing, place, raw


def setup(app):
    """Register the lists."""
    listing(app, "syllabus", _all)
    listing(app, "needs", _map)
    keep(app, "needs", _what_it_needs)
    app.add_directive("plan", Plan)
    app.connect("doctree-resolved", _fill_plans)


def _all(app, here: str) -> list:
    written = [module.number for module in modules() if module.state == "written"]
    ready = f"<p><strong>Written: {_modules(written)}.</strong> The others are in preparation.</p>"
    entries = "".join(_entry(app, here, module) for module in modules())
    return [raw(f'{ready if len(written) < len(modules()) else ""}<dl class="simple">{entries}</dl>')]


def _entry(app, here: str, module: Module) -> str:
    name = f"{module.number} · {escape(module.title)}"
    if module.is_built:
        name = _link(app, here, module, name)
    needs = kept(app.env, "needs").get(module.lesson) or f"Needs {_modules(module.needs)}."
    time = effort.words(app.env, module) if module.is_built else "In preparation."
    return (
        f"<dt>{name} — <em>{escape(module.question)}</em></dt>"
        f'<dd><p>{escape(module.shows)}</p><p class="cg-effort">{escape(needs)} {time}</p></dd>'
    )


def _link(app, here: str, module: Module, name: str) -> str:
    return (
        f'<a class="reference internal" href="{app.builder.get_relative_uri(here, module.lesson)}">{name}</a>'
    )


def _what_it_needs(app, doctree) -> str:
    """The sentence in which a lesson says what of the others it needs."""
    module = module_of(app.env.docname)
    if module is None or app.env.docname != module.lesson:
        return ""
    said = (paragraph.astext() for paragraph in doctree.findall(nodes.paragraph))
    return next((" ".join(words.split()) for words in said if words.startswith("You need ")), "")


def _modules(numbers) -> str:
    """Numbers of modules as a sentence has them: "nothing", "module 1", "modules 1, 2 and 4"."""
    *most, last = map(str, numbers or ["nothing"])
    if not numbers:
        return last
    return f"modules {', '.join(most)} and {last}" if most else f"module {last}"


# ---- the map


def _map(app, here: str) -> list:
    """A row for each module, a column for each that another one needs."""
    needed = sorted({number for module in modules() for number in module.needs})
    head = "".join(f'<th scope="col">{number}</th>' for number in needed)
    rows = "".join(
        f'<tr><th scope="row">{_link(app, here, module, f"{module.number} · {escape(module.title)}")}</th>'
        + "".join(_cell(number in module.needs) for number in needed)
        + "</tr>"
        for module in modules()
    )
    return [
        raw(
            '<table class="cg-quiet cg-needs table"><caption>A dot: the module on the left needs the one above.</caption>'
            f'<thead><tr><th scope="col">Module</th>{head}</tr></thead><tbody>{rows}</tbody></table>'
        )
    ]


def _cell(is_needed: bool) -> str:
    dot = '<span role="img" aria-label="needed">●</span>'
    return f"<td>{dot if is_needed else ''}</td>"


# ---- plans


class Plan(Directive):
    """Weeks: a line is ``when | what | modules``, the numbers of those that are read and worked through then."""

    has_content = True

    def run(self):
        env = self.state.document.settings.env
        kept(env, "places")[env.docname] = True
        rows = [[part.strip() for part in line.split("|")] for line in self.content if line.strip()]
        return [place("", kind="plan", rows=rows)]


def _fill_plans(app, doctree, page):
    for spot in list(doctree.findall(place)):
        if spot["kind"] == "plan":
            spot.replace_self(raw(_plan(app.env, spot["rows"])))


def _plan(env, rows: list[list[str]]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("When", "What", "To read", "Exercises"))
    body = "".join(_week(env, *row) for row in rows)
    return f'<table class="cg-quiet table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _week(env, when: str, what: str, numbers: str) -> str:
    taken = [module for module in modules() if str(module.number) in numbers.replace(",", " ").split()]
    reading = sum(kept(env, "reading")[module.lesson] for module in taken)
    working = sum(exercise.minutes for module in taken for exercise in module.exercises)
    times = "".join(f"<td>{effort.duration(minutes) or '–'}</td>" for minutes in (reading, working))
    return f'<tr><th scope="row">{escape(when)}</th><td>{escape(what)}</td>{times}</tr>'
