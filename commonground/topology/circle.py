"""Points on a circle: when the loop of their barcode is born, and how likely that is."""

from math import comb

import numpy as np
from numpy.typing import ArrayLike

from commonground.inputs import whole

__all__ = ["ring_birth", "ring_birth_law"]


def ring_birth(angles: ArrayLike) -> float:
    """Return the scale at which the loop of points on the unit circle is born: the chord of the widest gap.

    Parameters
    ----------
    angles : array-like, shape (n,)
        Where the points lie, radians, in any order.

    Returns
    -------
    float
        Exact where the widest gap is below a third of the circle; infinity elsewhere, where no loop need be born.

    Raises
    ------
    ValueError
        If there are no angles.
    """
    angles = np.sort(np.asarray(angles, dtype=float).ravel() % (2 * np.pi))
    if not len(angles):
        raise ValueError("there are no angles: give at least one")
    gap = np.diff(angles, append=angles[0] + 2 * np.pi).max()
    return float(2 * np.sin(gap / 2)) if gap < 2 * np.pi / 3 else float("inf")


def ring_birth_law(birth: ArrayLike, n: int) -> np.ndarray:
    """Return the probability that the loop of n uniform points on the unit circle is born at a scale or before.

    Parameters
    ----------
    birth : array-like
        The scales, between 0 and the square root of 3.
    n : int
        How many points.

    Returns
    -------
    ndarray, of the shape of ``birth``

    Raises
    ------
    ValueError
        If a scale is outside, where a barcode's law is another.

    References
    ----------
    Stevens (1939), "Solution to a geometrical problem in probability".
    """
    birth, n = np.asarray(birth, dtype=float), whole(n, "n")
    if (birth < 0).any() or (birth > 3**0.5 + 1e-12).any():
        raise ValueError(
            f"a birth of {birth}: the law holds from 0 to √3, the side of a triangle in the circle"
        )
    arc = np.arcsin(np.minimum(birth / 2, 1)) / np.pi  # the arc under a chord, as a share of the circle
    terms = [(-1) ** k * comb(n, k) * np.maximum(1 - k * arc, 0) ** (n - 1) for k in range(n + 1)]
    return np.clip(np.sum(terms, axis=0), 0, 1)
