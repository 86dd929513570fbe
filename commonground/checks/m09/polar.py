"""The polar decomposition of a 2 × 2 matrix: an angle and a symmetric logarithm."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Polar",
    minutes=20,
    difficulty=2,
    kind="mend",
    hints=(
        "Two questions, one after the other. The rotation drops out of gᵀg: what is left of R exp(S) there?",
        "gᵀg = exp(2S). Its eigenvalues are positive, so its logarithm is taken eigenvalue by eigenvalue: "
        "`λ, U = np.linalg.eigh(g.T @ g)` and `(U * np.log(λ)) @ U.T`, half of it.",
        "For a symmetric P of positive eigenvalues, R P has entries whose difference g₁₀ − g₀₁ is sin(angle) times the trace "
        "of P, and whose sum g₀₀ + g₁₁ is cos(angle) times it. `np.arctan2` takes both.",
    ),
)

NAMES = ("angle", "S")


def half_log(M):
    """Return half the logarithm of a symmetric matrix of positive eigenvalues."""
    λ, U = np.linalg.eigh(M)
    return (U * np.log(λ)) @ U.T / 2


def angle_of(g):
    return float(np.arctan2(g[1, 0] - g[0, 1], g[0, 0] + g[1, 1]))


@exercise.solution
def polar(g):
    """Return the angle, between −π and π, and S (2, 2) of g = R(angle) exp(S)."""
    λ, U = np.linalg.eigh(g.T @ g)
    S = (U * np.log(λ)) @ U.T / 2
    angle = np.arctan2(g[1, 0] - g[0, 1], g[0, 0] + g[1, 1])
    return angle, S


# ---- what a right answer does


def product(angle, S):
    """Return R(angle) exp(S)."""
    λ, U = np.linalg.eigh(S)
    R = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return R @ (U * np.exp(λ)) @ U.T


def drawn(rng, low, high):
    """Return a matrix that turns by an angle between these, either way, and stretches."""
    a, b, c = rng.uniform(0.2, 0.8, size=3) * rng.choice([-1, 1], size=3)
    angle = rng.uniform(low, high) * rng.choice([-1, 1])
    return (product(angle, np.array([[a + b, c], [c, a - b]])),)


def asked(ask, g):
    angle, S = polar(g)
    ask.given(g=g)
    ask.parts("polar(g)", g, names=NAMES, want={"angle": angle, "S": S})


def has_no_log(g):
    trace, det = np.trace(g), np.linalg.det(g)
    return trace < 0 and trace**2 > 4 * det


@exercise.property(
    "right for a turn of less than a right angle",
    points=1,
    hint="S from gᵀg, in which the rotation drops out; the angle from the entries' difference and sum",
)
def of_a_small_turn(ask, rng):
    (g,) = telling(lambda: drawn(rng, 0.3, 1.2), exercise.variants(but=(by_arctan,)))
    asked(ask, g)


@exercise.property(
    "right for a matrix that has no logarithm",
    points=1,
    hint="an angle near a half turn needs both sine and cosine: np.arctan2, not arctan of a quotient",
)
def without_a_logarithm(ask, rng):
    def draw():
        while True:
            (g,) = drawn(rng, 2.4, 3.0)
            if has_no_log(g):
                return (g,)

    (g,) = telling(draw, exercise.variants())
    asked(ask, g)


@exercise.property(
    "right for a multiple of a rotation",
    points=1,
    hint="S is then log of the scale times the identity: nothing is divided by the eigenvalues' difference",
)
def of_a_pure_turn(ask, rng):
    def draw():
        return (product(rng.uniform(1.8, 2.8), np.log(rng.integers(2, 6)) * np.eye(2)),)

    (g,) = telling(draw, [polar, by_arctan, whole_log])
    asked(ask, g)


# ---- mistakes


@exercise.mistake(
    "an arctan of a quotient: it cannot tell a half turn from none. Use np.arctan2 of both parts"
)
def by_arctan(g):
    return float(np.arctan((g[1, 0] - g[0, 1]) / (g[0, 0] + g[1, 1]))), half_log(g.T @ g)


@exercise.mistake("an S from g gᵀ: there the rotation does not drop out. Take gᵀ g, for R stands on the left")
def from_the_left(g):
    return angle_of(g), half_log(g @ g.T)


@exercise.mistake("an S twice too large: gᵀ g is exp(2S). Halve its logarithm")
def whole_log(g):
    return angle_of(g), 2 * half_log(g.T @ g)


@exercise.mistake("the turn of the first axis alone: a stretch moves that axis, too. Use all four entries")
def by_the_first_axis(g):
    return float(np.arctan2(g[1, 0], g[0, 0])), half_log(g.T @ g)
