"""MyST in plain Markdown, which Jupyter, Colab and GitHub show: readable, with links to what they cannot show."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from pybtex.database import parse_file
from pybtex.richtext import Text

from commonground.site import ROOT
from commonground.site.page.launch import site

BLOCK = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{(?P<kind>[\w:-]+)\}[ ]*(?P<title>[^\n]*)\n"
    r"(?P<options>(?::[\w-]+:[^\n]*\n)*)(?P<body>.*?)^(?P=fence)[ ]*$",
    re.MULTILINE | re.DOTALL,
)
ROLE = re.compile(r"\{(?P<kind>[a-z:]+)\}`(?P<text>[^`]+)`")
LINK = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")
MARK = re.compile(r"^(?:%.*|\([\w-]+\)=)\n", re.MULTILINE)
"""A comment, or the name of a place: nothing that a reader sees."""


class NoPlainForm(ValueError):
    """A directive or a role of MyST that this file does not know."""


def plain(text: str, page: str) -> str:
    """Return the Markdown of a page, such as ``lessons/03-sets``, without directives, roles and relative links.

    Raises
    ------
    NoPlainForm
        If it holds a directive or a role that has no plain form yet.
    """
    text = BLOCK.sub(lambda block: _block(block, page), MARK.sub("", text))
    text = ROLE.sub(lambda role: _role(role["kind"], role["text"], page), text)
    return LINK.sub(lambda link: _link(link, page), text)


def _block(block, page: str) -> str:
    title, body = block["title"].strip(), block["body"].strip()
    match block["kind"]:
        case "dropdown":
            return f"<details>\n<summary>{title}</summary>\n\n{body}\n\n</details>"
        case "admonition":
            return "\n".join(f"> {line}".rstrip() for line in f"**{title}**\n\n{body}".split("\n"))
        case "math":
            return f"$$\n{body}\n$$"
    raise NoPlainForm(
        f"{page}: the directive {{{block['kind']}}} has no plain form: give it one in commonground/site/editions/markdown.py"
    )


def _role(kind: str, text: str, page: str) -> str:
    keys = [key.strip() for key in text.split(",")]
    match kind:
        case "cite:t":
            return " and ".join(f"[{authors} ({year})]({work})" for authors, year, work in map(_cited, keys))
        case "cite:p":
            return (
                f"({'; '.join(f'[{authors}, {year}]({work})' for authors, year, work in map(_cited, keys))})"
            )
        case "term":
            shown, _, word = text.removesuffix(">").partition(" <")
            return f"[{shown}]({site()}book/glossary.html#{_place(word or shown)})"
        case "kbd":
            return f"<kbd>{text}</kbd>"
    raise NoPlainForm(
        f"{page}: the role {{{kind}}} has no plain form: give it one in commonground/site/editions/markdown.py"
    )


def _place(word: str) -> str:
    """The id that Sphinx gives a word of the glossary."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()  # é is e
    return "term-" + re.sub(r"[^A-Za-z0-9.]+", "-", plain).strip("-")


@cache
def _works():
    return parse_file(str(ROOT / "book" / "references.bib"), "bibtex").entries


def _cited(key: str) -> tuple[str, str, str]:
    """Authors, year and address of a work, as in ("Kornblith et al.", "2019", "https://arxiv.org/abs/1905.00414")."""
    work = _works()[key]
    names = [str(Text.from_latex(" ".join(person.last_names))) for person in work.persons["author"]]
    if "doi" in work.fields:
        address = f"https://doi.org/{work.fields['doi']}"
    elif "eprint" in work.fields:
        address = f"https://arxiv.org/abs/{work.fields['eprint']}"
    else:
        address = work.fields.get("url", f"{site()}book/references.html")
    return " and ".join(names) if len(names) < 3 else f"{names[0]} et al.", work.fields["year"], address


def cited(key: str) -> str:
    """Return a link to a work of the bibliography, as HTML."""
    authors, year, address = _cited(key)
    return f'<a href="{address}">{authors}, {year}</a>'


def _link(link, page: str) -> str:
    target, place = urldefrag(link["target"])
    if re.match(r"[a-z]+:", target):
        return link[0]
    if link["picture"]:
        return f"![{link['text']}]({site()}_images/{Path(target).name})"
    address = (
        urljoin(f"{site()}{page}", re.sub(r"\.(md|ipynb|html)$", "", target)) if target else site() + page
    )
    return f"[{link['text']}]({address}.html{f'#{place}' if place else ''})"
