"""Makes a stranger's text harmless where it goes: a terminal, Markdown, a spreadsheet, XML."""

import html
import re
import unicodedata

__all__ = ["cell", "file_name", "inline", "line", "plain", "verbatim"]

LONGEST_NAME = 180  # bytes; file systems take 255, and an ending comes behind it
COMMAND = re.compile(r"^(\s*)::|##\[", re.MULTILINE)  # what a GitHub runner takes for an order to itself


def plain(text: str) -> str:
    """Return text without control characters, half characters, or orders to the machine that shows it."""
    text = text.encode("utf-8", "replace").decode()
    text = "".join(
        c if c in "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn") else "·" for c in text
    )
    return COMMAND.sub(lambda order: (order[1] or "") + ("#·#[" if order[0] == "##[" else ":·:"), text)


def line(text: str, longest: int = 300) -> str:
    """Return text as one line of a terminal."""
    text = plain(" ".join(text.split()))
    return text if len(text) <= longest else text[: longest - 1] + "…"


def inline(text: str) -> str:
    """Return text for a line, or a cell of a table, of Markdown: no markup, no links, no mentions."""
    text = html.escape(line(text), quote=False)
    text = re.sub(r"([\\`*_{}\[\]()#+!|~$-])", r"\\\1", text)
    return re.sub(r"(@|://|www\.)", lambda m: m[0][0] + "\u200b" + m[0][1:], text)


def verbatim(text: str) -> str:
    """Return text as a block of Markdown that shows it as it is."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{plain(text)}\n{fence}"


def cell(text: str) -> str:
    """Return text for a cell of a spreadsheet, where it must not become a formula.

    Nor may what stands behind a separator, in a country where files are separated by other signs than ours.
    """
    return re.sub(r"(^|[;,\t])(\s*)(?=[=+\-@'|%])", r"\1\2'", line(text))


def file_name(text: str) -> str:
    """Return text as a file name of any system, without a way out of its folder."""
    name = re.sub(r"[^\w.-]|^[.-]", "_", line(text)).encode()[:LONGEST_NAME].decode("utf-8", "ignore")
    return f"_{name}" if re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)?(\..*)?", name) else name
