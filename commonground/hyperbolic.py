"""Hyperbolic space, of curvature −1: points and motions, trees built in its plane, and what is asked of distances.

A point is a row of the hyperboloid, x of shape (d + 1,) with −x₀² + x₁² + … + x_d² = −1 and x₀ > 0; its centre is
(1, 0, …, 0). A motion is a matrix M of shape (d + 1, d + 1), and moves a table of points as ``X @ M.T``.
"""

import numpy as np
from numpy.typing import ArrayLike

from commonground import inputs

__all__ = [
    "ball_distances",
    "distances",
    "exp0",
    "hyperbolic_procrustes",
    "log0",
    "relative_delta",
    "sarkar",
    "to_ball",
    "to_centre",
]

REACH = 34.0
"""How far from the centre a tree may grow: two points there, one apart, differ by a few of float64's last digits."""


def exp0(V: ArrayLike) -> np.ndarray:
    """Return the points that lie as far from the centre as vectors are long, in their directions.

    Parameters
    ----------
    V : array-like, shape (n, d)
        Vectors at the centre; their lengths are distances.

    Returns
    -------
    X : ndarray, shape (n, d + 1)
        Points of the hyperboloid.

    Raises
    ------
    ValueError
        If V is not such a table, or a vector is longer than 300, whose cosh overflows when it is squared.
    """
    V = inputs.representation(V, "V", fewest=1).astype(float)
    r = np.linalg.norm(V, axis=1, keepdims=True)
    if r.max() > 300:
        raise ValueError(
            f"V has a row of length {r.max():.4g}: the map exp₀ takes lengths up to 300, so scale V"
        )
    return np.hstack([np.cosh(r), np.sinh(r) / np.where(r > 0, r, 1) * V])


def log0(X: ArrayLike) -> np.ndarray:
    """Return the vectors of which :func:`exp0` makes these points: how far from the centre, and in which direction.

    Parameters
    ----------
    X : array-like, shape (n, d + 1)
        Points of the hyperboloid.

    Returns
    -------
    V : ndarray, shape (n, d)

    Raises
    ------
    ValueError
        If X does not lie on the hyperboloid.
    """
    r, directions = _polar(_points(X, "X"))
    return r * directions


def to_ball(X: ArrayLike) -> np.ndarray:
    """Return where points of the hyperboloid lie in the Poincaré ball.

    Parameters
    ----------
    X : array-like, shape (n, d + 1)
        Points of the hyperboloid.

    Returns
    -------
    Y : ndarray, shape (n, d)
        (x₁, …, x_d) / (1 + x₀), of norm below 1. Beyond a distance of about 37 from the centre it rounds to 1.

    Raises
    ------
    ValueError
        If X does not lie on the hyperboloid.
    """
    X = _points(X, "X")
    return X[:, 1:] / (1 + X[:, :1])


def distances(X: ArrayLike) -> np.ndarray:
    """Return the hyperbolic distances of points.

    By the law of cosines, in the form that subtracts no large numbers: with r, s for distances from the centre and θ
    for the angle between, sinh²(d/2) = sinh²((r − s)/2) + sinh r · sinh s · sin²(θ/2).

    Parameters
    ----------
    X : array-like, shape (n, d + 1)
        Points of the hyperboloid.

    Returns
    -------
    D : ndarray, shape (n, n)

    Raises
    ------
    ValueError
        If X does not lie on the hyperboloid.
    """
    r, directions = _polar(_points(X, "X"))
    along = np.sinh((r - r.T) / 2)
    around = np.linalg.norm(directions[:, None] - directions, axis=-1) / 2
    return 2 * np.arcsinh(np.sqrt(along**2 + np.sinh(r) * np.sinh(r.T) * around**2))


