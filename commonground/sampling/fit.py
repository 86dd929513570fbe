"""A fit to chosen points that is as good as one to all of them."""

import numpy as np
from numpy.typing import ArrayLike

from commonground.inputs import representation

__all__ = ["weighted_least_squares"]


def weighted_least_squares(features: ArrayLike, y: ArrayLike, leverage: ArrayLike) -> np.ndarray:
    """Return the coefficients of the least-squares fit in which each point counts as the inverse of its leverage.

    Parameters
    ----------
    features : array-like, shape (n, m)
        What is fitted, at the points that were looked at.
    y : array-like, shape (n,)
        What was seen there.
    leverage : array-like, shape (n,)
        Of these points, among all that they were chosen from: above 0.

    Returns
    -------
    ndarray, shape (m,)

    Raises
    ------
    ValueError
        If there is not one value and one leverage per point, or a leverage is not above 0.
    """
    features = representation(features, "features", fewest=1)
    y, leverage = np.asarray(y, dtype=float), np.asarray(leverage, dtype=float)
    if y.shape != features.shape[:1] or leverage.shape != y.shape:
        raise ValueError(
            f"{y.shape} values and {leverage.shape} leverages of {len(features)} points: give one each per point"
        )
    if not (leverage > 0).all():
        raise ValueError("a leverage is not above 0: such a point is never chosen, so leave it out")
    root = leverage**-0.5
    return np.linalg.lstsq(root[:, None] * features, root * y, rcond=None)[0]
