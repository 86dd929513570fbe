"""Takes a file apart into its cells: a notebook, or MyST Markdown. Nothing in it may cost much, whatever it is."""

import codecs
import itertools
import json
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commonground.grading.reading import names

__all__ = ["AGAIN", "LARGEST_FILE", "LONGEST", "Cell", "Unreadable", "cells"]

LARGEST_FILE = 32 * 2**20  # bytes of a file; outputs of figures make honest ones large
MOST_CELLS = 5_000
LONGEST = 150_000  # characters of code that an answer may have; what is longer is cut one behind

AGAIN = "open it in Jupyter, save it, and hand in the file that you saved"
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class Unreadable(Exception):
    """There is no taking answers out of this file; the words say why, and what to do."""


@dataclass(frozen=True)
class Cell:
    """What we look at in a cell."""

    kind: str
    text: str
    tags: tuple[str, ...]
    id: str
    printed: bool = False


def cells(path: Path) -> tuple[list[Cell], list[str]]:
    """Return the cells of a file, and what was unusual about it, in words for the student.

    Raises
    ------
    Unreadable
        If it has none, or too many of them.
    """
    notes: list[str] = []
    text = _text(path)
    every = _myst(text) if names.kind(path) == "md" else _notebook(text, notes)
    found = list(itertools.islice(every, MOST_CELLS + 1))
    if len(found) > MOST_CELLS:
        raise Unreadable(f"it has more than {MOST_CELLS} cells: hand in the sheet without the others")
    return found, notes


def _text(path: Path) -> str:
    try:
        about = path.lstat()
        if stat.S_ISLNK(about.st_mode):
            raise Unreadable("it is a link to another file: hand in the file itself")
        if stat.S_ISDIR(about.st_mode):
            raise Unreadable("there is no sheet in this folder: hand in the notebook that you worked on")
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable("it is not a file: hand in the notebook that you worked on")
        if about.st_size > LARGEST_FILE:
            raise Unreadable(f"it has {about.st_size / 2**20:.0f} MB: clear its outputs and hand it in again")
        return _decoded(path.read_bytes())
    except OSError as error:
        raise Unreadable(f"it can't be read ({error.strerror}): {AGAIN}") from None


def _decoded(data: bytes) -> str:
    """Return the text of a file; editors on Windows write UTF-16, with a mark or without."""
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return data.removeprefix(codecs.BOM_UTF8).decode(encoding, "replace")
    if data[:1] != b"\0" and data[1:2] == b"\0":
        return data.decode("utf-16-le", "replace")
    if data[:1] == b"\0" and data[1:2] != b"\0":
        return data.decode("utf-16-be", "replace")
    return data.decode("utf-8", "replace")


# ---- notebooks


def _notebook(text: str, notes: list[str]) -> Iterator[Cell]:
    try:
        notebook = json.loads(text, strict=False)
    except (RecursionError, MemoryError):
        raise Unreadable(f"it is no notebook: its text is nested too deep; {AGAIN}") from None
    except ValueError:
        raise Unreadable(f"it is no notebook: its text is not JSON; {AGAIN}") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise Unreadable(f"it is no notebook: it has no list of cells, which format 4 has; {AGAIN}")
    about = notebook.get("metadata")
    about = about if isinstance(about, dict) else {}
    if any(isinstance(part, dict) and "allow_errors" in part for part in (about, *about.values())):
        notes.append("the notebook's own `allow_errors` was not heeded")
    for cell in cells:
        if isinstance(cell, dict):
            yield _cell(cell, notes)


def _cell(cell: dict, notes: list[str]) -> Cell:
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    tags = metadata.get("tags", [])
    tags = [tags] if isinstance(tags, str) else tags
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        note = "a cell's tags are not a list of texts; what is no text was passed over"
        notes += [] if note in notes else [note]
        tags = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    # Colab keeps the id in the metadata.
    ids = [i for i in (cell.get("id"), metadata.get("id")) if isinstance(i, str)]
    return Cell(
        kind=cell["cell_type"] if isinstance(cell.get("cell_type"), str) else "",
        text=source[: LONGEST + 1] if isinstance(source, str) else "",
        tags=tuple(tags),
        id=ids[0] if ids else "",
        printed=bool(cell.get("outputs")),
    )


# ---- MyST

OPENING = re.compile(r"(`{3,}|~{3,}|:{3,})\{code-cell\}")


def _myst(text: str) -> Iterator[Cell]:
    lines = iter(text.splitlines())
    for line in lines:
        if opening := OPENING.match(line):
            body = list(itertools.takewhile(lambda line, fence=opening[1]: line.rstrip() != fence, lines))
            head = _options(body)
            tags = re.findall(r"(?:answer|check):\w+|skip-execution|raises-exception", "\n".join(body[:head]))
            text = "\n".join(body[head:]).strip("\n")
            yield Cell("code", text[: LONGEST + 1], tuple(tags), "")


def _options(body: list[str]) -> int:
    """Return how many of the first lines of a cell are its options: ``:key: value``, or YAML between two ``---``."""
    if body and body[0].strip() == "---" and "---" in (line.strip() for line in body[1:]):
        return 2 + [line.strip() for line in body[1:]].index("---")
    return sum(1 for _ in itertools.takewhile(lambda line: re.match(r"[ \t]*:[\w-]+:", line), body))
