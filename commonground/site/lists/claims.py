"""Claims under their experiments, each with a link to its paper, and the page that lists all of them."""

from docutils import nodes
from pybtex.richtext import Text
from sphinx.util import logging

from commonground.claims import Claim
from commonground.site.listing import keep, kept, listing, pages
from commonground.site.renderer import claim_output

log = logging.getLogger(__name__)


def setup(app):
    """Collect claims while pages are read, list them when all are known."""
    app.add_node(claim_output, html=(_visit_claim, _depart))
    keep(app, "claims", lambda app, doctree: [Claim(**n["content"]) for n in doctree.findall(claim_output)])
    listing(app, "claims", _all)
    app.connect("doctree-read", _require_unique_names)


def _require_unique_names(app, doctree):
    names = [claim.name for found in kept(app.env, "claims").values() for claim in found]
    for node in doctree.findall(claim_output):
        if names.count(node["content"]["name"]) > 1:
            log.warning(
                "two claims are called %r: a name stands in a link", node["content"]["name"], location=node
            )


def _visit_claim(writer, node):
    claim = Claim(**node["content"])
    writer.body.append(claim.html(_reference(writer.builder, claim)))


def _depart(writer, node):
    pass


def _reference(builder, claim: Claim, frm: str | None = None) -> str | None:
    """A link to the paper's place in the bibliography, in the words of the citation style."""
    if not claim.cite:
        return None
    domain = builder.env.get_domain("cite")
    for citation in domain.citations:
        if citation.key == claim.cite:
            frm = frm or builder.current_docname
            href = (
                f"{builder.get_relative_uri(frm, citation.bibliography_key.docname)}#{citation.citation_id}"
            )
            return f'<a class="reference internal" href="{href}">{author_and_year(builder, claim.cite)}</a>'
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


def _all(app, here: str) -> list:
    known = kept(app.env, "claims")
    return [_of_page(app, here, page, known[page]) for page in pages(app) if page in known]


def _of_page(app, here: str, page: str, found: list[Claim]):
    title = app.env.titles[page].astext()
    section = nodes.section(ids=[f"claims-{page.split('/')[-1]}"])
    section += nodes.title(text=title)
    rows = "".join(_row(app.builder, here, page, claim) for claim in found)
    head = "".join(
        f'<th scope="col">{name}</th>' for name in ("Claim", "Paper", "Here", "Must hold", "Verdict")
    )
    section += nodes.raw(
        text=f'<div class="cg-table" tabindex="0" role="region" aria-label="Claims of {title}"><table class="cg-claims">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>",
        format="html",
    )
    return section


def _row(builder, here: str, page: str, claim: Claim) -> str:
    href = f"{builder.get_relative_uri(here, page)}#claim-{claim.name}"
    source = ", ".join(part for part in (_reference(builder, claim, here), claim.where) if part)
    verdict = "holds" if claim.holds else "fails"
    verdict += "" if claim.agrees else "; differs from the paper"
    return (
        f'<tr><th scope="row"><a class="reference internal" href="{href}">{claim.sentence}</a></th><td>{claim.paper}'
        f"{f' ({source})' if source else ''}</td><td>{claim.ours}, {claim.count} {claim.over}</td><td>{claim.rule}</td><td>{verdict}</td></tr>"
    )
