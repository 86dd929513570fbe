"""The best linear map from one network to another, and how much it explains."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.draw import whole
from commonground.checks.exercise import Exercise
from commonground.checks.tables import centred

exercise = Exercise(
    title="A linear map",
    minutes=10,
    difficulty=1,
    hints=(
        "Centre both tables. Which $W$ of shape $(p, q)$ makes $\\lVert Y - XW \\rVert_F$ least?",
        "`np.linalg.pinv(X) @ Y`, or the first value of `np.linalg.lstsq(X, Y)`. Both give the least "
        "norm where several are as good.",
        "What is left is `Y - X @ W`. Compare the sum of its squares with the sum of the squares of "
        "the centred `Y`.",
    ),
)


@exercise.solution
def linear_map(X, Y):
    """Return W (p, q) and R²: the best map from X (n, p) to Y (n, q), and its share."""
    X = X - X.mean(axis=0)
    Y = Y - Y.mean(axis=0)
    W = np.linalg.lstsq(X, Y, rcond=None)[0]
    return W, 1 - ((Y - X @ W) ** 2).sum() / (Y**2).sum()


# ---- what a right answer does

NAMES = ("W", "r2")


SHIFT = np.array([5.0, 1.0])


def wanted(X, Y, *names):
    """Return those of the right values that a property asks for."""
    return {name: value for name, value in zip(NAMES, linear_map(X, Y), strict=True) if name in names}


@exercise.property(
    "right in its weights",
    points=1,
    hint="the weights that leave the least of Y are np.linalg.pinv(X) @ Y, of shape (p, q), once both "
    "are centred",
)
def weights(ask, rng):
    X, Y = whole(rng, 5, 2, centred=True), whole(rng, 5, 3, centred=True)
    ask.given(X=X, Y=Y)
    ask.parts("linear_map(X, Y)", X, Y, names=NAMES, want=wanted(X, Y, "W"))


@exercise.property(
    "right in the share it explains, in both directions",
    points=1,
    hint="one share for all units of Y together: 1 − ‖Y − XW‖² / ‖Y‖², norms over the whole table",
)
def explained(ask, rng):
    X = whole(rng, 5, 2, centred=True)
    Y = whole(rng, 5, 2, centred=True) * [1, 10]  # a mean over columns is not the pooled share
    ask.given(X=X, Y=Y)
    ask.parts("linear_map(X, Y)", X, Y, names=NAMES, want=wanted(X, Y, "r2"))
    ask.parts("linear_map(Y, X)", Y, X, names=NAMES, want=wanted(Y, X, "r2"))


@exercise.property(
    "invariant to a shift of the columns",
    points=1,
    hint="subtract each column's mean, of X and of Y, before anything else",
)
def under_a_shift(ask, rng):
    X, Y = whole(rng, 5, 2, centred=True), whole(rng, 5, 2, centred=True)
    ask.given(X=X, Y=Y, shift=SHIFT)
    why = "should not change: both are centred before the fit"
    for text, pair in (("X + shift, Y", (X + SHIFT, Y)), ("X, Y + shift", (X, Y + SHIFT))):
        ask.parts(f"linear_map({text})", *pair, names=NAMES, want=wanted(X, Y, *NAMES), why=why)


@exercise.property(
    "right where one unit is a copy of another",
    points=1,
    hint="XᵀX has no inverse here; np.linalg.pinv and np.linalg.lstsq give the weights of least norm",
)
def with_a_copied_unit(ask, rng):
    X, Y = whole(rng, 5, 2, centred=True), whole(rng, 5, 2, centred=True)
    X = np.column_stack([X, X[:, 0]])
    ask.given(X=X, Y=Y)
    ask.parts("linear_map(X, Y)", X, Y, names=NAMES, want=wanted(X, Y, *NAMES))


# ---- mistakes


@exercise.mistake(
    "a fit through the origin: the units' means are part of what is fitted. Subtract each column's mean first"
)
def uncentred(X, Y):
    W = np.linalg.pinv(X) @ Y
    return W, 1 - norm(Y - X @ W) ** 2 / norm(Y) ** 2


@exercise.mistake("the map the other way round, from Y to X: weights multiply X and predict Y")
def backwards(X, Y):
    return linear_map(Y, X)


@exercise.mistake(
    "a mean of each unit's own share: it counts a unit that hardly varies as much as a loud one. "
    "Pool the squares of all units first"
)
def mean_over_columns(X, Y):
    W, _ = linear_map(X, Y)
    left = ((centred(Y) - centred(X) @ W) ** 2).sum(axis=0)
    return W, (1 - left / (centred(Y) ** 2).sum(axis=0)).mean()


@exercise.mistake("the share that is left, not the share that is explained: take it from 1")
def unexplained(X, Y):
    W, r2 = linear_map(X, Y)
    return W, 1 - r2


@exercise.mistake("a share of lengths, not of squares: square both norms")
def unsquared(X, Y):
    W, r2 = linear_map(X, Y)
    return W, 1 - np.sqrt(1 - r2)


@exercise.mistake(
    "cross products, XᵀY, taken for weights: they still have to be divided by what X has in "
    "common with itself, (XᵀX)⁻¹"
)
def cross_products(X, Y):
    X, Y = centred(X), centred(Y)
    W = X.T @ Y
    return W, 1 - norm(Y - X @ W) ** 2 / norm(Y) ** 2


@exercise.mistake("the right weights, transposed: X @ W needs the shape (p, q)")
def transposed(X, Y):
    W, r2 = linear_map(X, Y)
    return W.T, r2
