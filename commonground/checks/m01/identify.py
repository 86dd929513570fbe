"""Which layer of one network is which of another."""

from functools import lru_cache

import numpy as np

from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise
from commonground.checks.m01.linear_cka import linear_cka
from commonground.checks.m01.linear_cka import uncentred as uncentred_cka
from commonground.checks.m01.procrustes import procrustes_similarity
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Identify the layers",
    kind="judge",
    minutes=20,
    difficulty=2,
    hints=(
        "Units have no common order, and each network has its own coordinates: use a measure that "
        "ignores rotation. Your `linear_cka` does; so do the measures of `commonground.similarity`.",
        "Collect the values in a matrix `S`, layers of A down, layers of B across. Print it: what is "
        "the largest entry of each row? Are these in different columns, always?",
        "Of all ways to give every layer of A a layer of B of its own, take the one with the largest "
        "sum: `scipy.optimize.linear_sum_assignment(S, maximize=True)` finds it, and so does trying "
        "all `itertools.permutations(range(5))`.",
    ),
    tools=("similarity",),
)


def likeness(A, B, measure=linear_cka):
    """Return how alike each layer of A (down) is to each layer of B (across)."""
    return np.array([[measure(X, Y) for Y in B] for X in A])


def one_to_one(S):
    """Return the column of each row: of all ways to give each its own, the best sum."""
    from itertools import permutations

    rows = np.arange(len(S))
    orders = np.array(list(permutations(rows)))
    return orders[S[rows, orders].sum(axis=1).argmax()].tolist()


@exercise.solution
def identify(A, B):
    """Return, for each layer of A, the number of the layer of B that is the same."""
    return one_to_one(likeness(A, B))


# ---- inputs: two networks that compute the same, each in coordinates, widths and units of its own

LAYERS = 5


def computation(rng, n, width=8):
    """Return what the layers of a random deep tanh network make of n random stimuli."""
    H = rng.standard_normal((n, width))
    layers = []
    for _ in range(LAYERS):
        H = np.tanh(1.5 * H @ rng.standard_normal((width, width)) / np.sqrt(width))
        layers.append(H)
    return layers


def recorded(rng, H, width, noise, offset):
    """Return a layer as a network of its own would hold it: turned into ``width`` units, noisy, scaled, shifted."""
    turned = H @ rotation(rng, width)[: H.shape[1]]
    blurred = turned + noise * H.std() * rng.standard_normal(turned.shape)
    return blurred * rng.uniform(0.5, 2) + offset * rng.standard_normal(width)


def shuffled(rng):
    """Return two orders of the layers whose match is neither "in order" nor its own inverse."""
    while True:
        a, b = rng.permutation(LAYERS), rng.permutation(LAYERS)
        match = np.argsort(b)[a]
        if (match[match] != np.arange(LAYERS)).sum() >= 3:
            return a, b


def networks(rng, n=40, widths=(10, 10), offset=0.3, blur=0.1):
    """Return two networks of shuffled layers, and which layer of the second each of the first is.

    In each network one layer, another in the second than in the first, is noisier than the rest by ``blur``.
    """
    while True:
        layers, noise = computation(rng, n), np.full((2, LAYERS), 0.1)
        noise[[0, 1], rng.choice(LAYERS, size=2, replace=False)] = blur
        A, B = (
            [recorded(rng, H, width, level, offset) for H, level in zip(layers, levels, strict=True)]
            for width, levels in zip(widths, noise, strict=True)
        )
        a, b = shuffled(rng)
        A, B, match = [A[i] for i in a], [B[i] for i in b], np.argsort(b)[a].tolist()
        if all(
            one_to_one(likeness(A, B, measure)) == match for measure in (linear_cka, procrustes_similarity)
        ):
            return A, B, match


def misleading(rng):
    """Return networks whose layers only an assignment of all of them at once gets right, from either side."""
    while True:
        A, B, match = networks(rng, blur=0.8)
        back = np.argsort(match).tolist()
        hasty = (greedy, first_come_first_served)
        if not any(choose(A, B) == match or choose(B, A) == back for choose in hasty):
            return A, B, match


