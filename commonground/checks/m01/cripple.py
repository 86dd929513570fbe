"""A layer that has lost its task and passes for the whole one; another that kept it and passes for none."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise
from commonground.checks.tables import centred, linear_cka, one_hot
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Fool the ruler, twice",
    kind="make",
    minutes=30,
    difficulty=3,
    hints=(
        "CKA weighs by variance, squared; a linear readout does not weigh at all. What is small in X and "
        "still there? What may be large and in nobody's way?",
        "All that a readout of the classes can use is the part of X in the space of the centred one-hot "
        "labels: take that part out of every unit, by a projection over stimuli.",
        "For the second: add to X a loud pattern over stimuli that X hardly has, such as its last left singular "
        "vector, along weights that the readout multiplies by zero: the last left singular vector of the "
        "readout, of shape (p,). `np.outer` of the two is what you add.",
    ),
)


@exercise.solution
def cripple(X, y):
    """Return a table (n, p) like X (n, p) to CKA, from which no readout gets y (n,)."""
    labels = np.equal.outer(y, np.unique(y)).astype(float)
    labels = labels - labels.mean(axis=0)
    return X - labels @ np.linalg.pinv(labels) @ X


@exercise.solution
def disguise(X, y):
    """Return a table (n, p) unlike X (n, p) to CKA, read by the readout made for X.

    It is ``pinv(centred X) @ centred labels``, for the one-hot labels of y (n,).
    """
    labels = np.equal.outer(y, np.unique(y)).astype(float)
    Z = X - X.mean(axis=0)
    readout = np.linalg.pinv(Z) @ (labels - labels.mean(axis=0))
    blind = np.linalg.svd(readout)[0][:, -1]  # weights that no class is read from
    faint = np.linalg.svd(Z, full_matrices=False)[0][:, -1]  # a pattern over stimuli
    return X + 100 * np.linalg.norm(Z) * np.outer(faint, blind)


# ---- layers that hold their classes faintly


def layer(rng, classes, n, p, offset=0.0):
    """Return X (n, p) that reads its classes y (n,) exactly, faintly, beside what is loud."""
    while True:
        y = (
            rng.permutation(np.arange(n) % classes)
            if classes > 2
            else np.repeat([3, 8], [n // 3, n - n // 3])
        )
        y = rng.permutation(y)
        loud = centred(rng.standard_normal((n, p - classes)) * np.geomspace(3, 0.5, p - classes))
        U = np.linalg.svd(centred(one_hot(y)), full_matrices=False)[0][:, : len(np.unique(y)) - 1]
        loud -= U @ (U.T @ loud)
        X = np.hstack([loud, np.sqrt(n) * 0.3 * U]) @ rotation(rng, p)[: p - classes + U.shape[1]]
        if linear_cka(X, cripple(X, y)) > 0.97:
            return X + offset * rng.standard_normal(p), y


def explained(X, y):
    """Return the share of the labels' variance that a linear readout of X explains."""
    X, labels = centred(X), centred(one_hot(y))
    left = labels - X @ (np.linalg.pinv(X, rcond=1e-9) @ labels)
    return float(1 - norm(left) ** 2 / norm(labels) ** 2)


def still_read(X, changed, y):
    """Return the share of stimuli whose class X's own readout gets right in another table."""
    labels = one_hot(y)
    readout = np.linalg.pinv(centred(X)) @ centred(labels)
    return float(
        ((centred(changed) @ readout + labels.mean(axis=0)).argmax(axis=1) == labels.argmax(axis=1)).mean()
    )


# ---- what a right answer does


def changed(ask, name, X, y):
    """Return an answer's table, or tell what it is instead."""
    ask.given(X="{} stimuli × {} units".format(*X.shape), y=f"{len(np.unique(y))} classes")
    value = ask.value(f"{name}(X, y)", X, y)
    ask.judged.append(value)
    ask.came(value)
    try:
        table = as_array(value, X.shape)
    except Wrong as wrong:
        ask.wrong(str(wrong))
    if norm(centred(table)) < 1e-9:
        ask.wrong("should answer different stimuli differently")
    return table


