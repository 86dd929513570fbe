"""Generalized Procrustes: many representations rotated into one space that they share."""

from collections.abc import Iterable
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_array, check_is_fitted

from commonground.inputs import all_same_labels, array
from commonground.similarity.procrustes import rotation


class GeneralizedProcrustes(BaseEstimator):
    """Rotations that bring many representations nearest to their common mean (hyperalignment).

    Each representation is rotated onto the mean of all, and the mean is taken anew, until the sum of squares
    between them no longer falls. Narrower representations are padded with silent units. The axes of the common
    space are those of the first of the widest representations, which the iteration starts from.

    Parameters
    ----------
    scale : bool
        Bring each representation to unit Frobenius norm first.
    reflections : bool
        Whether rotations may reflect.
    tol : float
        Stop when the sum of squares falls by less than this share of all.
    max_iter : int
        Rounds at most.

    Attributes
    ----------
    template_ : ndarray, shape (n, d)
        The common mean for the fitted stimuli; d is the largest number of units.
    rotations_ : list of ndarray, shapes (pᵢ, d)
        Multiply centred rows from the right.
    means_ : list of ndarray, shapes (pᵢ,)
    scales_ : ndarray, shape (number of representations,)
        1 without ``scale``.
    n_iter_ : int
        Rounds that it took; ``max_iter`` if it did not converge.

    Notes
    -----
    Takes a list of representations instead of one array, so that scikit-learn's ``check_estimator`` does not apply;
    parameters, cloning and fitted attributes follow its conventions.

    References
    ----------
    Gower (1975), "Generalized Procrustes analysis".
    Haxby et al. (2011), "A common, high-dimensional model of the representational space in human ventral temporal cortex".

    Examples
    --------
    >>> import numpy as np
    >>> X = np.random.default_rng(0).normal(size=(50, 3))
    >>> model = GeneralizedProcrustes().fit([X, X[:, ::-1] + 4, -X])
    >>> round(model.score([X, X[:, ::-1] + 4, -X]), 12)
    1.0
    """

    def __init__(
        self, *, scale: bool = False, reflections: bool = True, tol: float = 1e-10, max_iter: int = 200
    ) -> None:
        self.scale = scale
        self.reflections = reflections
        self.tol = tol
        self.max_iter = max_iter

    def fit(self, Xs: Iterable[ArrayLike], y: object = None) -> Self:
        """Find the template and the rotations to it.

        Parameters
        ----------
        Xs : sequence of array-like, each of shape (n, pᵢ)
            Two or more representations of the same n stimuli, in the same order.
        y : ignored

        Returns
        -------
        self : GeneralizedProcrustes

        Raises
        ------
        ValueError
            If there are fewer than two, they differ in n, an entry is NaN or infinite, or one is constant with ``scale``.
        """
        Xs = _checked(Xs)
        if len(Xs) < 2:
            raise ValueError(f"Xs has {len(Xs)} representation: give two or more to bring together")
        if self.max_iter < 1:
            raise ValueError(f"max_iter is {self.max_iter!r}: at least one round is needed")
        self.means_ = [X.mean(axis=0) for X in Xs]
        Xs = [X - mean for X, mean in zip(Xs, self.means_, strict=True)]
        norms = np.array([np.linalg.norm(X) for X in Xs])
        if self.scale and not norms.all():
            raise ValueError(
                f"Xs[{np.argmin(norms)}] is constant and has no scale: leave it out, or use scale=False"
            )
        self.scales_ = 1 / norms if self.scale else np.ones(len(Xs))
        Xs = [X * scale for X, scale in zip(Xs, self.scales_, strict=True)]
        width = max(X.shape[1] for X in Xs)
        template = next(X for X in Xs if X.shape[1] == width)
        whole, loss = sum(np.square(X).sum() for X in Xs), np.inf
        for self.n_iter_ in range(1, self.max_iter + 1):  # noqa: B020
            rotations = [rotation(X.T @ template, reflections=self.reflections)[0] for X in Xs]
            template = np.mean([X @ Q for X, Q in zip(Xs, rotations, strict=True)], axis=0)
            before, loss = loss, whole - len(Xs) * np.square(template).sum()
            if before - loss <= self.tol * whole:
                break
        self.rotations_, self.template_ = rotations, template
        return self

    def transform(self, Xs: Iterable[ArrayLike]) -> np.ndarray:
        """Return every representation in the common space.

        Parameters
        ----------
        Xs : sequence of array-like, each of shape (m, pᵢ)
            The fitted representations, in the fitted order, for any m stimuli.

        Returns
        -------
        ndarray, shape (number of representations, m, d)

        Raises
        ------
        ValueError
            If their number, their widths or their stimuli do not fit.
        """
        check_is_fitted(self)
        Xs = _checked(Xs)
        widths, fitted = [X.shape[1] for X in Xs], [len(Q) for Q in self.rotations_]
        if widths != fitted:
            raise ValueError(
                f"Xs have {widths} units and the fitted ones {fitted}: give the same in the same order"
            )
        parts = zip(Xs, self.means_, self.scales_, self.rotations_, strict=True)
        return np.stack([scale * ((X - mean) @ Q) for X, mean, scale, Q in parts])

    def fit_transform(self, Xs: Iterable[ArrayLike], y: object = None) -> np.ndarray:
        """Return ``fit(Xs).transform(Xs)``."""
        return self.fit(Xs).transform(Xs)

    def score(self, Xs: Iterable[ArrayLike], y: object = None) -> float:
        """Return the share of the variance of all representations that is in their common mean.

        Parameters
        ----------
        Xs : sequence of array-like, each of shape (m, pᵢ)
            The fitted representations, for the fitted stimuli or better for others.

        Returns
        -------
        float
            Between 0 and 1; 1 if all coincide in the common space.
        """
        mapped = self.transform(Xs)
        whole = np.square(mapped).sum()
        if whole == 0:
            raise ValueError("Xs are constant: there is no variance to share; give more varied stimuli")
        return float(np.clip(len(mapped) * np.square(mapped.mean(axis=0)).sum() / whole, 0, 1))


def _checked(given: Iterable[ArrayLike]) -> list[np.ndarray]:
    """Return a list of float64 arrays of the same stimuli."""
    given = list(given)
    Xs = [
        check_array(array(X, f"Xs[{i}]"), dtype=np.float64, ensure_min_samples=2, input_name=f"Xs[{i}]")
        for i, X in enumerate(given)
    ]
    for i, X in enumerate(Xs):
        if len(X) != len(Xs[0]):
            raise ValueError(
                f"Xs[0] has {len(Xs[0])} stimuli (rows) and Xs[{i}] has {len(X)}: "
                "row j of all must be the same stimulus, so keep the stimuli that all have"
            )
    all_same_labels({f"Xs[{i}]": X for i, X in enumerate(given)})
    return Xs
