"""Kernel CKA: centred kernel alignment with similarities between stimuli that need not be linear."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import squareform

from commonground.inputs import choice, enough, finite, number, pair
from commonground.similarity import cka
from commonground.similarity._centred import Centred
from commonground.similarity._distances import row_sums, squared_distances
from commonground.similarity._hsic import hsic_from_sums
from commonground.similarity._matrix import StimulusMatrix, doubly_centred, u_centred
from commonground.similarity._single import centred_for_products

TINY = 1e-50  # a largest entry of a kernel below which squares of sums of squares would vanish
NARROW = 0.5  # bandwidth below which an exponent in float32 would cost digits
MEDIANS = ("distance", "kornblith")
Kernel = Callable[[np.ndarray], ArrayLike]  # a representation (n, p) → its Gram matrix (n, n)


def kernel_cka(
    X: ArrayLike,
    Y: ArrayLike,
    *,
    kernel: str | Kernel = "rbf",
    bandwidth: float = 1.0,
    median: str = "distance",
    debiased: bool = False,
) -> float:
    """Return the CKA of two representations under a kernel: the cosine between their centred Gram matrices.

    Parameters
    ----------
    X : array-like, shape (n, p)
        Responses of p units to n stimuli. NumPy array or PyTorch tensor. Of float32 and at least
        16 units, products are made in float32, exact to 1e-6; pass ``X.astype(float)`` for float64 throughout.
    Y : array-like, shape (n, q)
        Responses to the same stimuli, in the same order.
    kernel : str or callable
        "rbf": exp(−d²/2σ²). "linear": :func:`linear_cka`. Or a function that takes a representation, as a float
        array (n, p), and returns its Gram matrix (n, n).
    bandwidth : float
        σ as a multiple of the median distance between stimuli, above 0. The wider, the nearer to linear CKA.
    median : str
        "distance": σ = bandwidth × the median of the n(n−1)/2 distances. "kornblith": σ² = bandwidth² × the median
        of all n² squared distances, the n zeros included, as in the notebook of Kornblith et al.
    debiased : bool
        Unbiased HSIC (zero diagonal, U-centring) instead of the plain one. Needs n ≥ 4.

    Returns
    -------
    float
        Between 0 and 1; debiased, between −1 and 1.

    Raises
    ------
    ValueError
        If the shapes differ in n, n is too small, an entry is NaN or infinite, a representation is constant, the median
        distance is 0 (half the stimuli are copies), or ``kernel`` does not return a finite symmetric (n, n) matrix.

    References
    ----------
    Kornblith, Norouzi, Lee & Hinton (2019), "Similarity of neural network representations revisited".
    Gretton, Bousquet, Smola & Schölkopf (2005), "Measuring statistical dependence with Hilbert-Schmidt norms" (HSIC).
    """
    X, Y = pair(X, Y)
    options: dict[str, Any] = {
        "kernel": kernel,
        "bandwidth": bandwidth,
        "median": median,
        "debiased": debiased,
    }
    return compare(prepare(X, "X", **options), prepare(Y, "Y", **options))


@dataclass
class Gram:
    """One representation's share of kernel CKA: the part of its Gram matrix above the diagonal, row by row.

    A constant taken off every entry changes nothing after centring; what is taken off is such that the entries
    are near zero, so that centring costs no digits.
    """

    above: np.ndarray  # (n(n−1)/2,)
    diagonal: np.ndarray
    sums: np.ndarray  # of the rows
    debiased: bool
    own: float = 0.0


def prepare(
    X: np.ndarray,
    name: str = "X",
    *,
    kernel: str | Kernel = "rbf",
    bandwidth: float = 1.0,
    median: str = "distance",
    debiased: bool = False,
) -> Gram | cka.Alignable:
    enough(X, name, 4 if debiased else 3)
    if not callable(kernel) and choice(kernel, ("rbf", "linear"), "kernel") == "linear":
        return cka.prepare(X, name, debiased=debiased)
    if callable(kernel):
        finite(X, name)
        above, diagonal = _given(kernel, X, name)
    else:
        bandwidth = number(bandwidth, "bandwidth", above=0)
        centred = (centred_for_products if bandwidth >= NARROW else Centred)(X, name)
        above = _rbf(centred, bandwidth, choice(median, MEDIANS, "median"), name)
        diagonal = np.zeros(len(X))
    if debiased:
        diagonal = np.zeros(len(X))
    state = Gram(above, diagonal, row_sums(above, len(X)) + diagonal, debiased)
    state.own = _hsic(state, state)
    if state.own <= cka.ROUNDING * (2 * above @ above + diagonal @ diagonal):
        raise ValueError(
            f"the kernel sees no difference between the stimuli of {name}: choose another bandwidth or kernel"
        )
    return state


def compare(a: Any, b: Any) -> float:
    if isinstance(a, cka.Alignable):
        return cka.compare(a, b)
    return cka.ratio(_hsic(a, b), a.own, b.own, a.debiased)


def matrix(state: Any, always: bool = False) -> StimulusMatrix | None:
    """Return the centred Gram matrix."""
    if isinstance(state, cka.Alignable):
        return cka.matrix(state, always)
    K = squareform(state.above)
    np.fill_diagonal(K, state.diagonal)
    # The bandwidth is the median of all stimuli, and a kernel of the caller's may look at all of them, too.
    return StimulusMatrix(u_centred(K) if state.debiased else doubly_centred(K), again=None)


def reorder(state: Any, order: np.ndarray) -> Any:
    if isinstance(state, cka.Alignable):
        return cka.reorder(state, order)
    K = squareform(state.above)[np.ix_(order, order)]
    diagonal = np.broadcast_to(state.diagonal, len(order))[order]
    return replace(state, above=squareform(K, checks=False), diagonal=diagonal, sums=state.sums[order])


def _hsic(a: Gram, b: Gram) -> float:
    products = 2 * (a.above @ b.above) + a.diagonal @ b.diagonal
    return hsic_from_sums(products, a.sums, b.sums, debiased=a.debiased)


def _rbf(centred: Centred, bandwidth: float, median: str, name: str) -> np.ndarray:
    """Return exp(−d²/2σ²) − 1 for every pair: exact zeros for copies, and on the diagonal."""
    squared = squared_distances(centred.rows())
    n = centred.shape[0]
    scale = _kornblith_median(squared, n) if median == "kornblith" else _median_of_roots(squared) ** 2
    if scale == 0:
        raise ValueError(
            f"the median distance between the stimuli of {name} is 0, because too many are copies of each other: "
            "drop the copies, or pass a kernel of your own"
        )
    squared /= scale
    with np.errstate(over="ignore"):  # at a tiny bandwidth: −∞, of which exp is 0
        squared /= -max(2 * bandwidth * bandwidth, np.finfo(float).tiny)
    above = np.expm1(squared, out=squared)
    peak = -above.min()
    if 0 < peak < TINY:  # at a huge bandwidth: CKA does not hang on the scale of a kernel
        above /= peak
    return above


def _median_of_roots(squared: np.ndarray) -> float:
    """Return the median distance, from squared distances."""
    low, high = (len(squared) - 1) // 2, len(squared) // 2
    return np.sqrt(np.partition(squared, (low, high))[[low, high]]).mean()


def _kornblith_median(squared: np.ndarray, n: int) -> float:
    """Return the median of all n² squared distances: n zeros, and each of the others twice."""
    low, high = ((n * n - 1) // 2 - n) // 2, (n * n // 2 - n) // 2
    if low < 0:
        return 0.0
    return np.partition(squared, (low, high))[[low, high]].mean()


def _given(kernel: Kernel, X: np.ndarray, name: str):
    """Return the part above the diagonal, and the diagonal, of the Gram matrix that the caller's kernel makes."""
    K, n = np.asarray(kernel(X), dtype=np.float64), len(X)
    if K.shape != (n, n):
        raise ValueError(
            f"kernel({name}) has shape {K.shape}: a kernel returns the Gram matrix, here {(n, n)}"
        )
    if not np.isfinite(K).all():
        raise ValueError(f"kernel({name}) has NaN or infinity: check the kernel on your data")
    if abs(K - K.T).max() > 1e-6 * abs(K).max():
        raise ValueError(f"kernel({name}) is not symmetric: a kernel gives (i, j) and (j, i) the same value")
    K = np.ldexp(K, -np.frexp(abs(K).max())[1])  # CKA does not hang on its scale
    above = squareform(K, checks=False)
    middle = above.mean()
    return above - middle, K.diagonal() - middle
