"""Every script, style and font comes from the site itself, in as few files as can be."""

import re

from commonground.site import ROOT

SCRIPTS_WE_DO_NOT_USE = ("sphinx-thebe", "thebe", "design-tabs")
"""Scripts that the theme's parts add to every page whether it uses them or not."""

STYLES_WE_DO_NOT_USE = ("sphinx-thebe",)


def setup(app):
    """Serve our own copies, and drop what would ask others."""
    app.connect("builder-inited", _serve_own_files)
    app.connect("html-page-context", _drop_strangers, priority=900)


def _serve_own_files(app):
    # Jupyter Book adds every .js and .css below html_static_path to every page: so this comes after it has looked.
    app.config.html_static_path += [str(ROOT / "book" / folder) for folder in ("_vendor", "_static")]
    app.add_css_file("site.css", priority=900)
    app.add_js_file("figures.js", loading_method="defer")


def _drop_strangers(app, pagename, templatename, context, doctree):
    context["script_files"] = [s for s in context["script_files"] if _ours(s, SCRIPTS_WE_DO_NOT_USE)]
    for script in context["script_files"]:
        name = getattr(script, "filename", None)
        if name and "documentation_options" not in name:  # which the theme's inline script needs at once
            script.attributes["defer"] = "defer"
    context["css_files"] = [s for s in context["css_files"] if _ours(s, STYLES_WE_DO_NOT_USE)]


def _ours(asset, unused) -> bool:
    name = str(getattr(asset, "filename", None) or "")
    body = str(getattr(asset, "attributes", {}).get("body", ""))
    return not re.match(r"(https?:)?//", name) and not any(u in name for u in unused) and "THEBE" not in body
