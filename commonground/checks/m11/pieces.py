"""When each piece of a cloud dies, from distances alone."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Pieces",
    minutes=20,
    difficulty=2,
    hints=(
        "Every point is born at 0 as a piece of its own. Whenever an edge joins two points that are in different pieces, one "
        "piece dies, at the edge's length. An edge inside a piece kills nothing.",
        "Go through the pairs (i, j) with i < j, the shortest first. Keep a list that says for each point which piece it is "
        "in; at a death, give all points of one piece the name of the other.",
        "`i, j = np.triu_indices(n, 1)`, `for k in np.argsort(D[i, j])`: if `piece[i[k]] != piece[j[k]]`, note the length and "
        "write `piece[piece == piece[j[k]]] = piece[i[k]]`. After n − 1 deaths one piece is left, and it never dies.",
    ),
)


@exercise.solution
def h0_deaths(D):
    """Return the n - 1 scales, rising, at which pieces die, from distances D (n, n)."""
    n = len(D)
    piece, deaths = np.arange(n), []
    i, j = np.triu_indices(n, 1)
    for k in np.argsort(D[i, j]):
        if piece[i[k]] != piece[j[k]]:
            deaths.append(D[i[k], j[k]])
            piece[piece == piece[j[k]]] = piece[i[k]]
    return np.array(deaths)


# ---- what a right answer does


def distances(rng, n):
    """Return distances of n points in the plane, to one digit, no two alike."""
    while True:
        X = rng.uniform(0, 9, size=(n, 2))
        D = np.linalg.norm(X[:, None] - X, axis=-1).round(2)
        flat = D[np.triu_indices(n, 1)]
        if flat.min() > 0.3 and len(np.unique(flat)) == len(flat):
            return D


@exercise.property(
    "right for five points",
    points=1,
    hint="take edges, the shortest first; a piece dies where an edge joins two that were apart",
)
def five_points(ask, rng):
    (D,) = telling(lambda: (distances(rng, 5),), exercise.variants())
    ask.given(D=D)
    ask.array("h0_deaths(D)", D, want=h0_deaths(D))


@exercise.property(
    "right for two clusters far apart: the last death is the gap between them",
    points=1,
    hint="two clusters stay two pieces until the shortest edge between them is there",
)
def two_clusters(ask, rng):
    def draw():
        X = rng.uniform(0, 2, size=(8, 2)) + 7 * (np.arange(8) % 2)[:, None]
        return (np.linalg.norm(X[:, None] - X, axis=-1),)

    (D,) = telling(draw, exercise.variants())
    ask.given(D="8 × 8, two clusters of four points, seven apart")
    ask.array("h0_deaths(D)", D, want=h0_deaths(D))


@exercise.property(
    "the same whatever the order of the points, and twice as much if all distances double",
    points=1,
    hint="deaths are lengths of edges, and do not depend on the names of the points",
)
def order_and_scale(ask, rng):
    (D,) = telling(lambda: (distances(rng, 7),), exercise.variants())
    order = rng.permutation(7)
    want = h0_deaths(D)
    ask.given(D="7 × 7", order=order)
    ask.array("h0_deaths(D[order][:, order])", D[np.ix_(order, order)], want=want)
    ask.array("h0_deaths(2 * D)", 2 * D, want=2 * want)


# ---- mistakes


@exercise.mistake("deaths at squared distances: a piece dies at the length of the edge itself")
def squared(D):
    return h0_deaths(D**2)


@exercise.mistake("deaths with one that is infinite: the last piece never dies, leave it out")
def with_the_last(D):
    return np.append(h0_deaths(D), 1e308)


@exercise.mistake(
    "distances to the nearest neighbour: two points that are nearest to each other are joined by one edge, and one death"
)
def nearest(D):
    return np.sort((D + 1e9 * np.eye(len(D))).min(axis=1))[1:]


@exercise.mistake(
    "half of the lengths: two balls touch when the edge is as long as both radii, and scale counts both"
)
def radii(D):
    return h0_deaths(D) / 2


@exercise.mistake("the n − 1 shortest edges: an edge inside a piece kills nothing")
def shortest(D):
    return np.sort(D[np.triu_indices(len(D), 1)])[: len(D) - 1]
