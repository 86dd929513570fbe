"""One number, ``COMMONGROUND_SEED``, from which all randomness of the course is drawn."""

import os

import numpy as np

__all__ = ["course_seed", "rng", "seeds"]


def course_seed() -> int:
    """Return the seed of the course: the environment variable ``COMMONGROUND_SEED``, or 0.

    Raises
    ------
    ValueError
        If the variable is not a whole number ≥ 0.
    """
    text = os.environ.get("COMMONGROUND_SEED", "").strip() or "0"
    if not text.isdecimal():
        raise ValueError(
            f"COMMONGROUND_SEED is {text!r}: set it to a whole number, as in COMMONGROUND_SEED=7"
        )
    return int(text)


def rng(*stream: int) -> np.random.Generator:
    """Return a generator that depends on the course's seed and on ``stream``, and on nothing else.

    Two calls with the same numbers give the same draws; other numbers give independent ones, so that
    an experiment keeps its numbers when another is added before it.

    Parameters
    ----------
    *stream : int
        Whole numbers ≥ 0 that name the use, as in ``rng(1, 1)`` for the first experiment of module 1.
    """
    return np.random.default_rng(np.random.SeedSequence([course_seed(), *stream]))


def seeds(n: int, *stream: int) -> list[int]:
    """Return ``n`` different seeds below 2³¹ for code that takes a number, such as a training run.

    Parameters
    ----------
    n : int
        How many.
    *stream : int
        Names the use, as in :func:`rng`.
    """
    return rng(*stream).choice(2**31, size=n, replace=False).tolist()
