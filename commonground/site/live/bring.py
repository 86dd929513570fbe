"""Files that a reader brings, as arrays: ``.npy``, ``.npz`` and ``.csv``, and nothing that runs when it is read."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import PurePath

import numpy as np

__all__ = ["MOST_BYTES", "arrays"]

MOST_BYTES = 200_000_000
"""Of a file, unpacked: a page has some two thousand million for everything."""

PICKLED = "holds Python objects, not numbers alone, and reading these could run a program: it is refused. Save the numbers by themselves"
SEPARATORS = ",;\t"


def arrays(file: str, content: bytes) -> Iterator[tuple[str, object, str]]:
    """Give what a file holds: the name of each array, it, and the Python that reads it.

    Raises
    ------
    ValueError
        If it is none of these files; the message says what it is, and the mend.
    """
    path = PurePath(file)
    ending, called = path.suffix.lower(), json.dumps(file, ensure_ascii=False)
    if ending not in READERS:
        raise ValueError(
            f"{file} is none of {', '.join(READERS)}: save the array as one of these, as in np.save({json.dumps(path.stem)}, X)"
        )
    if not content:
        raise ValueError(f"{file} is empty: it has no bytes. Save the array anew")
    if len(content) > MOST_BYTES:
        raise ValueError(_too_large(file, len(content)))
    yield from READERS[ending](file, path.stem, called, content)


def _npy(file, stem, called, content):
    yield stem, _array(file, content), f"np.load({called})"


def _npz(file, stem, called, content):
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        size = sum(entry.file_size for entry in archive.infolist())
        if size > MOST_BYTES:
            raise ValueError(_too_large(file, size))
        members = {name.removesuffix(".npy"): archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ValueError(f"{file} cannot be read as .npz: {error}. Save it anew with np.savez") from None
    if not members:
        raise ValueError(f"{file} is empty: it has no array. Save it anew with np.savez")
    for key, member in members.items():
        name = stem if len(members) == 1 else f"{stem}.{key}"
        yield name, _array(f"{file}, {key},", member), f"np.load({called})[{json.dumps(key)}]"


def _array(file, content):
    """Read what np.save has written, pickles excepted."""
    if not content.startswith(b"\x93NUMPY"):
        raise ValueError(f"{file} is no .npy file: it does not begin as one. Save the array with np.save")
    try:
        return np.load(io.BytesIO(content), allow_pickle=False)
    except MemoryError:
        raise ValueError(f"{file} says that it is larger than a page's memory: is it whole?") from None
    except Exception as error:  # a header is a text that NumPy reads as Python, and fails in many ways
        if "allow_pickle" in str(error):
            raise ValueError(f"{file} {PICKLED}, as in np.save(..., X.astype(float))") from None
        raise ValueError(f"{file} cannot be read as .npy: {error}. Is it whole?") from None


def _csv(file, stem, called, content):
    text = content.decode("utf-8-sig", errors="replace")
    lines = [line for line in text.splitlines() if line.strip()]
    separator = max(SEPARATORS, key=lines[0].count) if lines else ","
    try:
        rows = [[_number(cell.strip()) for cell in row] for row in csv.reader(lines, delimiter=separator)]
    except csv.Error as error:
        raise ValueError(f"{file} cannot be read as .csv: {error}") from None
    headed = bool(rows) and all(isinstance(cell, str) or cell != cell for cell in rows[0])
    skipped = ", skiprows=1" if headed else ""
    if len(rows) == headed:
        raise ValueError(f"{file} is empty: it has no row of numbers. Save the array anew, rows as stimuli")
    code = f"np.loadtxt({called}, delimiter={json.dumps(separator)}{skipped}, ndmin=2)"
    yield stem, _table(rows[headed:]), code


def _number(cell):
    """Return a cell as a number, NaN where there is nothing, or the text that it is."""
    try:
        return float(cell or "nan")
    except ValueError:
        return cell


def _table(rows):
    """Return rows as an array; as a list where they differ in length, which is no array."""
    if len({len(row) for row in rows}) > 1:
        return rows
    has_text = any(isinstance(cell, str) for row in rows for cell in row)
    return np.array(rows, dtype=object if has_text else float)


def _too_large(file, size):
    return (
        f"{file} holds {size / 1e6:,.0f} MB, and the page takes at most {MOST_BYTES / 1e6:,.0f}: bring fewer stimuli or "
        "units, or use the package on a machine of your own"
    )


READERS = {".npy": _npy, ".npz": _npz, ".csv": _csv}
