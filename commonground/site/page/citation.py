"""Cite this page: in words and in BibTeX, from ``CITATION.cff`` and the page's own title and address."""

from urllib.parse import urljoin

import yaml

from commonground.site import ROOT


def setup(app):
    """Give each page the two forms."""
    app.connect("builder-inited", _read)
    app.connect("html-page-context", _tell)


def _read(app):
    app.commonground_work = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf8"))


def _tell(app, pagename, templatename, context, doctree):
    if doctree is None:
        return
    work, year = app.commonground_work, app.config.copyright
    authors = [
        author.get("name") or f"{author['given-names']} {author['family-names']}"
        for author in work["authors"]
    ]
    title = app.env.titles[pagename].astext()
    address = urljoin(app.config.html_baseurl, app.builder.get_target_uri(pagename))
    whole = "" if pagename == app.config.root_doc else f"In {work['title']}, "
    title = title if whole else work["title"]
    context["cite_words"] = (
        f"{', '.join(authors)} ({year}). {title}. {whole}version {work['version']}. {address}".replace(
            ". v", ". V"
        )
    )
    # Double braces keep an organisation's name, and a title's capitals, as they are.
    fields = {
        "author": " and ".join(
            f"{{{_tex(a)}}}" if "name" in d else _tex(a)
            for a, d in zip(authors, work["authors"], strict=True)
        ),
        "title": f"{{{_tex(title)}}}",
        "howpublished": _tex(work["title"]) if whole else "",
        "year": year,
        "note": f"Version {work['version']}",
        "url": address,
    }
    rows = "".join(f"  {key:<12} = {{{value}}},\n" for key, value in fields.items() if value)
    context["cite_bibtex"] = f"@misc{{commonground-{pagename.rpartition('/')[2]},\n{rows}}}"


def _tex(text: str) -> str:
    return "".join(f"\\{c}" if c in "&%$#_{}" else c for c in text)
