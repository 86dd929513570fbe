"""The exponential map at the centre of the Poincaré ball, and its inverse."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise
from commonground.checks.m10._ball import points

exercise = Exercise(
    title="There and back",
    minutes=15,
    difficulty=2,
    kind="mend",
    hints=(
        "exp₀(v) lies in the direction of v, so all that is missing is how far from the centre it is drawn. Put x = 0 "
        "into the distance of the ball: which |y| has the distance r?",
        "A point at distance r is drawn at tanh(r/2); a point drawn at s lies at distance 2 artanh(s). Each row has its "
        "own r: `np.linalg.norm(V, axis=1, keepdims=True)`.",
        "A row of zeros has no direction. Divide by `np.where(r > 0, r, 1)` in place of r: 0/1 is the 0 that you want.",
    ),
)


def rescaled(V, new_length, *, per_row=True, guarded=True):
    """Return rows of the same direction with another length, one step done wrongly where that is asked for."""
    r = np.linalg.norm(V, axis=1, keepdims=True) if per_row else np.linalg.norm(V) * np.ones((len(V), 1))
    with np.errstate(all="ignore"):
        return new_length(r) / (np.where(r > 0, r, 1) if guarded else r) * V


@exercise.solution
def exp0(V):
    """Return the points (n, d) of the ball that lie |v| from the centre, towards v."""
    r = np.linalg.norm(V, axis=1, keepdims=True)
    return np.tanh(r / 2) / np.where(r > 0, r, 1) * V


@exercise.solution
def log0(X):
    """Return the vectors (n, d) of which exp0 makes the points X of the ball."""
    s = np.linalg.norm(X, axis=1, keepdims=True)
    return 2 * np.arctanh(s) / np.where(s > 0, s, 1) * X


# ---- what a right answer does


def vectors(rng, n, d):
    v = points(rng, n, d)
    return np.round(v / np.linalg.norm(v, axis=1, keepdims=True) * rng.uniform(0.5, 3, size=(n, 1)), 2)


@exercise.property(
    "right in how far exp0 goes",
    points=1,
    hint="the distance of exp0(v) from the centre is |v|, for each row; it is drawn at the tanh of half of that",
)
def exp_goes_as_far(ask, rng):
    (V,) = telling(lambda: (vectors(rng, 3, 2),), exercise.variants(exp0, but=(exp_unguarded,)))
    ask.given(V=V)
    ask.array("exp0(V)", V, want=exp0(V))


@exercise.property(
    "right in how far log0 comes back",
    points=1,
    hint="log0 undoes exp0: a point drawn at s lies at distance 2 artanh(s), for each row",
)
def log_comes_back(ask, rng):
    (X,) = telling(lambda: (np.round(points(rng, 3, 2), 2),), exercise.variants(log0, but=(log_unguarded,)))
    ask.given(X=X)
    ask.array("log0(X)", X, want=log0(X))


def with_zero(table, rng):
    table[rng.integers(len(table))] = 0
    return table


@exercise.property(
    "right at the centre itself, too",
    points=1,
    hint="a vector of zeros stays where it is: guard the division by its length, which is 0",
)
def at_the_centre(ask, rng):
    (V,) = telling(lambda: (with_zero(vectors(rng, 3, 3), rng),), exercise.variants(exp0))
    ask.given(V=V)
    ask.array("exp0(V)", V, want=exp0(V))
    (X,) = telling(lambda: (with_zero(points(rng, 3, 3), rng),), exercise.variants(log0))
    ask.given(X=X)
    ask.array("log0(X)", X, want=log0(X))


# ---- mistakes


@exercise.mistake(
    "an exp0 with tanh(r), as papers have it that measure v in the ball's own coordinates: here |v| is the distance, and "
    "a point at distance r is drawn at tanh(r / 2)",
    of=exp0,
)
def without_half(V):
    return rescaled(V, np.tanh)


@exercise.mistake("an exp0 that divides by 0 at the centre: a row of zeros must stay zeros", of=exp0)
def exp_unguarded(V):
    return rescaled(V, lambda r: np.tanh(r / 2), guarded=False)


@exercise.mistake("an exp0 with one length for the whole table: each row has its own, axis=1", of=exp0)
def exp_of_the_table(V):
    return rescaled(V, lambda r: np.tanh(r / 2), per_row=False)


@exercise.mistake("a log0 without the 2: a point drawn at s lies at distance 2 artanh(s)", of=log0)
def without_two(X):
    return rescaled(X, np.arctanh)


@exercise.mistake("a log0 that divides by 0 at the centre: a row of zeros must stay zeros", of=log0)
def log_unguarded(X):
    return rescaled(X, lambda s: 2 * np.arctanh(s), guarded=False)
