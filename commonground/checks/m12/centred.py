"""The columns' means taken away."""

import numpy as np

from commonground.checks.draw import whole
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Centre a table",
    minutes=5,
    difficulty=1,
    hints=(
        "A column is a unit. What is its mean over the stimuli?",
        "`X.mean(axis=0)` has one number for each column.",
        "`X - X.mean(axis=0)`: NumPy takes the means from every row.",
    ),
)


@exercise.solution
def centred(X):
    """Return X (n, p) without its columns' means."""
    return X - X.mean(axis=0)


# ---- what a right answer does


@exercise.property("right on a few numbers", points=1, hint="take from each column its own mean")
def on_few_numbers(ask, rng):
    X = whole(rng, 4, 2, centred=True) + np.array([1.0, 4.0])
    ask.given(X=X)
    ask.array("centred(X)", X, want=centred(X))


@exercise.property("invariant to a shift of the columns", points=1, hint="a shift moves only the means")
def under_a_shift(ask, rng):
    X, shift = whole(rng, 4, 2, centred=True), np.array([6.0, -3.0])
    ask.given(X=X, shift=shift)
    ask.array("centred(X + shift)", X + shift, want=centred(X))


@exercise.property("right with more units than stimuli", points=1, hint="one mean for each column")
def with_many_units(ask, rng):
    X = rng.normal(size=(5, 12)) + np.arange(12)
    ask.given(X="5 stimuli × 12 units")
    ask.array("centred(X)", X, want=centred(X))


# ---- mistakes


@exercise.mistake("those less one mean of all numbers: each column has its own")
def by_one_mean(X):
    return X - X.mean()


@exercise.mistake("those less the means of the rows: use axis 0")
def by_rows(X):
    return X - X.mean(axis=1, keepdims=True)


@exercise.mistake("those of columns that are scaled too: take the mean away, no more")
def scaled(X):
    return centred(X) / (X.std(axis=0) + 1)
