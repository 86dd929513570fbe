"""Measures that are the inner product of two (n, n) matrices: CKA of every kind, and RSA.

For such a measure another order of the stimuli is another order of rows and columns, and some of the stimuli are a part
of the matrix: nothing has to be centred or multiplied again. :mod:`commonground.inference` lives on this.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class StimulusMatrix:
    """One representation as a symmetric matrix A of its n stimuli, at unit length, so that the measure is ⟨A, B⟩.

    Attributes
    ----------
    entries : ndarray, shape (n, n)
        Symmetric, and of Frobenius norm 1.
    again : callable or None
        Takes a part of ``entries``, the rows and columns of some stimuli, and returns the entries that the measure
        would have made from these stimuli alone; None where that cannot be told from the matrix.
    cube : callable or None
        Returns the trace of A³ where fewer features than stimuli tell it for less than A² costs.
    """

    entries: np.ndarray
    again: Callable[[np.ndarray], np.ndarray] | None
    cube: Callable[[], float] | None = None


def doubly_centred(K: np.ndarray) -> np.ndarray:
    """Return a symmetric matrix with its row sums taken off, at unit length: what CKA compares."""
    means = K.mean(axis=0)
    return _unit(K - means - (means - means.mean())[:, None])


def u_centred(K: np.ndarray) -> np.ndarray:
    """Return a symmetric matrix with zero diagonal and zero row sums, at unit length: what debiased CKA compares.

    The inner product of two of these is the unbiased HSIC of Song et al. (2012), up to a factor of n alone.
    """
    n = len(K)
    K = K.copy()
    np.fill_diagonal(K, 0)
    sums = K.sum(axis=0)
    K -= (sums[:, None] + sums - sums.sum() / (n - 1)) / (n - 2)
    np.fill_diagonal(K, 0)
    return _unit(K)


def _unit(A: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(A)
    if not length > 0:
        raise ValueError("some of the stimuli are all alike, so that there is nothing to compare among them")
    return A / length
