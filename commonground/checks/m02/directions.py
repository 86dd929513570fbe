"""The participation ratio."""

import numpy as np

from commonground.checks.draw import rotation, whole
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="How many directions?",
    minutes=10,
    difficulty=1,
    hints=(
        "Centre $X$. Then you need the eigenvalues of its covariance, in any scale: the ratio does "
        "not change.",
        "They are the squares of the singular values, `np.linalg.svd(X, compute_uv=False) ** 2`.",
        "With `s` for those squares: `s.sum() ** 2 / (s**2).sum()`.",
    ),
)


@exercise.solution
def participation_ratio(X):
    """Return how many directions carry the variance of X (n, p)."""
    s = np.linalg.svd(X - X.mean(axis=0), compute_uv=False) ** 2
    return s.sum() ** 2 / (s**2).sum()


# ---- what a right answer does


@exercise.property(
    "right on a few numbers",
    points=1,
    hint="the square of the sum of the eigenvalues, over the sum of their squares",
)
def on_few_numbers(ask, rng):
    X = whole(rng, 5, 2, centred=True) * [1, 2]
    ask.given(X=X)
    ask.number("participation_ratio(X)", X, want=participation_ratio(X))


@exercise.property(
    "invariant to a shift of the columns", points=1, hint="subtract each column's mean before anything else"
)
def under_a_shift(ask, rng):
    X = whole(rng, 5, 2, centred=True)
    shift = np.array([6.0, -3.0])
    ask.given(X=X, shift=shift)
    why = "should be as without the shift: variance is about the mean"
    ask.number("participation_ratio(X + shift)", X + shift, want=participation_ratio(X), why=why)


@exercise.property(
    "right for a cloud that is turned",
    points=1,
    hint="units share variance: take the eigenvalues of their covariance, not their variances",
)
def when_turned(ask, rng):
    X = rng.standard_normal((40, 4)) * [1, 2, 4, 8] @ rotation(rng, 4)
    ask.given(X="40 stimuli × 4 units, turned")
    ask.number("participation_ratio(X)", X, want=participation_ratio(X))


@exercise.property(
    "right where there are more units than stimuli",
    points=1,
    hint="singular values of the centred X, squared, need no (p, p) matrix",
)
def with_many_units(ask, rng):
    X = rng.standard_normal((6, 30)) * np.geomspace(5, 0.2, 30)
    ask.given(X="6 stimuli × 30 units")
    ask.number("participation_ratio(X)", X, want=participation_ratio(X))


# ---- mistakes


def spectrum(X):
    """Return the eigenvalues of the covariance, up to a factor."""
    return np.linalg.svd(X - X.mean(axis=0), compute_uv=False) ** 2


@exercise.mistake(
    "the ratio of an uncentred table: its mean counts as a direction. Subtract each column's mean"
)
def uncentred(X):
    s = np.linalg.svd(X, compute_uv=False) ** 2
    return s.sum() ** 2 / (s**2).sum()


@exercise.mistake("the ratio of the singular values: square them, eigenvalues of the covariance are wanted")
def of_singular_values(X):
    s = np.sqrt(spectrum(X))
    return s.sum() ** 2 / (s**2).sum()


@exercise.mistake("the ratio upside down: the square of the sum belongs on top")
def upside_down(X):
    return 1 / participation_ratio(X)


@exercise.mistake(
    "the ratio of the units' own variances, which changes when the cloud is turned: take "
    "eigenvalues of the covariance"
)
def of_the_units(X):
    s = X.var(axis=0)
    return s.sum() ** 2 / (s**2).sum()


@exercise.mistake("the rank: it counts a faint direction as much as a loud one")
def rank(X):
    return int((spectrum(X) > 1e-9).sum())


@exercise.mistake("the exponential of the entropy, another count of directions: here squares are wanted")
def effective_rank(X):
    s = spectrum(X)
    s = s[s > 1e-12 * s[0]] / s.sum()
    return np.exp(-(s * np.log(s)).sum())


@exercise.mistake("the sum over the largest eigenvalue: square the sum, and divide by the sum of the squares")
def unsquared(X):
    s = spectrum(X)
    return s.sum() / s.max()
