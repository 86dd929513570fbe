"""Nearest neighbours: do two representations put the same stimuli next to each other?"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from commonground.inputs import choice, enough, pair, whole
from commonground.similarity._centred import Centred
from commonground.similarity._distances import unit_rows
from commonground.similarity._hsic import hsic_from_sums
from commonground.similarity._nearest import largest_products, nearest
from commonground.similarity.cka import ROUNDING

METRICS = ("cosine", "euclidean")


def mutual_knn(X: ArrayLike, Y: ArrayLike, *, k: int = 10, metric: str = "cosine") -> float:
    """Return the share of its k nearest neighbours that a stimulus keeps from one representation to the other.

    The mean over stimuli of ``|neighbours in X ∩ neighbours in Y| / k``, the stimulus itself excluded. Chance is
    k / (n − 1). Stimuli that tie for the last places share them: each counts by the places there are for each of
    them, and in the overlap by the smaller of its two counts. So no order of the stimuli is preferred.

    Parameters
    ----------
    X : array-like, shape (n, p)
        Responses of p units to n stimuli, used as they are: a shift of a unit changes cosines. NumPy array or
        PyTorch tensor; computed in float64 throughout.
    Y : array-like, shape (n, q)
        Responses to the same stimuli, in the same order.
    k : int
        Neighbours of each stimulus, from 1 to n − 1.
    metric : str
        "cosine" or "euclidean".

    Returns
    -------
    float
        Between 0 and 1.

    Raises
    ------
    ValueError
        If the shapes differ in n, k ≥ n, an entry is NaN or infinite, a representation is constant, or a
        stimulus has no response at all, which leaves its cosines undefined.

    References
    ----------
    Huh, Cheung, Wang & Isola (2024), "The platonic representation hypothesis".
    """
    X, Y = pair(X, Y)
    return compare(prepare(X, "X", k=k, metric=metric), prepare(Y, "Y", k=k, metric=metric))


def cknna(X: ArrayLike, Y: ArrayLike, *, k: int = 10) -> float:
    """Return the centred kernel nearest-neighbour alignment: CKA of what is near in both representations.

    Debiased linear CKA on raw inner products, of which only those with a stimulus's k nearest neighbours (the
    k largest inner products, itself excluded) in both representations are kept. This follows the authors'
    code with its unbiased HSIC, whose kept products need not be symmetric; theirs adds 1e-6 to the
    denominator, this does not.

    Parameters
    ----------
    X, Y : array-like, shapes (n, p) and (n, q)
        Responses to the same stimuli, at least 4. The authors scale each stimulus to unit length beforehand.
    k : int
        Neighbours of each stimulus, from 2 to n − 1. At n − 1 this is debiased linear CKA.

    Returns
    -------
    float
        1 for a representation with itself; around 0 when no neighbours are shared.

    Raises
    ------
    ValueError
        As :func:`mutual_knn`; and if the neighbours of a representation have no alignment with themselves.

    References
    ----------
    Huh, Cheung, Wang & Isola (2024), "The platonic representation hypothesis", and the code that goes with it.
    """
    X, Y = pair(X, Y)
    return compare_cknna(prepare_cknna(X, "X", k=k), prepare_cknna(Y, "Y", k=k))


@dataclass
class Neighbours:
    """The neighbour lists of one representation: (n, n), sparse, 1 for a neighbour, less for a tied one."""

    lists: csr_array
    k: int


def prepare(X: np.ndarray, name: str = "X", *, k: int = 10, metric: str = "cosine") -> Neighbours:
    k = _asked(k, len(X), least=1)
    metric = choice(metric, METRICS, "metric")
    centred = Centred(X, name)
    return Neighbours(nearest(unit_rows(X, metric, name) if metric == "cosine" else centred.rows(), k), k)


def compare(a: Neighbours, b: Neighbours) -> float:
    return float(a.lists.minimum(b.lists).sum() / (a.k * a.lists.shape[0]))


def reorder(state: Neighbours, order: np.ndarray) -> Neighbours:
    return replace(state, lists=state.lists[order][:, order])


@dataclass
class Kernel:
    """The inner products of one representation with its neighbours, and who these are: (n, n), sparse."""

    lists: csr_array
    products: csr_array
    own: float


def prepare_cknna(X: np.ndarray, name: str = "X", *, k: int = 10) -> Kernel:
    enough(X, name, 4)
    k = _asked(k, len(X), least=2)
    Centred(X, name)  # refuses a constant representation
    Z = X / np.exp2(np.frexp(abs(X).max())[1]).astype(np.float64)
    lists, products = largest_products(Z, k)
    state = Kernel(lists, products, 0.0)
    state.own = _hsic(products * lists, products * lists)
    if state.own <= ROUNDING * (products * products).sum():
        raise ValueError(
            f"the neighbours of {name} have no alignment with themselves: choose another k than {k}"
        )
    return state


def reorder_cknna(state: Kernel, order: np.ndarray) -> Kernel:
    return replace(state, lists=state.lists[order][:, order], products=state.products[order][:, order])


def compare_cknna(a: Kernel, b: Kernel) -> float:
    both = a.lists.minimum(b.lists)
    return float(_hsic(a.products * both, b.products * both) / (np.sqrt(a.own) * np.sqrt(b.own)))


def _hsic(K: csr_array, L: csr_array) -> float:
    return hsic_from_sums((K * L.T).sum(), K.sum(axis=0), L.sum(axis=1), debiased=True)


def _asked(k: int, n: int, *, least: int) -> int:
    k = whole(k, "k", least=least)
    if k >= n:
        raise ValueError(
            f"k is {k} and there are {n} stimuli: each has {n - 1} others, so choose at most {n - 1}"
        )
    return k
