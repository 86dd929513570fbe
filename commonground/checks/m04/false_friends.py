"""A pair of networks that converge in kernel and not in function."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.exercise import Exercise
from commonground.checks.m04.mutual_knn import mutual_knn
from commonground.checks.tables import centred, linear_cka, one_hot, two_tables

exercise = Exercise(
    title="False friends",
    kind="make",
    minutes=20,
    difficulty=2,
    hints=(
        "This is exercise {exercise}`m05.strangers` the other way round. There the function was shared and what was loud "
        "was private. What would you swap?",
        "Give both tables the same loud columns, and beside them each its own labels. CKA and "
        "neighbours follow the loud columns; a linear readout finds the labels however faint they "
        "are.",
        "The loud columns must not hold the labels by accident: with noise from "
        "`np.random.default_rng(0)`, `np.linalg.qr` of both labels and the noise, side by side, has "
        "the noise last, made orthogonal to the labels. Take several such columns, times a large "
        "number.",
    ),
)


def beside(a, b, seed=0, loud=100):
    """Return four loud columns that tell nothing of a or b."""
    noise = np.random.default_rng(seed).normal(size=(len(a), 4))
    Q, _ = np.linalg.qr(np.hstack([one_hot(a), one_hot(b), noise]))
    return loud * len(a) * Q[:, -4:]


@exercise.solution
def false_friends(a, b):
    """Return A (n, p) and B (n, q) of nearly one kernel: A solves only a, B only b."""
    shared = beside(a, b)
    return np.hstack([shared, one_hot(a)]), np.hstack([shared, one_hot(b)])


# ---- what a right answer does

CKA, OVERLAP, FOREIGN = 0.99, 0.9, 0.25
NEIGHBOURS = 5


def held(X, y):
    """Return the share of the labels' variance that a linear readout of X explains."""
    X, labels = centred(X), centred(one_hot(y))
    left = labels - X @ (np.linalg.pinv(X) @ labels)
    return float(1 - norm(left) ** 2 / norm(labels) ** 2)


def friends(ask, rng, a, b):
    """Hold an answer to two tasks that have nothing to do with each other, a and b, given in random order."""
    order = rng.permutation(len(a))
    a, b = a[order], b[order]
    about = "{} stimuli in {} classes"
    ask.given(a=about.format(len(a), len(np.unique(a))), b=about.format(len(b), len(np.unique(b))))
    value = ask.value("false_friends(a, b)", a, b)
    ask.judged.append(value)
    A, B = two_tables(ask, value, "AB", len(a), len(a) // 8)
    for name, table in (("A", A), ("B", B)):
        if norm(table, axis=1).min() < 1e-9:
            ask.wrong(f"{name} has a row of zeros: the cosines of a silent stimulus are not defined")
    for name, table, task, y in (("A", A, "a", a), ("B", B, "b", b)):
        ask.show(f"share of the labels {task} that a linear readout of {name} explains", held(table, y))
        if held(table, y) < 1 - 1e-6:
            ask.wrong(f"should be 1: {task} is the task of {name}")
    for name, table, task, y in (("A", A, "b", b), ("B", B, "a", a)):
        ask.show(f"share of the labels {task} that a linear readout of {name} explains", held(table, y))
        if held(table, y) > FOREIGN:
            ask.wrong(f"should be at most {FOREIGN}: {name} computes what the other one computes")
    ask.show("linear_cka(A, B)", linear_cka(A, B))
    if linear_cka(A, B) < CKA:
        ask.wrong(f"should be at least {CKA}")
    ask.show(f"mutual_knn(A, B, {NEIGHBOURS})", mutual_knn(A, B, NEIGHBOURS))
    if mutual_knn(A, B, NEIGHBOURS) < OVERLAP:
        ask.wrong(f"should be at least {OVERLAP}")


def crossed(first, second):
    """Return two tasks in which each class of the one has each class of the other in the same shares."""
    return np.repeat(first, len(second)), np.tile(second, len(first))


@exercise.property(
    "one kernel and two functions, for tasks of two classes",
    points=1,
    hint="a kernel follows what is loud, a readout finds what is faint: let the pair share what is loud",
)
def with_two_classes(ask, rng):
    friends(ask, rng, *crossed(np.repeat([0, 1], 5), np.repeat([0, 1], 6)))


@exercise.property(
    "one kernel and two functions, for tasks of three and four classes",
    points=1,
    hint="one-hot labels work for any number of classes: np.equal.outer(y, np.unique(y))",
)
def with_more_classes(ask, rng):
    friends(ask, rng, *crossed(np.repeat([0, 1, 2], 4), np.repeat([0, 1, 2, 3], 3)))


@exercise.property(
    "one kernel and two functions, where classes are uneven and named anyhow",
    points=1,
    hint="take the classes from np.unique(y), do not count on 0, 1, 2, …; what is shared must tell "
    "nothing of either task",
)
def with_uneven_classes(ask, rng):
    friends(ask, rng, *crossed(np.repeat([2, 7], [9, 3]), np.repeat([4, 9, 11], [2, 3, 5])))


# ---- mistakes


@exercise.mistake(
    "one table for both tasks: the pair agrees in kernel because it agrees in function. Keep b's "
    "labels out of A, and a's out of B"
)
def both_in_both(a, b):
    table = np.column_stack([beside(a, b), one_hot(a), one_hot(b)])
    return table, table + 0


@exercise.mistake(
    "the labels alone: two functions, and two kernels. Give the tables something loud in common"
)
def labels_alone(a, b):
    return one_hot(a), one_hot(b)


@exercise.mistake("loud parts that are private: they make the kernels differ. Give both tables the same one")
def private_noise(a, b):
    return np.column_stack([beside(a, b, 0), one_hot(a)]), np.column_stack([beside(a, b, 1), one_hot(b)])


@exercise.mistake(
    "the right construction, too quiet: the labels still move the kernel. Make what is shared louder"
)
def too_quiet(a, b):
    shared = beside(a, b, loud=1 / len(a))
    return np.column_stack([shared, one_hot(a)]), np.column_stack([shared, one_hot(b)])


@exercise.mistake("the right tables, exchanged: A solves the task a, and B the task b")
def swapped(a, b):
    return false_friends(b, a)


@exercise.mistake(
    "a common part and no labels: one kernel and no function. Put a's labels beside it in A, and b's in B"
)
def no_task(a, b):
    return beside(a, b), beside(a, b)


@exercise.mistake("one table that solves a, given twice: B has to solve b, and not a")
def one_task(a, b):
    A, _ = false_friends(a, b)
    return A, A + 0


@exercise.mistake(
    "a common part of one column: all stimuli then point one way or the other, and the faint rest "
    "decides who is nearest. Take several columns"
)
def along_one_direction(a, b):
    shared = beside(a, b)[:, :1]
    return np.column_stack([shared, one_hot(a)]), np.column_stack([shared, one_hot(b)])
