"""Procrustes: the distance that is left when one representation has been rotated onto the other."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from commonground.inputs import pair
from commonground.similarity._centred import Centred, inner, slices
from commonground.similarity._single import CentredSingle, centred_for_products

CANCELS = 1e-3  # squared distance, relative to the lengths, below which the difference itself is measured
CANCELS_SINGLE = 0.1  # the same, of products in float32: below it they are made again in float64
ROWS = 1024  # at a time, where representations that almost match are subtracted
KNOWN = 5e-12  # share of a sum of singular values that their squares may leave unknown at worst; a hundredth is usual
KNOWN_SINGLE = 1e-7  # the same, of products in float32
WELL = 1e-3  # least over greatest pivot of a Gram matrix's factor above which rounding the squares has cost it nothing


def procrustes_distance(
    X: ArrayLike, Y: ArrayLike, *, normalize: bool = False, reflections: bool = True
) -> float:
    """Return how far two representations are from each other after the best rotation of one onto the other.

    min over orthogonal Q of ‖XQ − Y‖_F, columns centred, the narrower one padded with silent units.
    It is the distance, neither its square nor ``scipy.spatial.procrustes``'s disparity, 1 − s². No
    cancellation near 0: representations that almost match are aligned and subtracted.

    Parameters
    ----------
    X : array-like, shape (n, p)
        Responses of p units to n stimuli. NumPy array or PyTorch tensor. Of float32 and at least
        16 units, products are made in float32, exact to 1e-6, unless the two almost match; pass ``X.astype(float)`` for float64 throughout.
    Y : array-like, shape (n, q)
        Responses to the same stimuli, in the same order.
    normalize : bool
        Bring both to unit Frobenius norm first: the distance then ignores scale too and is at most √2.
    reflections : bool
        Whether Q may reflect; if not, only rotations count (with p ≠ q a silent unit takes the reflection).

    Returns
    -------
    float
        At least 0, in the units of the data unless normalized. A metric between centred representations.

    Raises
    ------
    ValueError
        If the shapes differ in n, n < 3, an entry is NaN or infinite, or a representation is constant.

    References
    ----------
    Schönemann (1966), "A generalized solution of the orthogonal Procrustes problem".
    Williams, Kunz, Kornblith & Linderman (2021), "Generalized shape metrics on neural representations".

    Examples
    --------
    >>> import numpy as np
    >>> X = np.random.default_rng(0).normal(size=(50, 8))
    >>> round(procrustes_distance(X, X[:, ::-1] + 3), 12)
    0.0
    """
    options = {"normalize": normalize, "reflections": reflections}
    X, Y = pair(X, Y)
    return compare_distance(prepare(X, "X", **options), prepare(Y, "Y", **options))


def procrustes_similarity(X: ArrayLike, Y: ArrayLike, *, reflections: bool = True) -> float:
    """Return s = ‖XᵀY‖_* / (‖X‖_F ‖Y‖_F), the cosine between two representations after the best rotation.

    With normalized representations, the squared Procrustes distance is 2 − 2s.

    Parameters
    ----------
    X, Y : array-like, shapes (n, p) and (n, q)
        Responses to the same stimuli.
    reflections : bool
        Whether the rotation may reflect.

    Returns
    -------
    float
        Between 0 and 1.

    Raises
    ------
    ValueError
        As :func:`procrustes_distance`.

    References
    ----------
    Williams, Kunz, Kornblith & Linderman (2021), "Generalized shape metrics on neural representations".
    """
    X, Y = pair(X, Y)
    return compare_similarity(
        prepare(X, "X", reflections=reflections), prepare(Y, "Y", reflections=reflections)
    )


def angular_procrustes(X: ArrayLike, Y: ArrayLike, *, reflections: bool = True) -> float:
    """Return the angle arccos s between two representations after the best rotation, a metric.

    Computed from the distance, so that small angles keep all their digits.

    Parameters
    ----------
    X, Y : array-like, shapes (n, p) and (n, q)
        Responses to the same stimuli.
    reflections : bool
        Whether the rotation may reflect.

    Returns
    -------
    float
        Radians, between 0 and π/2. Obeys the triangle inequality.

    Raises
    ------
    ValueError
        As :func:`procrustes_distance`.

    References
    ----------
    Williams, Kunz, Kornblith & Linderman (2021), "Generalized shape metrics on neural representations".
    """
    X, Y = pair(X, Y)
    return compare_angle(prepare(X, "X", reflections=reflections), prepare(Y, "Y", reflections=reflections))


@dataclass
class Shape:
    """One representation's share of a Procrustes distance."""

    points: Centred | np.ndarray  # centred, or with p > n a square factor that has the same Gram matrix
    norm: float  # Frobenius norm of the points
    unit: float  # points times this are in the units of X
    reflections: bool
    normalize: bool

    def rows(self, rows: slice = slice(None)):
        return self.points[rows] if isinstance(self.points, np.ndarray) else self.points.rows(rows)


def prepare(X: np.ndarray, name: str = "X", *, normalize: bool = False, reflections: bool = True) -> Shape:
    n, p = X.shape
    if p > n:  # XXᵀ = RᵀR: distances after rotation depend on the Gram matrix alone
        centred = Centred(X, name)
        points = _square_factor(centred.rows())
        return Shape(points, np.sqrt(inner(points, points)), centred.unit, reflections, normalize)
    return _shape(centred_for_products(X, name), reflections, normalize)


