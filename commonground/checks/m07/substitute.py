"""Symmetric and antisymmetric parts, and the error that they predict."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.draw import unlike
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="How wrong is the substitute?",
    minutes=15,
    difficulty=1,
    hints=(
        "Which combination of $J$ and $J^\\top$ does not change when you transpose it? Which changes "
        "its sign?",
        "$S = (J + J^\\top)/2$ and $A = (J - J^\\top)/2$. Then $J - J^\\top = 2A$. What is the root mean "
        "square length of $2Av$ when the entries of $v$ are independent with variance 1?",
        "It is `2 * np.linalg.norm(A)`, and that of $J^\\top v$ is `np.linalg.norm(J)`. The error is "
        "the first over the second. Try it: draw a thousand random $v$ and measure.",
    ),
)


@exercise.solution
def substitute(J):
    """Return S (n, n), A (n, n) and the relative error of J v in place of Jᵀ v."""
    S, A = (J + J.T) / 2, (J - J.T) / 2
    return S, A, 2 * np.linalg.norm(A) / np.linalg.norm(J)


# ---- what a right answer does

NAMES = ("S", "A", "error")


def whole_matrix(rng, n):
    """Return small whole numbers, neither symmetric nor antisymmetric."""
    while True:
        J = rng.integers(-4, 5, size=(n, n)).astype(float)
        S, A, _ = substitute(J)
        if min(norm(S), norm(A)) > 1 and abs(norm(S) - norm(A)) > 0.5:
            return J


def right(ask, rng, n, *names):
    """Hold these parts of an answer, on an n × n matrix."""
    for (J,) in unlike(lambda: (whole_matrix(rng, n),), lambda J: substitute(J)[2]):
        want = dict(zip(NAMES, substitute(J), strict=True))
        ask.given(J=J)
        ask.parts("substitute(J)", J, names=NAMES, want={name: want[name] for name in names})


@exercise.property(
    "right in the symmetric and the antisymmetric part",
    points=1,
    hint="half of the sum with the transpose, half of the difference from it: J − Jᵀ, not Jᵀ − J",
)
def both_parts(ask, rng):
    right(ask, rng, 2, "S", "A")


@exercise.property(
    "right in the predicted error",
    points=1,
    hint="Jv − Jᵀv = 2Av; for random v the mean square of ‖Mv‖ is the squared Frobenius norm of M",
)
def predicted_error(ask, rng):
    right(ask, rng, 3, "error")


@exercise.property(
    "right where J is symmetric, and where it is antisymmetric",
    points=1,
    hint="at the one end nothing is wrong; at the other Jv = −Jᵀv, an error of twice the length",
)
def at_the_ends(ask, rng):
    J = whole_matrix(rng, 3)
    for M, error in ((J + J.T, 0.0), (J - J.T, 2.0)):
        ask.given(J=M)
        want = dict(zip(NAMES, substitute(M), strict=True)) | {"error": error}
        ask.parts("substitute(J)", M, names=NAMES, want=want)


# ---- mistakes


@exercise.mistake("parts twice as large: S + A should be J, so halve both")
def unhalved(J):
    S, A, error = substitute(J)
    return 2 * S, 2 * A, error


@exercise.mistake("the two parts in the wrong order: symmetric first")
def swapped(J):
    S, A, error = substitute(J)
    return A, S, error


@exercise.mistake("an antisymmetric part of the other sign: A is (J − Jᵀ)/2, so that S + A gives J back")
def other_sign(J):
    S, A, error = substitute(J)
    return S, -A, error


@exercise.mistake(
    "the ratio of the norms of A and S: that says how asymmetric J is; the error is 2‖A‖ over ‖J‖"
)
def ratio(J):
    S, A, _ = substitute(J)
    return S, A, norm(A) / max(norm(S), 1e-300)


@exercise.mistake("an error half as large: J − Jᵀ is twice the antisymmetric part. Put the 2 in")
def error_unhalved(J):
    S, A, error = substitute(J)
    return S, A, error / 2


@exercise.mistake(
    "an error relative to S alone: the length of Jᵀv comes from both parts. Divide by the norm of J"
)
def over_symmetric(J):
    S, A, _ = substitute(J)
    return S, A, 2 * norm(A) / max(norm(S), 1e-300)


@exercise.mistake(
    "an error from spectral norms: those speak of the worst v. Over random v the Frobenius norm counts"
)
def spectral(J):
    S, A, _ = substitute(J)
    return S, A, 2 * norm(A, 2) / norm(J, 2)
