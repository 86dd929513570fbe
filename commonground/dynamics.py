"""Functions on grids, and flows: weights of quadrature, stiff steps, corrections, linear maps of a flow and their alignment.

A grid is a list of places; a function on it is the list of its values there.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.fft import dct, idct

from commonground import inputs

__all__ = [
    "between_walls",
    "corrected",
    "dynamics_distance",
    "exponential_step",
    "flow_map",
    "laplacian",
    "power_law",
    "rates",
    "resolvent",
    "ring_weights",
]


# ---- grids


def ring_weights(x: ArrayLike, length: float = 1.0) -> np.ndarray:
    """Return the weight of each place of a ring in an integral round it: the trapezoid rule.

    A place stands for half of the way between its two neighbours. The weights are shares: they sum to 1.

    Parameters
    ----------
    x : array-like, shape (n,)
        Places in rising order, going round once: the last lies less than ``length`` after the first.
    length : float
        Of the ring.

    Returns
    -------
    q : ndarray, shape (n,)

    Raises
    ------
    ValueError
        If there are fewer than two places, or they are not in order.

    Examples
    --------
    >>> ring_weights([0.1, 0.2, 0.7]).round(2)
    array([0.25, 0.3 , 0.45])
    """
    x, length = _list(x, "x"), inputs.number(length, "length", above=0)
    gaps = np.diff(x, append=x[0] + length)
    if len(x) < 2 or (gaps <= 0).any():
        raise ValueError(
            f"x does not go round a ring of length {length:g} once: give two places or more, in rising order"
        )
    return (gaps + np.roll(gaps, 1)) / (2 * length)


# ---- steps


def exponential_step(a: ArrayLike, h: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the two factors of a step of exponential Euler for u' = a u + f: u becomes first · u + second · f.

    Exact while f is held still, however stiff: the first factor is e^{ha}, the second h φ₁(ha) with φ₁(z) = (e^z − 1)/z.

    Parameters
    ----------
    a : array-like
        The linear part of each coefficient; 0 is allowed.
    h : float
        Length of the step.

    Returns
    -------
    first, second : ndarray
        Of the shape of ``a``.

    Examples
    --------
    >>> exponential_step([0.0, -1e6], 0.5)
    (array([1., 0.]), array([5.e-01, 1.e-06]))
    """
    z = inputs.number(h, "h", above=0) * np.asarray(a, float)
    safe = np.where(z == 0, 1, z)
    return np.exp(z), h * np.where(z == 0, 1, np.expm1(safe) / safe)


def laplacian(n: int, length: float) -> np.ndarray:
    """Return the eigenvalues of the second difference on n cells of equal width between walls that nothing passes.

    Parameters
    ----------
    n : int
        Cells.
    length : float
        From wall to wall.

    Returns
    -------
    ndarray, shape (n,)
        At most 0, of the cosines with 0, 1, …, n − 1 half periods: what :func:`between_walls` takes functions of.
    """
    n, length = inputs.whole(n, "n"), inputs.number(length, "length", above=0)
    return -(2 - 2 * np.cos(np.pi * np.arange(n) / n)) * (n / length) ** 2


def between_walls(u: ArrayLike, factors: ArrayLike) -> np.ndarray:
    """Return u with each of its cosines multiplied by a factor: a function of the Laplacian between walls.

    Parameters
    ----------
    u : array-like, shape (..., n)
        Values in the cells.
    factors : array-like, shape (..., n)
        A function of :func:`laplacian`: itself for the second difference, ``np.exp(t * laplacian(n, length))`` for
        diffusion over time t.

    Returns
    -------
    ndarray, shape (..., n)
    """
    return idct(dct(np.asarray(u, float)) * factors)


def resolvent(u: ArrayLike, length: float) -> np.ndarray:
    """Return (1 − Δ)⁻¹ u: the signal in equilibrium with cells at density u, between walls that nothing passes.

    Parameters
    ----------
    u : array-like, shape (..., n)
        Values in n cells of equal width.
    length : float
        From wall to wall.

    Returns
    -------
    ndarray, shape (..., n)
    """
    u = np.asarray(u, float)
    return between_walls(u, 1 / (1 - laplacian(u.shape[-1], length)))


def corrected(u, y, places, gain):
    """Return forecasts corrected by what surprised them: u + gain (y − u at the places).

    Parameters
    ----------
    u : ndarray or tensor, shape (..., n)
        Forecasts.
    y : ndarray or tensor, shape (..., k)
        What was measured.
    places : ndarray of int, shape (k,)
        Where.
    gain : ndarray or tensor, shape (n, k)

    Returns
    -------
    ndarray or tensor, shape (..., n)
    """
    return u + (y - u[..., places]) @ gain.T


# ---- rates