def _square_factor(Z: np.ndarray) -> np.ndarray:
    """Return an A with AAᵀ = ZZᵀ and no more than n columns, for centred Z of more units than stimuli.

    A triangle from the Gram matrix costs a quarter of one from Z itself, and the squares in it lose the digits of directions
    that hardly vary: where its pivots tell of such, it is made from Z. Centred rows sum to 0, so the last follows.
    """
    try:
        L = np.linalg.cholesky(Z[:-1] @ Z[:-1].T)
        pivots = np.diagonal(L)
        well = pivots.min() > WELL * pivots.max()
    except np.linalg.LinAlgError:
        well = False
    if well:
        return np.vstack([L, -L.sum(axis=0)])
    R: Any = np.linalg.qr(Z.T, mode="r")
    return R.T


def _shape(points: Centred, reflections: bool, normalize: bool) -> Shape:
    return Shape(points, np.sqrt(points.square()), points.unit, reflections, normalize)


def _in_double(state: Shape) -> Shape:
    if not isinstance(state.points, CentredSingle):
        return state
    return _shape(Centred(state.points.X), state.reflections, state.normalize)


def reorder(state: Shape, order: np.ndarray) -> Shape:
    points = state.points
    return replace(state, points=points[order] if isinstance(points, np.ndarray) else points.reordered(order))


def growth(*, normalize: bool = False, **options: Any) -> float:
    """Return the power of the number of stimuli that the distance grows with: it is a root of a sum over them."""
    return 0.0 if normalize else 0.5


def compare_distance(a: Shape, b: Shape) -> float:
    return _distance(a, b, normalize=a.normalize)


def compare_angle(a: Shape, b: Shape) -> float:
    return float(2 * np.arcsin(min(_distance(a, b, normalize=True) / 2, np.sqrt(0.5))))


def compare_similarity(a: Shape, b: Shape) -> float:
    return float(np.clip(_overlap(a, b, _cross(a, b)) / (a.norm * b.norm), 0, 1))


def _distance(a: Shape, b: Shape, normalize: bool) -> float:
    """Return min ‖x A Q − y B‖ for the points A and B: in the units of X and Y, or each at length 1."""
    x, y = (1 / a.norm, 1 / b.norm) if normalize else (a.unit, b.unit)
    common = max(x, y)
    x, y = x / common, y / common
    C = _cross(a, b)
    whole = (x * a.norm) ** 2 + (y * b.norm) ** 2
    squared = whole - 2 * x * y * _overlap(a, b, C)
    single = isinstance(a.points, CentredSingle) or isinstance(b.points, CentredSingle)
    if single and squared < CANCELS_SINGLE * whole:
        return _distance(_in_double(a), _in_double(b), normalize)
    if squared < CANCELS * whole:
        squared = _aligned(a, b, x, y, C)
    return float(np.sqrt(squared) * common)


def _cross(a: Shape, b: Shape):
    """Return AᵀB, in float32 if both are."""
    if isinstance(a.points, Centred) and isinstance(b.points, Centred):
        C = a.points.cross(b.points)
        both = isinstance(a.points, CentredSingle) and isinstance(b.points, CentredSingle)
        return C.astype(np.float32, copy=False) if both else C
    return a.rows().T @ b.rows()


def _overlap(a: Shape, b: Shape, C: np.ndarray) -> float:
    """Return the largest ⟨AQ, B⟩ over the Q allowed: the sum of the singular values of AᵀB."""
    if _must_reflect(a, b) and np.linalg.slogdet(C)[0] < 0:
        s = np.linalg.svd(C, compute_uv=False)
        return float(s.sum(dtype=np.float64) - 2 * s[-1])
    return _sum_of_singular_values(C)


def _sum_of_singular_values(C: np.ndarray) -> float:
    """Return it from the eigenvalues of CᵀC, in half the time, where rounding the squares has cost the sum nothing."""
    squares = C.astype(np.float64, copy=False)
    squares = squares.T @ squares if C.shape[0] >= C.shape[1] else squares @ squares.T
    λ = np.linalg.eigvalsh(squares).clip(0)
    s = np.sqrt(λ)
    rounding = 10 * np.finfo(np.float64).eps * λ[-1]  # of each eigenvalue, at worst
    unknown = (np.sqrt(λ + rounding) - s).sum()
    if unknown <= (KNOWN_SINGLE if C.dtype == np.float32 else KNOWN) * s.sum():
        return float(s.sum())
    return float(np.linalg.svd(C, compute_uv=False).sum(dtype=np.float64))


def _must_reflect(a: Shape, b: Shape) -> bool:
    """Whether a reflection is both possible and forbidden: a silent dimension could take it otherwise."""
    silent = isinstance(a.points, np.ndarray) or a.points.shape != b.points.shape
    return not a.reflections and not silent


def _aligned(a: Shape, b: Shape, x: float, y: float, C: np.ndarray) -> float:
    """Return ‖x A Q − y B‖² by rotating the narrower onto the wider, and subtracting."""
    if C.shape[0] > C.shape[1]:
        return _aligned(b, a, y, x, C.T)
    Q, _ = rotation(C, reflections=not _must_reflect(a, b))
    some = slices(a.points.shape[0], ROWS)
    return sum(float(np.square(x * (a.rows(rows) @ Q) - y * b.rows(rows)).sum()) for rows in some)


def rotation(C: np.ndarray, *, reflections: bool = True) -> tuple[np.ndarray, float]:
    """Return the Q (p, q) that maximises ⟨XQ, Y⟩ for C = XᵀY, a block of an orthogonal matrix, and that maximum.

    Without ``reflections``, Q only rotates where p = q; else a silent unit can take the reflection.
    """
    U, s, Vt = np.linalg.svd(C, full_matrices=False)
    square = C.shape[0] == C.shape[1]
    if square and not reflections and np.linalg.slogdet(U)[0] * np.linalg.slogdet(Vt)[0] < 0:
        U[:, -1] *= -1
        s[-1] *= -1
    return U @ Vt, float(s.sum())
