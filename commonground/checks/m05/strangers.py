"""Two representations that solve a task exactly and have next to nothing in common by CKA."""

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.m05.linear_map import linear_map
from commonground.checks.tables import linear_cka, one_hot, two_tables

exercise = Exercise(
    title="Perfect strangers",
    kind="make",
    minutes=15,
    difficulty=2,
    hints=(
        "Start with the labels, one-hot, as units of both. Then both solve the task, and CKA is 1. "
        "What may you add to each that no readout of the labels minds?",
        "CKA follows variance, squared. One unit may not be louder than another, but many may say the same. "
        "Give each table a thing of its own that most of its units repeat, and see to it that it has nothing "
        "to do with the labels, nor with that of the other table.",
        "`np.linalg.qr` of a column of ones, labels and noise side by side returns orthonormal columns; "
        "the last two are orthogonal to all before and to each other. Repeat one of them in X, the other "
        "in Y, n/2 times less the classes, and divide each column by its standard deviation.",
    ),
)


def private_parts(y):
    """Return two patterns (n, 1), orthogonal to each other, to ones, to the labels."""
    labels = np.equal.outer(y, np.unique(y)).astype(float)
    noise = np.random.default_rng(0).normal(size=(len(y), 2))
    Q, _ = np.linalg.qr(np.hstack([labels, noise]))  # the labels add up to ones
    return Q[:, -2:-1], Q[:, -1:]


def repeated(y, part):
    """Return the labels and many copies of a pattern, all of variance 1."""
    labels = np.equal.outer(y, np.unique(y)).astype(float)
    copies = np.tile(part, len(y) // 2 - labels.shape[1])
    X = np.hstack([labels, copies])
    return X / X.std(axis=0)


@exercise.solution
def strangers(y):
    """Return X (n, p) and Y (n, q), exact solvers of y that are strangers to CKA."""
    A, B = private_parts(y)
    return repeated(y, A), repeated(y, B)


# ---- what a right answer does

LOWEST = 0.05


def ratio(loudness):
    """Return the largest over the smallest; a silent unit is infinitely faint, as a large number."""
    return float(loudness.max() / max(loudness.min(), 1e-9))


def solved(ask, y):
    """Hold an answer to the task y: both tables read its labels, and their CKA is small."""
    ask.given(y=y)
    value = ask.value("strangers(y)", y)
    ask.judged.append(value)
    tables = two_tables(ask, value, "XY", len(y), len(y) // 2)
    for name, table in zip("XY", tables, strict=True):
        ask.show(
            f"share of the labels that a linear readout of {name} explains", linear_map(table, one_hot(y))[1]
        )
        if linear_map(table, one_hot(y))[1] < 1 - 1e-6:
            ask.wrong("should be 1: this table does not solve the task")
        loudness = table.std(axis=0)
        ask.show(
            f"standard deviation of the loudest unit of {name} over that of the faintest", ratio(loudness)
        )
        if ratio(loudness) > 1.01:
            ask.wrong("should be 1: no unit may be louder than another")
    ask.show("linear_cka(X, Y)", linear_cka(*tables))
    if linear_cka(*tables) >= LOWEST:
        ask.wrong(f"should be below {LOWEST}")


@exercise.property(
    "perfect strangers on a task of two classes",
    points=1,
    hint="let each table hold the labels, and beside them something of its own that many units repeat",
)
def with_two_classes(ask, rng):
    solved(ask, rng.permutation(np.repeat([0, 1], 12)))


@exercise.property(
    "perfect strangers on a task of five classes",
    points=1,
    hint="one-hot labels work for any number of classes: np.equal.outer(y, np.unique(y))",
)
def with_five_classes(ask, rng):
    solved(ask, rng.permutation(np.repeat(np.arange(5), 12)))


@exercise.property(
    "perfect strangers where the classes are uneven and named anyhow",
    points=1,
    hint="take the classes from np.unique(y), do not count on 0, 1, 2, …",
)
def with_uneven_classes(ask, rng):
    solved(ask, rng.permutation(np.repeat([2, 5, 9], [30, 8, 4])))


# ---- mistakes


@exercise.mistake(
    "tables of private noise without the labels: their CKA is small, and neither solves the task. "
    "Keep the labels in both"
)
def only_private(y):
    A, B = private_parts(y)
    return A, B


@exercise.mistake(
    "two tables with the same private part: what they share beyond the task makes them one. Give each its own"
)
def same_private(y):
    X = repeated(y, private_parts(y)[0])
    return X, X + 0


@exercise.mistake(
    "private parts that are louder than the labels: here no unit may be louder than another. Let many units say the "
    "same instead"
)
def loud(y):
    A, B = private_parts(y)
    far = 10 * len(y)
    return np.hstack([one_hot(y), far * A]), np.hstack([one_hot(y), far * B])


@exercise.mistake(
    "one private unit in each: the labels still carry most of the variance. Repeat it, as often as you have units"
)
def one_private_unit(y):
    labels, (A, B) = one_hot(y), private_parts(y)
    X, Y = np.hstack([labels, A]), np.hstack([labels, B])
    return X / X.std(axis=0), Y / Y.std(axis=0)


@exercise.mistake(
    "many private units that all say different things: their variance is spread thin, and the labels stand out. Let "
    "them say one thing"
)
def many_private_things(y):
    n, labels = len(y), one_hot(y)
    noise = np.random.default_rng(3).normal(size=(n, n - 2 * labels.shape[1]))
    X, Y = (np.hstack([labels, half]) for half in np.split(noise, 2, axis=1))
    return X / X.std(axis=0), Y / Y.std(axis=0)


@exercise.mistake(
    "noise with more units than stimuli, which fits any labels: that is no solution of the task. "
    "Put the labels in, with few units"
)
def wide(y):
    r = np.random.default_rng(2)
    return r.standard_normal((len(y), 2 * len(y))), r.standard_normal((len(y), 2 * len(y)))
