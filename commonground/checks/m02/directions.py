"""2.3: the participation ratio."""

import numpy as np

from commonground.checks.draw import rotation, whole
from commonground.checks.exercise import Exercise, Mistake, Property


def spectrum(X):
    """Return the eigenvalues of the covariance, up to a factor."""
    return np.linalg.svd(X - X.mean(axis=0), compute_uv=False) ** 2


def participation_ratio(X):
    s = spectrum(X)
    return s.sum() ** 2 / (s**2).sum()


# ---- what a right answer does


def on_few_numbers(ask, rng):
    X = whole(rng, 5, 2, centred=True) * [1, 2]
    ask.given(X=X)
    ask.number("participation_ratio(X)", X, want=participation_ratio(X))


def under_a_shift(ask, rng):
    X = whole(rng, 5, 2, centred=True)
    shift = np.array([6.0, -3.0])
    ask.given(X=X, shift=shift)
    why = "should be as without the shift: variance is about the mean"
    ask.number("participation_ratio(X + shift)", X + shift, want=participation_ratio(X), why=why)


def when_turned(ask, rng):
    X = rng.standard_normal((40, 4)) * [1, 2, 4, 8] @ rotation(rng, 4)
    ask.given(X="40 stimuli × 4 units, turned")
    ask.number("participation_ratio(X)", X, want=participation_ratio(X))


def with_many_units(ask, rng):
    X = rng.standard_normal((6, 30)) * np.geomspace(5, 0.2, 30)
    ask.given(X="6 stimuli × 30 units")
    ask.number("participation_ratio(X)", X, want=participation_ratio(X))


# ---- mistakes


def uncentred(X):
    s = np.linalg.svd(X, compute_uv=False) ** 2
    return s.sum() ** 2 / (s**2).sum()


def of_singular_values(X):
    s = np.sqrt(spectrum(X))
    return s.sum() ** 2 / (s**2).sum()


def upside_down(X):
    return 1 / participation_ratio(X)


def of_the_units(X):
    s = X.var(axis=0)
    return s.sum() ** 2 / (s**2).sum()


def rank(X):
    return int((spectrum(X) > 1e-9).sum())


def effective_rank(X):
    s = spectrum(X)
    s = s[s > 1e-12 * s[0]] / s.sum()
    return np.exp(-(s * np.log(s)).sum())


def unsquared(X):
    s = spectrum(X)
    return s.sum() / s.max()


EXERCISE = Exercise(
    number="2.3",
    title="How many directions?",
    minutes=10,
    difficulty=1,
    solution={"participation_ratio": participation_ratio},
    properties=(
        Property(
            "right on a few numbers",
            1,
            on_few_numbers,
            "the square of the sum of the eigenvalues, over the sum of their squares",
        ),
        Property(
            "invariant to a shift of the columns",
            1,
            under_a_shift,
            "subtract each column's mean before anything else",
        ),
        Property(
            "right for a cloud that is turned",
            1,
            when_turned,
            "units share variance: take the eigenvalues of their covariance, not their variances",
        ),
        Property(
            "right where there are more units than stimuli",
            1,
            with_many_units,
            "singular values of the centred X, squared, need no (p, p) matrix",
        ),
    ),
    hints=(
        "Centre $X$. Then you need the eigenvalues of its covariance, in any scale: the ratio does not change.",
        "They are the squares of the singular values, `np.linalg.svd(X, compute_uv=False) ** 2`.",
        "With `s` for those squares: `s.sum() ** 2 / (s**2).sum()`.",
    ),
    mistakes=(
        Mistake(
            "the ratio of an uncentred table: its mean counts as a direction. Subtract each column's mean",
            {"participation_ratio": uncentred},
        ),
        Mistake(
            "the ratio of the singular values: square them, eigenvalues of the covariance are wanted",
            {"participation_ratio": of_singular_values},
        ),
        Mistake(
            "the ratio upside down: the square of the sum belongs on top",
            {"participation_ratio": upside_down},
        ),
        Mistake(
            "the ratio of the units' own variances, which changes when the cloud is turned: take eigenvalues of the covariance",
            {"participation_ratio": of_the_units},
        ),
        Mistake("the rank: it counts a faint direction as much as a loud one", {"participation_ratio": rank}),
        Mistake(
            "the exponential of the entropy, another count of directions: here squares are wanted",
            {"participation_ratio": effective_rank},
        ),
        Mistake(
            "the sum over the largest eigenvalue: square the sum, and divide by the sum of the squares",
            {"participation_ratio": unsquared},
        ),
    ),
)
