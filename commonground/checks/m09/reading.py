"""How a symmetry acts on a code, read from two tables of responses; and how often each part occurs."""

import numpy as np

from commonground.checks.draw import rotation, telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Read a representation",
    minutes=25,
    difficulty=3,
    hints=(
        "Centre both tables. The directions in which X varies are the right singular vectors of X whose singular value is "
        "not zero; keep those, as columns of V.",
        "In these directions it is Procrustes: with `u, s, vt = np.linalg.svd((X @ V).T @ (Y @ V))` the rotation is `u @ vt`. "
        "Bring it back to all units: `V @ u @ vt @ V.T`.",
        "`multiplicities`: the character of part k at g quarter turns is $i^{kg}$. Take its conjugate times the trace, sum "
        "over g, divide by the number of turns. The result is real.",
    ),
)


def mapped(X, Y, *, centre=True, share=1e-6, variance=None):
    """Return the matrix, with one step done another way where that is asked for."""
    if centre:
        X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    _, s, vt = np.linalg.svd(X, full_matrices=False)
    keep = s > share * s[0]
    if variance:
        keep = np.arange(len(s)) < np.searchsorted(np.cumsum(s**2) / np.sum(s**2), variance) + 1
    V = vt[keep].T
    u, _, wt = np.linalg.svd((X @ V).T @ (Y @ V))
    return V @ u @ wt @ V.T


@exercise.solution
def read_representation(X, Y):
    """Return Q (p, p), Y ≈ X Q: orthogonal where X varies, and 0 elsewhere."""
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    _, s, vt = np.linalg.svd(X, full_matrices=False)
    V = vt[s > 1e-6 * s[0]].T
    u, _, wt = np.linalg.svd((X @ V).T @ (Y @ V))
    return V @ u @ wt @ V.T


@exercise.solution
def multiplicities(Qs):
    """Return how often 1, i, −1, −i occur in the matrices (4, p, p) of 0 to 3 turns."""
    turns = np.arange(4)
    character = 1j ** np.outer(turns, turns)
    traces = np.trace(Qs, axis1=1, axis2=2)
    return (character.conj() @ traces).real / 4


# ---- what a right answer does


def representation(rng, counts):
    """Return the four matrices of a code with so many parts that stay, turn (as planes) and flip."""
    stays, planes, flips = counts
    J = np.array([[0.0, 1.0], [-1.0, 0.0]])
    size = stays + 2 * planes + flips
    one = np.zeros((size, size))
    one[:stays, :stays] = np.eye(stays)
    for k in range(planes):
        at = slice(stays + 2 * k, stays + 2 * k + 2)
        one[at, at] = J
    one[size - flips :, size - flips :] = -np.eye(flips)
    R = rotation(rng, size)
    return np.stack([R.T @ np.linalg.matrix_power(one, k) @ R for k in range(4)])


def tables(rng, n=12, noise=0.15, silent=0):
    """Return a closed set of codes and the same set turned once, with noise; some units may say nothing new."""
    Q = representation(rng, (1, 1, 1))
    first = rng.normal(size=(n, 4)) * [3.0, 2.0, 1.5, 1.0] @ rotation(rng, 4)
    X = np.concatenate([first @ q for q in Q])
    X = X + noise * rng.normal(size=X.shape)
    Y = np.roll(X, -n, axis=0)
    shift = rng.normal(size=4) * 2
    if silent:  # a unit that copies another, in both tables
        X, Y, shift = X[:, [0, 1, 2, 3, 0]], Y[:, [0, 1, 2, 3, 0]], shift[[0, 1, 2, 3, 0]]
    return X + shift, Y + 2 * shift


@exercise.property(
    "right where every unit says something of its own",
    points=1,
    hint="centre both; then the orthogonal matrix that brings X nearest to Y",
)
def at_full_rank(ask, rng):
    X, Y = telling(lambda: tables(rng), exercise.variants(read_representation))
    ask.given(X="48 stimuli × 4 units", Y="the same stimuli, turned once")
    ask.array("read_representation(X, Y)", X, Y, want=read_representation(X, Y))


@exercise.property(
    "right where one unit copies another",
    points=1,
    hint="X does not vary in every direction: turn those in which it does, and let the others be 0",
)
def at_lower_rank(ask, rng):
    X, Y = telling(lambda: tables(rng, silent=1), exercise.variants(read_representation))
    ask.given(X="48 stimuli × 5 units, the last a copy of the first", Y="the same stimuli, turned once")
    ask.array("read_representation(X, Y)", X, Y, want=read_representation(X, Y))


@exercise.property(
    "right in counting parts",
    points=1,
    hint="m_k is the mean over the four turns of the conjugate character times the trace",
)
def counted(ask, rng):
    counts = rng.permutation([1, 2, 3])
    for stays, planes, flips in (counts, np.roll(counts, 1)):
        Qs = representation(rng, (stays, planes, flips))
        ask.given(Qs=f"4 matrices, {Qs.shape[1]} × {Qs.shape[1]}")
        ask.array("multiplicities(Qs)", Qs, want=multiplicities(Qs))


# ---- mistakes


@exercise.mistake(
    "the transposed matrix: rows are multiplied from the right, so Y ≈ X @ Q", of=read_representation
)
def transposed(X, Y):
    return mapped(X, Y).T


@exercise.mistake(
    "a least-squares map: it shrinks what noise blurs, and is no rotation. Take the orthogonal factor u @ vt",
    of=read_representation,
)
def least_squares(X, Y):
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    return np.linalg.pinv(X, rcond=1e-6) @ Y


@exercise.mistake(
    "a matrix of tables that were not centred: the mean response counts. Centre both", of=read_representation
)
def uncentred(X, Y):
    return mapped(X, Y, centre=False)


@exercise.mistake(
    "a cut at 90 % of the variance: it may split a plane that turns. Keep every direction in which X varies",
    of=read_representation,
)
def cut(X, Y):
    return mapped(X, Y, variance=0.9)


@exercise.mistake(
    "counts that are not divided by the number of turns: take the mean over g", of=multiplicities
)
def undivided(Qs):
    return 4 * multiplicities(Qs)


@exercise.mistake(
    "counts with planes in place of factors: each plane that turns holds i once and −i once",
    of=multiplicities,
)
def planes_twice(Qs):
    m = multiplicities(Qs)
    return np.array([m[0], 2 * m[1], m[2], 2 * m[3]])


@exercise.mistake(
    "counts in which i and −1 have each other's place: the order is 1, i, −1, −i", of=multiplicities
)
def misordered(Qs):
    return multiplicities(Qs)[[0, 2, 1, 3]]
