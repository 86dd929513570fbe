"""The Sphinx extension: one file an idea, each with a ``setup`` of its own."""

from commonground.site import freshness, listing, results
from commonground.site.course import effort, promises
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
from commonground.site.lists import claims, modules, progress, syllabus
from commonground.site.lists import figures as all_figures
from commonground.site.live import measure, policy, publish, sheets
from commonground.site.live.lessons import place as trials
from commonground.site.page import citation, description, history, launch
from commonground.site.teaching import kit, listed, selftest, slides

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
        freshness,
        effort,
        promises,
        kit,
        listed,
        selftest,
        all_figures,
        modules,
        syllabus,
        progress,
        policy,
        publish,
        sheets,
        trials,
        measure,
        citation,
        sitemap,
        heights,
        tabstops,
        launch,
        notebooks,
        slides,
    ):
        part.setup(app)
    return {
        "version": "1",
        "env_version": freshness.version(),
        "parallel_read_safe": False,
        "parallel_write_safe": False,
    }
