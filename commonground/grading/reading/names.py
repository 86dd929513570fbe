"""What the names of files and folders say: which sheet, whose, and from which system it was downloaded."""

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from commonground.grading.reading.sheets import sheets

__all__ = ["Owner", "beside_the_sheet", "kind", "owner", "shown", "stem", "told", "told_sheet"]

# Mail programs and browsers put an ending of their own behind the one they do not know.
ENDING = re.compile(r"\.(ipynb)(?:\.(?:txt|json))?$|\.(md)$", re.IGNORECASE)
# As the two systems name what their "download all submissions" packs.
CANVAS = re.compile(r"(?P<name>[^_]+)_(?:(?P<late>LATE)_)?(?P<id>\d+)_\d+_(?P<rest>.+)", re.DOTALL)
MOODLE = re.compile(
    r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)(?:_(?P<rest>.*))?", re.DOTALL
)

COPY = r"copy of|\(\d+\)|(?<![^\W_])(?:copy|final|new|old|draft|solved|v?\d+)(?![^\W_])"


@dataclass(frozen=True)
class Owner:
    """Whose a file is, by its name or by that of its folder.

    Attributes
    ----------
    name : str
    system : str
        "canvas" or "moodle", if one of them gave the name.
    id : str
        Of the student in that system.
    late : bool
        Whether the system says so.
    rest : str
        What is left of the name: the student's own name for the file.
    """

    name: str
    system: str = ""
    id: str = ""
    late: bool = False
    rest: str = ""


def told(path: Path) -> str:
    """Return the name of a file as text that tells every two names apart: composed letters, bytes kept."""
    return unicodedata.normalize("NFC", os.fsencode(path.name).decode("utf-8", "surrogateescape"))


def shown(path: Path) -> str:
    """Return the name of a file as a person reads it, whatever bytes it is made of."""
    name = os.fsencode(path.name)
    try:
        text = name.decode("utf-8")
    except UnicodeDecodeError:  # made where letters were single bytes
        text = name.decode("latin-1")
    return unicodedata.normalize("NFC", text)


def kind(path: Path) -> str:
    """Return "ipynb" or "md", or nothing for a file that can't be a sheet."""
    found = ENDING.search(path.name)
    return (found[1] or found[2]).lower() if found else ""


def stem(name: str) -> str:
    """Return a file's name without the ending of a notebook."""
    return ENDING.sub("", name)


def told_sheet(path: Path) -> str:
    """Return the sheet that a file's name speaks of, "Copy of 01-…", "01-… (1)" and "01-…_final" included."""
    name = stem(told(path))
    return next((s for s in sheets() if re.search(rf"(?:^|[\W_]){re.escape(s)}(?:[\W_]|$)", name)), "")


def beside_the_sheet(path: Path, sheet: str) -> str:
    """Return what a file's name says besides its sheet and which copy of it this is: "kim" of "kim_01-… (1)"."""
    name = re.sub(COPY, " ", stem(shown(path)).replace(sheet, " "), flags=re.IGNORECASE)
    return name.strip(" _-.,")


def owner(path: Path) -> Owner | None:
    """Return whose a file or folder is, where Canvas or Moodle gave it its name."""
    name = shown(path)
    for system, pattern in {"moodle": MOODLE, "canvas": CANVAS}.items():
        if found := pattern.fullmatch(name):
            given = found.groupdict()
            return Owner(given["name"], system, given["id"], bool(given.get("late")), given["rest"] or "")
    return None
