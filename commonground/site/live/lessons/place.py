"""A button under each cell that a reader can try, and what the lesson had computed before it, as a file of the website.

``book/_static/python/try.js`` makes the button work; whoever reads without scripts, on paper or in a notebook has the cell.
"""

import ast
import hashlib
import shutil
from html import escape
from pathlib import Path

from docutils import nodes

from commonground.site import ROOT, results
from commonground.site.course.modules import module_of
from commonground.site.listing import raw
from commonground.site.live.lessons.pack import TAG, cells_of, key_of

FOLDER = "try"
"""Where the files are in the website."""

PLACE = (
    '<div class="cg-solve cg-try" data-cell="{key}" data-from="{file}" data-names="{names}"><p class="cg-solve-open">'
    '<button type="button" class="cg-button" name="open" aria-label="Try it: cell {number} of {count}">Try it</button></p></div>'
)


def setup(app):
    """Put the places, the script, and the files."""
    app.connect("env-updated", _publish)
    app.connect("doctree-resolved", _put_places)
    app.connect("html-page-context", _script)


def _publish(app, env):
    if app.builder.name != "html":
        return
    out = Path(app.outdir, FOLDER)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for page in results.lessons():
        if file := results.saved(page):
            (out / _name(page.stem, file)).write_bytes(file)


def _name(stem: str, file: bytes) -> str:
    """The name of a lesson's file, which changes with its content."""
    return f"{stem}.{hashlib.sha256(file).hexdigest()[:10]}.npz"


def _script(app, pagename, templatename, context, doctree):
    if app.builder.name == "html" and "cg-try" in context.get("body", ""):
        for script in ("python.js", "python/try.js"):
            app.add_js_file(script, loading_method="defer")


def _put_places(app, doctree, page):
    module = module_of(page)
    if app.builder.name != "html" or module is None or page != module.lesson:
        return
    path = ROOT / f"{page}.md"
    if not (file := results.saved(path)):
        return
    known = cells_of(file)
    found = {}
    for cell in doctree.findall(_is_tagged):
        key = key_of(next(cell.findall(nodes.literal_block)).astext())
        if "before" in known.get(key, ()):
            found[key] = cell
    for number, (key, cell) in enumerate(found.items(), start=1):
        place = PLACE.format(
            key=key,
            file=f"{FOLDER}/{_name(path.stem, file)}",
            number=number,
            count=len(found),
            names=escape(" ".join(_names(known[key]["before"]))),
        )
        cell.parent.insert(cell.parent.index(cell) + 1, raw(place))


def _is_tagged(node) -> bool:
    return isinstance(node, nodes.container) and f"tag_{TAG}" in node.get("classes", ())


def _names(before: str) -> list[str]:
    """What a cell finds there."""
    names = []
    for statement in ast.parse(before).body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            names += [alias.asname or alias.name for alias in statement.names]
        elif isinstance(statement, ast.Assign):
            names += [target.id for target in statement.targets if isinstance(target, ast.Name)]
        elif isinstance(statement, ast.FunctionDef | ast.ClassDef):
            names.append(statement.name)
    return names
