"""Each stimulus by its cosines with a few anchors, and what that leaves unchanged."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.draw import rotation, telling, unlike, whole
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Relative representations",
    minutes=20,
    difficulty=2,
    hints=(
        "An anchor is a stimulus: `X[anchors]` are the anchors' rows, in the network's own space. No "
        "second network is needed.",
        "Divide each row of X by its length, `np.linalg.norm(X, axis=1, keepdims=True)`. Then the "
        "cosines of all stimuli with all anchors are one matrix product.",
        "For `unchanged`, loop over the tables in `changed`. Rounding makes the fifteenth digit of a "
        "turned table differ: `np.allclose` forgives that, `==` does not.",
    ),
)


def unit(X):
    """Return X with each row divided by its length."""
    return X / np.linalg.norm(X, axis=1, keepdims=True)


@exercise.solution
def relative(X, anchors):
    """Return the cosines of X (n, p) with its rows anchors (m,): a table (n, m)."""
    return unit(X) @ unit(X)[anchors].T


@exercise.solution
def unchanged(X, changed, anchors):
    """Return for each changed table whether its relative code is still that of X."""
    before = relative(X, anchors)
    return [np.allclose(relative(Y, anchors), before) for Y in changed]


# ---- what a right answer does


def small(rng):
    """Return a small table of whole numbers, and two of its rows, the later first."""
    while True:
        X = whole(rng, 5, 3)
        if np.ptp(X, axis=1).min() > 0:  # no row is silent, or the same in all units
            return X, np.sort(rng.choice(5, size=2, replace=False))[::-1].copy()


def clearly_told(rng):
    return telling(lambda: small(rng), exercise.variants(relative))


@exercise.property(
    "right on five stimuli and two anchors",
    points=1,
    hint="entry (i, j) is the inner product of row i and the row of anchor j, over the product of "
    "their lengths",
)
def on_few_stimuli(ask, rng):
    X, anchors = clearly_told(rng)
    ask.given(X=X, anchors=anchors)
    ask.array("relative(X, anchors)", X, anchors, want=relative(X, anchors))


@exercise.property(
    "the same after a turn and a scale",
    points=1,
    hint="anchors are rows of the table that is passed: they turn and grow with it. Divide both by "
    "their lengths",
)
def under_a_turn_and_a_scale(ask, rng):
    X, anchors = clearly_told(rng)
    Q = rotation(rng, 3)
    ask.given(X=X, anchors=anchors, Q="a random rotation")
    ask.array("relative(X, anchors)", X, anchors, want=relative(X, anchors))
    why = "should be as for X: a turn keeps all angles, and cosines do not see lengths"
    ask.array("relative(3 * X @ Q, anchors)", 3 * X @ Q, anchors, want=relative(X, anchors), why=why)


@exercise.property(
    "right after a shift",
    points=1,
    hint="a shift moves the origin from which angles are measured, so the cosines change. Take no means out",
)
def under_a_shift(ask, rng):
    X, anchors = clearly_told(rng)
    ask.given(X=X, anchors=anchors)
    ask.array("relative(X + 2, anchors)", X + 2, anchors, want=relative(X + 2, anchors))


STAYS = {
    "turned": True,
    "doubled": True,
    "scaled row by row": True,
    "shifted": False,
    "negated in one unit": True,
    "reordered in its units": True,
    "stretched unit by unit": False,
    "sheared": False,
    "reordered in its rows": False,
}
ALWAYS = list(STAYS)[:4]


def change(rng, X, how):
    """Return X, changed."""
    n, p = X.shape
    if how == "turned":
        return X @ rotation(rng, p)
    if how == "doubled":
        return 2 * X
    if how == "scaled row by row":
        return X * rng.uniform(0.3, 3, size=(n, 1))
    if how == "shifted":
        return X + rng.uniform(1, 2, size=p)
    if how == "negated in one unit":
        return X * np.where(np.arange(p) == rng.integers(p), -1, 1)
    if how == "reordered in its units":
        return np.roll(X, int(rng.integers(1, p)), axis=1)
    if how == "stretched unit by unit":
        return X * rng.permutation([0.5, 1.0, 2.0, 4.0])
    if how == "sheared":
        return X @ (np.eye(p) + np.triu(np.ones((p, p)), 1))
    return np.roll(X, int(rng.integers(1, n)), axis=0)


def experiment(rng):
    """Return six changes in random order, a table, the changed tables, and anchors."""
    hows = [*ALWAYS, *rng.choice(list(STAYS)[4:], size=2, replace=False).tolist()]
    hows = [hows[i] for i in rng.permutation(len(hows))]
    X = rng.standard_normal((12, 4))
    return hows, X, [change(rng, X, how) for how in hows], rng.choice(12, size=4, replace=False)


@exercise.property(
    "able to tell which changes leave it as it was",
    points=2,
    hint="compare relative(Y, anchors) with relative(X, anchors) for each Y, up to rounding: np.allclose",
)
def tells_what_stays(ask, rng):
    two = unlike(lambda: experiment(rng), lambda hows, *rest: [STAYS[how] for how in hows])
    for hows, X, changed, anchors in two:
        ask.given(X="12 stimuli × 4 units", changed="X " + ", X ".join(hows), anchors=anchors)
        value = ask.value("unchanged(X, changed, anchors)", X, changed, anchors)
        ask.judged.append(value)
        ask.came(value)
        if isinstance(value, np.ndarray) and value.ndim == 1:
            value = value.tolist()
        truths = isinstance(value, list) and all(
            isinstance(said, bool | int | float) and said in (0, 1) for said in value
        )
        if not truths or len(value) != len(hows):
            ask.unanswered(f"should be {len(hows)} truth values, one a changed table")
        for place, (said, how) in enumerate(zip(value, hows, strict=True)):
            if said != STAYS[how]:
                ask.wrong(f"entry {place} is {bool(said)}, and should be {STAYS[how]}: there X was {how}")


# ---- mistakes


@exercise.mistake(
    "inner products without the lengths: a scale then changes everything. Divide both rows by their lengths",
    of=relative,
)
def inner_products(X, anchors):
    return X @ X[anchors].T


@exercise.mistake(
    "cosines with half of the lengths missing: divide by the anchors' lengths, too", of=relative
)
def anchors_as_they_are(X, anchors):
    return unit(X) @ X[anchors].T


@exercise.mistake(
    "a table whose columns have length 1: lengths belong to stimuli, which are rows. Take the "
    "norm along axis=1",
    of=relative,
)
def units_of_length_one(X, anchors):
    X = X / norm(X, axis=0)
    return X @ X[anchors].T


@exercise.mistake("cosines of a centred table: take no means out, or a shift goes unseen here", of=relative)
def centred(X, anchors):
    return relative(X - X.mean(axis=0), anchors)


@exercise.mistake(
    "correlations, cosines after each row's mean is taken out: a turn changes them. Leave the means in",
    of=relative,
)
def correlations(X, anchors):
    return relative(X - X.mean(axis=1, keepdims=True), anchors)


@exercise.mistake(
    "distances from the anchors, which grow with the scale of the table: use cosines", of=relative
)
def distances(X, anchors):
    return norm(X[:, None] - X[anchors][None], axis=2)


@exercise.mistake(
    "the columns in the order of the rows: column j belongs to anchors[j], in the order given", of=relative
)
def anchors_in_order(X, anchors):
    return relative(X, np.sort(anchors))


@exercise.mistake("the right cosines, transposed: stimuli are rows, anchors are columns", of=relative)
def transposed(X, anchors):
    return relative(X, anchors).T


@exercise.mistake(
    "a comparison to the last digit: a turned table comes back with other rounding. Allow for it, "
    "with np.allclose",
    of=unchanged,
)
def to_the_last_digit(X, changed, anchors):
    return [bool((relative(Y, anchors) == relative(X, anchors)).all()) for Y in changed]


@exercise.mistake(
    "a comparison of the tables themselves: compare their relative representations", of=unchanged
)
def the_tables_themselves(X, changed, anchors):
    return [bool(np.allclose(Y, X)) for Y in changed]


@exercise.mistake(
    "CKA, which does not mind a shift and minds the lengths of rows: compare relative representations",
    of=unchanged,
)
def by_cka(X, changed, anchors):
    def same(X, Y):
        X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
        return bool(norm(X.T @ Y) ** 2 > 0.999999 * norm(X.T @ X) * norm(Y.T @ Y))

    return [same(X, Y) for Y in changed]
