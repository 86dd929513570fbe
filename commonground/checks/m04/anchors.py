"""Which ten stimuli make good anchors?"""

from functools import lru_cache

import numpy as np
from numpy.linalg import norm

from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise
from commonground.checks.m04.relative import relative, unit
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Ten good anchors",
    kind="make",
    minutes=25,
    difficulty=3,
    hints=(
        "Two kinds of stimuli without an anchor of their own have small cosines with all ten anchors, "
        "and the decoder takes one for the other. So ten anchors should cover ten kinds, and you "
        "don't know the kinds.",
        "Stimuli of one kind have large cosines with each other. Cluster: start from one row, and add "
        "the row that helps most, again and again. Clustering by k-means works too, from many random "
        "starts.",
        "Let `S` hold the cosines of all pairs, negative ones set to 0, and `near` the largest cosine "
        "of each stimulus with an anchor so far. The next anchor is the column `j` for which "
        "`np.maximum(S[:, j], near).sum()` is largest.",
    ),
)


@exercise.solution
def choose_anchors(X):
    """Return ten rows of X (n, p) whose cosines tell all kinds of stimuli apart."""
    U = X / np.linalg.norm(X, axis=1, keepdims=True)
    S = np.maximum(U @ U.T, 0)
    near, chosen = np.zeros(len(X)), []
    for _ in range(10):
        best = np.maximum(S, near[:, None]).sum(axis=0).argmax()
        chosen.append(best)
        near = np.maximum(near, S[:, best])
    return chosen


# ---- two networks that see one world, whose kinds are not equally frequent

KINDS = 10
# Ten rows at random hold nine kinds or more in 2 of 10,000 draws: they miss the floor.
SIZES = np.array([120, 80, 50, 30, 16, 10, 6, 6, 6, 6])
STYLES = 14
FLOOR = 0.95


class World:
    """Codes of 330 stimuli by two networks, and by the second of 200 fresh ones, twenty of each of ten kinds.

    A stimulus is its kind, one of ten directions, and a style, directions of which all kinds have the same. A
    network turns this into its own units, blurs it, and answers with a length of its own to each stimulus.
    ``odd`` stimuli more are style and no kind.
    """

    def __init__(self, rng, *, spread=0.4, odd=0):
        kind = np.repeat(np.arange(KINDS), SIZES[rng.permutation(KINDS)])
        stimuli = np.zeros((odd, KINDS + STYLES))
        stimuli[:, KINDS:] = rotation(rng, STYLES)[:odd]
        stimuli = np.vstack([self._shown(rng, kind), stimuli])
        kind = np.concatenate([kind, np.full(odd, -1)])
        order = rng.permutation(len(kind))
        self.kind, self.fresh_kind = kind[order], np.repeat(np.arange(KINDS), 20)
        fresh = self._shown(rng, self.fresh_kind)
        self.A, _ = self._network(rng, 28, spread, stimuli[order], fresh)
        self.B, self.fresh = self._network(rng, 32, spread, stimuli[order], fresh)

    @staticmethod
    def _shown(rng, kind):
        style = 0.5 * unit(rng.standard_normal((len(kind), STYLES)))
        return np.hstack([np.eye(KINDS)[kind], style * rng.uniform(0.5, 1.2, size=(len(kind), 1))])

    @staticmethod
    def _network(rng, width, spread, *tables):
        turn = rotation(rng, width)[: KINDS + STYLES]
        blurred = (Z + 0.05 * rng.standard_normal(Z.shape) for Z in tables)
        return [Z @ turn * rng.lognormal(0, spread, size=(len(Z), 1)) for Z in blurred]

    def accuracy(self, anchors):
        """Return the accuracy on B's relative codes of a decoder, nearest mean, that was fitted to A's."""
        codes = relative(self.A, anchors)
        means = np.array([codes[self.kind == kind].mean(axis=0) for kind in range(KINDS)])
        received = unit(self.fresh) @ unit(self.B[anchors]).T
        far = ((received[:, None] - means) ** 2).sum(axis=2)
        return float((far.argmin(axis=1) == self.fresh_kind).mean())

    def kinds(self, anchors):
        """Return how many of the ten kinds are among the anchors."""
        return len(set(self.kind[anchors].tolist()) - {-1})


