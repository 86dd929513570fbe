"""What chance gives when stimuli come in families: a shuffle that keeps each family whole."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from commonground.similarity import linear_cka

__all__ = ["family_null", "shuffled"]


def shuffled(families: Sequence, rng: np.random.Generator) -> np.ndarray:
    """Return an order of the rows in which whole families take each other's places.

    Parameters
    ----------
    families : sequence of labels, length n
        To which family each row belongs; all of one size.
    rng : numpy.random.Generator

    Raises
    ------
    ValueError
        If families differ in size: one could not take another's place.
    """
    _, member = np.unique(np.asarray(families), return_inverse=True)
    sizes = np.bincount(member)
    if len(set(sizes)) != 1:
        raise ValueError(
            f"families of {sizes.tolist()} rows: they change places whole, so give them one size"
        )
    rows = np.argsort(member, kind="stable").reshape(len(sizes), -1)
    order = np.empty(len(member), int)
    order[rows] = rows[rng.permutation(len(rows))]
    return order


def family_null(
    X: ArrayLike, Y: ArrayLike, families: Sequence | None = None, *, n: int = 300, rng: np.random.Generator
) -> np.ndarray:
    """Return debiased linear CKA of X with Y in n random orders, shape (n,).

    Parameters
    ----------
    X, Y : array-like, shapes (m, p) and (m, q)
        Two representations of the same m stimuli.
    families : sequence of labels, length m, optional
        Whole families change places; without it, single rows do.
    n : int
        How many orders.
    rng : numpy.random.Generator
    """
    Y = np.asarray(Y)
    orders = [rng.permutation(len(Y)) if families is None else shuffled(families, rng) for _ in range(n)]
    return np.array([linear_cka(X, Y[order], debiased=True) for order in orders])
