"""What the options of the commands mean."""

import argparse
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

__all__ = ["prepared", "seed", "shard"]


def seed(text: str) -> int:
    """Return a seed: a whole number ≥ 0."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError("a seed is a whole number ≥ 0")
    return int(text)


def shard(text: str) -> tuple[int, int]:
    """Return which of how many parts: (2, 5) for ``2/5``."""
    parts = re.fullmatch(r"(\d+)/(\d+)", text)
    if not parts or not 1 <= int(parts[1]) <= int(parts[2]):
        raise argparse.ArgumentTypeError("write 2/5 for the second of five shards")
    return int(parts[1]), int(parts[2])


def prepared(out: Path, submissions: Iterable[Path]) -> None:
    """Make the folder that the grades go to, before anything is graded.

    Raises
    ------
    ValueError
        If they can't go there.
    """
    for path in submissions:
        if path.is_dir() and out.resolve().is_relative_to(path.resolve()):
            raise ValueError(f"--out {out} lies inside the submissions, {path}: name a folder beside them")
    if out.exists() and not out.is_dir():
        raise ValueError(f"--out {out} is a file: name a folder")
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise ValueError(f"--out {out} can't be written to: {error.strerror}") from None
