"""Relative δ-hyperbolicity: how far distances are from those of a tree, over all fours of points."""

from itertools import combinations

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="How tree-like?",
    minutes=20,
    difficulty=2,
    hints=(
        "Begin with four nested loops, or `itertools.combinations(range(n), 4)`. Each four has three sums; sort them.",
        "For 30 points there are 27,405 fours: slow in Python, fine in NumPy. For fixed i and j the sums of all pairs "
        "(k, l) are tables: `D[i, j] + D`, `D[i][:, None] + D[j]` and its transpose.",
        "Stack the three tables, `np.sort` along the first axis, take the largest minus the middle one. The maximum of that "
        "over all i, j, k, l is 2δ. Divide by `D.max()`.",
    ),
)


def gaps(D):
    """Return, for each four of points, the largest of the three sums minus the middle one."""
    i, j, k, l = np.array(list(combinations(range(len(D)), 4))).T
    sums = np.sort([D[i, j] + D[k, l], D[i, k] + D[j, l], D[i, l] + D[j, k]], axis=0)
    return sums[2] - sums[1]


@exercise.solution
def delta_rel(D):
    """Return relative δ of distances D (n, n): 2δ over the largest distance."""
    worst = 0.0
    for i in range(len(D)):
        for j in range(i):
            across = D[i][:, None] + D[j]
            sums = np.sort([D[i, j] + D, across, across.T], axis=0)
            worst = max(worst, (sums[2] - sums[1]).max())
    return worst / D.max()


# ---- what a right answer does


def apart(rng, n):
    """Return distances of n points, with one digit, none of them 0."""
    while True:
        X = rng.normal(size=(n, 2)) * 4
        D = np.round(np.linalg.norm(X[:, None] - X, axis=-1), 1)
        D = np.round(shortest(D), 1)
        if (D + np.eye(n)).min() > 0.5:
            return D


def shortest(D):
    """Return the distances by shortest detours, so that rounding breaks no triangle inequality."""
    for k in range(len(D)):
        D = np.minimum(D, D[:, k : k + 1] + D[k])
    return D


def tree_distances(rng, n):
    """Return distances along a random tree, with edges of whole length."""
    D = np.zeros((n, n))
    for v in range(1, n):
        p = int(rng.integers(0, v))
        D[v, :v] = D[:v, v] = D[p, :v] + int(rng.integers(1, 6))
    return D


@exercise.property(
    "right for six points",
    points=1,
    hint="for each four: three sums, the largest minus the middle one; then the maximum over all fours, over D.max()",
)
def six_points(ask, rng):
    (D,) = telling(lambda: (apart(rng, 6),), exercise.variants())
    ask.given(D=D)
    ask.number("delta_rel(D)", D, want=delta_rel(D))


@exercise.property(
    "0 for a tree and 1 for four places on a ring",
    points=1,
    hint="on a ring of four the sums are 4, 2 and 2 steps: 2δ is 2, and so is the largest distance",
)
def tree_and_ring(ask, rng):
    step = float(rng.integers(1, 8))
    D = step * np.array([[0, 1, 2, 1], [1, 0, 1, 2], [2, 1, 0, 1], [1, 2, 1, 0]])
    ask.given(D=D)
    ask.number("delta_rel(D)", D, want=1.0, why="four places on a ring: relative δ is 1")
    D = tree_distances(rng, 7)
    ask.given(D=D)
    ask.number("delta_rel(D)", D, want=0.0, why="these are distances along a tree: δ is 0")


@exercise.property(
    "right for thirty points, in whatever unit",
    points=1,
    hint="2δ and the largest distance grow alike with the unit; loop over pairs, and let NumPy do the rest",
)
def thirty_points(ask, rng):
    (D,) = telling(lambda: (apart(rng, 30),), exercise.variants())
    ask.given(D="30 × 30 distances")
    ask.number("delta_rel(D)", D, want=delta_rel(D))
    ask.number("delta_rel(1000 * D)", 1000 * D, want=delta_rel(D))


# ---- mistakes


@exercise.mistake("a mean over the fours of points: δ is the largest of them")
def of_the_mean(D):
    return gaps(D).mean() / D.max()


@exercise.mistake("δ over the largest distance: relative δ is twice that, 2δ over it")
def half(D):
    return gaps(D).max() / 2 / D.max()


@exercise.mistake("a δ of squared distances: a tree's sums are equal for the distances themselves")
def of_squares(D):
    return gaps(D**2).max() / (D**2).max()


@exercise.mistake("the largest sum minus the smallest: take the middle one")
def from_the_smallest(D):
    i, j, k, l = np.array(list(combinations(range(len(D)), 4))).T
    return np.ptp([D[i, j] + D[k, l], D[i, k] + D[j, l], D[i, l] + D[j, k]], axis=0).max() / D.max()


@exercise.mistake("a δ over the mean distance: divide by the largest one")
def over_the_mean(D):
    return gaps(D).max() / D[np.triu_indices(len(D), 1)].mean()
