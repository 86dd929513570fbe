"""Relative representations: describe each stimulus by its similarity to anchors, which needs no map at all."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from commonground.inputs import array, choice

METRICS = ("cosine", "euclidean")


class RelativeRepresentation(TransformerMixin, BaseEstimator):
    """Each stimulus as its similarities to a few anchor stimuli, in the representation's own geometry.

    Two networks whose spaces differ by a rotation and a scale give the same relative representation if their
    anchors are the same stimuli; fit one estimator to each with the same ``anchors``.

    Parameters
    ----------
    anchors : int or sequence of int
        Rows of the fitted X to be anchors; or how many to draw, without repeats.
    metric : str
        "cosine": the cosine with each anchor. "euclidean": minus the distance to it, so that larger is nearer.
    random_state : int, RandomState or None
        For the draw; give two representations the same number to draw the same anchors.

    Attributes
    ----------
    anchors_ : ndarray, shape (number of anchors,)
        Their rows in the fitted X.
    anchor_vectors_ : ndarray, shape (number of anchors, p)
    n_features_in_ : int
        p.

    References
    ----------
    Moschella, Maiorca, Fumero, Norelli, Locatello & Rodolà (2023), "Relative representations enable zero-shot
    latent space communication".

    Examples
    --------
    >>> import numpy as np
    >>> X = np.random.default_rng(0).normal(size=(50, 3))
    >>> A = RelativeRepresentation(anchors=[0, 7, 9]).fit_transform(X)
    >>> B = RelativeRepresentation(anchors=[0, 7, 9]).fit_transform(-3 * X[:, ::-1])
    >>> bool(np.allclose(A, B))
    True
    """

    def __init__(
        self,
        anchors: int | Sequence[int] | np.ndarray = 10,
        *,
        metric: str = "cosine",
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.anchors = anchors
        self.metric = metric
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: object = None) -> Self:
        """Keep the anchors.

        Parameters
        ----------
        X : array-like, shape (n, p)
            Responses to stimuli, the anchors among them.
        y : ignored

        Returns
        -------
        self : RelativeRepresentation

        Raises
        ------
        ValueError
            If ``anchors`` are more than the stimuli, or not rows of X, or ``metric`` is unknown.
        """
        choice(self.metric, METRICS, "metric")
        X = validate_data(self, array(X), dtype=np.float64)
        self.anchors_ = self._chosen(len(X))
        self.anchor_vectors_ = X[self.anchors_]
        return self

    def transform(self, X: ArrayLike) -> np.ndarray:
        """Return the similarity of each stimulus to each anchor.

        Parameters
        ----------
        X : array-like, shape (n, p)

        Returns
        -------
        ndarray, shape (n, number of anchors)
            Cosines, between −1 and 1; or minus distances, at most 0. The cosine with a silent stimulus or anchor is 0,
            where the measures of :mod:`commonground.similarity` refuse it.
        """
        check_is_fitted(self)
        X = validate_data(self, array(X), dtype=np.float64, reset=False)
        if choice(self.metric, METRICS, "metric") == "cosine":
            return _directions(X) @ _directions(self.anchor_vectors_).T
        return -cdist(X, self.anchor_vectors_)

    def _chosen(self, n: int) -> np.ndarray:
        anchors = np.asarray(self.anchors)
        if anchors.dtype.kind not in "iu" or anchors.ndim > 1 or anchors.size == 0:
            raise ValueError(f"anchors is {self.anchors!r}: give row numbers of X, or how many to draw")
        if anchors.ndim == 1:
            if anchors.min() < 0 or anchors.max() >= n:
                raise ValueError(
                    f"anchors has row {anchors.max()} and X has n_samples={n}: choose rows from 0 to {n - 1}"
                )
            return anchors
        if not 1 <= anchors <= n:
            raise ValueError(f"anchors is {self.anchors} and X has n_samples={n}: draw from 1 to {n} of them")
        return check_random_state(self.random_state).choice(n, size=int(anchors), replace=False)


def _directions(X: np.ndarray) -> np.ndarray:
    """Return the rows at unit length. Silent ones stay as they are: what scikit-learn calls an estimator takes them."""
    peak = abs(X).max(axis=1, keepdims=True)  # first, so that no square overflows or vanishes
    X = X / np.where(peak > 0, peak, 1)
    length = np.linalg.norm(X, axis=1, keepdims=True)
    return X / np.where(length > 0, length, 1)
