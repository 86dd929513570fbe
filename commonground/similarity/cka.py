"""Linear centred kernel alignment: the cosine of two centred Gram matrices."""

from dataclasses import dataclass, replace
from functools import partial
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from commonground.inputs import enough, pair, whole
from commonground.similarity._centred import Centred, inner
from commonground.similarity._hsic import hsic_from_sums
from commonground.similarity._matrix import StimulusMatrix, doubly_centred, u_centred
from commonground.similarity._single import centred_for_products

ROUNDING = 1e-13
"""An unbiased HSIC smaller than this share of the terms that cancel in it is what rounding left of zero."""
FEW_UNITS = 50  # squared number of units a stimulus below which XᵀPY costs less than reading n² numbers in another order


def linear_cka(X: ArrayLike, Y: ArrayLike, *, debiased: bool | str = False) -> float:
    """Return the linear CKA of two representations: how alike their similarities between stimuli are.

    With centred columns, CKA = ‖XᵀY‖²_F / (‖XᵀX‖_F ‖YᵀY‖_F), which is the cosine between the Gram matrices
    XXᵀ and YYᵀ; whichever of the two forms is smaller is computed. It ignores rotations, reflections,
    isotropic scale and shifts, and no other linear map. It is the cosine itself, not its square and not
    its angle (some implementations return arccos of it, or 1 minus it).

    Parameters
    ----------
    X : array-like, shape (n, p)
        Responses of p units to n stimuli. NumPy array or PyTorch tensor. Of float32 and at least
        16 units, products are made in float32 and many of them summed in float64, exact to 1e-6; pass
        ``X.astype(float)`` for float64 throughout.
    Y : array-like, shape (n, q)
        Responses to the same stimuli, in the same order.
    debiased : bool or "both"
        True: replace each HSIC by the unbiased estimate of Song et al. (zero diagonal, U-centring). The plain
        measure grows towards 1 as p and q outgrow n, even for independent noise; the debiased one stays
        around 0, and may be negative (Murphy et al. show it for recordings). Needs n ≥ 4.
        "both": for few neurons out of many. A unit agrees with itself, noise and all, which makes a small sample of units
        look more alike to itself than the population is, and CKA too low (Chun et al.). Here only different units count in
        the HSIC of a representation with itself. It estimates the CKA of the whole populations, and no longer
        ignores rotations, since a rotation mixes the units. Needs p, q ≥ 2.

    Returns
    -------
    float
        Between 0 and 1; 1 if one is a rotated, scaled and shifted copy of the other. Debiased: between −1 and 1; for
        "both" an estimate, which chance may carry beyond 1.

    Raises
    ------
    ValueError
        If the shapes differ in n, n is too small, an entry is NaN or infinite, or a representation is constant; for "both",
        if its units have nothing in common.

    References
    ----------
    Kornblith, Norouzi, Lee & Hinton (2019), "Similarity of neural network representations revisited".
    Murphy, Zylberberg & Fyshe (2024), "Correcting biased centered kernel alignment measures in biological and artificial
    neural networks".
    Chun, Canatar, Chung & Lee (2025), "Estimating neural representation alignment from sparsely sampled inputs and
    features" (few units).
    Song, Smola, Gretton, Bedo & Borgwardt (2012), "Feature selection via dependence maximization", eq. 5 (unbiased HSIC).

    Examples
    --------
    >>> import numpy as np
    >>> X = np.random.default_rng(0).normal(size=(50, 8))
    >>> round(linear_cka(X, -3 * X[:, ::-1] + 1), 12)
    1.0
    """
    X, Y = pair(X, Y)
    return compare(prepare(X, "X", debiased=debiased), prepare(Y, "Y", debiased=debiased))


