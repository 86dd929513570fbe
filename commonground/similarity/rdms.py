"""Representational similarity analysis: compare the distances between stimuli, not the responses."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import squareform
from scipy.stats import kendalltau

from commonground.inputs import choice, finite, pair, representation
from commonground.similarity._centred import Centred
from commonground.similarity._crossnobis import crossnobis
from commonground.similarity._distances import TIED, squared_distances, unit_rows
from commonground.similarity._matrix import StimulusMatrix, doubly_centred
from commonground.similarity._spaces import FAIR, cholesky, orthonormal

METRICS = (
    "correlation",
    "cosine",
    "euclidean",
    "squared euclidean",
    "sqeuclidean",
    "mahalanobis",
    "precomputed",
)
COMPARISONS = ("spearman", "pearson", "kendall", "cosine", "whitened cosine")


def rdm(
    X: ArrayLike,
    metric: str = "correlation",
    *,
    stimuli: Sequence[Hashable] | None = None,
    folds: Sequence[Hashable] | None = None,
    noise: ArrayLike | None = None,
) -> np.ndarray:
    """Return the representational dissimilarity matrix: the distance between every two stimuli.

    Parameters
    ----------
    X : array-like, shape (n, p)
        Responses of p units to n stimuli, used as they are: rows are what is compared, so the mean of a
        unit matters for correlation and cosine. NumPy array or PyTorch tensor; computed in float64 throughout.
    metric : str
        "correlation": 1 − Pearson's r between two stimuli, across units. "cosine": 1 − cosine. "euclidean".
        "squared euclidean" ("sqeuclidean"). "mahalanobis": Euclidean after the units' covariance over stimuli
        is whitened, not squared and not divided by p; needs more stimuli than units. "crossnobis": the squared
        Mahalanobis distance crossvalidated over ``folds``, which noise does not make larger: its mean is the distance of
        the true responses, 0 for two stimuli that evoke the same, so that single distances may be negative. Not divided
        by p (rsatoolbox divides).
    stimuli, folds : sequence of labels, for "crossnobis"
        Which stimulus each row of ``X`` answers, and in which fold (a run, a session) it was recorded. Noise must be
        independent between folds, and every fold hold every stimulus.
    noise : array-like, shape (p, p), for "crossnobis"
        Covariance of the noise over units, such as ``sklearn.covariance.ledoit_wolf`` makes of what is left of each row
        less the mean of its stimulus. By default units are taken as equally noisy and independent: the crossvalidated
        squared Euclidean distance.

    Returns
    -------
    ndarray, shape (n, n)
        Symmetric, zeros on the diagonal. Correlation and cosine distances lie between 0 and 2. For "crossnobis" n is the
        number of different stimuli, in the order in which they first come.

    Raises
    ------
    ValueError
        If ``X`` has fewer than 3 stimuli, NaN or infinity; if a stimulus has the same response in every unit
        (correlation) or none (cosine), which leaves its distances undefined; if the covariance of the
        units is singular (mahalanobis); if labels are missing or do not fit, or ``noise`` is no covariance (crossnobis).

    References
    ----------
    Kriegeskorte, Mur & Bandettini (2008), "Representational similarity analysis: connecting the branches
    of systems neuroscience".
    Walther, Nili, Ejaz, Alink, Kriegeskorte & Diedrichsen (2016), "Reliability of dissimilarity measures for multi-voxel
    pattern analysis" (crossnobis).
    """
    if choice(metric, (*METRICS, "crossnobis"), "metric") == "crossnobis":
        return crossnobis(representation(X), stimuli, folds, noise)
    if not (stimuli is None and folds is None and noise is None):
        raise ValueError(f"stimuli, folds and noise are for metric='crossnobis', and metric is {metric!r}")
    d, unit = _dissimilarities(representation(X), choice(metric, METRICS, "metric"), "X")
    with np.errstate(over="ignore", under="ignore"):
        whole = d * unit
    if not np.isfinite(whole).all() or (whole < np.finfo(float).tiny).any(where=d > 0):
        raise ValueError(
            f"the {metric} distances of X are beyond the range of float64: multiply X by a constant, or use 'euclidean'"
        )
    return squareform(whole)


def rsa(X: ArrayLike, Y: ArrayLike, *, metric: str = "correlation", compare: str = "spearman") -> float:
    """Return how alike the dissimilarity matrices of two representations are.

    Only the upper triangles are compared: the zeros of the diagonal say nothing.

    Parameters
    ----------
    X : array-like, shape (n, p)
        Responses of p units to n stimuli; or an RDM (n, n) with ``metric="precomputed"``.
    Y : array-like, shape (n, q)
        Responses to the same stimuli, in the same order; or their RDM.
    metric : str
        How stimuli differ: a metric of :func:`rdm`, or "precomputed".
    compare : str
        How RDMs agree. "spearman": correlation of ranks, tied ones averaged. "pearson". "kendall": τ-b.
        "cosine". "whitened cosine": cosine in the inner product in which the sampling noise of squared
        distances is white, which is that of the doubly centred RDMs; on squared Euclidean distances it is linear CKA.

    Returns
    -------
    float
        At most 1. Between −1 and 1; from 0 for the cosine of distances.

    Raises
    ------
    ValueError
        If the shapes differ in n, n < 3, an entry is NaN or infinite, :func:`rdm` is undefined, or all distances
        of one representation are equal (for correlations), so that there is nothing to correlate.

    References
    ----------
    Kriegeskorte, Mur & Bandettini (2008), "Representational similarity analysis: connecting the branches
    of systems neuroscience".
    Diedrichsen, Berlot, Mur, Schütt, Shahbazi & Kriegeskorte (2021), "Comparing representational geometries using
    whitened unbiased-distance-matrix similarity" (whitened cosine).
    """
    X, Y = pair(X, Y)
    options = {"metric": metric, "compare": compare}
    return compare_rdms(prepare(X, "X", **options), prepare(Y, "Y", **options))


@dataclass
class Distances:
    """One representation's share of an RSA: its distances, in the form that the comparison sees."""

    vector: np.ndarray
    compare: str
    alone: bool = True  # whether the distance of two stimuli depends on them alone


