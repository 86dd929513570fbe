"""The Sphinx extension: one file an idea, each with a ``setup`` of its own."""

from hashlib import sha256

from commonground.site import ROOT, listing, results
from commonground.site.course import effort
from commonground.site.editions import notebooks, paper
from commonground.site.html import (
    accessibility,
    assets,
    code,
    figures,
    formulas,
    heights,
    sitemap,
    stylesheet,
    tabstops,
)
from commonground.site.lists import claims, modules, progress
from commonground.site.lists import figures as all_figures
from commonground.site.page import citation, description, history, launch

__all__ = ["setup"]


def setup(app):
    """Register every part with Sphinx."""
    for part in (
        description,
        results,
        figures,
        claims,
        formulas,
        assets,
        accessibility,
        code,
        stylesheet,
        paper,
        listing,
        history,
        effort,
        all_figures,
        modules,
        progress,
        citation,
        sitemap,
        heights,
        tabstops,
        launch,
        notebooks,
    ):
        part.setup(app)
    here = b"".join(path.read_bytes() for path in sorted((ROOT / "commonground" / "site").rglob("*.py")))
    return {
        "version": "1",
        "env_version": int(sha256(here).hexdigest()[:8], 16),  # a change in here writes every page anew
        "parallel_read_safe": False,
        "parallel_write_safe": False,
    }