@lru_cache(maxsize=8)
def puzzles(draw, seed, **options):
    """Return three draws, kept for the mistakes that are tried on the same ones."""
    rng = np.random.default_rng(seed)
    return [draw(rng, **options) for _ in range(3)]


# ---- what a right answer does


def matched(ask, rng, draw, **options):
    """Hold three draws of two networks against the order that made them."""
    for A, B, match in puzzles(draw, int(rng.integers(2**31)), **options):
        about = "{} layers, each {} stimuli × {} units"
        ask.given(A=about.format(LAYERS, *A[0].shape), B=about.format(LAYERS, *B[0].shape))
        value = ask.value("identify(A, B)", A, B)
        ask.judged.append(value)
        try:
            order = as_array(value, (LAYERS,)).tolist()
        except Wrong as wrong:
            ask.wrong(str(wrong))
        if order == match:
            continue
        if not set(order) <= set(range(LAYERS)):
            ask.wrong(f"should be whole numbers from 0 to {LAYERS - 1}")
        right = sum(i == j for i, j in zip(order, match, strict=True))
        twice = [j for j in range(LAYERS) if order.count(j) > 1]
        ask.wrong(
            f"{right} of {LAYERS} are right" + (f"; layer {twice[0]} of B is chosen twice" if twice else "")
        )


@exercise.property(
    "right on two networks of one width",
    points=1,
    hint="fill a matrix S with S[i, j] = how alike A[i] and B[j] are, by a measure that ignores rotation",
)
def of_one_width(ask, rng):
    matched(ask, rng, networks)


@exercise.property(
    "right on two networks of different width",
    points=1,
    hint="do not compare unit with unit: a measure of the stimuli's geometry takes any two widths",
)
def of_two_widths(ask, rng):
    matched(ask, rng, networks, widths=(10, 24))


@exercise.property(
    "right where the units' means are large", points=1, hint="use a measure that centres the columns"
)
def with_large_means(ask, rng):
    matched(ask, rng, networks, offset=10)


@exercise.property(
    "right where a layer is noisy",
    points=2,
    hint="a noisy layer is less like everything, so its neighbour may look more alike: choose for all "
    "layers at once",
)
def with_noisy_layers(ask, rng):
    matched(ask, rng, misleading)


# ---- mistakes


@exercise.mistake(
    "a choice of the best layer of B for each layer of A on its own, in which two may choose the "
    "same one. Each layer of B is one layer of A: maximise the sum of all five"
)
def greedy(A, B):
    return likeness(A, B).argmax(axis=1).tolist()


@exercise.mistake(
    "a choice layer by layer, in which the first takes what a later one needs: maximise the sum of all five"
)
def first_come_first_served(A, B):
    free = list(range(len(B)))
    return [free.pop(int(np.argmax(row[free]))) for row in likeness(A, B)]


@exercise.mistake(
    "the answer the other way round, which layer of A each layer of B is: entry i belongs to A[i] "
    "and says where in B it is"
)
def inverse(A, B):
    return identify(B, A)


@exercise.mistake(
    "the least alike layers: with a similarity look for the largest sum, with a distance for the smallest"
)
def least_alike(A, B):
    return one_to_one(-likeness(A, B))


@exercise.mistake("a match by uncentred CKA, in which the units' means drown the rest: centre the columns")
def uncentred(A, B):
    return one_to_one(likeness(A, B, uncentred_cka))


@exercise.mistake(
    "a match unit by unit: unit 3 of A has nothing to do with unit 3 of B. Use a measure that "
    "ignores rotation"
)
def unit_by_unit(A, B):
    def measure(X, Y):
        return np.mean([np.corrcoef(x, y)[0, 1] for x, y in zip(X.T, Y.T, strict=False)])

    return one_to_one(likeness(A, B, measure))


@exercise.mistake(
    "a match by the spread of the activations: how strong a layer is says nothing about what it represents"
)
def by_spread(A, B):
    return one_to_one(likeness(A, B, lambda X, Y: -abs(X.std() - Y.std())))


@exercise.mistake("the layers in the order they came in: both networks are shuffled")
def in_order(A, B):
    return list(range(len(A)))


@exercise.mistake("the right match, counted from 1: Python counts from 0")
def from_one(A, B):
    return [j + 1 for j in identify(A, B)]
