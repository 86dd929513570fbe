"""A place to write under each exercise of a sheet; ``book/_static/python/solve.js`` makes it work.

Whoever reads without scripts, on paper or in a notebook has the cells of the sheet, as ever.
"""

from docutils import nodes

from commonground.checks.exercise import Exercise, find
from commonground.site.course.modules import module_of
from commonground.site.course.promises import exercise_of
from commonground.site.listing import raw

OPEN = (
    '<div class="cg-solve" data-exercise="{number}"><p class="cg-solve-open">'
    '<button type="button" class="cg-button" name="open" aria-label="Solve {number} here">Solve it here</button>{lacks}</p></div>'
)
LACKS = ' <span class="cg-solve-note">The page has NumPy alone: an answer that imports {tools} is for Colab or Binder.</span>'
TAKE = (
    '<form class="cg-answers" autocomplete="off">'
    '<button type="button" name="take">Download your answers, .ipynb</button>'
    '<label class="cg-button">Read answers from a notebook<input type="file" name="file" accept=".ipynb"></label>'
    '<p role="status"></p></form>'
)


def setup(app):
    """Put the places, and the scripts on the pages that have them."""
    app.connect("doctree-resolved", _put_places)
    app.connect("html-page-context", _scripts)


def _is_sheet(page: str) -> bool:
    module = module_of(page)
    return module is not None and page == module.sheet


def _scripts(app, pagename, templatename, context, doctree):
    if app.builder.name == "html" and _is_sheet(pagename):
        for script in ("python.js", "python/solve.js"):
            app.add_js_file(script, loading_method="defer")


def _put_places(app, doctree, page):
    if app.builder.name != "html" or not _is_sheet(page):
        return
    exercises = [section for section in doctree.findall(nodes.section) if exercise_of(section)]
    for section in exercises:
        check = [part for part in section if any(c.startswith("tag_check:") for c in part.get("classes", ()))]
        section.insert(section.index(check[-1]) + 1, raw(_place(find(exercise_of(section)))))
    if exercises:
        parent = exercises[0].parent
        parent.insert(parent.index(exercises[0]), raw(TAKE))


def _place(exercise: Exercise) -> str:
    tools = " or ".join(f"<code>commonground.{tool}</code>" for tool in exercise.tools)
    return OPEN.format(number=exercise.number, lacks=LACKS.format(tools=tools) if tools else "")
