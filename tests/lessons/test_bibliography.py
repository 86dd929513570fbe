"""Whoever follows a citation arrives: entries are complete and used, and claims that cite hold numbers of the paper."""

import ast
import re
from pathlib import Path

import pytest

from commonground.claims import PLACE
from commonground.site.course.modules import modules

ROOT = Path(__file__).resolve().parents[2]
ENTRIES = {
    found[2]: (
        found[1],
        {
            name.lower(): value
            for name, value in re.findall(r"^\s*(\w+)\s*=\s*\{(.*)\},?$", found[3], re.MULTILINE)
        },
    )
    for found in re.finditer(
        r"^@(\w+)\{(\w+),\n(.*?)\n\}$",
        (ROOT / "book/references.bib").read_text("utf8"),
        re.MULTILINE | re.DOTALL,
    )
}
"""Kind and fields by key."""

PAGELESS = {"Transactions on Machine Learning Research", "Distill"}
"""Journals that number no pages."""

UNSEEN = {"ali2026", "berner2025", "bui2026", "lew2020", "tabaghi2021"}
"""Their pages were found at no source; their DOI or arXiv id leads to them."""

WRITTEN = [module for module in modules() if module.state == "written"]
"""Modules that are no drafts."""

CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(?:^:[^\n]*\n)*(.*?)^```$", re.MULTILINE | re.DOTALL)

each_entry = pytest.mark.parametrize("key", ENTRIES)


def claims(path):
    """Of each claim of a lesson, the keywords that are written out, by name."""
    for code in CELL.findall(path.read_text("utf8").split("\n---\n", 1)[1]):
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "claim":
                yield {
                    given.arg: given.value.value
                    for given in node.keywords
                    if isinstance(given.value, ast.Constant)
                }


def test_every_entry_is_read():
    assert len(ENTRIES) == (ROOT / "book/references.bib").read_text("utf8").count("\n@")


@each_entry
def test_it_leads_to_the_work(key):
    _, fields = ENTRIES[key]
    assert fields.keys() & {"doi", "eprint", "url"}, (
        "give its DOI, its arXiv id or, where there is neither, a url"
    )
    assert "eprint" not in fields or fields.get("archiveprefix") == "arXiv"
    assert not re.search(r"10\.\d{4}/|https?:", fields.get("note", "")), (
        "a DOI in a note is no link, and too long"
    )


@each_entry
def test_it_gives_pages_where_its_venue_has_them(key):
    kind, fields = ENTRIES[key]
    if (kind == "article" and fields["journal"] not in PAGELESS) or "series" in fields:
        assert ("pages" in fields) == (key not in UNSEEN)


def test_every_entry_is_cited():
    pages = [*ROOT.glob("lessons/*.md"), *ROOT.glob("book/*.md")]
    words = "\n".join(path.read_text("utf8") for path in pages)
    roles = re.findall(r"\{cite[^}]*\}`([^`]*)`|\bcite=\"(\w+)\"", words)
    cited = {key for role in roles for key in re.findall(r"\w+", " ".join(role))}
    assert not ENTRIES.keys() - cited


def holds_a_number(claim):
    """A number of the paper, and where in it a reader finds that number."""
    return bool(re.search(r"\d", claim.get("paper", "")) and PLACE.search(claim.get("where", "")))


@pytest.mark.parametrize("module", WRITTEN, ids=lambda module: module.slug)
def test_three_of_its_readings_are_new(module):
    section = module.source.read_text("utf8").split("\n## Readings\n")[1].split("\n## ")[0]
    readings = re.findall(r"^- \{cite:t\}`(\w+)`", section, re.MULTILINE)
    assert sum(int(ENTRIES[key][1]["year"]) >= 2024 for key in readings) >= 3


def test_most_claims_that_cite_hold_a_number_of_the_paper_and_its_place():
    cite = [claim for module in WRITTEN for claim in claims(module.source) if claim.get("cite")]
    without = [claim["name"] for claim in cite if not holds_a_number(claim)]
    assert cite and len(without) <= 0.4 * len(cite), without
