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


@dataclass(frozen=True)
class HeldOut:
    """How a measure that fits something is fitted on some stimuli and scored on others."""

    prepare: Callable  # (X, X_test, name, **options) → one representation's own work
    compare: Callable  # (x, y) → the number


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
    # For inference: (state) → StimulusMatrix, where the measure is the inner product of two such; or None.
    matrix: Callable | None = field(default=None, repr=False, compare=False)
    # (state, order) → the state with the stimuli in another order.
    reorder: Callable | None = field(default=None, repr=False, compare=False)
    # (states) → the state of their mean.
    common: Callable | None = field(default=None, repr=False, compare=False)
    # (X, rows, **options) → the representation of some of the stimuli.
    take: Callable = field(default=rows_of, repr=False, compare=False)
    # (**options) → the power of the number of stimuli that the value grows with.
    growth: Callable = field(default=no_growth, repr=False, compare=False)
    # How it is fitted to some stimuli and scored on others, if it fits anything.
    held_out: HeldOut | None = field(default=None, repr=False, compare=False)

    @property
    def fits(self) -> bool:
        """Whether it fits something, a rotation or weights, so that it can be scored on held-out stimuli."""
        return self.held_out is not None

    def __call__(self, X: ArrayLike, Y: ArrayLike, **options: Any) -> float:
        """Return the measure of two representations, as ``function`` does."""
        return self.function(X, Y, **options)
