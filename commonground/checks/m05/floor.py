"""The least CKA that two exact solvers of a task can have, from their decoders."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise
from commonground.checks.tables import centred, one_hot
from commonground.checks.tables import linear_cka as measured_cka

exercise = Exercise(
    title="The floor",
    minutes=20,
    difficulty=2,
    hints=(
        "The formula is in the lesson: $\\operatorname{tr}(S_X S_Y)$ over "
        "$\\lVert X^\\top X \\rVert_F \\lVert Y^\\top Y \\rVert_F$, with $S_X = (W^\\top W)^{-1}$ and "
        "$W = X^+ U$.",
        "For $U$: one-hot labels `np.equal.outer(y, np.unique(y)).astype(float)`, centred; then the "
        "first K − 1 columns of `np.linalg.svd(labels, full_matrices=False)[0]`.",
        "`np.linalg.pinv(X)` is $X^+$, `np.linalg.inv` the inverse of the small $(K-1, K-1)$ matrix "
        "$W^\\top W$. Try your function on a pair from {exercise}`strangers`: there it is equal to CKA.",
    ),
)


def task_basis(y):
    """Return orthonormal columns that span the centred labels."""
    labels = centred(one_hot(y))
    return np.linalg.svd(labels, full_matrices=False)[0][:, :-1]


@exercise.solution
def cka_floor(X, Y, y):
    """Return the least CKA that solvers X (n, p), Y (n, q) of y can have."""
    X, Y, U = centred(X), centred(Y), task_basis(y)
    W, V = np.linalg.pinv(X) @ U, np.linalg.pinv(Y) @ U
    S_X, S_Y = np.linalg.inv(W.T @ W), np.linalg.inv(V.T @ V)
    return np.trace(S_X @ S_Y) / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y))


# ---- what a right answer does


def solver(rng, y, private, loud=1.0):
    """Return a table that holds the labels and private units, turned so that no unit is one or the other."""
    units = np.column_stack([task_basis(y) * 3, loud * rng.standard_normal((len(y), private))])
    return centred(units @ rotation(rng, units.shape[1]))


@exercise.property(
    "right on two classes",
    points=1,
    hint="four steps: U from the centred one-hot labels, W = X⁺U and V = Y⁺U, S = (WᵀW)⁻¹ for each, "
    "then the ratio",
)
def on_two_classes(ask, rng):
    y = rng.permutation(np.repeat([0, 1], 3))
    sign = np.where(y == 0, 1.0, -1.0)
    while True:  # one more unit each, not along the labels
        A, B = rng.integers(-2, 3, size=(2, 6)).astype(float)
        A, B = A - A.mean(), B - B.mean()
        if min(abs(A @ sign), abs(B @ sign)) > 0.5 and all(
            norm(Z) ** 2 - (Z @ sign) ** 2 / 6 > 0.5 for Z in (A, B)
        ):
            break
    X, Y = np.column_stack([sign + A, A]), np.column_stack([2 * sign + B, B])
    ask.given(X=X, Y=Y, y=y)
    ask.number("cka_floor(X, Y, y)", X, Y, y, want=cka_floor(X, Y, y))


@exercise.property(
    "right on four uneven classes",
    points=1,
    hint="U has orthonormal columns, K − 1 of them: the left singular vectors of the centred labels, "
    "without the last",
)
def on_four_classes(ask, rng):
    y = rng.permutation(np.repeat(np.arange(4), [12, 8, 6, 10]))
    X, Y = solver(rng, y, 5, 0.5), solver(rng, y, 3, 0.8)
    ask.given(X="36 stimuli × 8 units, solves y", Y="36 stimuli × 6 units, solves y", y="four classes")
    ask.number("cka_floor(X, Y, y)", X, Y, y, want=cka_floor(X, Y, y))


@exercise.property(
    "invariant to a shift of the columns", points=1, hint="centre X and Y before you look for decoders"
)
def under_a_shift(ask, rng):
    y = rng.permutation(np.repeat(np.arange(3), 6))
    X, Y = solver(rng, y, 3), solver(rng, y, 2)
    ask.given(X="18 stimuli × 5 units, centred", Y="18 stimuli × 4 units, centred", y="three classes")
    why = "these should be equal: CKA, and its floor, are about centred tables"
    before = ask.number("cka_floor(X, Y, y)", X, Y, y, want=cka_floor(X, Y, y))
    ask.number("cka_floor(X + 5, Y, y)", X + 5, Y, y, want=before, why=why)


@exercise.property(
    "right where one unit is a copy of another",
    points=1,
    hint="the weights of least norm, np.linalg.pinv(X) @ U, exist even where XᵀX has no inverse",
)
def with_a_copied_unit(ask, rng):
    y = rng.permutation(np.repeat(np.arange(3), 6))
    X, Y = solver(rng, y, 3), solver(rng, y, 2)
    X = np.column_stack([X, X[:, 0]])
    ask.given(
        X="18 stimuli × 6 units, the last a copy of the first", Y="18 stimuli × 4 units", y="three classes"
    )
    ask.number("cka_floor(X, Y, y)", X, Y, y, want=cka_floor(X, Y, y))


# ---- mistakes


def altered(X, Y, y, *, centre=centred, basis=task_basis, invert=np.linalg.inv, join=None, size=None):
    """Return the right answer with one step done another way."""
    X, Y, U = centre(X), centre(Y), basis(y)
    S = [invert(W.T @ W) for W in (np.linalg.pinv(X) @ U, np.linalg.pinv(Y) @ U)]
    top = np.trace(S[0] @ S[1]) if join is None else join(*S)
    return top / (norm(X.T @ X) * norm(Y.T @ Y) if size is None else size(X, Y))


@exercise.mistake(
    "a floor without centring: the decoders then use the units' means. Subtract each column's mean first"
)
def uncentred(X, Y, y):
    return altered(X, Y, y, centre=np.array)


@exercise.mistake(
    "a floor for the labels themselves, whose columns are not orthonormal: decode a basis U of "
    "the space that they span"
)
def raw_labels(X, Y, y):
    return altered(X, Y, y, basis=lambda y: centred(one_hot(y))[:, :-1])


@exercise.mistake(
    "a ratio with WᵀW where its inverse belongs: small weights, not large ones, make the floor high"
)
def not_inverted(X, Y, y):
    return altered(X, Y, y, invert=np.array)


@exercise.mistake(
    "the product of two traces: multiply the matrices first, then take one trace. Strong in other "
    "directions is not strong together"
)
def product_of_traces(X, Y, y):
    return altered(X, Y, y, join=lambda S, R: np.trace(S) * np.trace(R))


@exercise.mistake("a ratio with ‖X‖² ‖Y‖² below: the norms are those of XᵀX and YᵀY, as in CKA")
def short_denominator(X, Y, y):
    return altered(X, Y, y, size=lambda X, Y: norm(X) ** 2 * norm(Y) ** 2)


@exercise.mistake(
    "the first floor of the lesson, from the smallest singular values: it holds, and it is lower. "
    "Ask the decoders"
)
def by_smallest_singular_value(X, Y, y):
    X, Y = centred(X), centred(Y)
    smallest = [np.linalg.svd(Z, compute_uv=False)[: np.linalg.matrix_rank(Z)].min() for Z in (X, Y)]
    return (len(np.unique(y)) - 1) * np.prod(np.square(smallest)) / (norm(X.T @ X) * norm(Y.T @ Y))


@exercise.mistake("CKA itself: the floor keeps of X and Y only what their decoders see")
def cka_itself(X, Y, y):
    return measured_cka(X, Y)
