"""Takes the answers out of a submission: their text, and nothing else of the file.

Outputs, metadata, check cells and settings of the notebook decide nothing. What looks wrong with them gets a
note, so that a student can see what was made of the file.
"""

import itertools
import json
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from commonground.grading.reading.sheets import Sheet, sheets

__all__ = ["Submission", "Unreadable", "extract", "needed"]

LARGEST_FILE = 32 * 2**20  # bytes of a file; outputs of figures make honest ones large


class Unreadable(Exception):
    """There is no taking answers out of this file; the words say why."""


@dataclass(frozen=True)
class Cell:
    """What we look at in a cell."""

    kind: str
    text: str
    tags: tuple[str, ...]
    id: str
    printed: bool = False


@dataclass
class Submission:
    """The answers of one file.

    Attributes
    ----------
    sheet : Sheet
    answers : dict
        The text of the answer cell by the name of the function it answers for, in the sheet's order.
    exercises : tuple of Exercise
        What it is graded on: the whole sheet, or the one exercise that the file holds.
    notes : list of str
        What was unusual, in words for the student.
    """

    sheet: Sheet
    answers: dict[str, str]
    exercises: tuple
    notes: list[str] = field(default_factory=list)


def extract(path: Path) -> Submission:
    """Return the answers in a notebook (``.ipynb``, or MyST ``.md``).

    Raises
    ------
    Unreadable
        If it is no notebook of a sheet of this course.
    """
    notes: list[str] = []
    text = _text(path)
    cells = list(_myst(text) if path.suffix == ".md" else _notebook(text, notes))
    sheet = _sheet(path, cells)
    found = {name: _answer(name, cells, sheet, notes) for name in sheet.stubs}
    held = {name for name in sheet.stubs if any(_speaks_of(cell, name) for cell in cells)}
    held |= {name for name, answer in found.items() if answer is not None}
    graded = tuple(e for e in sheet.exercises if held & set(e.names))
    if len(graded) == 1 < len(sheet.exercises):
        notes.append(f"the file holds exercise {graded[0].number} alone, and is graded on that one")
    else:
        graded = sheet.exercises
    for name in (name for exercise in graded for name in exercise.names):
        if found[name] is None:
            notes.append(
                f"there is no cell for `{name}`: no cell tagged answer:{name}, none with its id, none that defines it"
            )
        _look_at_check(name, cells, sheet, notes)
    if any(cell.printed for cell in cells):
        notes.append("outputs saved in the file were not read: the answers were run afresh")
    return Submission(sheet, {n: t for n, t in found.items() if t is not None}, graded, notes)


def _text(path: Path) -> str:
    try:
        about = path.lstat()
        if stat.S_ISLNK(about.st_mode):
            raise Unreadable("it is a link to another file: hand in the file itself")
        if stat.S_ISDIR(about.st_mode):
            raise Unreadable("there is no sheet in this folder")
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable("it is not a file")
        if about.st_size > LARGEST_FILE:
            raise Unreadable(f"it has {about.st_size / 2**20:.0f} MB: clear its outputs and hand it in again")
        return path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise Unreadable(f"it can't be read: {error.strerror}") from None


# ---- notebooks


