"""What a page is made from decides whether it is made anew: not its own source alone.

Sphinx sees an edit of a page, of its templates and of the results that it shows. Here stands what else is behind a page.
"""

from hashlib import sha256
from pathlib import Path

from sphinx import addnodes

from commonground.site import ROOT
from commonground.site.course.modules import module_of
from commonground.site.renderer import claim_output

BEHIND_ALL = ("commonground/site/**/*.py", "CITATION.cff", "_config.yml")
"""What stands behind every page: the website's own code, how it is cited, where it can be run."""


def setup(app):
    """Note behind each page that is read what it is made from."""
    app.connect("doctree-read", _note)
    app.connect("env-get-outdated", _all_where_the_index_is_old)


def version() -> int:
    """Return a number that changes with what stands behind every page."""
    digest = sha256()
    for pattern in BEHIND_ALL:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return int(digest.hexdigest()[:8], 16)


def _all_where_the_index_is_old(app, env, added, changed, removed):
    """The pages to make anew: all, where a search index of other code is there, to which Sphinx can add nothing.

    The course on one page shares what was read with the website, and may have read it with the new code first.
    """
    index = Path(app.outdir, "searchindex.js")
    if app.builder.name != "html" or not index.exists():
        return []
    return [] if f": {version()}," in index.read_text("utf-8") else sorted(env.found_docs)


def _note(app, doctree):
    for path in _sources(app.env.docname, doctree):
        app.env.note_dependency(str(path))


def _sources(page: str, doctree) -> list[Path]:
    """The files behind a page: a lesson and its sheet name each other's places, and both the exercises' minutes."""
    found = []
    if module := module_of(page):
        other = module.sheet if page == module.lesson else module.lesson
        found += [*ROOT.glob(f"{other}.*"), *module.checks.glob("*.py")]
    if any(doctree.findall(_cites)):
        found.append(ROOT / "book" / "references.bib")
    return found


def _cites(node) -> bool:
    if isinstance(node, claim_output):
        return bool(node["content"]["cite"])
    return isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite"
