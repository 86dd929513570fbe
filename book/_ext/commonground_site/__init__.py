"""The Sphinx extension of the course's website: one file an idea, each with a ``setup`` of its own."""

from . import (
    about,
    access,
    across,
    cite,
    claims,
    effort,
    figures,
    formulas,
    history,
    listings,
    marks,
    modules,
    origin,
    printed,
    results,
    sitemap,
    stills,
    stylesheet,
)

__all__ = ["setup"]


def setup(app):
    """Register every part with Sphinx."""
    for part in (about, results, figures, claims, formulas, origin, access, listings, stylesheet, printed):
        part.setup(app)
    for part in (across, history, effort, stills, modules, marks, cite, sitemap):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": False}
