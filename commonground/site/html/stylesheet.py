"""One style sheet for the whole site: all the theme's and its parts', less what no page uses.

As they come, a dozen sheets hold 550 kB, nine tenths of them for things this site does not have. After a build
each rule whose class stands in no page and no script is dropped, and the fonts are cut to the letters that are left.
"""

import re
from pathlib import Path

import tinycss2
from sphinx.util import logging

from commonground.site.html.fonts import cut_fonts

log = logging.getLogger(__name__)

SHEET = "course.css"
THEME = ("styles/theme.css", "styles/pydata-sphinx-theme.css")
"""The theme's own sheets, which its templates would load before all others."""


def setup(app):
    """Give every page the one sheet, and write it when the pages are known."""
    app.connect("html-page-context", _one_sheet, priority=950)
    app.connect("build-finished", _write_sheet, priority=900)  # after the theme has written its code colours


def _one_sheet(app, pagename, templatename, context, doctree):
    names = [
        str(getattr(sheet, "filename", sheet)).removeprefix("_static/").split("?")[0]
        for sheet in context["css_files"]
    ]
    app.commonground_sheets = [*THEME, *names]
    context["css_files"] = [f"_static/{SHEET}"]


def _write_sheet(app, exception):
    if exception or app.builder.format != "html" or not hasattr(app, "commonground_sheets"):
        return
    static = Path(app.outdir) / "_static"
    used = _words(Path(app.outdir), static)
    rules = [
        rule for name in dict.fromkeys(app.commonground_sheets) for rule in _rules(static / name, static)
    ]
    text = "\n".join(filter(None, (_kept(rule, used) for rule in rules)))
    (static / SHEET).write_text(cut_fonts(text, Path(app.outdir)), "utf8")


def _words(site: Path, static: Path) -> set[str]:
    """Every word that could be the name of a class: in the pages, and in the scripts that change them."""
    scripts = [
        p
        for p in static.rglob("*.js")
        if not {"plotly", "figures", "reveal"} & {*p.relative_to(static).parts[:-1]}
    ]
    pages = [p for p in site.rglob("*.html") if static not in p.parents]
    return {
        word
        for p in [*pages, *scripts]
        if "fontawesome" not in p.name
        for word in re.findall(r"[\w-]+", p.read_text("utf8"))
    }


def _rules(path: Path, static: Path):
    """The rules of a sheet, those it imports in their place, with addresses relative to ``_static``."""
    folder = path.parent.relative_to(static).as_posix()
    text = re.sub(
        r"url\(([\"']?)(?!data:|#|https?:)([^)\"']+)\1\)",
        lambda m: f"url({_join(folder, m[2])})",
        path.read_text("utf8"),
    )
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "error":
            log.warning("a style rule cannot be read: %s", rule.message, location=str(path))
        elif rule.type == "at-rule" and rule.lower_at_keyword == "import":
            target = next(t.value for t in rule.prelude if t.type in ("string", "url"))
            yield from _rules((path.parent / target).resolve(), static)
        elif not (rule.type == "at-rule" and rule.lower_at_keyword == "charset"):
            yield rule


def _join(folder: str, address: str) -> str:
    parts = [] if folder == "." else folder.split("/")
    for part in address.split("/"):
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(part for part in parts if part != ".")


def _kept(rule, used: set[str]) -> str:
    """The rule's text without the selectors that match nothing here; empty if none is left."""
    if rule.type == "qualified-rule":
        selectors = [s for s in _split(tinycss2.serialize(rule.prelude)) if _in_use(s, used)]
        return f"{','.join(selectors)}{{{_tight(rule.content)}}}" if selectors else ""
    if rule.content is None:
        return rule.serialize()
    if rule.lower_at_keyword in ("media", "supports", "layer", "container"):
        inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        body = "".join(_kept(r, used) for r in inner if r.type in ("qualified-rule", "at-rule"))
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{body}}}" if body else ""
    return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{_tight(rule.content)}}}"


def _split(prelude: str) -> list[str]:
    """Split a list of selectors at its commas, not at those inside ``:is(…)``."""
    return [s.strip() for s in re.split(r",(?![^(]*\))", prelude)]


def _in_use(selector: str, used: set[str]) -> bool:
    """A selector may match if each class and id it asks for (not those it excludes) is a word of the site."""
    asked = re.sub(r":(not|is|where)\([^)]*\)|\[[^]]*\]", "", selector)
    return all(
        name.replace("\\", "") in used for name in re.findall(r"[.#](-?[A-Za-z_](?:[\w-]|\\.)*)", asked)
    )


def _tight(content) -> str:
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", tinycss2.serialize(content), flags=re.S)).strip()
