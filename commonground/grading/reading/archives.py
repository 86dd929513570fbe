"""Opens zip files as learning platforms and students make them: bounded, and into a folder that none leaves."""

import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path, PurePosixPath

from commonground.grading.reading import names
from commonground.grading.reading.notebook import LARGEST_FILE
from commonground.grading.reading.patience import TookTooLong, at_most

__all__ = ["is_archive", "unpack"]

MOST_MEMBERS = 20_000
MOST_BYTES = 2**31  # unpacked, of one archive
MOST_SECONDS = 60  # of computing, for one archive


def is_archive(path: Path) -> bool:
    """Return whether a file is a zip file by its name."""
    return path.suffix.lower() == ".zip" and path.is_file() and not path.is_symlink()


def unpack(path: Path, say: Callable[[str], object]) -> Path:
    """Return a new folder that holds the notebooks and zip files of an archive; it is gone when the program ends.

    Parameters
    ----------
    path : Path
    say : callable
        Is told what was left in the archive, and why.
    """
    folder = Path(tempfile.mkdtemp(dir=_room().name))
    left: list[str] = []
    try:
        with at_most(MOST_SECONDS), zipfile.ZipFile(path) as archive:
            _take(archive, folder, left)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        left.append(f"the rest, which can't be read ({error})")
    except TookTooLong:
        left.append(f"the rest, after {MOST_SECONDS} s of reading")
    if left:
        more = f" and {len(left) - 5} more" if len(left) > 5 else ""
        say(f"{names.shown(path)}: passed over {', '.join(left[:5])}{more}")
    return folder


@cache
def _room() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="commonground-", ignore_cleanup_errors=True)


def _take(archive: zipfile.ZipFile, folder: Path, left: list[str]) -> None:
    room, members, of_a_system = MOST_BYTES, archive.infolist(), 0
    if len(members) > MOST_MEMBERS:
        left.append(f"{len(members) - MOST_MEMBERS} of its {len(members)} files")
    for member in members[:MOST_MEMBERS]:
        name = _name(member)
        target = _inside(folder, name)
        if _of_a_system(PurePosixPath(name)):
            of_a_system += not member.is_dir()
        elif target is None:
            left.append(f"{name!r}, which leads out of its folder")
        elif member.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        elif member.flag_bits & 1:
            left.append(f"{name!r}, which needs a password")
        elif names.kind(target) or target.suffix.lower() == ".zip":
            room -= _write(archive, member, _free(target), room)
            if room <= 0:
                left.append(f"the rest, above {MOST_BYTES // 2**30} GB")
                return
        else:
            left.append(f"{name!r}, which is no notebook")
    if of_a_system:
        left.append(f"{of_a_system} hidden files")


def _name(member: zipfile.ZipInfo) -> str:
    """Return the name of a member; where its encoding is not said it is mostly UTF-8, which zipfile does not guess."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _inside(folder: Path, name: str) -> Path | None:
    """Return where a member goes, or nothing if its name leads elsewhere."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", name) or "\0" in name:
        return None
    return folder.joinpath(*(_cut(unicodedata.normalize("NFC", part)) for part in path.parts))


def _cut(part: str) -> str:
    """Return a name of at most 200 bytes, its ending kept."""
    data = part.encode("utf-8", "surrogateescape")
    return part if len(data) <= 200 else (data[:150] + data[-50:]).decode("utf-8", "ignore")


def _free(target: Path) -> Path:
    """Return a name that is not taken: two members may have the same."""
    stem, ending = names.stem(target.name), target.name[len(names.stem(target.name)) :]
    candidates = (target.with_name(f"{stem} ({k}){ending}") for k in range(2, 10**6))
    return target if not target.exists() else next(c for c in candidates if not c.exists())


def _write(archive, member, target: Path, room: int) -> int:
    """Write a member; return its size. One that is too large becomes an empty file of its size, for its reader to say so."""
    most = min(LARGEST_FILE, room) + 1
    with archive.open(member) as source:
        data = source.read(most)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        if len(data) < most:
            file.write(data)
        else:
            file.truncate(max(member.file_size, most))
    return len(data)


def _of_a_system(path: PurePosixPath) -> bool:
    """Return whether a file is one that no person made, and that nobody misses."""
    return (
        any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in path.parts)
        or path.name == "Thumbs.db"
    )
