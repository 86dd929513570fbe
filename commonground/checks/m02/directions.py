"""The participation ratio, from distances alone."""

import numpy as np

from commonground.checks.draw import rotation, whole
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="How many directions?",
    kind="make",
    minutes=20,
    difficulty=2,
    hints=(
        "The eigenvalues of the covariance of centred $X$ are, up to a factor, those of the Gram matrix $K = XX^\\top$, and "
        "the factor leaves the ratio as it is. Can you have $K$ from distances?",
        "$\\lVert x_i - x_j \\rVert^2 = K_{ii} + K_{jj} - 2K_{ij}$. Subtract from the table of squared distances the "
        "mean of each row and the mean of each column, and add the mean of all: what is left is $-2K$ of the centred "
        "points.",
        "No eigenvalues are needed: their sum is the trace of $K$, the sum of their squares is the sum of all squared "
        "entries of $K$.",
    ),
)


@exercise.solution
def ratio_from_distances(D):
    """Return the participation ratio of n points, from their distances D (n, n)."""
    S = D**2
    K = S.mean(axis=0) + S.mean(axis=1, keepdims=True) - S - S.mean()
    return np.trace(K) ** 2 / (K**2).sum()


def participation_ratio(X):
    """Return how many directions carry the variance of X (n, p)."""
    s = np.linalg.svd(X - X.mean(axis=0), compute_uv=False) ** 2
    return s.sum() ** 2 / (s**2).sum()


def distances(X):
    """Return the Euclidean distances of all pairs of rows."""
    return np.linalg.norm(X[:, None] - X[None], axis=2)


# ---- what a right answer does


@exercise.property(
    "right on a few numbers",
    points=1,
    hint="squared distances hold lengths and inner products: take the lengths out by centring rows and columns",
)
def on_few_numbers(ask, rng):
    X = whole(rng, 5, 2, centred=True) * [1, 2]
    ask.given(D=distances(X))
    ask.number("ratio_from_distances(D)", distances(X), want=participation_ratio(X))


@exercise.property(
    "right for points on a line",
    points=1,
    hint="points on a line have one direction, whatever their distances are",
)
def on_a_line(ask, rng):
    X = np.sort(rng.integers(0, 30, size=5)).astype(float)[:, None] + [[0], [1], [2], [5], [7]]
    Y = rng.standard_normal((6, 2)) * [1, 3]
    ask.given(D=distances(X), E="distances of 6 points in a plane")
    ask.number("ratio_from_distances(D)", distances(X), want=1.0)
    ask.number("ratio_from_distances(E)", distances(Y), want=participation_ratio(Y))


@exercise.property(
    "right where there are many points",
    points=1,
    hint="the ratio does not depend on where the points lie, or on how they are turned: distances know neither",
)
def of_many_points(ask, rng):
    X = rng.standard_normal((40, 4)) * [1, 2, 4, 8] @ rotation(rng, 4) + 20
    ask.given(D="distances of 40 points in 4 dimensions")
    ask.number("ratio_from_distances(D)", distances(X), want=participation_ratio(X))


@exercise.property(
    "right where there are more dimensions than points",
    points=1,
    hint="n points have at most n − 1 directions, and their distances know them all",
)
def in_many_dimensions(ask, rng):
    X = rng.standard_normal((6, 30)) * np.geomspace(5, 0.2, 30)
    ask.given(D="distances of 6 points in 30 dimensions")
    ask.number("ratio_from_distances(D)", distances(X), want=participation_ratio(X))


# ---- mistakes


def of_kernel(K):
    """Return the ratio of the eigenvalues of a kernel."""
    return np.trace(K) ** 2 / (K**2).sum()


def double_centred(S):
    H = np.eye(len(S)) - 1 / len(S)
    return H @ S @ H


@exercise.mistake(
    "the ratio of the distances' own eigenvalues: distances are no kernel. Square them, and centre"
)
def of_the_distances(D):
    s = np.linalg.svd(D, compute_uv=False) ** 2
    return s.sum() ** 2 / (s**2).sum()


@exercise.mistake(
    "distances that were not squared before centring: it is the squares that hold inner products"
)
def unsquared(D):
    return of_kernel(double_centred(D))


@exercise.mistake(
    "squared distances with the means of the columns taken off, and not those of the rows: centre both"
)
def centred_once(D):
    S = D**2
    return of_kernel(S - S.mean(axis=0))


@exercise.mistake("the ratio upside down: the square of the sum belongs on top")
def upside_down(D):
    return 1 / ratio_from_distances(D)


@exercise.mistake("the rank: it counts a faint direction as much as a loud one")
def rank(D):
    return int((np.linalg.eigvalsh(-double_centred(D**2)) > 1e-6).sum())


@exercise.mistake("the sum over the largest eigenvalue: square the sum, and divide by the sum of the squares")
def over_the_largest(D):
    s = np.linalg.eigvalsh(-double_centred(D**2))
    return s.sum() / s.max()