def _notebook(text: str, notes: list[str]) -> Iterator[Cell]:
    try:
        notebook = json.loads(text, strict=False)
    except (ValueError, RecursionError, MemoryError):
        raise Unreadable("it is no notebook: its text is not JSON, or nested too deep") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise Unreadable(
            "it is no notebook: it has no list of cells (format 4 is needed; open it in Jupyter and save it)"
        )
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
    ids = [
        i for i in (cell.get("id"), metadata.get("id")) if isinstance(i, str)
    ]  # Colab keeps it in the metadata
    return Cell(
        kind=cell["cell_type"] if isinstance(cell.get("cell_type"), str) else "",
        text=source if isinstance(source, str) else "",
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
            yield Cell("code", "\n".join(body[head:]).strip("\n"), tuple(tags), "")


def _options(body: list[str]) -> int:
    """Return how many of the first lines of a cell are its options: ``:key: value``, or YAML between two ``---``."""
    if body and body[0].strip() == "---" and "---" in (line.strip() for line in body[1:]):
        return 2 + [line.strip() for line in body[1:]].index("---")
    return sum(1 for _ in itertools.takewhile(lambda line: re.match(r"[ \t]*:[\w-]+:", line), body))


# ---- which sheet, which cell


def _sheet(path: Path, cells: list[Cell]) -> Sheet:
    known = sheets()
    stem = path.stem
    for name, sheet in known.items():
        if stem == name or re.fullmatch(
            re.escape(name) + r"\W.*", stem
        ):  # "… (1)", as browsers name a second copy
            return sheet
    speaks = {
        name: sum(_speaks_of(c, n) for c in cells for n in sheet.stubs) for name, sheet in known.items()
    }
    best = max(speaks, key=speaks.get)
    if not speaks[best]:
        raise Unreadable(
            f"it is no sheet of this course: neither its name (such as {best}.ipynb) nor the tags of its cells say which one"
        )
    return known[best]


def _speaks_of(cell: Cell, name: str) -> bool:
    return any(f"{role}:{name}" in cell.tags or cell.id == f"{role}-{name}" for role in ("answer", "check"))


def _answer(name: str, cells: list[Cell], sheet: Sheet, notes: list[str]) -> str | None:
    """Return the text of the answer: by its tag; where tags were lost by its id; then by what it defines."""
    tag = f"answer:{name}"
    found = [cell for cell in cells if tag in cell.tags]
    if not found and (found := [cell for cell in cells if cell.id == f"answer-{name}"]):
        notes.append(f"the cell of `{name}` has lost its tag; it was known by its id")
    if not found and (
        found := [c for c in cells if c.kind == "code" and re.search(rf"^def {name}\b", c.text, re.M)]
    ):
        notes.append(f"the cell of `{name}` has lost its tag and its id; it was known by what it defines")
    if not found:
        return None
    written = [cell for cell in found if cell.text.strip() != sheet.stubs[name].strip()]
    if len(found) > 1:
        notes.append(f"there are {len(found)} cells for `{name}`; the last one that was worked on counts")
    chosen = (written or found)[-1]
    if chosen.kind != "code":
        notes.append(f"the cell of `{name}` is no code cell any more; its text was taken as code")
    for tag in {"skip-execution", "raises-exception"} & set(chosen.tags):
        notes.append(f"the tag `{tag}` on the cell of `{name}` was not heeded")
    return chosen.text


def _look_at_check(name: str, cells: list[Cell], sheet: Sheet, notes: list[str]) -> None:
    if name not in sheet.checks:
        return
    found = [c for c in cells if f"check:{name}" in c.tags or c.id == f"check-{name}"]
    same = [c for c in found if c.kind == "code" and c.text.strip() == sheet.checks[name].strip()]
    if not same:
        state = "was changed" if found else "is not there any more"
        notes.append(f"the check cell of `{name}` {state}; the grader has its own")
    for tag in {tag for c in found for tag in c.tags} & {"skip-execution", "raises-exception"}:
        notes.append(f"the tag `{tag}` on the check cell of `{name}` was not heeded")


# ---- which cells an exercise needs


def needed(submission: Submission, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the cells to run for the functions ``names``, as title and text.

    Theirs come last. Before them stand the cells of other answers that define what these only use, as when
    ``identify`` of one exercise calls the ``linear_cka`` of another.
    """
    answers = submission.answers
    wanted = [name for name in answers if name in names]
    while True:
        uses = set().union(*(_names(answers[name])[1] for name in wanted), set())
        binds = set().union(*(_names(answers[name])[0] for name in wanted), set())
        more = [n for n in answers if n not in wanted and _names(answers[n])[0] & (uses - binds)]
        if not more:
            break
        wanted = [*more, *wanted]
    own = [name for name in answers if name in names]
    order = [*(name for name in answers if name in wanted and name not in own), *own]
    return [(f"cell of {name}", answers[name]) for name in order]


BINDS = re.compile(
    r"^(?:(?:async +)?def|class) +(\w+)|^(\w+) *(?::[^=\n]+)?=(?!=)|^(?:from +\S+ +)?import +([^\n#]+)",
    re.MULTILINE,
)


def _names(source: str) -> tuple[set[str], set[str]]:
    """Return the names that a cell binds at its top, and all words in it.

    By the look of its lines: a stranger's code is not parsed here, because a parser can be made to crash.
    """
    bound = " ".join(" ".join(groups) for groups in BINDS.findall(source))
    return set(re.findall(r"\w+", bound)), set(re.findall(r"\w+", source))
