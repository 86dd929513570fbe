"""A few points that stand for many."""

import numpy as np
from numpy.typing import ArrayLike

from commonground.inputs import representation, whole

__all__ = ["farthest_points"]


def farthest_points(X: ArrayLike, n: int, *, start: int = 0) -> np.ndarray:
    """Return n points of a cloud, each as far as can be from those before it: they cover it evenly.

    Parameters
    ----------
    X : array-like, shape (m, d)
        The cloud.
    n : int
        How many to take.
    start : int
        The row to begin with.

    Returns
    -------
    ndarray of int, shape (n,)
        Their rows, in the order in which they were taken.

    Raises
    ------
    ValueError
        If X is not such an array, there are not so many points, or no such row.
    """
    X, n = representation(X, fewest=1), whole(n, "n")
    if n > len(X) or not 0 <= whole(start, "start", least=0) < len(X):
        raise ValueError(
            f"{n} points from row {start} on, of a cloud of {len(X)}: ask for fewer, or another row"
        )
    taken, far = [start], np.full(len(X), np.inf)
    for _ in range(n - 1):
        far = np.minimum(far, ((X - X[taken[-1]]) ** 2).sum(axis=1))
        taken.append(int(far.argmax()))
    return np.array(taken)
