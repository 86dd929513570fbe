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
        "CKA follows variance, squared. Give each table units of its own whose variance is far above "
        "that of the labels, and see to it that those of one have nothing to do with those of the "
        "other.",
        "`np.linalg.qr` of labels and noise side by side returns orthonormal columns; those after the "
        "labels are orthogonal to them and to each other. Give some to X and some to Y, times a large "
        "number.",
    ),
)


def private_parts(y):
    """Return two tables of columns orthogonal to all others and to the labels."""
    noise = np.random.default_rng(0).normal(size=(len(y), 6))
    Q, _ = np.linalg.qr(np.hstack([one_hot(y), noise]))
    return Q[:, -6:-3], Q[:, -3:]


@exercise.solution
def strangers(y):
    """Return X (n, p) and Y (n, q), exact solvers of y that are strangers to CKA."""
    A, B = private_parts(y)
    loud = 10 * len(y)
    return np.hstack([one_hot(y), loud * A]), np.hstack([one_hot(y), loud * B])


# ---- what a right answer does

LOWEST = 0.05


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
    ask.show("linear_cka(X, Y)", linear_cka(*tables))
    if linear_cka(*tables) >= LOWEST:
        ask.wrong(f"should be below {LOWEST}")


@exercise.property(
    "perfect strangers on a task of two classes",
    points=1,
    hint="let each table hold the labels, and beside them something of its own that is louder",
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
    A, _ = private_parts(y)
    X = np.column_stack([one_hot(y), 10 * len(y) * A])
    return X, X + 0


@exercise.mistake(
    "the right construction, too quiet: the labels still carry most of the variance. Make the "
    "private parts louder"
)
def too_quiet(y):
    A, B = private_parts(y)
    return np.column_stack([one_hot(y), A]), np.column_stack([one_hot(y), B])


@exercise.mistake(
    "tables with a loud unit in common: whatever is loudest in both decides CKA. Leave it out of one of them"
)
def with_a_common_loud_unit(y):
    X, Y = strangers(y)
    common = 1000 * len(y) * np.random.default_rng(1).standard_normal(len(y))
    return np.column_stack([X, common]), np.column_stack([Y, common])


@exercise.mistake(
    "noise with more units than stimuli, which fits any labels: that is no solution of the task. "
    "Put the labels in, with few units"
)
def wide(y):
    r = np.random.default_rng(2)
    return r.standard_normal((len(y), 2 * len(y))), r.standard_normal((len(y), 2 * len(y)))
