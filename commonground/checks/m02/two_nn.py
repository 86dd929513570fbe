"""Intrinsic dimension from the two nearest neighbours, by the fit of a line."""

import numpy as np

from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="How many coordinates?",
    minutes=20,
    difficulty=2,
    hints=(
        "Distances between all points, shape (n, n). In each sorted row the first is the point "
        "itself, at 0; the next two are $r_1$ and $r_2$.",
        "Sort the n ratios $\\mu_i = r_2/r_1$. The i-th smallest has $F_i = i/n$. Keep the first "
        "`int(0.9 * n)`: the last has $1 - F = 0$, and the largest are the least reliable.",
        "`x = np.log(mu[:k])`, `y = -np.log(1 - np.arange(1, k + 1) / n)`, and the slope of the line "
        "through the origin is `(x @ y) / (x @ x)`.",
    ),
)


def ratios(X):
    """Return each point's second-nearest distance over its nearest, sorted."""
    D = np.sort(np.linalg.norm(X[:, None] - X[None], axis=2), axis=1)
    return np.sort(D[:, 2] / D[:, 1])


def fitted(mu):
    """Return log μ and −log(1 − F) of the smallest 90 % of the ratios."""
    n, k = len(mu), int(0.9 * len(mu))
    return np.log(mu[:k]), -np.log(1 - np.arange(1, k + 1) / n)


@exercise.solution
def two_nn(X):
    """Return the intrinsic dimension of the rows of X (n, p), by two neighbours."""
    x, y = fitted(ratios(X))
    return (x @ y) / (x @ x)


# ---- what a right answer does


@exercise.property(
    "right on points of a line",
    points=1,
    hint="for each point the nearest and second-nearest *other* point, and the ratio of the two distances",
)
def on_twenty_points(ask, rng):
    X = rng.permutation(20)[:, None] + rng.uniform(-0.3, 0.3, size=(20, 1))
    ask.given(X="20 points on a line")
    ask.number("two_nn(X)", X, want=two_nn(X))


def cloud(rng, n, d, p):
    """Return n points of a bent sheet of d dimensions among p."""
    Z = rng.uniform(-1, 1, size=(n, d))
    padded = np.hstack([Z, 0.3 * Z[:, :1] ** 2, np.zeros((n, p - d - 1))])
    return padded @ rotation(rng, p)


def on_a_cloud(ask, rng, n, d, p, about):
    X = cloud(rng, n, d, p)
    ask.given(X=about)
    ask.number("two_nn(X)", X, want=two_nn(X))


@exercise.property(
    "right on a bent sheet",
    points=1,
    hint="sort the ratios, keep the smallest 90 %, and fit a line through the origin",
)
def on_a_sheet(ask, rng):
    on_a_cloud(ask, rng, 60, 2, 5, "60 points of a bent sheet, 5 units")


@exercise.property(
    "right on a cloud of five dimensions",
    points=1,
    hint="the slope through the origin is the sum of x·y over the sum of x·x",
)
def in_five_dimensions(ask, rng):
    on_a_cloud(ask, rng, 80, 5, 8, "80 points of five dimensions, 8 units")


@exercise.property(
    "invariant to the scale of the table",
    points=1,
    hint="divide the second distance by the first; nothing else of the distances is used",
)
def under_a_scale(ask, rng):
    X = cloud(rng, 50, 2, 4)
    ask.given(X="50 points of a sheet", factor=100)
    ask.number(
        "two_nn(100 * X)", 100 * X, want=two_nn(X), why="should not change: only ratios of distances count"
    )


# ---- mistakes


@exercise.mistake("the third neighbour over the second: in a sorted row only the first is the point itself")
def with_itself(X):
    """Take the point itself for its nearest neighbour, and begin to count after it by one too few."""
    D = np.sort(np.sqrt(((X[:, None] - X[None]) ** 2).sum(axis=2)), axis=1)
    x, y = fitted(np.sort(D[:, 3] / D[:, 2]))
    return (x @ y) / (x @ x)


@exercise.mistake("squared distances, which halve the dimension: take the root")
def squared_distances(X):
    x, y = fitted(ratios(X) ** 2)
    return (x @ y) / (x @ x)


@exercise.mistake("a line with an intercept: it must go through the origin")
def with_intercept(X):
    x, y = fitted(ratios(X))
    return np.polyfit(x, y, 1)[0]


@exercise.mistake("a fit of all ratios but the last: keep the smallest 90 %")
def all_but_the_last(X):
    mu = ratios(X)
    x, y = np.log(mu[:-1]), -np.log(1 - np.arange(1, len(mu)) / len(mu))
    return (x @ y) / (x @ x)


@exercise.mistake("the maximum-likelihood estimate of the lesson: here a line is fitted")
def likelihood(X):
    return len(X) / np.log(ratios(X)).sum()


@exercise.mistake("the slope of the other regression, x on y: divide by the sum of x·x")
def other_way_round(X):
    x, y = fitted(ratios(X))
    return (x @ y) / (y @ y)


@exercise.mistake("a fit of μ − 1 instead of log μ: take the logarithm")
def unlogged(X):
    mu = ratios(X)
    _, y = fitted(mu)
    x = mu[: len(y)] - 1
    return (x @ y) / (x @ x)