def crippled(ask, rng, *sizes, **how):
    """Hold a crippled layer to what it has lost and what it seems."""
    X, y = layer(rng, *sizes, **how)
    table = changed(ask, "cripple", X, y)
    held = explained(table, y)
    ask.show("share of the labels that the best linear readout of it explains", held)
    if held > 0.01:
        ask.wrong("should be at most 0.01: the task can still be read")
    ask.show("linear_cka(X, cripple(X, y))", linear_cka(X, table))
    if linear_cka(X, table) < 0.95:
        ask.wrong("should be at least 0.95: CKA notices")


def disguised(ask, rng, *sizes, **how):
    """Hold a disguised layer to what it has kept and what it seems."""
    X, y = layer(rng, *sizes, **how)
    table = changed(ask, "disguise", X, y)
    ask.show("share of stimuli that the readout made for X gets right on it", still_read(X, table, y))
    if still_read(X, table, y) < 1:
        ask.wrong("should be 1: to its readout the layer has changed")
    ask.show("linear_cka(X, disguise(X, y))", linear_cka(X, table))
    if linear_cka(X, table) > 0.05:
        ask.wrong("should be at most 0.05: CKA still knows it")


@exercise.property(
    "able to cripple a layer of two uneven classes unseen",
    points=1,
    hint="take the part of each unit that follows the centred labels out, and leave all else",
)
def crippled_two(ask, rng):
    crippled(ask, rng, 2, 60, 12)


@exercise.property(
    "able to cripple a layer of five classes, far from the origin",
    points=1,
    hint="project with all centred one-hot columns at once; a common mean of the units does no harm",
)
def crippled_five(ask, rng):
    crippled(ask, rng, 5, 80, 16, offset=20)


@exercise.property(
    "able to disguise a layer of two uneven classes",
    points=1,
    hint="add something loud along weights that the readout multiplies by zero",
)
def disguised_two(ask, rng):
    disguised(ask, rng, 2, 60, 12)


@exercise.property(
    "able to disguise a layer of five classes, far from the origin",
    points=1,
    hint="the readout has as many columns as there are classes: be orthogonal to all of them. Let the "
    "pattern over stimuli be one that X hardly has",
)
def disguised_five(ask, rng):
    disguised(ask, rng, 5, 80, 16, offset=20)


# ---- mistakes


@exercise.mistake(
    "a layer without its weakest component: CKA does not notice, and neither does a readout, which finds the "
    "classes in the others. Take out what follows the labels",
    of=cripple,
)
def without_the_weakest(X, y):
    Z = X - X.mean(axis=0)
    U, sizes, V = np.linalg.svd(Z, full_matrices=False)
    return Z - sizes[-1] * np.outer(U[:, -1], V[-1])


@exercise.mistake(
    "units in which the classes were drowned in noise: a readout still finds a part, and CKA finds the noise. "
    "Take the classes out, exactly",
    of=cripple,
)
def drowned(X, y):
    return X + 3 * X.std() * np.random.default_rng(0).standard_normal(X.shape)


@exercise.mistake(
    "a layer turned by a rotation: no measure of this kind notices that, and no readout that is fitted anew "
    "does. The classes must go, not move",
    of=cripple,
)
def turned(X, y):
    return X @ rotation(np.random.default_rng(0), X.shape[1])


@exercise.mistake(
    "a loud pattern given to weights at random: the readout hears it. Add it where the readout is blind",
    of=disguise,
)
def heard(X, y):
    Z = X - X.mean(axis=0)
    faint = np.linalg.svd(Z, full_matrices=False)[0][:, -1]
    return X + 100 * norm(Z) * np.outer(faint, np.random.default_rng(0).standard_normal(X.shape[1]))


@exercise.mistake(
    "the loudest pattern of X made louder: where the readout is blind to it, CKA still knows it well. Add a pattern "
    "over stimuli that X hardly has",
    of=disguise,
)
def louder(X, y):
    Z = X - X.mean(axis=0)
    readout = np.linalg.pinv(Z) @ centred(one_hot(y))
    blind = np.linalg.svd(readout)[0][:, -1]
    return X + 100 * norm(Z) * np.outer(np.linalg.svd(Z, full_matrices=False)[0][:, 0], blind)


@exercise.mistake(
    "the right disguise, too quiet: CKA follows what is loud. Make the pattern far louder than the layer",
    of=disguise,
)
def too_quiet(X, y):
    return X + (disguise(X, y) - X) / 200
