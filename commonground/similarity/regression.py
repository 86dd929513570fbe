"""Linear regression: how much of one representation another predicts."""

from collections.abc import Iterable, Iterator
from copy import copy
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from commonground.inputs import number, pair, whole
from commonground.similarity._centred import Centred
from commonground.similarity._spaces import column_space, rank_tolerance

Folds = int | Iterable[tuple[ArrayLike, ArrayLike]]


def linear_regression_r2(X: ArrayLike, Y: ArrayLike, *, ridge: float = 0.0, cv: Folds | None = None) -> float:
    """Return the share of the variance of Y that a linear map from X explains, pooled over the units of Y.

    R² = 1 − ‖Y − Ŷ‖² / ‖Y − mean‖². Without ``cv`` it is measured on the stimuli that the map is fitted to,
    as in Kornblith et al.; it is then 1 for any Y once X has n − 1 independent units.

    Parameters
    ----------
    X : array-like, shape (n, p)
        The predictor. NumPy array or PyTorch tensor; computed in float64 throughout.
    Y : array-like, shape (n, q)
        The predicted representation of the same stimuli, in the same order.
    ridge : float
        λ ≥ 0 of the penalty λ‖B‖² on the coefficients, in the squared units of X (as ``alpha`` of
        scikit-learn's ``Ridge``). At 0, dependent columns are met with the solution of least norm.
    cv : int or sequence of (train, test) index pairs, optional
        Predict every stimulus from a map fitted to the others: the number of folds, consecutive and as
        equal as they can be (shuffle the rows of both if the stimuli are sorted), or the folds themselves.

    Returns
    -------
    float
        At most 1. Between 0 and 1 without ``cv``; with it, negative when predictions are worse than the mean.

    Raises
    ------
    ValueError
        If the shapes differ in n, n < 3, an entry is NaN or infinite, a representation is constant,
        ``ridge`` < 0, or ``cv`` is not a number of folds from 2 to n nor a list of folds.

    References
    ----------
    Kornblith, Norouzi, Lee & Hinton (2019), "Similarity of neural network representations revisited".
    """
    X, Y = pair(X, Y)
    if isinstance(cv, Iterator):  # read more than once
        cv = list(cv)
    return compare(prepare(X, "X", ridge=ridge, cv=cv), prepare(Y, "Y", ridge=ridge, cv=cv))


class Regressed:
    """One representation as predictor and as predicted; each role's work is done when first asked for."""

    def __init__(self, X: np.ndarray, name: str, ridge: float, cv: Folds | None) -> None:
        self.X, self.centred = X, Centred(X, name)
        self.cv = None if cv is None else folds(len(X), cv)
        # In two steps, since unit² may be below all numbers; infinity is a ridge that leaves nothing.
        unit = float(self.centred.unit)
        self.ridge = number(ridge, "ridge", least=0) / unit / unit
        self.tolerance = rank_tolerance(X.dtype)

    @cached_property
    def total(self):
        return self.centred.square()

    @cached_property
    def space(self):
        return column_space(self.X)

    @cached_property
    def shrunk(self):
        """The left singular vectors, and the share of itself that each loses to the fit with ridge."""
        U, s, _ = np.linalg.svd(self.centred.rows(), full_matrices=False)
        with np.errstate(over="ignore"):
            return U, 1 - (1 / (1 + s**2 / self.ridge)) ** 2  # also where ridge is beyond all numbers

    @cached_property
    def out_of_fold(self):
        """For each fold, the map from responses to the training stimuli to predictions for the test stimuli."""
        Xc, maps = self.centred.rows(), []
        for train, test in self.cv:
            mean = Xc[train].mean(axis=0)
            U, s, Vt = np.linalg.svd(Xc[train] - mean, full_matrices=False)
            kept = s > self.tolerance * s[0]
            U, s, Vt = U[:, kept], s[kept], Vt[kept]
            maps.append((train, test, ((Xc[test] - mean) @ Vt.T * (s / (s**2 + self.ridge))) @ U.T))
        return maps


def prepare(X: np.ndarray, name: str = "X", *, ridge: float = 0.0, cv: Folds | None = None) -> Regressed:
    return Regressed(X, name, ridge, cv)


def reorder(state: Regressed, order: np.ndarray) -> Regressed:
    other = copy(state)
    other.X, other.centred = state.X[order], state.centred.reordered(order)
    for made_of_the_old_order in ("space", "shrunk", "out_of_fold"):
        other.__dict__.pop(made_of_the_old_order, None)
    return other


def compare(a: Regressed, b: Regressed) -> float:
    if a.cv is not None:
        return _r2_out_of_fold(a.out_of_fold, b.centred.rows())
    if a.ridge:
        U, explained = a.shrunk
        return _share(np.square(U.T @ b.centred.rows()).sum(axis=1) @ explained / b.total)
    return 1.0 if a.space.everything else _share(np.square(a.space.project(b.centred)).sum() / b.total)


def folds(n: int, cv: Folds) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return a list of (train, test) index arrays."""
    if isinstance(cv, int | np.integer):
        k = whole(cv, "cv", least=2)
        if k > n:
            raise ValueError(f"cv is {k} and there are {n} stimuli: choose from 2 to {n} folds")
        every = np.arange(n)
        return [(np.setdiff1d(every, test), test) for test in np.array_split(every, k)]
    try:
        pairs = [(np.arange(n)[np.asarray(train)], np.arange(n)[np.asarray(test)]) for train, test in cv]
    except (TypeError, ValueError, IndexError) as error:
        raise ValueError(
            f"cv is {cv!r}: give a number of folds, or (train, test) pairs of row numbers below {n} ({error})"
        ) from None
    if not pairs or any(len(train) < 2 or len(test) < 1 or set(train) & set(test) for train, test in pairs):
        raise ValueError("each fold of cv needs at least 2 stimuli to fit and others, at least 1, to test")
    return pairs


def _r2_out_of_fold(maps: list[tuple[np.ndarray, np.ndarray, np.ndarray]], Y: np.ndarray) -> float:
    residual = total = 0.0
    for train, test, predict in maps:
        mean = Y[train].mean(axis=0)
        residual += np.square(Y[test] - mean - predict @ (Y[train] - mean)).sum()
        total += np.square(Y[test]).sum()
    if total == 0:
        raise ValueError("Y is constant on the test stimuli of cv: choose other folds")
    return float(1 - residual / total)


def _share(x: float) -> float:
    return float(np.clip(x, 0, 1))