def power_law(x: ArrayLike, y: ArrayLike) -> np.ndarray:
    """Return the power p of y ≈ C xᵖ, fitted to all pairs on logarithmic axes.

    Parameters
    ----------
    x : array-like, shape (k,)
        Positive numbers.
    y : array-like, shape (..., k)
        Positive numbers, a row for each fit.

    Returns
    -------
    ndarray, shape (...)

    Raises
    ------
    ValueError
        If a number is not positive, or there are fewer than two.
    """
    x, y = _list(x, "x"), np.asarray(y, float)
    if len(x) < 2 or not (x > 0).all() or not (y > 0).all():
        raise ValueError("a power is fitted to logarithms: give two or more pairs of positive numbers")
    t = np.log(x) - np.log(x).mean()
    return np.log(y) @ t / (t @ t)


def flow_map(before: ArrayLike, after: ArrayLike) -> np.ndarray:
    """Return the linear map K with before K ≈ after, by least squares.

    With states themselves this is dynamic mode decomposition; with functions of the states, a dictionary, it is the extended
    one, and K approximates the Koopman operator.

    Parameters
    ----------
    before, after : array-like, shape (samples, k)
        The same functions at two times, one step apart.

    Returns
    -------
    K : ndarray, shape (k, k)

    Raises
    ------
    ValueError
        If the shapes do not fit.

    References
    ----------
    Williams, Kevrekidis & Rowley (2015), "A data-driven approximation of the Koopman operator".
    """
    A, B = inputs.pair(before, after)
    inputs.finite(A, "before")
    inputs.finite(B, "after")
    if A.shape != B.shape:
        raise ValueError(
            f"before has shape {A.shape} and after {B.shape}: give the same functions at both times"
        )
    return np.linalg.lstsq(A, B, rcond=None)[0]


def rates(K: ArrayLike, dt: float) -> np.ndarray:
    """Return how fast the coordinates of a linear map grow, or with a minus decay: log|λ| / dt of its eigenvalues λ, rising.

    Parameters
    ----------
    K : array-like, shape (k, k)
        As of :func:`flow_map`.
    dt : float
        Time between before and after.

    Returns
    -------
    ndarray, shape (k,)
    """
    with np.errstate(divide="ignore"):
        return np.sort(np.log(np.abs(np.linalg.eigvals(_square(K, "K"))))) / inputs.number(dt, "dt", above=0)


def dynamics_distance(
    A: ArrayLike, B: ArrayLike, *, starts: int = 50, steps: int = 500, seed: int = 0
) -> float:
    """Return how far two linear flows are apart in the best of coordinates: min ‖A − C B Cᵀ‖ / √(‖A‖ ‖B‖) over orthogonal C.

    A Procrustes distance between dynamics. With orthogonal C the norms stay, so that ⟨A, C B Cᵀ⟩ is maximised; each step
    replaces that by its tangent and a bound, whose best C is a Procrustes rotation, and so it never falls. Several starts,
    since there are local maxima; one that remains makes the distance too large, never too small.

    Parameters
    ----------
    A, B : array-like, shape (k, k)
        The linear maps of two flows, as of :func:`flow_map`. Whiten coordinates first where only a rotation may differ.
    starts, steps : int
        Random first rotations, the identity among them, and steps from each.
    seed : int
        For the rotations.

    Returns
    -------
    float
        0 where one is the other in rotated coordinates.

    Raises
    ------
    ValueError
        If a map is not square, is 0, or they differ in size.

    References
    ----------
    Ostrow, Eisen, Kozachkov & Fiete (2023), "Beyond geometry: comparing the temporal structure of computation in neural
    circuits with dynamical similarity analysis".
    """
    A, B = _square(A, "A"), _square(B, "B")
    a, b = np.linalg.norm(A), np.linalg.norm(B)
    if A.shape != B.shape or not a or not b:
        raise ValueError(
            f"A has shape {A.shape} and B {B.shape}: give two maps of the same size, neither of them 0"
        )
    A, B, k = A / a, B / b, len(A)
    starts, steps = inputs.whole(starts, "starts"), inputs.whole(steps, "steps")
    C = np.linalg.qr(np.random.default_rng(seed).normal(size=(starts, k, k)))[0]
    C[0] = np.eye(k)
    steepest = np.linalg.norm(A, 2) * np.linalg.norm(
        B, 2
    )  # bounds the curvature, which makes each step an ascent
    for _ in range(steps):
        U, _, Vt = np.linalg.svd(A @ C @ B.T + A.T @ C @ B + 2 * steepest * C)
        C = U @ Vt
    overlap = np.einsum("ij,sik,kl,sjl->s", A, C, B, C).max()
    return float(np.sqrt(max(0.0, a**2 + b**2 - 2 * a * b * overlap) / (a * b)))


def _list(x: ArrayLike, name: str) -> np.ndarray:
    x = np.asarray(inputs.array(x, name), float)
    if x.ndim != 1 or not np.isfinite(x).all():
        raise ValueError(f"{name} has shape {x.shape}: give one list of finite numbers")
    return x


def _square(K: ArrayLike, name: str) -> np.ndarray:
    K = np.asarray(inputs.array(K, name), float)
    if K.ndim != 2 or K.shape[0] != K.shape[1] or not np.isfinite(K).all():
        raise ValueError(
            f"{name} has shape {K.shape}: a linear map of a flow is a square matrix of finite numbers"
        )
    return K
