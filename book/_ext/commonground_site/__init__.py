"""The Sphinx extension of the course's website: one file an idea, each with a ``setup`` of its own."""

from hashlib import sha256
from pathlib import Path

from . import (
    about,
    access,
    across,
    cite,
    claims,
    effort,
    figures,
    formulas,
    heights,
    history,
    launch,
    listings,
    marks,
    modules,
    notebooks,
    origin,
    printed,
    results,
    sitemap,
    stills,
    stylesheet,
    tabstops,
)

__all__ = ["setup"]


def setup(app):
    """Register every part with Sphinx."""
    for part in (about, results, figures, claims, formulas, origin, access, listings, stylesheet, printed):
        part.setup(app)
    for part in (
        across,
        history,
        effort,
        stills,
        modules,
        marks,
        cite,
        sitemap,
        heights,
        tabstops,
        launch,
        notebooks,
    ):
        part.setup(app)
    here = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    return {
        "version": "1",
        "env_version": int(sha256(here).hexdigest()[:8], 16),  # a change in here writes every page anew
        "parallel_read_safe": False,
        "parallel_write_safe": False,
    }
