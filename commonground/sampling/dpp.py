"""Points that repel each other: projection determinantal point processes."""

import numpy as np
from numpy.typing import ArrayLike

from commonground.sampling.leverage import orthonormal

__all__ = ["projection_dpp"]


def projection_dpp(features: ArrayLike, rng: np.random.Generator) -> np.ndarray:
    """Draw as many rows as ``features`` has rank; a set of rows is as likely as its squared volume.

    Each row is taken with the probability of its leverage, and rows that are alike are rarely taken together.

    Parameters
    ----------
    features : array-like, shape (n, m)
        A row per point to choose from.
    rng : numpy.random.Generator
        Where the randomness comes from.

    Returns
    -------
    ndarray of int, shape (rank,)
        Different rows, in random order.

    Raises
    ------
    ValueError
        If there is no such array.

    References
    ----------
    Hough, Krishnapur, Peres & Virág (2006), "Determinantal processes and independence".
    """
    Q = orthonormal(features)
    left = (Q**2).sum(axis=1)  # of each row, what no taken row says
    taken, said = [], np.empty((Q.shape[1], Q.shape[1]))
    for k in range(Q.shape[1]):
        i = int(rng.choice(len(Q), p=left / left.sum()))
        new = Q[i] - said[:k].T @ (said[:k] @ Q[i])
        said[k] = new / np.linalg.norm(new)
        left = np.maximum(left - (Q @ said[k]) ** 2, 0)
        left[i] = 0
        taken.append(i)
    return np.array(taken)
