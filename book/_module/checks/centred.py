"""NUMBER.1: the columns' means taken away."""

import numpy as np

from commonground.checks.draw import whole
from commonground.checks.exercise import Exercise, Mistake, Property


def centred(X):
    return X - X.mean(axis=0)


# ---- what a right answer does


def on_few_numbers(ask, rng):
    X = whole(rng, 4, 2, centred=True) + np.array([1.0, 4.0])
    ask.given(X=X)
    ask.array("centred(X)", X, want=centred(X))


def under_a_shift(ask, rng):
    X, shift = whole(rng, 4, 2, centred=True), np.array([6.0, -3.0])
    ask.given(X=X, shift=shift)
    ask.array("centred(X + shift)", X + shift, want=centred(X))


def with_many_units(ask, rng):
    X = rng.normal(size=(5, 12)) + np.arange(12)
    ask.given(X="5 stimuli × 12 units")
    ask.array("centred(X)", X, want=centred(X))


# ---- mistakes


def by_one_mean(X):
    return X - X.mean()


def by_rows(X):
    return X - X.mean(axis=1, keepdims=True)


def scaled(X):
    return centred(X) / (X.std(axis=0) + 1)


EXERCISE = Exercise(
    number="NUMBER.1",
    title="Centre a table",
    minutes=5,
    difficulty=1,
    solution={"centred": centred},
    properties=(
        Property("right on a few numbers", 1, on_few_numbers, "take from each column its own mean"),
        Property("invariant to a shift of the columns", 1, under_a_shift, "a shift moves only the means"),
        Property("right with more units than stimuli", 1, with_many_units, "one mean for each column"),
    ),
    hints=(
        "A column is a unit. What is its mean over the stimuli?",
        "`X.mean(axis=0)` has one number for each column.",
        "`X - X.mean(axis=0)`: NumPy takes the means from every row.",
    ),
    mistakes=(
        Mistake("those less one mean of all numbers: each column has its own", {"centred": by_one_mean}),
        Mistake("those less the means of the rows: use axis 0", {"centred": by_rows}),
        Mistake("those of columns that are scaled too: take the mean away, no more", {"centred": scaled}),
    ),
)
