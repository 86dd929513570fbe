"""Claims: one folding table for each key result, each row with a link to its paper, and the page that lists all."""

from html import escape

from docutils import nodes
from pybtex.richtext import Text
from sphinx.util import logging

from commonground.claims import Claim
from commonground.site.listing import keep, kept, listing, pages, raw
from commonground.site.renderer import claim_output

log = logging.getLogger(__name__)


def setup(app):
    """Collect claims while pages are read; when all are known, gather those of a section and list those of the course."""
    app.add_node(claim_output, html=(_leave_out, _leave_out))
    keep(app, "claims", lambda app, doctree: [Claim(**n["content"]) for n in doctree.findall(claim_output)])
    listing(app, "claims", _all)
    app.connect("doctree-read", _require_unique_names)
    app.connect("doctree-resolved", _gather)
    app.connect("html-page-context", _let_filter)


def _require_unique_names(app, doctree):
    names = [claim.name for found in kept(app.env, "claims").values() for claim in found]
    for node in doctree.findall(claim_output):
        if names.count(node["content"]["name"]) > 1:
            log.warning(
                "two claims are called %r: a name stands in a link", node["content"]["name"], location=node
            )


def _leave_out(writer, node):
    """Claims that nobody gathered, as in a caption, are not shown."""


# ---- under an experiment


def _gather(app, doctree, page):
    """Put one folding table in place of a section's last claim, and nothing in that of the others."""
    sections: dict[int, list] = {}
    for node in doctree.findall(claim_output):
        sections.setdefault(id(_section(node)), []).append(node)
    for found in sections.values():
        claims = [Claim(**node["content"]) for node in found]
        rows = "".join(_row(app.builder, page, claim, f'id="claim-{claim.name}"') for claim in claims)
        found[-1].replace_self(
            raw(
                f'<details class="cg-claims"><summary>{_tally(claims)}</summary>{_table(claims, rows)}</details>'
            )
        )
        for node in found[:-1]:
            _remove(node)


def _section(node):
    while not isinstance(node, nodes.section | nodes.document):
        node = node.parent
    return node


def _remove(node) -> None:
    """Take a node out, and with it each container that then is empty."""
    parent = node.parent
    parent.remove(node)
    if not parent.children and isinstance(parent, nodes.container):
        _remove(parent)


def _tally(claims: list[Claim]) -> str:
    """Say how many there are, and how they came out: "3 claims: all hold, 1 differs from the paper"."""
    held = sum(claim.holds for claim in claims)
    differ = sum(not claim.agrees for claim in claims)
    if len(claims) == 1:
        return f"1 claim: {claims[0].verdict}"
    out = "all hold" if held == len(claims) else f"{held} hold, {len(claims) - held} fail"
    return f"{len(claims)} claims: {out}" + (f", {differ} {_differ(differ)} from the paper" if differ else "")


def _differ(count: int) -> str:
    return "differs" if count == 1 else "differ"


def _table(claims: list[Claim], rows: str) -> str:
    """Roles are said since on a phone the style sheet takes them away: there a row is a block of its own."""
    paper = any(claim.paper for claim in claims)
    head = "".join(
        f'<th role="columnheader" scope="col">{name}</th>'
        for name in ("Claim", "Paper", "Here", "Must hold", "Verdict")
        if paper or name != "Paper"
    )
    kind = "cg-claims-table" if paper else "cg-claims-table cg-no-paper"
    return (
        f'<table class="{kind}" role="table"><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(builder, here: str, claim: Claim, attributes: str, href: str = "") -> str:
    cells = claim.cells(_reference(builder, claim, here))
    sentence = cells.pop("Claim")
    if href:  # the words alone: what they cite is a link of its own
        words = escape(claim.sentence)
        sentence = sentence.replace(words, f'<a class="reference internal" href="{href}">{words}</a>', 1)
    body = "".join(
        f'<td role="cell" class="cg-{name.lower().replace(" ", "-")}" data-label="{name}">{value}</td>'
        for name, value in cells.items()
    )
    return f'<tr role="row" {attributes}><th role="rowheader" scope="row">{sentence}</th>{body}</tr>'


def _reference(builder, claim: Claim, here: str) -> str | None:
    """A link to the paper's place in the bibliography, in the words of the citation style."""
    if not claim.cite:
        return None
    for citation in builder.env.get_domain("cite").citations:
        if citation.key == claim.cite:
            page = builder.get_relative_uri(here, citation.bibliography_key.docname)
            words = author_and_year(builder, claim.cite)
            return f'<a class="reference internal" href="{page}#{citation.citation_id}">{words}</a>'
    log.warning("claim %r cites %r, which references.bib does not have", claim.name, claim.cite)
    return None


def author_and_year(builder, key: str) -> str:
    """Author and year, as in "Kornblith et al., 2019"."""
    for entry in builder.env.get_domain("cite").bibdata.data.entries.items():
        if entry[0] == key:
            names = [str(Text.from_latex(person.last_names[-1])) for person in entry[1].persons["author"]]
            authors = " and ".join(names) if len(names) < 3 else f"{names[0]} et al."
            return f"{authors.replace('{', '').replace('}', '')}, {entry[1].fields['year']}"
    return key


# ---- all of them


def _all(app, here: str) -> list:
    known = {page: kept(app.env, "claims").get(page, []) for page in pages(app)}
    known = {page: claims for page, claims in known.items() if claims}
    return [
        raw(_filters(app, known)),
        *(_of_page(app, here, page, claims) for page, claims in known.items()),
    ]


def _filters(app, known: dict[str, list[Claim]]) -> str:
    """How many there are of each kind, and the choices; ``claims.js`` shows them, since they do nothing without it."""
    claims = [claim for found in known.values() for claim in found]
    differ, beside = sum(not c.agrees for c in claims), sum(bool(c.paper) for c in claims)
    options = "".join(
        f'<option value="{_slug(page)}">{app.env.titles[page].astext()} ({len(found)})</option>'
        for page, found in known.items()
    )
    return (
        f'<p class="cg-count" role="status">{_tally(claims)}; '
        f"{beside} stand{'s' * (beside == 1)} beside a paper's number.</p>"
        '<form class="cg-controls cg-filter" aria-label="Which claims to show" autocomplete="off" hidden>'
        f'<label><input type="checkbox" name="differs"> differs from the paper ({differ})</label>'
        f'<label><input type="checkbox" name="paper"> has a paper\'s number ({beside})</label>'
        f'<label>Module <select name="module"><option value="">all ({len(claims)})</option>{options}</select></label>'
        "</form>"
    )


def _of_page(app, here: str, page: str, found: list[Claim]):
    section = nodes.section(ids=[_slug(page)], classes=["cg-claims-of"])
    section += nodes.title(text=app.env.titles[page].astext())
    lesson = app.builder.get_relative_uri(here, page)
    rows = ""
    for claim in found:
        kinds = " ".join(
            word for word, is_so in (("differs", not claim.agrees), ("paper", claim.paper)) if is_so
        )
        rows += _row(app.builder, here, claim, f'data-kinds="{kinds}"', f"{lesson}#claim-{claim.name}")
    section += raw(_table(found, rows))
    return section


def _slug(page: str) -> str:
    return f"claims-{page.rpartition('/')[2]}"


def _let_filter(app, pagename, templatename, context, doctree):
    if 'class="cg-controls cg-filter"' in context.get("body", ""):
        app.add_js_file("claims.js", loading_method="defer")
