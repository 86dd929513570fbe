"""A second parameter beside scale: how dense a cloud is where a point lies."""

import numpy as np
from numpy.typing import ArrayLike

from commonground.inputs import number, representation
from commonground.topology.barcodes import barcodes

__all__ = ["density", "hilbert_function", "signed_measure"]


def density(X: ArrayLike, width: float) -> np.ndarray:
    """Return how dense a cloud is at each of its points: a Gaussian kernel, mean 1.

    Parameters
    ----------
    X : array-like, shape (n, d)
        The points.
    width : float
        Standard deviation of the kernel.

    Returns
    -------
    ndarray, shape (n,)

    Raises
    ------
    ValueError
        If X is not such an array, or the width is not above 0.
    """
    X, width = representation(X, fewest=1), number(width, "width", above=0)
    kernel = np.exp(-((X[:, None] - X) ** 2).sum(axis=-1) / (2 * width**2)).sum(axis=1)
    return kernel / kernel.mean()


def hilbert_function(
    X: ArrayLike, density: ArrayLike, scales: ArrayLike, levels: ArrayLike, *, dimension: int = 1
) -> np.ndarray:
    """Return how many loops there are at each scale among the points of each density or above.

    Parameters
    ----------
    X : array-like, shape (n, d)
        The points.
    density : array-like, shape (n,)
        Of each point.
    scales, levels : array-like, shapes (s,) and (l,)
        Scales, rising, and least densities, falling: further along either axis there is more of the cloud.
    dimension : int
        0 to count pieces, 1 loops, 2 hollows.

    Returns
    -------
    ndarray of int, shape (l, s)

    Raises
    ------
    ValueError
        If there is not one density per point.
    """
    X, density = representation(X, fewest=1), np.asarray(density, dtype=float)
    if density.shape != X.shape[:1]:
        raise ValueError(f"{density.shape} densities of {len(X)} points: give one per point")
    scales, found = np.asarray(scales, dtype=float), []
    for level in np.asarray(levels, dtype=float):
        dense = X[density >= level]
        bars = barcodes(dense, up_to=dimension)[dimension] if len(dense) else np.zeros((0, 2))
        born, dead = bars[:, :1] <= scales, bars[:, 1:] <= scales
        found.append((born & ~dead).sum(axis=0))
    return np.array(found)


def signed_measure(H: ArrayLike) -> np.ndarray:
    """Return the point masses whose sums from the first corner are H: its Möbius inversion on a grid.

    Parameters
    ----------
    H : array-like, shape (l, s)
        A function on a grid, such as a Hilbert function.

    Returns
    -------
    ndarray, shape (l, s)
        Positive where something is born, negative where something dies.

    Raises
    ------
    ValueError
        If H has not two axes.
    """
    H = np.asarray(H)
    if H.ndim != 2:
        raise ValueError(f"H has shape {H.shape}: give a grid, (levels, scales)")
    return np.diff(np.diff(H, axis=0, prepend=0), axis=1, prepend=0)
