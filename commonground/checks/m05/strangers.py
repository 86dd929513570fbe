"""5.2: two representations that solve a task exactly and have next to nothing in common by CKA."""

import numpy as np

from commonground.checks.exercise import Exercise, Mistake, Property
from commonground.checks.m05.linear_map import linear_map
from commonground.checks.tables import linear_cka, one_hot, two_tables

LOWEST = 0.05


def private_parts(y, count=3):
    """Return two tables of orthonormal columns, orthogonal to each other, to the labels and to a constant."""
    labels = one_hot(y)
    noise = np.random.default_rng(0).standard_normal((len(y), 2 * count))
    Q = np.linalg.qr(np.column_stack([labels, noise]))[0][:, labels.shape[1] :]
    return Q[:, :count], Q[:, count:]


def strangers(y):
    A, B = private_parts(y)
    loud = 10 * len(y)
    return np.column_stack([one_hot(y), loud * A]), np.column_stack([one_hot(y), loud * B])


# ---- what a right answer does


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


def with_two_classes(ask, rng):
    solved(ask, rng.permutation(np.repeat([0, 1], 12)))


def with_five_classes(ask, rng):
    solved(ask, rng.permutation(np.repeat(np.arange(5), 12)))


def with_uneven_classes(ask, rng):
    solved(ask, rng.permutation(np.repeat([2, 5, 9], [30, 8, 4])))


# ---- mistakes


def only_private(y):
    A, B = private_parts(y)
    return A, B


def same_private(y):
    A, _ = private_parts(y)
    X = np.column_stack([one_hot(y), 10 * len(y) * A])
    return X, X + 0


def too_quiet(y):
    A, B = private_parts(y)
    return np.column_stack([one_hot(y), A]), np.column_stack([one_hot(y), B])


def with_a_common_loud_unit(y):
    X, Y = strangers(y)
    common = 1000 * len(y) * np.random.default_rng(1).standard_normal(len(y))
    return np.column_stack([X, common]), np.column_stack([Y, common])


def wide(y):
    r = np.random.default_rng(2)
    return r.standard_normal((len(y), 2 * len(y))), r.standard_normal((len(y), 2 * len(y)))


EXERCISE = Exercise(
    number="5.2",
    title="Perfect strangers",
    minutes=15,
    difficulty=2,
    solution={"strangers": strangers},
    properties=(
        Property(
            "perfect strangers on a task of two classes",
            1,
            with_two_classes,
            "let each table hold the labels, and beside them something of its own that is louder",
        ),
        Property(
            "perfect strangers on a task of five classes",
            1,
            with_five_classes,
            "one-hot labels work for any number of classes: np.equal.outer(y, np.unique(y))",
        ),
        Property(
            "perfect strangers where the classes are uneven and named anyhow",
            1,
            with_uneven_classes,
            "take the classes from np.unique(y), do not count on 0, 1, 2, …",
        ),
    ),
    hints=(
        "Start with the labels, one-hot, as units of both. Then both solve the task, and CKA is 1. What may you add to each that no readout of the labels minds?",
        "CKA follows variance, squared. Give each table units of its own whose variance is far above that of the labels, and see to it that those of one "
        "have nothing to do with those of the other.",
        "`np.linalg.qr` of labels and noise side by side returns orthonormal columns; those after the labels are orthogonal to them and to each other. "
        "Give some to X and some to Y, times a large number.",
    ),
    mistakes=(
        Mistake(
            "tables of private noise without the labels: their CKA is small, and neither solves the task. Keep the labels in both",
            {"strangers": only_private},
        ),
        Mistake(
            "two tables with the same private part: what they share beyond the task makes them one. Give each its own",
            {"strangers": same_private},
        ),
        Mistake(
            "the right construction, too quiet: the labels still carry most of the variance. Make the private parts louder",
            {"strangers": too_quiet},
        ),
        Mistake(
            "tables with a loud unit in common: whatever is loudest in both decides CKA. Leave it out of one of them",
            {"strangers": with_a_common_loud_unit},
        ),
        Mistake(
            "noise with more units than stimuli, which fits any labels: that is no solution of the task. Put the labels in, with few units",
            {"strangers": wide},
        ),
    ),
)
