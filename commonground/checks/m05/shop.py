"""A pair of representations that one measure calls the same and another different, for any two of four measures."""

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.tables import centred, linear_cka, linear_regression_r2, mean_cca, two_tables

exercise = Exercise(
    title="Measure-shopping",
    kind="make",
    minutes=35,
    difficulty=3,
    hints=(
        "Make orthonormal, centred columns first, as with `np.linalg.qr`. Every table is some of them, "
        "each times a loudness. What do shared columns, private ones, faint ones and loud ones do to each "
        "measure?",
        "Same things, differently loud: CCA and regression do not mind, CKA and neighbours do. One loud "
        "thing in common beside many faint private ones: CKA does not mind, CCA does, and regression does "
        "if the many together weigh as much.",
        "Neighbours alone agree where stimuli come in tight groups of six, in both tables, and the groups "
        "stand in another order in each. For neighbours alone to disagree beside CKA, let what is shared "
        "be a sign, plus or minus, so that what is private says who is nearest.",
    ),
)


@exercise.solution
def shop(same, different, n):
    """Return X (n, p), Y (n, q): at least 0.9 by ``same``, below 0.3 by ``different``.

    Both are names: "linear_cka", "linear_regression_r2", "mean_cca", "mutual_knn".
    """
    rng = np.random.default_rng(0)
    if same == "mutual_knn":  # tight groups of six, in another order
        group, order = np.arange(n) // 6, rng.permutation(n)
        jitter = 0.01 * rng.normal(size=(2, n))
        Y = (order[group] + jitter[1])[:, None]
        return (group + jitter[0])[:, None], Y
    sign = np.where(np.arange(n) < n // 2, 1.0, -1.0)[:, None]
    noise = rng.normal(size=(n, n // 2 + 12))
    Q = np.linalg.qr(np.hstack([np.ones((n, 1)), sign, noise]))[0][:, 1:]
    shared, a, b, many = Q[:, :1], Q[:, 1:6], Q[:, 6:11], Q[:, 11:]
    if same == "linear_cka" and different == "linear_regression_r2":
        return shared, np.hstack([shared, np.sqrt(3 / many.shape[1]) * many])
    if same == "mean_cca" and different == "linear_regression_r2":
        return shared, np.hstack([shared, 5 * a])
    if different == "mean_cca" or same == "linear_cka":  # one thing is loud
        return np.hstack([shared, 0.1 * a]), np.hstack([shared, 0.1 * b])
    return np.hstack([5 * a[:, :1], b[:, :1]]), np.hstack([a[:, :1], 5 * b[:, :1]])


# ---- the measures


def nearest(X, k):
    """Return which k others are nearest to each stimulus, (n, n) of truth values."""
    far = ((X[:, None] - X[None]) ** 2).sum(axis=2)
    np.fill_diagonal(far, np.inf)
    return far.argsort(axis=1, kind="stable").argsort(axis=1, kind="stable") < k


def mutual_knn(X, Y, k=5):
    return float((nearest(X, k) & nearest(Y, k)).sum() / (k * len(X)))


MEASURES = {f.__name__: f for f in (linear_cka, linear_regression_r2, mean_cca, mutual_knn)}

# ---- what a right answer does

HIGH, LOW = 0.9, 0.3


def both_ways(ask, rng, one, other):
    """Ask for a pair that the one calls the same and the other different, then for the reverse."""
    for same, different in ((one, other), (other, one)):
        n = int(rng.integers(20, 30)) * 6
        ask.given()
        text = f'shop("{same}", "{different}", {n})'
        value = ask.value(text, same, different, n)
        ask.judged.append(value)
        pair = two_tables(ask, value, "XY", n, n)
        ask.given(X="stimuli × units: {} × {}".format(*pair[0].shape), Y="{} × {}".format(*pair[1].shape))
        for name, holds, bound in (
            (same, lambda s: s >= HIGH, f"at least {HIGH}"),
            (different, lambda s: s < LOW, f"below {LOW}"),
        ):
            found = MEASURES[name](*pair)
            ask.show(f"{name}(X, Y) of {text}", found)
            if not holds(found):
                ask.wrong(f"should be {bound}")


@exercise.property(
    "able to set CKA against regression",
    points=1,
    hint="regression counts every unit of Y by its variance, CKA by its square: many faint units weigh "
    "little in CKA",
)
def cka_and_regression(ask, rng):
    both_ways(ask, rng, "linear_cka", "linear_regression_r2")


@exercise.property(
    "able to set CKA against CCA",
    points=1,
    hint="CCA counts all directions alike, faint or loud; CKA hears the loud ones",
)
def cka_and_cca(ask, rng):
    both_ways(ask, rng, "linear_cka", "mean_cca")


@exercise.property(
    "able to set CCA against regression",
    points=1,
    hint="CCA looks at as many directions as the smaller table has; regression has to explain all of Y, by "
    "variance",
)
def cca_and_regression(ask, rng):
    both_ways(ask, rng, "mean_cca", "linear_regression_r2")


@exercise.property(
    "able to set neighbours against CKA",
    points=1,
    hint="who is nearest is decided within a group; CKA is decided by where the groups are",
)
def neighbours_and_cka(ask, rng):
    both_ways(ask, rng, "mutual_knn", "linear_cka")


@exercise.property(
    "able to set neighbours against regression",
    points=1,
    hint="a linear map finds a thing however faint; neighbours go by what is loud",
)
def neighbours_and_regression(ask, rng):
    both_ways(ask, rng, "mutual_knn", "linear_regression_r2")


# ---- mistakes


@exercise.mistake(
    "one table, given twice: every measure calls it the same. Let the pair differ in something that only "
    "the second measure sees"
)
def one_table(same, different, n):
    X = np.random.default_rng(1).normal(size=(n, 4))
    return X, X + 0


@exercise.mistake(
    "two tables with nothing in common: every measure calls them different. Let them share something that "
    "only the first measure sees"
)
def nothing_in_common(same, different, n):
    X, Y = np.random.default_rng(1).normal(size=(2, n, 4))
    return X, Y


@exercise.mistake("the right pair for the opposite order: the first name is the measure that must say “same”")
def the_other_order(same, different, n):
    return shop(different, same, n)


@exercise.mistake(
    "the same things, differently loud, whatever is asked for: CKA and neighbours fall by that, CCA and "
    "regression do not. For the other verdicts something must be private"
)
def always_differently_loud(same, different, n):
    X = centred(np.random.default_rng(2).normal(size=(n, 2)))
    return X * [5, 1], X * [1, 5]
