"""Finds what was handed in below the paths that an instructor points at, and says whose it is."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from commonground.grading.reading import names
from commonground.grading.reading.archives import is_archive, unpack

__all__ = ["Student", "find"]

DEEPEST = 4  # folders below a student's, where no sheet stands in a usual place
MOST_ENTRIES = 5_000  # to look at below one student's folder
ASIDE = {
    "__MACOSX",
    "Thumbs.db",
    "desktop.ini",
}  # what systems leave beside people's files, and no person misses

Say = Callable[[str], object]


@dataclass(frozen=True)
class Student:
    """One student, and what that student handed in.

    Attributes
    ----------
    key : str
        The student's name; no two students share one.
    files : tuple of Path
        Where the sheets are, those with a sheet's plain name first; where there is none, the folder.
    system, id : str
        "canvas" or "moodle", and the student's number there, if one of them packed the files.
    late : bool
        Whether that system says so.
    """

    key: str
    files: tuple[Path, ...]
    system: str = ""
    id: str = ""
    late: bool = False

    def plain(self) -> dict:
        """Return who it is, as a grade says it."""
        return {"student": self.key, "system": self.system, "id": self.id, "late": self.late}


@dataclass
class _Found:
    """What was found of one student so far."""

    owner: names.Owner
    root: Path  # the path that the instructor gave
    files: list[Path] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    late: bool = False


def find(paths: Iterable[Path], say: Say = lambda _: None) -> list[Student]:
    """Return the students, in order.

    Parameters
    ----------
    paths : iterable of Path
        Each a notebook, a zip file, or a folder that holds ``<student>/NN-slug.ipynb``,
        ``<student>/exercises/NN-slug.ipynb`` (a student's whole repository), ``<student>/<assignment>/x.ipynb``,
        ``<student>.ipynb``, or what Canvas and Moodle pack.
    say : callable
        Is told what is passed over, and why.

    Raises
    ------
    FileNotFoundError
        If a path is not there, or holds nothing to grade.
    """
    found: dict[tuple, _Found] = {}
    for path in paths:
        before = _size(found)
        for identity, owner, file in _walk(path, say):
            one = found.setdefault(identity, _Found(owner, path))
            one.late |= owner.late
            (one.folders if file.is_dir() and not file.is_symlink() else one.files).append(file)
        if _size(found) == before:
            raise FileNotFoundError(f"{path}: there is no submission here")
    students: dict[str, Student] = {}
    for one in found.values():
        key = _key(one, students)
        if key != one.owner.name:
            say(f"{one.owner.name}: there are several of this name; this one is called {key}")
        files = sorted(dict.fromkeys(one.files), key=_plain_first) or one.folders[:1]
        students[key] = Student(key, tuple(files), one.owner.system, one.owner.id, one.late)
    return sorted(students.values(), key=lambda student: student.key)


def _size(found: dict[tuple, _Found]) -> int:
    return sum(len(one.files) + len(one.folders) for one in found.values())


def _key(one: _Found, taken: dict) -> str:
    """Return a name that no other student has."""
    name, root = one.owner.name, names.shown(one.root.resolve())
    more = [f"{name} ({one.owner.id})"] if one.owner.id else []
    counted = (f"{name} ({root} {k})" for k in range(2, 10**6))
    first = [key for key in (name, *more, f"{name} ({root})") if key not in taken]
    return first[0] if first else next(key for key in counted if key not in taken)


def _plain_first(file: Path) -> tuple:
    """Order the copies of a sheet: that with the sheet's own name, then the others by theirs."""
    given = names.owner(file)
    name = names.stem(given.rest if given and given.rest else names.told(file))
    return name != names.told_sheet(file), name, names.told(file), str(file)


# ---- where things are: each place yields who it is, for us and for people, and the file


def _walk(path: Path, say: Say) -> Iterator[tuple[tuple, names.Owner, Path]]:
    if not os.path.lexists(path):
        raise FileNotFoundError(f"{path}: there is no such file")
    if is_archive(path):
        place = unpack(path, say)
        inside = _visible(place, say)
        yield from _below(inside[0] if len(inside) == 1 and _wraps(inside[0]) else place, say, named=path)
    elif path.is_dir():
        yield from _below(path, say, named=path)
    else:
        yield from _one(path, path.resolve().parent, True, say)


def _below(folder: Path, say: Say, named: Path) -> Iterator[tuple[tuple, names.Owner, Path]]:
    """Yield what is in a folder of many students, or of one; ``named`` is what has its name."""
    entries = _visible(folder, say)
    plain = any(names.told_sheet(e) == names.stem(names.told(e)) for e in entries if names.kind(e))
    for entry in entries:
        if entry.name == "submitted" and entry.is_dir():  # nbgrader's folder, which holds the students'
            yield from _below(entry, say, named=entry)
        elif entry.is_dir() or is_archive(entry):
            identity, owner = _owner(entry)
            place = unpack(entry, say) if is_archive(entry) else entry
            for file in _of_one(place, say) or [place]:
                yield identity, owner, file
        else:
            yield from _one(entry, named, plain, say)


def _wraps(folder: Path) -> bool:
    """Return whether a lone folder in a zip file only wraps those of the students."""
    inside = _visible(folder, lambda _: None)
    return len(inside) > 1 and all((e.is_dir() and e.name != "exercises") or is_archive(e) for e in inside)


def _one(file: Path, named: Path, plain: bool, say: Say) -> Iterator[tuple[tuple, names.Owner, Path]]:
    """Yield a file that stands in no folder of its student's own.

    It is ``named`` after the folder where its own name tells no student, or where a sheet with the plain name
    stands beside it: then the folder is that of one student.
    """
    sheet = names.told_sheet(file)
    written = names.kind(file) == "md" and names.stem(file.name).isupper()  # README.md
    if not names.kind(file) or written:
        say(f"{names.shown(file)}: passed over, it is no notebook")
    elif names.owner(file) or not sheet:
        yield (*_owner(file), file)
    elif (student := names.beside_the_sheet(file, sheet)) and not plain:
        yield (file.parent.resolve(), student), names.Owner(student), file
    else:
        folder = named.resolve()
        folder = folder.parent if folder.name == "exercises" else folder
        yield (*_owner(folder), file)


def _owner(path: Path) -> tuple[tuple, names.Owner]:
    """Return who a file or folder belongs to: what tells two students apart, and the owner for people."""
    if given := names.owner(path):
        return (given.system, given.id, path.parent if given.system == "moodle" else ""), given
    ending = names.stem if names.kind(path) else lambda name: name.removesuffix(".zip")
    return (path.resolve().parent, ending(names.told(path))), names.Owner(ending(names.shown(path)))


def _of_one(folder: Path, say: Say) -> list[Path]:
    """Return the sheets of one student: in the folder, in its ``exercises``, else anywhere below."""
    if folder.is_symlink():
        return []
    entries = _visible(folder, say)
    direct = [
        e
        for e in entries
        if not e.is_dir() and (names.kind(e) == "ipynb" or (names.told_sheet(e) and names.kind(e)))
    ]
    direct += [file for e in entries if is_archive(e) for file in _deeper(unpack(e, say), say)]
    exercises = _visible(folder / "exercises", say)
    return direct + [e for e in exercises if names.kind(e) and names.told_sheet(e)] or _deeper(folder, say)


def _deeper(folder: Path, say: Say) -> list[Path]:
    """Return the notebooks below a folder."""
    found, todo, seen = [], [(folder, 0)], 0
    for place, depth in todo:
        for entry in _visible(place, lambda _: None):
            seen += 1
            if seen > MOST_ENTRIES:
                say(f"{names.shown(folder)}: passed over what is behind its first {MOST_ENTRIES} files")
                return found
            if entry.is_dir() and not entry.is_symlink() and depth < DEEPEST:
                todo.append((entry, depth + 1))
            elif names.kind(entry) == "ipynb" and not entry.is_dir():
                found.append(entry)
    return found


def _visible(folder: Path, say: Say) -> list[Path]:
    """Return what is in a folder, in order, but for what is hidden."""
    if folder.is_symlink() or not folder.is_dir():
        return []
    entries = sorted(folder.iterdir(), key=lambda entry: (names.stem(entry.name), entry.name))
    hidden = [entry for entry in entries if entry.name.startswith(".") or entry.name in ASIDE]
    for name, count in Counter(map(names.shown, hidden)).items():
        say(
            f"{names.shown(folder)}: passed over {name}, which is hidden"
            + ("" if count == 1 else f" ({count})")
        )
    return [entry for entry in entries if entry not in hidden]
