"""What the package knows of a measure, so that one table serves the reader, `pairwise` and the tests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike


def rows_of(X: np.ndarray, rows: np.ndarray, **options: Any) -> np.ndarray:
    """Return the representation of some of the stimuli."""
    return X[rows]


def no_growth(**options: Any) -> float:
    """Return 0: for most measures more stimuli of the same kind do not mean larger numbers."""
    return 0.0


@dataclass(frozen=True)
class Together:
    """How all pairs are compared at once, for a measure where that may cost less than one pair after the other."""

    cheaper: Callable  # (Xs, Ys) → whether it does here
    prepare: Callable  # one representation's own work
    parts: Callable  # (n) → pieces of the work, to be done in any order
    compare: Callable  # (xs, ys, part) → this part's share of all comparisons
    finish: Callable  # (xs, ys, shares) → the matrix


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measure that compares two representations by one number; called, it is its function.

    Attributes
    ----------
    name : str
        Its name in :mod:`commonground.similarity`.
    function : callable
        ``function(X, Y, **options)`` → float.
    kind : str
        "similarity" (1 = same) or "distance" (0 = same).
    invariances : tuple of str
        What it ignores, with its default options, in X as in Y: "permutation" of the units, "orthogonal"
        maps (rotations and reflections), "isotropic scale", "shift" (a constant added to each unit),
        "invertible linear" maps.
    symmetric : bool
        Whether X and Y may be swapped.
    needs : tuple of str
        Options that have no default.
    """

    name: str
    function: Callable
    kind: str
    invariances: tuple[str, ...]
    symmetric: bool = True
    needs: tuple[str, ...] = ()
    # One representation's own work, done once by `pairwise`, and the comparison of two such results.
    prepare: Callable = field(repr=False, compare=False)
    compare: Callable = field(repr=False, compare=False)
    together: Together | None = field(default=None, repr=False, compare=False)
    # For inference: such a result as a matrix of the stimuli, where the measure is the inner product of two; else how it
    # looks with the stimuli in another order; and the representation of some of the stimuli.
    matrix: Callable | None = field(
        default=None, repr=False, compare=False
    )  # (state) → StimulusMatrix or None
    reorder: Callable | None = field(default=None, repr=False, compare=False)  # (state, order) → state
    common: Callable | None = field(
        default=None, repr=False, compare=False
    )  # (states) → the state of their mean
    growth: Callable = field(
        default=no_growth, repr=False, compare=False
    )  # (**options) → power of n that it grows with
    take: Callable = field(
        default=rows_of, repr=False, compare=False
    )  # (X, rows, **options) → some rows of X

    def __call__(self, X: ArrayLike, Y: ArrayLike, **options: Any) -> float:
        """Return the measure of two representations, as ``function`` does."""
        return self.function(X, Y, **options)
