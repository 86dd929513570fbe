"""The linear map: any weights at all from the units of one representation to those of another."""

from collections.abc import Iterable, Iterator, Sequence
from numbers import Real
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils.validation import check_is_fitted

from commonground.alignment._base import Map


class LinearMap(Map):
    """The linear map from X to Y by ridge regression, its penalty chosen by cross-validation.

    Minimises ‖Y − XB − b‖² + λ‖B‖².

    Parameters
    ----------
    ridge : float or sequence of float
        λ ≥ 0, in the squared units of X. Of several, the one that predicts held-out stimuli best, over all units of Y
        together, is taken (the largest such). With 0 and dependent columns: the solution of least norm.
    cv : int
        Folds for that choice, consecutive stimuli; shuffle the rows of X and Y alike if they are sorted.

    Attributes
    ----------
    coef_ : ndarray, shape (p, q)
        B: multiplies rows from the right.
    intercept_ : ndarray, shape (q,)
        b.
    ridge_ : float
        The λ that was used.
    cv_scores_ : ndarray, shape (number of λ,)
        Share of variance explained in held-out stimuli for each λ; only with several.
    n_features_in_ : int
        p.


    Examples
    --------
    >>> import numpy as np
    >>> X = np.random.default_rng(0).normal(size=(50, 3))
    >>> LinearMap().fit(X, X @ [[1], [2], [3]]).coef_.round(6).ravel()
    array([1., 2., 3.])
    """

    def __init__(self, ridge: float | Sequence[float] = 0.0, *, cv: int = 5) -> None:
        self.ridge = ridge
        self.cv = cv

    def fit(self, X: ArrayLike, y: ArrayLike | None = None) -> Self:
        """Find the weights, and the penalty if there are several to choose from.

        Parameters
        ----------
        X : array-like, shape (n, p)
            Responses to n stimuli.
        y : array-like, shape (n, q)
            Y, responses to the same stimuli, in the same order.

        Returns
        -------
        self : LinearMap

        Raises
        ------
        ValueError
            If the shapes differ in n, an entry is NaN or infinite, a ``ridge`` is negative, or ``cv`` is not between 2 and n.
        """
        X, Y = self._fitting(X, y)
        ridges = np.atleast_1d(np.asarray(self.ridge, dtype=np.float64))
        if ridges.ndim != 1 or not len(ridges) or not np.isfinite(ridges).all() or (ridges < 0).any():
            raise ValueError(
                f"ridge is {self.ridge!r}: give a number of at least 0, or several to choose from"
            )
        self.ridge_ = float(ridges[0])
        if not isinstance(self.ridge, Real):
            ridges = np.sort(ridges)
            self.cv_scores_ = self._validate(X, Y, ridges)
            best = np.flatnonzero(self.cv_scores_ == self.cv_scores_.max())[-1]
            self.ridge_ = float(ridges[best])
        self.coef_, self.intercept_ = next(_solutions(X, Y, [self.ridge_]))
        return self

    def transform(self, X: ArrayLike) -> np.ndarray:
        """Return the prediction of Y from X.

        Parameters
        ----------
        X : array-like, shape (n, p)

        Returns
        -------
        ndarray, shape (n, q)
        """
        check_is_fitted(self)
        return self._mapping(X) @ self.coef_ + self.intercept_

    def _validate(self, X: np.ndarray, Y: np.ndarray, ridges: np.ndarray) -> np.ndarray:
        """Return the share of the variance of held-out stimuli that is explained at each λ."""
        n = len(X)
        if not isinstance(self.cv, int | np.integer) or not 2 <= self.cv <= n:
            raise ValueError(f"cv is {self.cv!r}: give a whole number of folds between 2 and the {n} stimuli")
        residual = np.zeros(len(ridges))
        for test in np.array_split(np.arange(n), self.cv):
            train = np.setdiff1d(np.arange(n), test)
            for i, (coef, intercept) in enumerate(_solutions(X[train], Y[train], ridges)):
                residual[i] += np.square(X[test] @ coef + intercept - Y[test]).sum()
        return 1 - residual / max(np.square(Y - Y.mean(axis=0)).sum(), np.finfo(float).tiny)


def _solutions(
    X: np.ndarray, Y: np.ndarray, ridges: Iterable[float]
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the coefficients and intercept at each λ, from one factorisation."""
    mean_x, mean_y = X.mean(axis=0), Y.mean(axis=0)
    U, s, Vt = np.linalg.svd(X - mean_x, full_matrices=False)
    kept = s > 1e-10 * s[0] if s[0] > 0 else np.zeros(len(s), dtype=bool)
    U, s, Vt = U[:, kept], s[kept], Vt[kept]
    projected = U.T @ (Y - mean_y)
    for ridge in ridges:
        coef = Vt.T @ ((s / (s**2 + ridge))[:, None] * projected)
        yield coef, mean_y - mean_x @ coef
