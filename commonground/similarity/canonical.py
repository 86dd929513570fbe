"""Canonical correlation: what two representations share when any invertible linear map is forgiven."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from commonground.inputs import number, pair
from commonground.similarity._spaces import Space, column_space, principal_space


def cca(X: ArrayLike, Y: ArrayLike) -> np.ndarray:
    """Return the canonical correlations of two representations, largest first.

    The i-th is the largest correlation that a linear readout of X can have with a linear readout of Y,
    among readouts uncorrelated with those before. Computed from orthonormal bases, never from an inverse
    covariance. When p ≥ n they are all 1, whatever the data: n − 1 units can fit any response to n stimuli.

    Parameters
    ----------
    X : array-like, shape (n, p)
        Responses of p units to n stimuli. NumPy array or PyTorch tensor; computed in float64 throughout.
    Y : array-like, shape (n, q)
        Responses to the same stimuli, in the same order.

    Returns
    -------
    ndarray, shape (min(rank X, rank Y),)
        Correlations between 0 and 1, descending. The rank counts singular values of the centred data above
        1e-10 of the largest; above 1e-5 for float32 input, whose rounding noise fills empty directions.

    Raises
    ------
    ValueError
        If the shapes differ in n, n < 3, an entry is NaN or infinite, or a representation is constant.

    References
    ----------
    Hardoon, Szedmak & Shawe-Taylor (2004), "Canonical correlation analysis: an overview with application
    to learning methods".

    Examples
    --------
    >>> import numpy as np
    >>> X = np.random.default_rng(0).normal(size=(50, 3))
    >>> cca(X, X @ [[1, 2, 0], [0, 1, 5], [0, 0, 1]] + 7).round(12)
    array([1., 1., 1.])
    """
    X, Y = pair(X, Y)
    return correlations(column_space(X, "X"), column_space(Y, "Y"))


def mean_cca(X: ArrayLike, Y: ArrayLike, *, squared: bool = False) -> float:
    """Return the mean canonical correlation: 1 if one representation is an invertible linear map of the other.

    Parameters
    ----------
    X, Y : array-like, shapes (n, p) and (n, q)
        Responses to the same stimuli.
    squared : bool
        Average the squared correlations instead (Kornblith et al.'s R²_CCA, up to their division by q).

    Returns
    -------
    float
        Between 0 and 1: the mean over the min(rank X, rank Y) correlations of :func:`cca`.

    Raises
    ------
    ValueError
        As :func:`cca`.

    References
    ----------
    Kornblith, Norouzi, Lee & Hinton (2019), "Similarity of neural network representations revisited".
    """
    X, Y = pair(X, Y)
    return compare_mean(prepare(X, "X", squared=squared), prepare(Y, "Y", squared=squared))


def svcca(X: ArrayLike, Y: ArrayLike, *, variance: float = 0.99, squared: bool = False) -> float:
    """Return the mean canonical correlation of the principal components that matter.

    Each representation is first cut to its fewest principal components that hold ``variance`` of its variance
    (the sum of squared singular values, not the sum of singular values that some implementations take).

    Parameters
    ----------
    X, Y : array-like, shapes (n, p) and (n, q)
        Responses to the same stimuli.
    variance : float
        Share to keep, above 0 and at most 1; at 1 this is :func:`mean_cca`.
    squared : bool
        Average the squared correlations instead.

    Returns
    -------
    float
        Between 0 and 1.

    Raises
    ------
    ValueError
        As :func:`cca`; and if ``variance`` is out of range.

    References
    ----------
    Raghu, Gilmer, Yosinski & Sohl-Dickstein (2017), "SVCCA: singular vector canonical correlation analysis
    for deep learning dynamics and interpretability".
    """
    options: dict[str, Any] = {"variance": variance, "squared": squared}
    X, Y = pair(X, Y)
    return compare_mean(prepare_svcca(X, "X", **options), prepare_svcca(Y, "Y", **options))


def pwcca(X: ArrayLike, Y: ArrayLike) -> float:
    """Return the projection-weighted mean of the canonical correlations.

    The i-th correlation weighs as much as its canonical variate hᵢ of X accounts for the units of X:
    ``αᵢ = Σⱼ |⟨hᵢ, xⱼ⟩|`` over the centred columns xⱼ. The weights are always those of X, the first
    argument, so that ``pwcca(X, Y)`` and ``pwcca(Y, X)`` differ; the authors' code takes them from
    whichever of the two has fewer dimensions.

    Parameters
    ----------
    X, Y : array-like, shapes (n, p) and (n, q)
        Responses to the same stimuli.

    Returns
    -------
    float
        Between 0 and 1. Any invertible linear map of Y leaves it as it is; a rotation of X does not.

    Raises
    ------
    ValueError
        As :func:`cca`.

    References
    ----------
    Morcos, Raghu & Bengio (2018), "Insights on representational similarity in neural networks with canonical
    correlation".
    """
    X, Y = pair(X, Y)
    return compare_weighted(column_space(X, "X"), column_space(Y, "Y"))


@dataclass
class Spanned:
    """One representation's share of a mean canonical correlation."""

    space: Space
    squared: bool


def prepare(X: np.ndarray, name: str = "X", *, squared: bool = False) -> Spanned:
    return Spanned(column_space(X, name), squared)


def prepare_svcca(
    X: np.ndarray, name: str = "X", *, variance: float = 0.99, squared: bool = False
) -> Spanned:
    return Spanned(principal_space(X, name, variance=number(variance, "variance", above=0, most=1)), squared)


def reorder(state: Any, order: np.ndarray) -> Any:
    if isinstance(state, Space):
        return state.reordered(order)
    return replace(state, space=state.space.reordered(order))


def compare_mean(a: Spanned, b: Spanned) -> float:
    ρ = correlations(a.space, b.space)
    return float(np.mean(ρ**2 if a.squared else ρ))


def compare_weighted(a: Space, b: Space) -> float:
    if a.everything or b.everything:
        return 1.0  # every correlation is 1, whatever its weight
    U, ρ, _ = np.linalg.svd(a.cosines(b), full_matrices=False)
    α = np.abs(U.T @ a.factor).sum(axis=1)  # the canonical variates are QU, and X = Q · factor
    return float(α @ ρ.clip(0, 1) / α.sum())


def correlations(a: Space, b: Space) -> np.ndarray:
    """Return the cosines of the principal angles between two spaces, largest first."""
    if a.everything or b.everything:
        return np.ones(min(a.rank, b.rank))
    return np.linalg.svd(a.cosines(b), compute_uv=False).clip(0, 1)
