"""What the maps share: their input, checked the way scikit-learn checks it, and their score."""

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import validate_data

from commonground.inputs import array, same_labels


class Map(TransformerMixin, BaseEstimator):
    """A map from one representation to another, fitted on stimuli that both have."""

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        tags.target_tags.multi_output = True
        return tags

    def score(self, X: ArrayLike, y: ArrayLike) -> float:
        """Return the share of the variance of Y that the mapped X explains, pooled over units.

        Parameters
        ----------
        X : array-like, shape (n, p)
            Responses, to the fitted stimuli or better to others.
        y : array-like, shape (n, q)
            Y, the representation that X was mapped to, for the same stimuli.

        Returns
        -------
        float
            R² = 1 − ‖transform(X) − Y‖² / ‖Y − mean‖²: at most 1; negative if worse than the mean of Y.

        Raises
        ------
        ValueError
            If the shapes do not fit, or Y is constant.
        """
        share = explained(self.transform(X), y)
        same_labels(X, y, "X", "y")
        return share

    def _fitting(self, X: ArrayLike, Y: ArrayLike | None) -> tuple[np.ndarray, np.ndarray]:
        """Return both representations, checked, as float64."""
        if Y is None:
            raise ValueError(
                f"{type(self).__name__} requires y to be passed, but the target y is None: "
                "call fit(X, Y) with the representation to map to"
            )
        # Two stimuli at least: one says nothing about a map once its mean is gone.
        A, B = validate_data(
            self,
            array(X),
            array(Y, "y"),
            dtype=np.float64,
            multi_output=True,
            y_numeric=True,
            ensure_min_samples=2,
        )
        same_labels(X, Y, "X", "y")
        return A, columns(B)

    def _mapping(self, X: ArrayLike) -> np.ndarray:
        return validate_data(self, array(X), dtype=np.float64, reset=False)


def explained(mapped: np.ndarray, Y: ArrayLike) -> float:
    """Return the share of the variance of ``Y`` that ``mapped`` explains, pooled over columns."""
    Y = columns(array(Y))
    if Y.shape != mapped.shape:
        raise ValueError(
            f"Y has shape {Y.shape} and the mapped X {mapped.shape}: give the same stimuli in the space that is mapped to"
        )
    if not np.isfinite(Y).all():
        raise ValueError("Y has NaN or infinity: drop those stimuli from X and Y, or fill the values in")
    total = np.square(Y - Y.mean(axis=0)).sum()
    if total == 0:
        raise ValueError("Y is constant: there is no variance to explain; give more varied stimuli")
    return float(1 - np.square(mapped - Y).sum() / total)


def columns(Y: ArrayLike) -> np.ndarray:
    """Return ``Y`` as (n, q) float64, a single unit as one column."""
    Y = np.asarray(Y, dtype=np.float64)
    return Y[:, None] if Y.ndim == 1 else Y