def prepare(
    X: np.ndarray, name: str = "X", *, metric: str = "correlation", compare: str = "spearman"
) -> Distances:
    compare = choice(compare, COMPARISONS, "compare")
    metric = choice(metric, METRICS, "metric")
    d = _given(X, name) if metric == "precomputed" else _dissimilarities(X, metric, name)[0]
    return Distances(_vector(d, compare, name), compare, alone=metric != "mahalanobis")


def matrix(state: Distances, always: bool = False) -> StimulusMatrix | None:
    """Return the RDM as the comparison sees it; for Kendall's τ, which is no inner product of these, None."""
    if state.compare == "kendall":
        return None
    D = _square(state.vector, state.compare)

    def again(part: np.ndarray) -> np.ndarray:
        if state.compare == "whitened cosine":
            return doubly_centred(part)
        d = squareform(part, checks=False)
        return _square(_scaled(d, state.compare, "some of the stimuli"), state.compare)

    return StimulusMatrix(D, again if state.alone else None)


def reorder(state: Distances, order: np.ndarray) -> Distances:
    if state.compare == "whitened cosine":
        n = len(order)
        return replace(state, vector=state.vector.reshape(n, n)[np.ix_(order, order)].ravel())
    D = squareform(state.vector)[np.ix_(order, order)]
    return replace(state, vector=squareform(D, checks=False))


def common(states: Sequence[Distances]) -> Distances:
    """Return what several RDMs have in common: their mean, as the comparison sees each."""
    how, total = states[0].compare, np.sum([state.vector for state in states], axis=0)
    return replace(states[0], vector=_scaled(total, how, "the mean of the RDMs"))


def take(X: np.ndarray, rows: np.ndarray, *, metric: str = "correlation", **options: Any) -> np.ndarray:
    """Return the responses to some of the stimuli; of an RDM, the distances among them."""
    return X[np.ix_(rows, rows)] if metric == "precomputed" else X[rows]


def _square(vector: np.ndarray, compare: str) -> np.ndarray:
    """Return the matrix of which ⟨A, B⟩ is the product of two vectors."""
    if compare == "whitened cosine":
        n = round(len(vector) ** 0.5)
        return vector.reshape(n, n)
    return squareform(vector) / np.sqrt(2)  # every distance stands in it twice


def compare_rdms(a: Distances, b: Distances) -> float:
    return _agreement(a.vector, b.vector, a.compare)