def minibatch_cka(X: ArrayLike, Y: ArrayLike, *, batch_size: int) -> float:
    """Return linear CKA estimated from batches of stimuli, for when all n do not fit at once.

    The unbiased HSIC estimates of consecutive batches are summed, and CKA is the ratio of the sums. Stimuli
    beyond the last whole batch are left out. With one batch of n it equals ``linear_cka(debiased=True)``.

    Parameters
    ----------
    X, Y : array-like, shapes (n, p) and (n, q)
        Responses to the same stimuli. Stimuli should come in random order; shuffle both alike if they are sorted.
    batch_size : int
        Stimuli a batch, from 4 to n.

    Returns
    -------
    float
        At most 1; around 0 for independent representations, and may be negative.

    Raises
    ------
    ValueError
        As :func:`linear_cka`; and if ``batch_size`` is below 4 or above n.

    References
    ----------
    Nguyen, Raghu & Kornblith (2021), "Do wide and deep networks learn the same things?".
    """
    X, Y = pair(X, Y)
    return compare_batches(
        prepare_batches(X, "X", batch_size=batch_size), prepare_batches(Y, "Y", batch_size=batch_size)
    )


@dataclass
class Alignable:
    """One representation's share of CKA: what its comparison with any other needs."""

    centred: Centred
    debiased: bool | str
    gram: np.ndarray | None  # XXᵀ, kept where there are more units than stimuli
    covariance: np.ndarray | None  # XᵀX, kept where there are not: either is no larger than X
    lengths: np.ndarray | None  # squared length of each centred row, the diagonal of XXᵀ
    own: float  # HSIC with itself, without the constant factor that cancels


def prepare(X: np.ndarray, name: str = "X", *, debiased: bool | str = False) -> Alignable:
    if debiased not in (False, True, "both"):
        raise ValueError(
            f"debiased is {debiased!r}: choose False, True (few stimuli) or 'both' (few units, too)"
        )
    enough(X, name, 4 if debiased else 3)
    wide = X.shape[1] > len(X)
    gram, covariance, lengths = None, None, np.empty(len(X)) if debiased and not wide else None
    centred = centred_for_products(X, name, lengths)
    if wide:
        product = gram = centred.gram()
        lengths = gram.diagonal().copy()
    else:
        product = covariance = centred.covariance(lengths)
    own = own_hsic(inner(product, product), lengths, debiased, name)
    if debiased == "both":
        own = between_units(own, centred, name)
    return Alignable(centred, debiased, gram, covariance, lengths, own)


def compare(a, b):
    return ratio(hsic(_cross(a, b), a.lengths, b.lengths, a.debiased), a.own, b.own, a.debiased)


def matrix(state: Alignable, always: bool = False) -> StimulusMatrix | None:
    """Return the centred Gram matrix; not where it is larger than what products of the features need."""
    n, p = state.centred.shape
    if state.gram is None and p * p < FEW_UNITS * n and not always:
        return None
    gram = state.centred.gram() if state.gram is None else state.gram
    again = u_centred if state.debiased else doubly_centred
    if not state.debiased:
        cube = None if state.covariance is None else partial(_cube, state.covariance, state.own)
        unit = np.multiply(gram, state.own**-0.5, out=None if gram is state.gram else gram, dtype=gram.dtype)
        return StimulusMatrix(unit, again, cube)
    if state.debiased == "both":  # how much its units have in common cannot be told from a part of the matrix
        whole = hsic(inner(gram, gram), gram.diagonal(), gram.diagonal(), True)
        return StimulusMatrix(again(gram) * np.sqrt(whole / state.own), None)
    return StimulusMatrix(again(gram), again)


def _cube(C: np.ndarray, own: float) -> float:
    """Return the trace of the cube of XᵀX at unit length, which is that of the Gram matrix."""
    return inner(C @ C.T, C) / own**1.5  # seen as symmetric, half of the product is made


def reorder(state: Alignable, order: np.ndarray) -> Alignable:
    return replace(
        state,
        centred=state.centred.reordered(order),
        gram=None if state.gram is None else state.gram[np.ix_(order, order)],
        lengths=None if state.lengths is None else state.lengths[order],
    )


@dataclass
class Batches:
    """One representation's share of minibatch CKA."""

    centred: Centred
    batches: list
    own: float  # the sum of the batches' unbiased HSIC with themselves

    def __iter__(self):
        for rows in self.batches:
            block = self.centred.rows(rows)
            yield block - block.mean(axis=0)


