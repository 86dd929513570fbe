"""The space that the columns of a representation span, as an orthonormal basis."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import DTypeLike
from scipy.linalg import lapack, solve_triangular

from commonground.similarity._centred import Centred

WELL = 50.0  # condition number up to which inverting a covariance costs some three digits of sixteen
FAIR = 1e6  # up to which a Cholesky factor, applied twice, gives a basis to rounding error


@dataclass
class Space:
    """A linear space of responses to n stimuli, ``rank`` of the n − 1 dimensions that centred responses have.

    Its orthonormal basis Q (n, rank) is there as an array; or, for well-conditioned units, as the ``weights`` W of
    Q = XW, which needs no array of n rows; or not at all, when it is all n − 1 dimensions.
    """

    rank: int
    centred: Centred
    basis: np.ndarray | None = None
    weights: np.ndarray | None = None
    factor: np.ndarray | None = None  # QᵀX (rank, p), so that X = Q · factor

    @property
    def everything(self) -> bool:
        return self.basis is None and self.weights is None

    def reordered(self, order: np.ndarray) -> "Space":
        """Return the space with the stimuli in another order."""
        basis = None if self.basis is None else self.basis[order]
        return replace(self, centred=self.centred.reordered(order), basis=basis)

    def project(self, other):
        """Return QᵀY (rank, q) for a centred representation Y."""
        if self.weights is not None:
            return self.weights.T @ self.centred.cross(other)
        return sum(self.basis[rows].T @ block for rows, block in other.blocks())

    def cosines(self, other):
        """Return QᵀP (rank, rank of other), whose singular values are the cosines of the principal angles."""
        if other.weights is not None:
            return self.project(other.centred) @ other.weights
        if self.weights is not None:
            return other.cosines(self).T
        return self.basis.T @ other.basis


def rank_tolerance(dtype: DTypeLike) -> float:
    """Return the size, relative to the largest, below which a singular value counts as zero.

    1e-10 in float64. Data in float32 carry rounding noise of some 1e-7 of their size, which fills the
    directions that are empty in exact arithmetic; 1e-5 stays clear of it.
    """
    return 1e-5 if dtype == np.float32 else 1e-10


def column_space(X: np.ndarray, name: str = "X") -> Space:
    """Return the span of the centred columns of ``X``.

    Columns that are far from dependent, the usual case, need no SVD: a Cholesky factor of the smaller Gram
    matrix orthonormalises them, or shows that they span everything.
    """
    centred, tolerance = Centred(X, name), rank_tolerance(X.dtype)
    n, p = centred.shape
    limit = min(FAIR, 0.01 / tolerance)
    if p >= n:
        K = centred.gram()
        K += np.trace(K) / n**2  # fills the one empty direction, that of a constant response
        if cholesky(K, limit) is not None:
            return Space(n - 1, centred)
        return _by_svd(centred, tolerance)
    R = cholesky(centred.covariance(), limit)
    if R is None:
        return _by_svd(centred, tolerance)
    if _condition(R) <= WELL * np.sqrt(p):  # in the 1-norm it is some √p times larger
        return Space(p, centred, weights=_inverse(R), factor=np.triu(R))
    Q, R = orthonormal(centred.rows(), R)
    return Space(p, centred, basis=Q, factor=R)


def principal_space(X: np.ndarray, name: str = "X", *, variance: float) -> Space:
    """Return the fewest principal components that hold at least a share ``variance`` of the variance."""
    if variance == 1:
        return column_space(X, name)
    centred = Centred(X, name)
    tall = centred.shape[0] >= centred.shape[1]
    values, vectors = np.linalg.eigh(centred.covariance() if tall else centred.gram())
    values, vectors = values[::-1].clip(0), vectors[:, ::-1]
    share = np.cumsum(values) / values.sum()
    k = int(np.searchsorted(share, variance - 1e-12)) + 1
    if not tall:
        return Space(k, centred, basis=np.ascontiguousarray(vectors[:, :k]))
    W = vectors[:, :k] / np.sqrt(values[:k])
    if values[0] <= WELL**2 * values[k - 1]:
        return Space(k, centred, weights=W)
    U = centred.rows() @ W  # all but orthonormal: what the squared condition number cost comes off
    R = cholesky(U.T @ U, FAIR)
    if R is None:
        return _by_svd(centred, rank_tolerance(np.float64), k)
    return Space(k, centred, basis=orthonormal(U, R)[0])


def orthonormal(Q, R):
    """Return ``Q`` with its columns made orthonormal, given R with RᵀR = QᵀQ, and the factor that was taken off."""
    Q = solve_triangular(R, Q.T, trans="T", check_finite=False).T
    again = cholesky(Q.T @ Q, FAIR)  # near the identity: now what the condition of R cost comes off
    Q = solve_triangular(again, Q.T, trans="T", overwrite_b=True, check_finite=False).T
    return Q, np.triu(again) @ np.triu(R)


def cholesky(C: np.ndarray, limit: float) -> np.ndarray | None:
    """Return R, upper, with RᵀR = C, or None if its condition is above ``limit``."""
    try:
        R = np.linalg.cholesky(C, upper=True)
    except np.linalg.LinAlgError:
        return None
    return None if _condition(R) > limit else R


def _inverse(R: np.ndarray) -> np.ndarray:
    """Return the inverse of an upper triangular matrix, by halves.

    LAPACK's would be SciPy's, whose threads are not NumPy's: each library's wait, busily, where the other's work.
    """
    if len(R) <= 64:
        return np.linalg.inv(R)
    half = len(R) // 2
    first, last = _inverse(R[:half, :half]), _inverse(R[half:, half:])
    inverse = np.zeros_like(R)
    inverse[:half, :half], inverse[half:, half:] = first, last
    inverse[:half, half:] = -first @ R[:half, half:] @ last
    return inverse


def _condition(R: np.ndarray) -> float:
    """Return an estimate of the condition number of a triangular matrix."""
    return 1 / max(lapack.dtrcon(R)[0], np.finfo(float).tiny)


def _by_svd(centred: Centred, tolerance: float, most: int | None = None) -> Space:
    """Return the span of the columns whatever their condition; of the ``most`` largest directions if given."""
    U, s, Vt = np.linalg.svd(centred.rows(), full_matrices=False)
    rank = min(int((s > tolerance * s[0]).sum()), most or len(s))
    basis = np.ascontiguousarray(U[:, :rank])
    return Space(rank, centred, basis=basis, factor=s[:rank, None] * Vt[:rank])