@lru_cache(maxsize=8)
def worlds(seed, *, but=(), **how):
    """Return two worlds in which the right answer is right and all wrong ones but these are wrong.

    They are kept for those who are tried next.
    """
    rng, kept = np.random.default_rng(seed), []
    right, *wrong = exercise.variants(but=but)
    while len(kept) < 2:
        world = World(rng, **how)
        if world.accuracy(right(world.A)) > 0.98 and all(
            world.accuracy(choose(world.A)) < FLOOR - 0.04 for choose in wrong
        ):
            kept.append((world, float(np.mean([world.accuracy(rows) for rows in random_rows(rng, world)]))))
    return kept


def random_rows(rng, world):
    return [rng.choice(len(world.A), size=10, replace=False) for _ in range(20)]


# ---- what a right answer does


def good(ask, rng, **how):
    """Hold the rows of an answer against ten at random, in two worlds."""
    for world, by_chance in worlds(int(rng.integers(2**31)), **how):
        n, p = world.A.shape
        ask.given(X=f"{n} stimuli × {p} units")
        value = ask.value("choose_anchors(X)", world.A.copy())
        ask.judged.append(value)
        try:
            rows = as_array(value, (10,))
        except Wrong as wrong:
            ask.wrong(str(wrong))
        if (rows != rows.astype(int)).any() or rows.min() < 0 or rows.max() >= n:
            ask.wrong(f"should be row numbers, whole and from 0 to {n - 1}")
        rows = rows.astype(int)
        if len(set(rows.tolist())) < 10:
            ask.wrong(f"should be ten different rows: these are {len(set(rows.tolist()))}")
        ask.show("kinds of stimuli among them, of ten", world.kinds(rows))
        ask.show("accuracy of A's decoder on B's codes", world.accuracy(rows))
        if world.accuracy(rows) < FLOOR:
            ask.wrong(f"should be at least {FLOOR}; ten rows at random reach {by_chance:.2f} on average")


@exercise.property(
    "good enough where some kinds of stimuli are rare",
    points=2,
    hint="rows at random are mostly of the frequent kinds. Choose the next anchor by what the ones "
    "before leave out",
)
def with_rare_kinds(ask, rng):
    good(ask, rng, but=(the_farthest,))


@exercise.property(
    "good enough where some responses are far longer than others",
    points=1,
    hint="the decoder sees cosines: divide each row by its length before you compare rows",
)
def with_loud_stimuli(ask, rng):
    good(ask, rng, but=(the_farthest,), spread=1.2)


@exercise.property(
    "good enough where some stimuli are like nothing else",
    points=1,
    hint="an anchor should be near to several stimuli, not only far from the other anchors",
)
def with_odd_stimuli(ask, rng):
    good(ask, rng, odd=STYLES)


# ---- mistakes


@exercise.mistake(
    "ten rows at random: rare kinds are left out. Choose each by what the ones before do not cover"
)
def at_random(X):
    return np.random.default_rng(0).choice(len(X), size=10, replace=False).tolist()


@exercise.mistake("the first ten rows: the rows come in no order, so these are as good as random ones")
def the_first(X):
    return list(range(10))


@exercise.mistake("the ten longest responses: cosines do not see lengths. Compare directions")
def the_longest(X):
    return np.argsort(-norm(X, axis=1))[:10].tolist()


@exercise.mistake(
    "the ten most typical stimuli: these are all of the most frequent kinds. See to it that "
    "anchors differ from each other"
)
def the_most_typical(X):
    return np.argsort(-relative(X, np.arange(len(X))).sum(axis=1))[:10].tolist()


@exercise.mistake(
    "the ten least typical stimuli: each is unlike the average, and several of them are alike. "
    "Choose one after the other"
)
def the_least_typical(X):
    return np.argsort(relative(X, np.arange(len(X))).sum(axis=1))[:10].tolist()


@exercise.mistake(
    "the stimulus farthest from all anchors so far, ten times: that finds what is like nothing "
    "else. Ask also how many stimuli are near to it"
)
def the_farthest(X):
    S = relative(X, np.arange(len(X)))
    chosen = [int(S[0].argmin())]
    while len(chosen) < 10:
        chosen.append(int(S[chosen].max(axis=0).argmin()))
    return chosen