def ball_distances(Y: ArrayLike) -> np.ndarray:
    """Return the hyperbolic distances of points of the Poincaré ball, as far as their own digits tell them apart.

    Parameters
    ----------
    Y : array-like, shape (n, d)
        Points of the ball. float32 stays float32.

    Returns
    -------
    D : ndarray, shape (n, n)
        A point that has been rounded onto the rim is infinitely far from all others.

    Raises
    ------
    ValueError
        If a point lies outside the ball.

    References
    ----------
    Nickel and Kiela (2017), "Poincaré embeddings for learning hierarchical representations": the distance of section 3.
    """
    Y = inputs.representation(Y, "Y", fewest=1)
    room = 1 - (Y**2).sum(axis=1)
    if room.min() < -8 * np.finfo(Y.dtype).eps:
        raise ValueError(
            f"Y has a row of norm {np.sqrt(1 - room.min()):.4g}: points of the ball have norms below 1, as to_ball "
            "makes them"
        )
    gap = ((Y[:, None] - Y) ** 2).sum(axis=-1)
    room = np.maximum(room, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        D = np.arccosh(1 + 2 * gap / np.outer(room, room))
    D[np.outer(room, room) == 0] = np.inf
    np.fill_diagonal(D, 0)
    return D


def to_centre(x: ArrayLike) -> np.ndarray:
    """Return the motion that carries a point to the centre along the straight line between, without a turn.

    Parameters
    ----------
    x : array-like, shape (d + 1,)
        A point of the hyperboloid.

    Returns
    -------
    M : ndarray, shape (d + 1, d + 1)
        A Lorentz boost: M @ x is (1, 0, …, 0), and ``X @ M.T`` has the distances of X.

    Raises
    ------
    ValueError
        If x is no point of the hyperboloid.
    """
    if np.ndim(x) != 1:
        raise ValueError(f"x has shape {np.shape(x)}: give one point, of shape (d + 1,), as in X[0]")
    (x,) = _points(np.asarray(x)[None], "x")
    M = np.diag([x[0], *np.ones(len(x) - 1)])
    M[0, 1:] = M[1:, 0] = -x[1:]
    M[1:, 1:] += np.outer(x[1:], x[1:]) / (1 + x[0])
    return M


def sarkar(parents: ArrayLike, tau: float) -> np.ndarray:
    """Build a tree in the hyperbolic plane with edges of one length, as Sarkar does: nothing is trained.

    Around every node its parent and its children share the full turn evenly. As tau grows, all distances come as near
    as one likes to tau times those along the tree. The root is at the centre, and its first child in the direction 0.

    Parameters
    ----------
    parents : array-like of int, shape (n,)
        The parent of each node, which comes before it; −1 for the root, node 0.
    tau : float
        The length of an edge.

    Returns
    -------
    X : ndarray, shape (n, 3)
        Points of the hyperboloid.

    Raises
    ------
    ValueError
        If ``parents`` is no such list, tau is not above 0, or the tree would reach farther than float64 can tell points
        apart.

    References
    ----------
    Sarkar (2011), "Low distortion Delaunay embedding of trees in hyperbolic plane", the construction for edges of
    one length.

    Examples
    --------
    >>> star = distances(sarkar([-1, 0, 0], tau=2.0))
    >>> star.round(6).tolist()
    [[0.0, 2.0, 2.0], [2.0, 0.0, 4.0], [2.0, 4.0, 0.0]]
    """
    parents, depth = _tree(parents)
    tau = inputs.number(tau, "tau", above=0)
    if tau * depth.max() > REACH:
        raise ValueError(
            f"the tree would reach {tau * depth.max():.4g} far, and float64 tells points apart up to {REACH:.0f}: with "
            f"depth {depth.max()}, choose tau up to {REACH / depth.max():.3g}"
        )
    children = np.bincount(parents[1:], minlength=len(parents))
    placed = np.zeros(len(parents), int)
    frames = [np.eye(3)]  # of each node: where it is, and which way it looks, away from its parent
    for p in parents[1:]:
        first, shared = (0.0, children[p]) if p == 0 else (np.pi, children[p] + 1)
        placed[p] += 1
        frames.append(frames[p] @ _step(first + 2 * np.pi * (placed[p] - (p == 0)) / shared, tau))
    return np.array([frame[:, 0] for frame in frames])


def relative_delta(D: ArrayLike) -> float:
    """Return how far distances are from those of a tree: 0 for a tree, at most 1.

    Of four points the three ways to pair them up give three sums of distances, and half the difference of the two
    largest is their δ. This is twice the largest δ of any four points, divided by the largest distance. It is low, too,
    where all distances are alike, as those of random vectors in many dimensions are.

    Parameters
    ----------
    D : array-like, shape (n, n)
        Distances of four points or more. Time grows with n⁴, memory with n³: some hundred points.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If D is not symmetric with zeros on its diagonal, has a negative entry, or is all zeros.

    References
    ----------
    Gromov (1987), "Hyperbolic groups": δ by products from every base point.

    Examples
    --------
    >>> relative_delta([[0, 1, 2, 1], [1, 0, 1, 2], [2, 1, 0, 1], [1, 2, 1, 0]])  # a ring
    1.0
    """
    D = _distance_table(D)
    worst = 0.0
    for base in D:
        products = (base + base[:, None] - D) / 2
        through = np.minimum(products[:, None], products).max(axis=-1)
        worst = max(worst, float((through - products).max()))
    return 2 * worst / float(D.max())


def hyperbolic_procrustes(X: ArrayLike, Y: ArrayLike) -> float:
    """Return how alike two clouds of points are, whatever motion lies between them: 1 after any, a mirror included.

    The Lorentz centroid of each cloud is carried to the centre; of the logs there it is the Procrustes similarity,
    without centring them again. Between noisy clouds the best motion may lie nearby.

    Parameters
    ----------
    X, Y : array-like, shape (n, d + 1)
        Points of the hyperboloid, row i of one belonging to row i of the other.

    Returns
    -------
    float
        Between 0 and 1.

    Raises
    ------
    ValueError
        If the two are not points of one space and equally many, or all points of one are the same.

    References
    ----------
    Tabaghi and Dokmanić (2021), "On Procrustes analysis in hyperbolic space": centring, then one rotation.
    """
    X, Y = _points(X, "X"), _points(Y, "Y")
    inputs.same_stimuli(X, Y, "X", "Y")
    if X.shape[1] != Y.shape[1]:
        raise ValueError(
            f"X has {X.shape[1]} columns and Y {Y.shape[1]}: both must be points of one space, (n, d + 1)"
        )
    A, B = _centred_logs(X, "X"), _centred_logs(Y, "Y")
    return float(np.linalg.norm(A.T @ B, "nuc") / (np.linalg.norm(A) * np.linalg.norm(B)))


def _centred_logs(X: np.ndarray, name: str) -> np.ndarray:
    c = X.mean(axis=0)
    c /= np.sqrt(c[0] ** 2 - (c[1:] ** 2).sum())
    r, directions = _polar(X @ to_centre(c).T)
    if r.max() < 1e-9:
        raise ValueError(f"all points of {name} are the same: two or more must differ")
    return r * directions


def _polar(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how far from the centre points are, (n, 1), and in which direction, (n, d); of the centre, zeros."""
    s = np.linalg.norm(X[:, 1:], axis=1, keepdims=True)
    return np.arcsinh(s), X[:, 1:] / np.where(s > 0, s, 1)


def _points(X: ArrayLike, name: str) -> np.ndarray:
    """Return points of the hyperboloid as float64, checked."""
    X = inputs.representation(X, name, fewest=1)
    rounding = 100 * float(np.finfo(X.dtype).eps)
    X = X.astype(float)
    off = np.abs(X[:, 0] ** 2 - (X[:, 1:] ** 2).sum(axis=1) - 1) > 1e-6 + rounding * X[:, 0] ** 2
    bad = np.flatnonzero(off | (X[:, 0] <= 0))
    if X.shape[1] < 2 or len(bad):
        where = f", row {bad[0]}" if len(bad) else ""
        raise ValueError(
            f"{name} does not lie on the hyperboloid{where}: points are (n, d + 1) with x₀ = √(1 + x₁² + … + x_d²), as "
            "exp0 makes them of vectors"
        )
    return X


def _tree(parents: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return the parent and the depth of each node, checked."""
    parents = np.asarray(parents)
    if parents.ndim != 1 or len(parents) == 0 or parents.dtype.kind not in "iu" or parents[0] != -1:
        raise ValueError(
            "parents must be a list of whole numbers, one per node: −1 for the root, node 0, as in [-1, 0, 0, 1]"
        )
    depth = np.zeros(len(parents), int)
    for v, p in enumerate(parents[1:], start=1):
        if not 0 <= p < v:
            raise ValueError(
                f"parents[{v}] is {p}: number the nodes so that a parent comes before its children"
            )
        depth[v] = depth[p] + 1
    return parents, depth


def _step(angle: float, length: float) -> np.ndarray:
    """Return the motion of the plane that turns by an angle, and then walks on so far."""
    c, s, ch, sh = np.cos(angle), np.sin(angle), np.cosh(length), np.sinh(length)
    return np.array([[ch, sh, 0], [c * sh, c * ch, -s], [s * sh, s * ch, c]])


def _distance_table(D: ArrayLike) -> np.ndarray:
    """Return a table of distances as float64, checked."""
    D = inputs.representation(D, "D", fewest=4).astype(float)
    if D.shape[0] != D.shape[1]:
        raise ValueError(
            f"D has shape {D.shape}: give the distances of all pairs, (n, n), as squareform makes them"
        )
    if D.min() < 0 or not D.any():
        raise ValueError("D must hold distances, 0 or above, and not zeros alone: is it a similarity?")
    tolerance = 1e-6 * D.max()
    if np.abs(D - D.T).max() > tolerance or np.diag(D).max() > tolerance:
        raise ValueError(
            "D must be symmetric with zeros on its diagonal, as distances are: is it a similarity?"
        )
    return D
