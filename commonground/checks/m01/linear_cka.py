"""1.1: linear CKA in its feature form."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.draw import rotation, whole
from commonground.checks.exercise import Exercise, Mistake, Property


def linear_cka(X, Y):
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    return norm(X.T @ Y) ** 2 / (norm(X.T @ X) * norm(Y.T @ Y))


# ---- what a right answer does

SHIFT = np.array([5.0, 1.0])  # other for each column, so that one mean for all of them does not undo it


def on_centred(ask, rng):
    X, Y = whole(rng, 4, 2, centred=True), whole(rng, 4, 2, centred=True)
    ask.given(X=X, Y=Y)
    ask.number("linear_cka(X, Y)", X, Y, want=linear_cka(X, Y))


def under_a_shift(ask, rng):
    X, Y = whole(rng, 4, 2, centred=True), whole(rng, 4, 2, centred=True)
    ask.given(X=X, Y=Y, shift=SHIFT)
    why = "these should be equal: CKA compares *centred* representations"
    before = ask.number("linear_cka(X, Y)", X, Y, want=linear_cka(X, Y))
    ask.number("linear_cka(X + shift, Y)", X + SHIFT, Y, want=before, why=why)
    ask.number("linear_cka(X, Y + shift)", X, Y + SHIFT, want=before, why=why)


def under_rotation_and_scale(ask, rng):
    X, Y, R = whole(rng, 5, 2, centred=True), whole(rng, 5, 3, centred=True), rotation(rng, 2)
    ask.given(X=X, Y=Y, R=R)
    before = ask.number("linear_cka(X, Y)", X, Y, want=linear_cka(X, Y))
    ask.number("linear_cka(X @ R, Y)", X @ R, Y, want=before, why="these should be equal: R only turns X")
    ask.number(
        "linear_cka(10 * X, Y)", 10 * X, Y, want=before, why="these should be equal: all of X has grown alike"
    )


def with_more_units_than_stimuli(ask, rng):
    X, Y = rng.standard_normal((10, 40)), rng.standard_normal((10, 60))
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    ask.given(X="10 stimuli × 40 units, random, centred", Y="10 stimuli × 60 units, random, centred")
    ask.number("linear_cka(X, Y)", X, Y, want=linear_cka(X, Y))


# ---- mistakes


def uncentred(X, Y):
    return norm(X.T @ Y) ** 2 / (norm(X.T @ X) * norm(Y.T @ Y))


def one_centred(X, Y):
    return uncentred(X - X.mean(axis=0), Y)


def centred_by_stimulus(X, Y):
    return uncentred(X - X.mean(axis=1, keepdims=True), Y - Y.mean(axis=1, keepdims=True))


def centred_by_one_mean(X, Y):
    return uncentred(X - X.mean(), Y - Y.mean())


def standardised(X, Y):
    return linear_cka(X / X.std(axis=0), Y / Y.std(axis=0))


def unsquared(X, Y):
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    return norm(X.T @ Y) / (norm(X.T @ X) * norm(Y.T @ Y))


def rooted(X, Y):
    return np.sqrt(linear_cka(X, Y))


def short_denominator(X, Y):
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    return norm(X.T @ Y) ** 2 / (norm(X) ** 2 * norm(Y) ** 2)


def spectral(X, Y):
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    return norm(X.T @ Y, 2) ** 2 / (norm(X.T @ X, 2) * norm(Y.T @ Y, 2))


def distance(X, Y):
    return 1 - linear_cka(X, Y)


EXERCISE = Exercise(
    number="1.1",
    title="Linear CKA",
    minutes=15,
    difficulty=1,
    solution={"linear_cka": linear_cka},
    properties=(
        Property(
            "right on centred representations",
            1,
            on_centred,
            "one matrix, XᵀY, goes into the numerator; XᵀX and YᵀY into the denominator; "
            "np.linalg.norm gives the Frobenius norm of a matrix",
        ),
        Property(
            "invariant to a shift of the columns",
            1,
            under_a_shift,
            "subtract each column's mean, of X and of Y, before you form X.T @ Y",
        ),
        Property(
            "invariant to rotation and to scale",
            1,
            under_rotation_and_scale,
            "nothing may be done to one unit on its own (no dividing by a column's spread), "
            "and numerator and denominator must grow alike with X",
        ),
        Property(
            "right where there are more units than stimuli",
            1,
            with_more_units_than_stimuli,
            "X and Y share their stimuli, not their units: X.T @ Y is (p, q)",
        ),
    ),
    hints=(
        "Three steps: centre the columns of both; form the three matrices `X.T @ Y`, `X.T @ X`, `Y.T @ Y`; "
        "take their Frobenius norms.",
        "The mean of each column is `X.mean(axis=0)`, of shape (p,), and `X - X.mean(axis=0)` subtracts it from "
        "every row. `np.linalg.norm(A)` of a matrix is its Frobenius norm: the root of the sum of its squared entries.",
        "The numerator is squared, the denominator is a product of two norms: both are then of the fourth "
        "order in the activations, which is why scaling X changes nothing.",
    ),
    mistakes=(
        Mistake(
            "an uncentred CKA: the means of the units count as similarity. "
            "Subtract each column's mean first, X.mean(axis=0)",
            {"linear_cka": uncentred},
        ),
        Mistake(
            "a CKA in which X is centred and Y is not: centre both",
            {"linear_cka": one_centred},
        ),
        Mistake(
            "a CKA centred across each row: a stimulus is a row, a unit is a column, "
            "and it is each unit's mean that must go (axis=0)",
            {"linear_cka": centred_by_stimulus},
        ),
        Mistake(
            "a CKA centred by one mean of all entries: every column has a mean of its own, X.mean(axis=0)",
            {"linear_cka": centred_by_one_mean},
        ),
        Mistake(
            "a CKA of standardised units: dividing each column by its spread makes weak units count "
            "as much as strong ones. Centre only",
            {"linear_cka": standardised},
        ),
        Mistake(
            "a CKA whose numerator is not squared: ‖XᵀY‖ grows with X, ‖XᵀX‖ with X². Square the numerator",
            {"linear_cka": unsquared},
        ),
        Mistake(
            "the root of CKA: the numerator is the squared norm of XᵀY, and the denominator has no further root",
            {"linear_cka": rooted},
        ),
        Mistake(
            "a ratio with ‖X‖² ‖Y‖² below: the norms in the denominator are those of XᵀX and YᵀY. "
            "As it is, linear_cka(X, X) is not 1",
            {"linear_cka": short_denominator},
        ),
        Mistake(
            "a CKA with spectral norms (the 2 in norm(A, 2)): it sees the largest direction alone. "
            "Frobenius is norm(A), or norm(A, 'fro')",
            {"linear_cka": spectral},
        ),
        Mistake(
            "1 − CKA, a distance: CKA is a similarity, 1 for the same",
            {"linear_cka": distance},
        ),
    ),
)