def _dissimilarities(X: np.ndarray, metric: str, name: str) -> tuple[np.ndarray, float]:
    """Return the upper triangle of the RDM, row by row, and what to multiply it by, 1 unless X is huge or tiny."""
    if metric == "precomputed":
        raise ValueError(
            "metric is 'precomputed': that is for rsa, which then takes RDMs instead of responses"
        )
    centred = Centred(X, name)
    if metric in ("correlation", "cosine"):
        d = squared_distances(unit_rows(X, metric, name))
        d /= 2  # 1 − ⟨x, y⟩ = ‖x − y‖² / 2 at unit length
        return d, 1.0
    if metric == "mahalanobis":
        R = cholesky(centred.covariance(), FAIR) if X.shape[1] < len(X) else None
        if R is None:
            raise ValueError(
                f"the covariance of the units of {name} is singular ({len(X)} stimuli, {X.shape[1]} units): mahalanobis "
                "needs more stimuli than units and no dependent units; reduce the units, or use another metric"
            )
        return np.sqrt(squared_distances(orthonormal(centred.rows(), R)[0]) * (len(X) - 1)), 1.0
    squared = squared_distances(centred.rows())
    return (np.sqrt(squared), centred.unit) if metric == "euclidean" else (squared, centred.unit**2)


def _given(D: np.ndarray, name: str):
    """Return the upper triangle of an RDM that the caller made, checked."""
    finite(D, name)
    if D.shape[0] != D.shape[1] or abs(D - D.T).max() > 1e-6 * abs(D).max():
        raise ValueError(
            f"{name} has shape {D.shape} and must be an RDM, square and symmetric, with metric='precomputed'; "
            "for responses choose the metric that makes their RDM"
        )
    return squareform(D.astype(np.float64), checks=False)


def _stack(rdms: Any):
    """Return the upper triangles of several RDMs."""
    try:
        rdms = [representation(d, f"rdms[{i}]") if np.ndim(d) == 2 else d for i, d in enumerate(rdms)]
        sizes = {np.shape(d) for d in rdms}
    except TypeError:
        sizes = set()
    if len(sizes) != 1 or () in sizes or len(rdms) < 2:
        raise ValueError("rdms must be two or more RDMs of the same stimuli, as an array (subjects, n, n)")
    if len(sizes.pop()) == 1:
        return representation(rdms, "rdms", fewest=2).astype(np.float64)
    return [_given(d, f"rdms[{i}]") for i, d in enumerate(rdms)]


def _vector(d: np.ndarray, compare: str, name: str) -> np.ndarray:
    """Return distances as the comparison sees them."""
    if compare == "whitened cosine":  # the Gram matrix that squared distances come from, up to a factor
        D = squareform(d)
        D -= D.mean(axis=0)
        d = (D - D.mean(axis=1, keepdims=True)).ravel()
    return _scaled(d, compare, name)


def _scaled(d: np.ndarray, compare: str, name: str) -> np.ndarray:
    """Return ranks, or a vector whose inner products with others are the answer, whatever the scale of ``d``.

    In the memory of ``d``, which the caller gives away.
    """
    if not 1 / Centred.SAFE < _largest(d) < Centred.SAFE:
        d = np.ldexp(d, -np.frexp(_largest(d))[1])  # exact, and then no square overflows or vanishes
    if compare in ("spearman", "kendall"):
        d = _ranks(d)
    scale = _largest(d)
    if compare in ("spearman", "pearson", "kendall"):
        d -= d.mean()
    if _largest(d) <= TIED * scale:
        raise ValueError(
            f"all distances of {name} are equal, so that there is nothing to {'compare' if scale == 0 else 'correlate'}: "
            "give more varied stimuli, or another metric"
        )
    if compare != "kendall":
        d /= np.linalg.norm(d)
    return d


def _largest(d: np.ndarray) -> float:
    """Return the largest absolute value."""
    return max(d.max(), -d.min())


def _agreement(u: np.ndarray, v: np.ndarray, compare: str) -> float:
    if compare == "kendall":
        return float(kendalltau(u, v, method="asymptotic").statistic)
    return float(np.clip(u @ v, -1, 1))


def _ranks(d: np.ndarray) -> np.ndarray:
    """Return ranks from 1, tied ones averaged; distances that only rounding tells apart are tied."""
    order = np.argsort(d)
    values = d[order]
    new = np.append(True, np.diff(values) > TIED * np.abs(values[1:]))
    ranks = np.empty(len(d))
    if new.all():
        ranks[order] = np.arange(1.0, len(d) + 1)
        return ranks
    first = np.append(np.flatnonzero(new), len(d))
    ranks[order] = ((first[:-1] + first[1:] + 1) / 2)[np.cumsum(new) - 1]
    return ranks
