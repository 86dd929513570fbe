"""More tree-like than chance? A claim about data, held against a null."""

from itertools import combinations

import numpy as np

from commonground.checks.claims import Claim
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Hyperbolic, or by chance?",
    minutes=15,
    difficulty=2,
    kind="judge",
    hints=(
        "A small δ says little by itself: random vectors of many dimensions have one, too. What would δ be if there were "
        "nothing to find?",
        "Compute {exercise}`delta`'s number of D and of each table of `shuffled`. How many of these are as small as that of "
        "the data?",
        "`p = (1 + sum(control <= data for control in controls)) / (1 + len(controls))`. Up to 0.05 the data are more tree-like "
        "than chance; from 0.95 on they are less so.",
    ),
    claims={
        "A": Claim(
            "The data are more like a tree than data whose columns were shuffled.",
            reply="that needs a δ below nearly all of the shuffled ones, a share of 0.05 or less: count them",
        ),
        "B": Claim(
            "The δ of the data is one that shuffled columns have as well: it shows no tree.",
            reply="that needs a δ in the midst of the shuffled ones, a share between 0.05 and 0.95: count them",
        ),
        "C": Claim(
            "The data are less like a tree than data whose columns were shuffled.",
            reply="that needs a δ above nearly all of the shuffled ones, a share of 0.95 or more: count them",
        ),
        "D": Claim(
            "The data are hyperbolic, since their relative δ is far below 1, which a ring of four has.",
            reply="hardly any data reach 1, and random ones of many dimensions come near 0: ask what chance gives",
        ),
        "E": Claim(
            "The data are not hyperbolic, since their relative δ is not 0, which a tree has.",
            reply="noise and rounding alone make δ larger than 0, in a tree as well: ask what chance gives",
        ),
    },
)


def relative_delta(D):
    """Return relative δ of distances D (n, n)."""
    worst = 0.0
    for i in range(len(D)):
        for j in range(i):
            across = D[i][:, None] + D[j]
            sums = np.sort([D[i, j] + D, across, across.T], axis=0)
            worst = max(worst, (sums[2] - sums[1]).max())
    return worst / D.max()


@exercise.solution
def by_chance(D, shuffled):
    """Return the share of shuffled tables as tree-like as D, and a claim's letter."""
    data = relative_delta(D)
    controls = [relative_delta(control) for control in shuffled]
    share = (1 + sum(control <= data for control in controls)) / (1 + len(controls))
    return share, "A" if share <= 0.05 else "C" if share >= 0.95 else "B"


# ---- what a right answer does


def deltas(tables):
    """Return relative δ of many tables (m, n, n) at once, over all fours."""
    i, j, k, l = np.array(list(combinations(range(tables.shape[1]), 4))).T
    pairs = ((i, j, k, l), (i, k, j, l), (i, l, j, k))
    sums = np.sort([tables[:, a, b] + tables[:, c, d] for a, b, c, d in pairs], axis=0)
    return (sums[2] - sums[1]).max(axis=1) / tables.max(axis=(1, 2))


def city(X):
    """Return distances along the axes, of rows: those of a tree whose edges each have a column are exactly a tree's."""
    return np.abs(X[:, None] - X).sum(axis=-1)


def study(rng, letter, n=12, count=39):
    """Return distances, those of shuffled columns, and the share; this claim is right of them."""
    while True:
        if letter == "A":  # a column per edge, and noise
            parents = [int(rng.integers(0, v)) for v in range(1, n)]
            X = np.zeros((n, n - 1))
            for v, parent in enumerate(parents, start=1):
                X[v] = X[parent]
                X[v, v - 1] += rng.uniform(1, 3)
            X = X + 0.02 * rng.normal(size=X.shape)
        elif letter == "B":
            X = rng.normal(size=(n, int(rng.integers(2, 12))))
        else:  # places on a ring, which by distances along the axes is a diamond
            angle = 2 * np.pi * (np.arange(n) + rng.uniform(-0.3, 0.3, size=n)) / n + rng.uniform(0, 6)
            X = np.stack([np.cos(angle), np.sin(angle)], axis=1)
            X = X / np.abs(X).sum(axis=1, keepdims=True) + 0.02 * rng.normal(size=X.shape)
        tables = np.round([city(X), *(city(rng.permuted(X, axis=0)) for _ in range(count))], 4)
        data, *controls = deltas(tables)
        share = (1 + np.sum(controls <= data)) / (1 + count)
        if share <= 0.025 if letter == "A" else 0.2 < share < 0.8 if letter == "B" else share >= 0.975:
            return tables[0], tables[1:], float(share)


def judged(ask, rng, letters):
    """Hold answers about data of which these claims are right, in random order."""
    cases = []
    for letter in rng.permutation(list(letters)):
        D, shuffled, share = study(rng, letter)
        cases.append(
            ({"D": "12 × 12 distances", "shuffled": "39 tables of them"}, (D, shuffled), share, str(letter))
        )
    ask.claims("by_chance(D, shuffled)", cases, among=exercise.claims)


@exercise.property(
    "right about a tree and about chance",
    points=1,
    hint="relative δ of the data and of every shuffled table; then the share of these that is as small, or smaller",
)
def tree_or_chance(ask, rng):
    judged(ask, rng, "AB")


@exercise.property(
    "right about a ring and about chance",
    points=1,
    hint="a share near 1 says something, too: nearly all shuffled tables are more tree-like than the data",
)
def ring_or_chance(ask, rng):
    judged(ask, rng, "CB")


@exercise.property(
    "right about all three",
    points=1,
    hint="the data count as one of the tables, above the line and below it: (1 + as small) / (1 + all)",
)
def all_three(ask, rng):
    judged(ask, rng, "ABC")


# ---- mistakes


def letter_of(share):
    """Return the claim that a share supports."""
    return "A" if share <= 0.05 else "C" if share >= 0.95 else "B"


@exercise.mistake(
    "a share of the shuffled tables alone, which can be 0: the data are one of the draws. Add 1 above and below"
)
def without_the_data(D, shuffled):
    share = sum(relative_delta(control) <= relative_delta(D) for control in shuffled) / len(shuffled)
    return share, letter_of(share)


@exercise.mistake(
    "the share that is less tree-like: count those whose δ is as small as the data's, or smaller"
)
def other_side(D, shuffled):
    share = (1 + sum(relative_delta(control) >= relative_delta(D) for control in shuffled)) / (
        1 + len(shuffled)
    )
    return share, letter_of(share)


@exercise.mistake(
    "δ itself: a number that chance may give as well. Return the share of shuffled tables beside it"
)
def delta_itself(D, shuffled):
    return relative_delta(D), by_chance(D, shuffled)[1]


@exercise.mistake(
    "a comparison with the mean of the shuffled ones: how many of them are as small says how rare the data are"
)
def over_the_mean(D, shuffled):
    share = relative_delta(D) / np.mean([relative_delta(control) for control in shuffled])
    return share, letter_of(share)
