"""Do two representations put the same stimuli next to each other?"""

import numpy as np
from numpy.linalg import norm

from commonground.checks.draw import rotation, telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Mutual neighbours",
    kind="mend",
    minutes=15,
    difficulty=1,
    hints=(
        "Three steps: cosines between all pairs of stimuli, a list of k neighbours for each stimulus "
        "in each table, the share of the lists that is common.",
        "With rows of length 1, `U @ U.T` holds all cosines. Put `-np.inf` on the diagonal "
        "(`np.fill_diagonal`), and no stimulus is its own neighbour. `np.argsort(-S, axis=1)[:, :k]` "
        "lists the k nearest.",
        "For one stimulus with lists `a` and `b`, the number in common is "
        "`len(np.intersect1d(a, b))`. Divide by k, and take the mean over stimuli.",
    ),
)


def cosines(X):
    """Return the cosine of each row of X with each other."""
    U = X / np.linalg.norm(X, axis=1, keepdims=True)
    return U @ U.T


def nearest(S, k):
    """Return the columns of the k largest entries of each row, off the diagonal."""
    S = S.copy()
    np.fill_diagonal(S, -np.inf)
    return np.argsort(-S, axis=1)[:, :k]


def overlap(first, second):
    """Return how many neighbours each row of two lists of neighbours has in common."""
    return (first[:, :, None] == second[:, None, :]).sum(axis=(1, 2))


@exercise.solution
def mutual_knn(X, Y, k):
    """Return the share of k nearest neighbours kept from X (n, p) to Y (n, q)."""
    return overlap(nearest(cosines(X), k), nearest(cosines(Y), k)).mean() / k


# ---- what a right answer does


def no_ties(X):
    """Whether each stimulus has neighbours at distances that differ."""
    ranked = np.sort(cosines(X), axis=1)[:, :-1]  # the last is the stimulus itself
    return np.diff(ranked, axis=1).min() > 1e-3


def small(rng, k=3):
    """Return two small tables of whole numbers, and k."""
    while True:
        X, Y = rng.integers(-9, 10, size=(2, 8, 2)).astype(float)
        if min(norm(X, axis=1).min(), norm(Y, axis=1).min()) > 0 and no_ties(X) and no_ties(Y):
            return X, Y, k


def large(rng, k=5):
    """Return two tables that share part of their geometry, and k."""
    shared = rng.standard_normal((40, 3))
    X, Y = (
        np.column_stack([shared, rng.uniform(0.3, 0.8) * rng.standard_normal((40, width - 3))])
        @ rotation(rng, width)
        + rng.standard_normal(width)
        for width in (5, 8)
    )
    return X, Y, k


@exercise.property(
    "right on eight stimuli",
    points=1,
    hint="for each stimulus list its k nearest in X and its k nearest in Y, itself left out; what "
    "share do the lists have in common?",
)
def on_few_stimuli(ask, rng):
    X, Y, k = telling(lambda: small(rng), exercise.variants())
    ask.given(X=X, Y=Y)
    ask.number(f"mutual_knn(X, Y, {k})", X, Y, k, want=mutual_knn(X, Y, k))


@exercise.property(
    "right for one neighbour and for four",
    points=1,
    hint="k says how many neighbours are listed, and what the number in common is divided by",
)
def for_any_k(ask, rng):
    while True:
        X, Y, _ = small(rng)
        want = {k: mutual_knn(X, Y, k) for k in (1, 4)}
        if want[1] != want[4]:
            break
    ask.given(X=X, Y=Y)
    for k in want:
        ask.number(f"mutual_knn(X, Y, {k})", X, Y, k, want=want[k])


@exercise.property(
    "right on forty stimuli",
    points=1,
    hint="the mean goes over all stimuli; the tables may differ in width, since only lists of stimuli "
    "are compared",
)
def on_many_stimuli(ask, rng):
    X, Y, k = telling(lambda: large(rng), exercise.variants())
    ask.given(X="40 stimuli × 5 units", Y="40 stimuli × 8 units")
    ask.number(f"mutual_knn(X, Y, {k})", X, Y, k, want=mutual_knn(X, Y, k))


@exercise.property(
    "blind to a turn of the units and to the length of a stimulus's response",
    points=1,
    hint="near means a large cosine: divide each row by its length before you multiply",
)
def under_turns_and_lengths(ask, rng):
    X, Y, k = large(rng)
    Q, lengths = rotation(rng, 5), rng.uniform(0.2, 5, size=(40, 1))
    ask.given(
        X="40 stimuli × 5 units",
        Y="40 stimuli × 8 units",
        Q="a random rotation",
        lengths="40 random numbers",
    )
    before = ask.number(f"mutual_knn(X, Y, {k})", X, Y, k, want=mutual_knn(X, Y, k))
    for text, changed, why in (
        ("X @ Q", X @ Q, "these should be equal: a turn keeps all cosines"),
        ("lengths * X", lengths * X, "these should be equal: cosines do not see a stimulus's length"),
    ):
        ask.number(f"mutual_knn({text}, Y, {k})", changed, Y, k, want=before, why=why)


# ---- mistakes


@exercise.mistake(
    "lists in which each stimulus is its own nearest neighbour: that one is always shared. Leave it out"
)
def with_itself(X, Y, k):
    def nearest(X):
        return np.argsort(-cosines(X), axis=1)[:, :k]

    return overlap(nearest(X), nearest(Y)).mean() / k


@exercise.mistake(
    "inner products of rows as they are: a long response is then near to everything. Divide each "
    "row by its length first"
)
def by_length_too(X, Y, k):
    return overlap(nearest(X @ X.T, k), nearest(Y @ Y.T, k)).mean() / k


@exercise.mistake(
    "neighbours by Euclidean distance: here near means a large cosine. Divide each row by its length first"
)
def euclidean(X, Y, k):
    def closeness(X):
        return -norm(X[:, None] - X[None], axis=2)

    return overlap(nearest(closeness(X), k), nearest(closeness(Y), k)).mean() / k


@exercise.mistake(
    "cosines of centred tables: a shift moves the origin that angles are measured at. Use the "
    "tables as they are"
)
def centred(X, Y, k):
    return mutual_knn(X - X.mean(axis=0), Y - Y.mean(axis=0), k)


@exercise.mistake(
    "the k farthest stimuli: np.argsort begins with the smallest, and near means a large cosine. "
    "Sort the other way"
)
def farthest(X, Y, k):
    return overlap(nearest(-cosines(X), k), nearest(-cosines(Y), k)).mean() / k


@exercise.mistake("the common part over the union of both lists: divide by k, the length of one list")
def jaccard(X, Y, k):
    shared = overlap(nearest(cosines(X), k), nearest(cosines(Y), k))
    return (shared / (2 * k - shared)).mean()


@exercise.mistake(
    "a comparison place by place: the second nearest of one list may be the third of the other. "
    "Compare the lists as sets"
)
def place_by_place(X, Y, k):
    return (nearest(cosines(X), k) == nearest(cosines(Y), k)).mean()


@exercise.mistake("the number of common neighbours, not their share: divide by k")
def counted(X, Y, k):
    return k * mutual_knn(X, Y, k)
