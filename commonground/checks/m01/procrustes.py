"""Orthogonal Procrustes, with a scale if asked."""

import numpy as np
from numpy.linalg import norm, svd

from commonground.checks.draw import rotation, whole
from commonground.checks.exercise import Exercise
from commonground.checks.tables import centred

exercise = Exercise(
    title="Orthogonal Procrustes",
    minutes=20,
    difficulty=2,
    hints=(
        "‖XQ − Y‖² = ‖X‖² + ‖Y‖² − 2 tr(Qᵀ Xᵀ Y), since turning X does not change its norm. So the "
        "best Q is the one that makes tr(Qᵀ M) largest, with M = XᵀY.",
        "Write M = U S Vᵀ. Then tr(Qᵀ U S Vᵀ) = tr(S Vᵀ Qᵀ U), and Vᵀ Qᵀ U is orthogonal: no entry on "
        "its diagonal is above 1. Which Q makes it the identity? (`np.linalg.svd` returns `U, S, Vt`: "
        "the third is Vᵀ already.)",
        "For the scale set the derivative of s² ‖X‖² − 2 s tr(Qᵀ M) to zero. With the best Q, tr(Qᵀ "
        "M) is the sum of the singular values of M.",
    ),
)


@exercise.solution
def procrustes(X, Y, scale=False):
    """Return Q (p, p), s and d: the rotation, scale and distance of the best fit.

    It takes X (n, p) to Y (n, p).
    """
    X = X - X.mean(axis=0)
    Y = Y - Y.mean(axis=0)
    U, S, Vt = np.linalg.svd(X.T @ Y)
    Q = U @ Vt
    s = S.sum() / (X**2).sum() if scale else 1.0
    return Q, s, np.linalg.norm(s * X @ Q - Y)


# ---- what a right answer does


def procrustes_similarity(X, Y):
    X, Y = centred(X), centred(Y)
    return svd(X.T @ Y, compute_uv=False).sum() / (norm(X) * norm(Y))


def reflection(rng, p):
    """Return a random orthogonal matrix of determinant −1."""
    M = rotation(rng, p)
    M[:, 0] *= -1
    return M


def pair(rng, **options):
    """Return X and Y of small whole numbers for which one rotation and one scale are best, neither of them idle."""
    while True:
        X, Y = whole(rng, 4, 2, **options), whole(rng, 4, 2, **options)
        Q, s, _ = procrustes(X, Y, True)
        alone = svd(centred(X).T @ centred(Y), compute_uv=False).min() > 2
        if alone and abs(s - 1) > 0.05 and norm(Q - np.eye(2)) > 0.05:
            return X, Y


def asked(ask, text, *inputs, keys, why=""):
    """Ask ``procrustes`` and hold the parts that ``keys`` name against the right ones."""
    right = dict(zip(NAMES, procrustes(*inputs), strict=True))
    ask.parts(text, *inputs, names=NAMES, want={key: right[key] for key in keys}, why=why)


NAMES = ("rotation", "scale", "distance")


@exercise.property(
    "able to undo a rotation",
    points=2,
    hint="the singular value decomposition of XᵀY holds the answer: U, S, Vt = np.linalg.svd(X.T @ Y)",
)
def undoes_a_rotation(ask, rng):
    X = whole(rng, 4, 2, centred=True)
    quarter = np.array([[0.0, 1.0], [-1.0, 0.0]]) * rng.choice([-1, 1])
    ask.given(X=X, R=quarter)
    asked(
        ask,
        "procrustes(X, X @ R)",
        X,
        X @ quarter,
        keys=["rotation"],
        why="should be R, which turns X onto X @ R",
    )
    X, R = rng.standard_normal((20, 5)), rotation(rng, 5)
    ask.given(X="20 stimuli × 5 units, random", R="a random rotation")
    asked(
        ask, "procrustes(X, X @ R)", X, X @ R, keys=["rotation"], why="should be R, which turns X onto X @ R"
    )


