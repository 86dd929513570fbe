"""A weighted fit that undoes the choice of points."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Undo the choice",
    minutes=15,
    difficulty=2,
    kind="mend",
    hints=(
        "You want the coefficients c with the smallest sum of (y − φ·c)² / leverage. A point that is taken often counts "
        "little each time.",
        "Least squares knows no weights; but if a row and its y are both multiplied by r, their square counts r² times.",
        "So with `r = leverage ** -0.5`: `np.linalg.lstsq(r[:, None] * Phi, r * y, rcond=None)[0]`.",
    ),
)


def fitted(Phi, y, r):
    return np.linalg.lstsq(r[:, None] * Phi, r * y, rcond=None)[0]


@exercise.solution
def weighted_fit(Phi, y, leverage):
    """Return the m coefficients of the fit in which each row counts 1 / leverage."""
    r = leverage**-0.5
    return np.linalg.lstsq(r[:, None] * Phi, r * y, rcond=None)[0]


# ---- what a right answer does


def points(rng, n=5, m=2):
    Phi = np.c_[np.ones(n), rng.integers(-4, 5, size=(n, m - 1))].astype(float)
    while np.linalg.matrix_rank(Phi) < m:
        Phi[:, 1:] = rng.integers(-4, 5, size=(n, m - 1))
    return Phi, rng.integers(-5, 6, size=n) * 1.0, rng.uniform(0.05, 1, size=n).round(2)


@exercise.property(
    "right for a line through five points",
    points=1,
    hint="each squared error is divided by the leverage of its point",
)
def a_line(ask, rng):
    Phi, y, leverage = telling(lambda: points(rng), exercise.variants())
    ask.given(Phi=Phi, y=y, leverage=leverage)
    ask.array("weighted_fit(Phi, y, leverage)", Phi, y, leverage, want=weighted_fit(Phi, y, leverage))


@exercise.property(
    "the same when all leverages are halved",
    points=1,
    hint="one common factor on all weights changes no fit",
)
def up_to_a_factor(ask, rng):
    Phi, y, leverage = telling(lambda: points(rng, 7, 3), exercise.variants())
    want = weighted_fit(Phi, y, leverage)
    ask.given(Phi="7 × 3", y=y, leverage=leverage)
    ask.array("weighted_fit(Phi, y, leverage / 2)", Phi, y, leverage / 2, want=want)


@exercise.property(
    "the fit to a point that is listed as often as it counts",
    points=1,
    hint="a point of leverage 1/3 counts like three of leverage 1 at the same place",
)
def as_often(ask, rng):
    def draw():
        Phi, y, _ = points(rng, 6, 2)
        return Phi, y, 1 / rng.integers(1, 5, size=6)

    Phi, y, leverage = telling(draw, exercise.variants())
    often = np.rint(1 / leverage).astype(int)
    want = np.linalg.lstsq(np.repeat(Phi, often, axis=0), np.repeat(y, often), rcond=None)[0]
    ask.given(Phi="6 × 2", y=y, leverage=leverage)
    ask.array("weighted_fit(Phi, y, leverage)", Phi, y, leverage, want=want)


# ---- mistakes


@exercise.mistake("weights turned round: a point that is taken often counts little each time")
def inverted(Phi, y, leverage):
    return fitted(Phi, y, leverage**0.5)


@exercise.mistake("rows multiplied by the weight: least squares squares them, so multiply by its root")
def no_root(Phi, y, leverage):
    return fitted(Phi, y, 1 / leverage)


@exercise.mistake("a fit without weights: it is drawn to where points were taken most")
def unweighted(Phi, y, leverage):
    return fitted(Phi, y, np.ones(len(y)))


@exercise.mistake("y left as it was: multiply rows and values by the same root")
def only_rows(Phi, y, leverage):
    return np.linalg.lstsq(leverage[:, None] ** -0.5 * Phi, y, rcond=None)[0]
