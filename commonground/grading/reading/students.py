"""Finds the submissions in what an instructor points at, and says whose they are."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from commonground.grading.reading.sheets import sheets

__all__ = ["find"]

KINDS = (".ipynb", ".md")


def find(paths: Iterable[Path], say: Callable[[str], object] = lambda _: None) -> list[tuple[str, Path]]:
    """Return the submissions as student and file, in order.

    Of several copies of a sheet that one student handed in, that with the plain name counts.

    Parameters
    ----------
    paths : iterable of Path
        Each a notebook, or a folder that holds ``<student>/NN-slug.ipynb``, ``<student>/exercises/NN-slug.ipynb``
        (a student's whole repository) or ``<student>.ipynb``.
    say : callable
        Is told of each copy that is left out.

    Raises
    ------
    FileNotFoundError
        If a path is not there, or holds nothing to grade.
    """
    found: dict[tuple[str, str], tuple[str, Path]] = {}
    for path in paths:
        there = list(_below(path) if path.is_dir() else _single(path))
        if not there:
            raise FileNotFoundError(f"{path}: there is no submission here")
        here: dict[tuple[str, str], Path] = {}
        for student, file in there:  # the plain name comes first
            counts = here.setdefault((student, _sheet(file) or file.name), file)
            if counts != file:
                say(f"{student}: {_text(file.name)} is left out, {_text(counts.name)} counts")
        for (student, sheet), file in here.items():  # two of one name in two folders are two students
            name = student if (student, sheet) not in found else f"{student} ({_text(path.name)})"
            found[name, sheet] = name, file
    return sorted(found.values())


def _single(path: Path) -> Iterator[tuple[str, Path]]:
    if not os.path.lexists(path):
        raise FileNotFoundError(f"{path}: there is no such file")
    yield _owner(path.resolve().parent if _sheet(path) else path), path


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    for entry in _visible(folder):
        if entry.is_dir():
            nested = [*_visible(entry), *_visible(entry / "exercises")]
            sheets_of_one = [
                f for f in nested if _is_submission(f, named=f.parent != entry or f.suffix == ".md")
            ]
            for file in sheets_of_one or [
                entry
            ]:  # a folder without a sheet, or a link: its student hears of it
                yield _text(entry.name), file
        elif _is_submission(entry, named=False):
            yield _owner(folder.resolve() if _sheet(entry) else entry), entry


def _visible(folder: Path) -> list[Path]:
    if folder.is_symlink() or not folder.is_dir():
        return []
    entries = (entry for entry in folder.iterdir() if not entry.name.startswith("."))
    return sorted(entries, key=lambda entry: (entry.stem, entry.suffix))  # "sheet" before "sheet (1)"


def _is_submission(file: Path, named: bool) -> bool:
    """Return whether to grade a file; a Markdown file, or one of a repository, only if it has a sheet's name."""
    if file.suffix not in KINDS or (file.is_dir() and not file.is_symlink()):
        return False
    return bool(_sheet(file)) if named else file.suffix == ".ipynb" or not file.stem.isupper()


def _sheet(file: Path) -> str:
    return next((n for n in sheets() if file.stem == n or re.match(re.escape(n) + r"\W", file.stem)), "")


def _owner(path: Path) -> str:
    """Return a student's name: the folder's, or the file's."""
    name = path.parent.name if path.name == "exercises" else path.stem if path.suffix in KINDS else path.name
    return _text(name)


def _text(name: str) -> str:
    """Return a file name as text, whatever bytes it is made of."""
    return os.fsencode(name).decode("utf-8", "replace")
