"""What the options of the commands mean."""

import argparse
import re

__all__ = ["seed", "shard"]


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
