"""Linear CKA in its feature form."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.draw import rotation, whole
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Linear CKA",
    minutes=15,
    difficulty=1,
    hints=(
        "Three steps: centre the columns of both; form the three matrices `X.T @ Y`, `X.T @ X`, "
        "`Y.T @ Y`; take their Frobenius norms.",
        "The mean of each column is `X.mean(axis=0)`, of shape (p,), and `X - X.mean(axis=0)` "
        "subtracts it from every row. `np.linalg.norm(A)` of a matrix is its Frobenius norm: the root "
        "of the sum of its squared entries.",
        "The numerator is squared, the denominator is a product of two norms: both are then of the "
        "fourth order in the activations, which is why scaling X changes nothing.",
    ),
)


@exercise.solution
def linear_cka(X, Y):
    """Return the linear CKA of X (n, p) and Y (n, q), a number from 0 to 1."""
    X = X - X.mean(axis=0)
    Y = Y - Y.mean(axis=0)
    cross = np.linalg.norm(X.T @ Y)
    return cross**2 / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y))


# ---- what a right answer does

SHIFT = np.array([5.0, 1.0])  # other for each column, so that one mean for all of them does not undo it


@exercise.property(
    "right on centred representations",
    points=1,
    hint="one matrix, XᵀY, goes into the numerator; XᵀX and YᵀY into the denominator; np.linalg.norm "
    "gives the Frobenius norm of a matrix",
)
def on_centred(ask, rng):
    X, Y = whole(rng, 4, 2, centred=True), whole(rng, 4, 2, centred=True)
    ask.given(X=X, Y=Y)
    ask.number("linear_cka(X, Y)", X, Y, want=linear_cka(X, Y))


@exercise.property(
    "invariant to a shift of the columns",
    points=1,
    hint="subtract each column's mean, of X and of Y, before you form X.T @ Y",
)
def under_a_shift(ask, rng):
    X, Y = whole(rng, 4, 2, centred=True), whole(rng, 4, 2, centred=True)
    ask.given(X=X, Y=Y, shift=SHIFT)
    why = "these should be equal: CKA compares *centred* representations"
    before = ask.number("linear_cka(X, Y)", X, Y, want=linear_cka(X, Y))
    ask.number("linear_cka(X + shift, Y)", X + SHIFT, Y, want=before, why=why)
    ask.number("linear_cka(X, Y + shift)", X, Y + SHIFT, want=before, why=why)


@exercise.property(
    "invariant to rotation and to scale",
    points=1,
    hint="nothing may be done to one unit on its own (no dividing by a column's spread), and numerator "
    "and denominator must grow alike with X",
)
def under_rotation_and_scale(ask, rng):
    X, Y, R = whole(rng, 5, 2, centred=True), whole(rng, 5, 3, centred=True), rotation(rng, 2)
    ask.given(X=X, Y=Y, R=R)
    before = ask.number("linear_cka(X, Y)", X, Y, want=linear_cka(X, Y))
    ask.number("linear_cka(X @ R, Y)", X @ R, Y, want=before, why="these should be equal: R only turns X")
    ask.number(
        "linear_cka(10 * X, Y)", 10 * X, Y, want=before, why="these should be equal: all of X has grown alike"
    )


@exercise.property(
    "right where there are more units than stimuli",
    points=1,
    hint="X and Y share their stimuli, not their units: X.T @ Y is (p, q)",
)
def with_more_units_than_stimuli(ask, rng):
    X, Y = rng.standard_normal((10, 40)), rng.standard_normal((10, 60))
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    ask.given(X="10 stimuli × 40 units, random, centred", Y="10 stimuli × 60 units, random, centred")
    ask.number("linear_cka(X, Y)", X, Y, want=linear_cka(X, Y))


# ---- mistakes


@exercise.mistake(
    "an uncentred CKA: the means of the units count as similarity. Subtract each column's mean "
    "first, X.mean(axis=0)"
)
def uncentred(X, Y):
    return norm(X.T @ Y) ** 2 / (norm(X.T @ X) * norm(Y.T @ Y))


@exercise.mistake("a CKA in which X is centred and Y is not: centre both")
def one_centred(X, Y):
    return uncentred(X - X.mean(axis=0), Y)


@exercise.mistake(
    "a CKA centred across each row: a stimulus is a row, a unit is a column, and it is each "
    "unit's mean that must go (axis=0)"
)
def centred_by_stimulus(X, Y):
    return uncentred(X - X.mean(axis=1, keepdims=True), Y - Y.mean(axis=1, keepdims=True))


@exercise.mistake(
    "a CKA centred by one mean of all entries: every column has a mean of its own, X.mean(axis=0)"
)
def centred_by_one_mean(X, Y):
    return uncentred(X - X.mean(), Y - Y.mean())


@exercise.mistake(
    "a CKA of standardised units: dividing each column by its spread makes weak units count as "
    "much as strong ones. Centre only"
)
def standardised(X, Y):
    return linear_cka(X / X.std(axis=0), Y / Y.std(axis=0))


@exercise.mistake(
    "a CKA whose numerator is not squared: ‖XᵀY‖ grows with X, ‖XᵀX‖ with X². Square the numerator"
)
def unsquared(X, Y):
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    return norm(X.T @ Y) / (norm(X.T @ X) * norm(Y.T @ Y))


@exercise.mistake(
    "the root of CKA: the numerator is the squared norm of XᵀY, and the denominator has no further root"
)
def rooted(X, Y):
    return np.sqrt(linear_cka(X, Y))


@exercise.mistake(
    "a ratio with ‖X‖² ‖Y‖² below: the norms in the denominator are those of XᵀX and YᵀY. As it "
    "is, linear_cka(X, X) is not 1"
)
def short_denominator(X, Y):
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    return norm(X.T @ Y) ** 2 / (norm(X) ** 2 * norm(Y) ** 2)


@exercise.mistake(
    "‖XᵀY‖² alone, which is HSIC without its normalisation: divide by ‖XᵀX‖ ‖YᵀY‖, so that linear_cka(X, X) is 1"
)
def unnormalised(X, Y):
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    return norm(X.T @ Y) ** 2


@exercise.mistake(
    "HSIC, ‖XᵀY‖² over (n − 1)², which grows with X: CKA is HSIC(X, Y) over the root of HSIC(X, X) HSIC(Y, Y)"
)
def hsic(X, Y):
    return unnormalised(X, Y) / (len(X) - 1) ** 2


@exercise.mistake(
    "a CKA with X Yᵀ in place of XᵀY: X @ Y.T pairs stimuli and needs equally many units; X.T @ Y pairs units"
)
def paired_by_stimulus(X, Y):
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    return norm(X @ Y.T) ** 2 / (norm(X @ X.T) * norm(Y @ Y.T))


@exercise.mistake(
    "a CKA with spectral norms (the 2 in norm(A, 2)): it sees the largest direction alone. "
    "Frobenius is norm(A), or norm(A, 'fro')"
)
def spectral(X, Y):
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    return norm(X.T @ Y, 2) ** 2 / (norm(X.T @ X, 2) * norm(Y.T @ Y, 2))


@exercise.mistake("1 − CKA, a distance: CKA is a similarity, 1 for the same")
def distance(X, Y):
    return 1 - linear_cka(X, Y)
