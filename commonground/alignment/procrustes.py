"""Orthogonal Procrustes: the rotation, scale and shift that bring one representation nearest to another."""

from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils.validation import check_is_fitted

from commonground.alignment._base import Map
from commonground.similarity.procrustes import rotation


class Procrustes(Map):
    """The rigid map that brings X nearest to Y in the sum of squares.

    transform(X) = scale · (X − mean of X) Q + mean of Y, with Q orthogonal. With fewer units in X than
    in Y, X is padded with silent ones; with more, Y is, and the padded units are cut off after the map.

    Parameters
    ----------
    scale : bool
        Fit a scale too; else it is 1.
    reflections : bool
        Whether Q may reflect; if not, it only rotates (a padded unit can take the reflection).
    shift : bool
        Take the means off first, and put that of Y back; else X and Y are used as they are.

    Attributes
    ----------
    rotation_ : ndarray, shape (p, q)
        Q, without its padding: multiplies centred rows from the right.
    scale_ : float
    mean_x_, mean_y_ : ndarray, shapes (p,) and (q,)
        Zero without ``shift``.
    n_features_in_ : int
        p.

    References
    ----------
    Schönemann (1966), "A generalized solution of the orthogonal Procrustes problem".

    Examples
    --------
    >>> import numpy as np
    >>> X = np.random.default_rng(0).normal(size=(50, 3))
    >>> round(Procrustes(scale=True).fit(X, 2 * X[:, ::-1] + 7).scale_, 12)
    2.0
    """

    def __init__(self, *, scale: bool = False, reflections: bool = True, shift: bool = True) -> None:
        self.scale = scale
        self.reflections = reflections
        self.shift = shift

    def fit(self, X: ArrayLike, y: ArrayLike | None = None) -> Self:
        """Find the rotation, scale and shift.

        Parameters
        ----------
        X : array-like, shape (n, p)
            Responses to n stimuli.
        y : array-like, shape (n, q)
            Y, responses to the same stimuli, in the same order.

        Returns
        -------
        self : Procrustes

        Raises
        ------
        ValueError
            If the shapes differ in n, an entry is NaN or infinite, or X is constant while a scale is asked for.
        """
        X, Y = self._fitting(X, y)
        self.mean_x_ = X.mean(axis=0) if self.shift else np.zeros(X.shape[1])
        self.mean_y_ = Y.mean(axis=0) if self.shift else np.zeros(Y.shape[1])
        X, Y = X - self.mean_x_, Y - self.mean_y_
        self.rotation_, overlap = rotation(X.T @ Y, reflections=self.reflections)
        self.scale_ = 1.0
        if self.scale:
            size = np.square(X).sum()
            if size == 0:
                raise ValueError("X is constant, so that no scale brings it to Y: check which units it holds")
            self.scale_ = float(overlap / size)
        return self

    def transform(self, X: ArrayLike) -> np.ndarray:
        """Return X brought to Y.

        Parameters
        ----------
        X : array-like, shape (n, p)

        Returns
        -------
        ndarray, shape (n, q)
        """
        check_is_fitted(self)
        return self.scale_ * ((self._mapping(X) - self.mean_x_) @ self.rotation_) + self.mean_y_
