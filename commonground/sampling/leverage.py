"""Leverage: how much of a space hangs on one point; and the dimension that a feature has to itself."""

import numpy as np
from numpy.typing import ArrayLike

from commonground.inputs import representation

__all__ = ["dimensionality", "leverage", "orthonormal"]


def orthonormal(features: ArrayLike) -> np.ndarray:
    """Return an orthonormal basis (n, rank) of the columns of ``features`` (n, m)."""
    F = representation(features, "features", fewest=1)
    if F.shape[1] <= F.shape[0] and np.allclose(F.T @ F, np.eye(F.shape[1]), atol=1e-10):
        return F  # whoever draws a thousand times brings a basis, and a decomposition each time would cost the most
    Q, s, _ = np.linalg.svd(F, full_matrices=False)
    return Q[:, s > 1e-10 * s[0]]


def leverage(features: ArrayLike) -> np.ndarray:
    """Return the leverage of each row: how much its own value moves the fit there.

    Parameters
    ----------
    features : array-like, shape (n, m)
        What is fitted to n points, a row per point.

    Returns
    -------
    ndarray, shape (n,)
        Numbers between 0 and 1, whose sum is the rank.

    Raises
    ------
    ValueError
        If there is no such array.
    """
    return (orthonormal(features) ** 2).sum(axis=1)


def dimensionality(W: ArrayLike) -> np.ndarray:
    """Return how much of a dimension each feature has to itself: its squared norm, over what it shares with all.

    Parameters
    ----------
    W : array-like, shape (m, n)
        A column per feature, of m numbers.

    Returns
    -------
    ndarray, shape (n,)
        Never above the leverage of the column; 0 for a feature that is not represented.

    Raises
    ------
    ValueError
        If there is no such array.

    References
    ----------
    Elhage et al. (2022), "Toy models of superposition".
    """
    W = representation(W, "W", fewest=1)
    G = (W.T @ W) ** 2
    own, all_ = np.diag(G), G.sum(axis=1)
    return np.divide(own, all_, where=all_ > 0, out=np.zeros_like(own))