def prepare_batches(X, name="X", *, batch_size):
    size = whole(batch_size, "batch_size", least=4)
    if size > len(X):
        raise ValueError(f"batch_size is {size} and there are {len(X)} stimuli: choose at most {len(X)}")
    batches = [slice(stop - size, stop) for stop in range(size, len(X) + 1, size)]
    state = Batches(centred_for_products(X, name), batches, 0.0)
    squares = 0.0
    for block in state:
        squared, unbiased = _batch_hsic(block, block)
        squares, state.own = squares + squared, state.own + unbiased
    _refuse_zero(state.own, squares, name)
    return state


def compare_batches(a, b):
    return ratio(sum(_batch_hsic(x, y)[1] for x, y in zip(a, b, strict=True)), a.own, b.own, True)


def _batch_hsic(x, y):
    """Return ‖xᵀy‖² and the unbiased HSIC of one centred batch, each without its constant factor."""
    (n, p), q = x.shape, y.shape[1]
    products = (C := x.T @ y, C) if p * q <= n * (p + q) else (x @ x.T, y @ y.T)
    cross = np.vdot(*(C.astype(np.float64, copy=False) for C in products))
    lengths = (np.vecdot(z, z).astype(np.float64, copy=False) for z in (x, y))
    return cross, hsic(cross, *lengths, True)


def hsic(cross, a, b, debiased):
    """Return HSIC, without its constant factor, from ‖XᵀY‖² and the squared lengths of the centred rows.

    Debiased, from the feature form alone: the rows of a centred Gram matrix sum to zero, so that once its
    diagonal a is taken out each sums to −a, and the three terms of Song et al. need no n × n matrix.
    """
    if not debiased:
        return cross
    along = a @ b
    return hsic_from_sums(cross - along, a, b, debiased=True, along=along)


def own_hsic(whole, lengths, debiased, name):
    """Return HSIC of a representation with itself, from ‖XᵀX‖², refusing zero."""
    own = hsic(whole, lengths, lengths, debiased)
    _refuse_zero(own, whole, name)
    return own


def between_units(own: float, centred: Centred, name: str) -> float:
    """Return the unbiased HSIC of a population with itself, from that of a sample of its units: different ones only."""
    n, p = centred.shape
    if p < 2:
        raise ValueError(
            f"{name} has one unit: debiased='both' compares different units, so give at least two"
        )
    squares, fourths = np.zeros(p), np.zeros(p)
    for _, block in centred.blocks():
        square = block * block
        squares += square.sum(axis=0)
        fourths += np.square(square).sum(axis=0)
    single = squares**2 * (1 + 1 / ((n - 1) * (n - 2))) - n / (n - 2) * fourths
    different = (own - single.sum()) * p / (p - 1)
    if different <= ROUNDING * own:
        raise ValueError(
            f"the units of {name} have nothing in common, so that the CKA of their population cannot be told from these: "
            "give more units or stimuli, or use debiased=True"
        )
    return float(different)


def _refuse_zero(own, whole, name):
    if own <= ROUNDING * whole:
        raise ValueError(
            f"the unbiased HSIC of {name} with itself is zero: single stimuli stand apart and all the others are "
            "alike; give more varied stimuli, or use the plain linear_cka"
        )


def ratio(hsic, own_a, own_b, debiased):
    cka = hsic / (sqrt(own_a) * sqrt(own_b))
    if debiased == "both":
        return float(cka)
    return min(max(float(cka), -1.0 if debiased else 0.0), 1.0)


def _cross(a, b):
    """Return ‖XᵀY‖² = ⟨XXᵀ, YYᵀ⟩ from what is there."""
    if a.gram is not None and b.gram is not None:
        return inner(a.gram, b.gram)
    if a.gram is None and b.gram is None:
        product = a.centred.cross(b.centred)
        return inner(product, product)
    wide, narrow = (a, b) if a.gram is not None else (b, a)
    Y = narrow.centred.rows()
    return inner(Y, wide.gram @ Y)