@exercise.property(
    "able to undo a reflection",
    points=1,
    hint="Q is orthogonal, and nothing more is asked of it: a determinant of −1 is allowed",
)
def undoes_a_reflection(ask, rng):
    X = whole(rng, 4, 2, centred=True)
    M = rng.choice([[[1.0, 0.0], [0.0, -1.0]], [[-1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]])
    ask.given(X=X, M=M)
    asked(
        ask,
        "procrustes(X, X @ M)",
        X,
        X @ M,
        keys=["rotation", "distance"],
        why="M is a mirror: X must fit exactly",
    )
    X, M = rng.standard_normal((20, 5)), reflection(rng, 5)
    ask.given(X="20 stimuli × 5 units, random", M="a random rotation and a mirror")
    asked(ask, "procrustes(X, X @ M)", X, X @ M, keys=["rotation"], why="should be M")


@exercise.property(
    "right about the distance that is left",
    points=1,
    hint="the distance is the Frobenius norm of s X Q − Y; without scale=True, s is 1",
)
def leaves_the_right_distance(ask, rng):
    X, Y = pair(rng, centred=True)
    ask.given(X=X, Y=Y)
    asked(ask, "procrustes(X, Y)", X, Y, keys=["scale", "distance"])
    X, Y = rng.standard_normal((20, 5)), rng.standard_normal((20, 5))
    ask.given(X="20 stimuli × 5 units, random", Y="20 stimuli × 5 units, random")
    asked(ask, "procrustes(X, Y)", centred(X), centred(Y), keys=["distance"])


@exercise.property(
    "right about the scale",
    points=1,
    hint="with Q fixed, ‖s X Q − Y‖² is a parabola in s: find its lowest point",
)
def finds_the_scale(ask, rng):
    X, Y = pair(rng, centred=True)
    ask.given(X=X, Y=Y)
    asked(ask, "procrustes(X, 3 * X, scale=True)", X, 3 * X, True, keys=["scale"])
    asked(ask, "procrustes(X, Y, scale=True)", X, Y, True, keys=["scale", "distance"])


@exercise.property(
    "blind to a shift of the columns", points=1, hint="subtract each column's mean, of X and of Y, first"
)
def ignores_a_shift(ask, rng):
    X, Y = pair(rng)
    ask.given(X=X, Y=Y)
    asked(ask, "procrustes(X, Y)", X, Y, keys=["rotation"])


# ---- mistakes


@exercise.mistake(
    "the transposed rotation: it turns Y onto X. Check the order of U and Vt, and that you "
    "decompose X.T @ Y, not Y.T @ X"
)
def transposed(X, Y, scale=False):
    Q, s, _ = procrustes(X, Y, scale)
    return Q.T, s, norm(s * centred(X) @ Q.T - centred(Y))


@exercise.mistake("U V in place of U Vᵀ: np.linalg.svd returns Vᵀ already, so do not transpose it again")
def vt_taken_for_v(X, Y, scale=False):
    X, Y = centred(X), centred(Y)
    U, singular, Vt = svd(X.T @ Y)
    Q = U @ Vt.T
    s = singular.sum() / norm(X) ** 2 if scale else 1.0
    return Q, s, norm(s * X @ Q - Y)


@exercise.mistake(
    "a Procrustes that forbids reflections: drop the step that makes the determinant +1. Networks "
    "have no left and right"
)
def no_reflections(X, Y, scale=False):
    X, Y = centred(X), centred(Y)
    U, singular, Vt = svd(X.T @ Y)
    sign = np.ones(len(singular))
    sign[-1] = np.sign(np.linalg.det(U @ Vt))
    Q = (U * sign) @ Vt
    s = (singular * sign).sum() / norm(X) ** 2 if scale else 1.0
    return Q, s, norm(s * X @ Q - Y)


@exercise.mistake(
    "a Procrustes without centring: the means are aligned with the rest. Subtract each column's mean first"
)
def uncentred(X, Y, scale=False):
    U, singular, Vt = svd(X.T @ Y)
    Q = U @ Vt
    s = singular.sum() / norm(X) ** 2 if scale else 1.0
    return Q, s, norm(s * X @ Q - Y)


@exercise.mistake(
    "a scale of ‖Y‖ / ‖X‖: that makes the norms equal, not the distance smallest. Where the fit "
    "is poor, a smaller s is better"
)
def scale_of_norms(X, Y, scale=False):
    Q, _, _ = procrustes(X, Y)
    s = norm(centred(Y)) / norm(centred(X)) if scale else 1.0
    return Q, s, norm(s * centred(X) @ Q - centred(Y))


@exercise.mistake(
    "the inverse scale: s is the number that multiplies X, 3 where Y is 3 X, so the norm of X stands below"
)
def scale_inverted(X, Y, scale=False):
    Q, s, _ = procrustes(X, Y, scale)
    return Q, 1 / s, norm(centred(X) @ Q / s - centred(Y))


@exercise.mistake("a Procrustes that always scales: s is 1 unless scale=True")
def always_scaled(X, Y, scale=False):
    return procrustes(X, Y, True)


@exercise.mistake("a distance taken without the scale: it is the norm of s X Q − Y")
def scale_left_out(X, Y, scale=False):
    Q, s, _ = procrustes(X, Y, scale)
    return Q, s, norm(centred(X) @ Q - centred(Y))


@exercise.mistake("the squared distance: take the root")
def squared(X, Y, scale=False):
    Q, s, distance = procrustes(X, Y, scale)
    return Q, s, distance**2


@exercise.mistake("the distance before X is turned: apply Q first")
def before_turning(X, Y, scale=False):
    Q, s, _ = procrustes(X, Y, scale)
    return Q, s, norm(s * centred(X) - centred(Y))
