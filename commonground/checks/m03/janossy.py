"""Janossy pooling over pairs, exactly and by sampled orders."""

from itertools import permutations

import numpy as np

from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Janossy pairs",
    minutes=15,
    difficulty=2,
    hints=(
        "Two loops over places i and j with `if i != j` are a right answer. An element that occurs "
        "twice in x may be paired with its twin.",
        "Without loops: `F[np.ix_(x, x)]` is the (n, n) table of all pairs, and its diagonal is what "
        "must go.",
        "For the sample: `orders[:, 0]` are places in x, so the first elements are `x[orders[:, 0]]`.",
    ),
)


@exercise.solution
def janossy(F, x):
    """Return the mean of F[x[i], x[j]] over all i ≠ j; F is (v, v), x is (n,)."""
    pairs = F[np.ix_(x, x)]
    n = len(x)
    return (pairs.sum() - np.trace(pairs)) / (n * (n - 1))


@exercise.solution
def sampled(F, x, orders):
    """Return the mean of F at the first two of each order; orders is (samples, n)."""
    return F[x[orders[:, 0]], x[orders[:, 1]]].mean()


# ---- what a right answer does


def game(rng, v=4, n=4):
    """Return a table F of a function of two elements, and a set x of n of the v elements, one of them twice."""
    F = rng.uniform(-9, 9, size=(v, v)).round(1)
    while abs(np.triu(F, 1).sum() - np.tril(F, -1).sum()) < 3 or np.abs(np.diag(F)).min() < 1:
        F = rng.uniform(-9, 9, size=(v, v)).round(1)
    x = rng.permutation(v)[: n - 1]
    return F, rng.permutation(np.append(x, x[0]))


@exercise.property(
    "right on four elements",
    points=1,
    hint="all ordered pairs of different *places* i ≠ j: twelve of them, F[x[i], x[j]] and F[x[j], "
    "x[i]] both",
)
def all_pairs(ask, rng):
    F, x = game(rng)
    ask.given(F=F, x=x)
    ask.number("janossy(F, x)", F, x, want=janossy(F, x))


@exercise.property(
    "right on larger sets",
    points=1,
    hint="np.ix_(x, x) picks the table of all pairs at once; leave its diagonal out",
)
def larger_sets(ask, rng):
    F, x = rng.standard_normal((10, 10)), rng.integers(10, size=8)
    ask.given(F="a random table for 10 elements", x=x)
    ask.number("janossy(F, x)", F, x, want=janossy(F, x))


def sample(rng):
    """Return a game, and three orders of its elements."""
    F, x = game(rng)
    return F, x, np.array([rng.permutation(len(x)) for _ in range(3)])


@exercise.property(
    "right on a few orders",
    points=1,
    hint="a row of orders is one permutation: the first two places of it say which two elements of x to take",
)
def some_orders(ask, rng):
    F, x, orders = sample(rng)
    ask.given(F=F, x=x, orders=orders)
    ask.number("sampled(F, x, orders)", F, x, orders, want=sampled(F, x, orders))


@exercise.property(
    "unbiased: over all orders, the exact pool",
    points=1,
    hint="take a mean over orders; each ordered pair then comes up equally often",
)
def unbiased(ask, rng):
    why = "over all orders this should be janossy(F, x): the sample is right on average"
    F, x = game(rng)
    orders = np.array(list(permutations(range(len(x)))))[rng.permutation(24)]
    ask.given(F=F, x=x, orders="all 24 orders of four elements")
    ask.number("sampled(F, x, orders)", F, x, orders, want=janossy(F, x), why=why)


# ---- mistakes


@exercise.mistake("a mean in which each element is paired with itself: leave the diagonal out", of=janossy)
def with_itself(F, x):
    return F[np.ix_(x, x)].mean()


@exercise.mistake(
    "a mean over each pair once, i before j: F sees order, so both F[a, b] and F[b, a] belong in", of=janossy
)
def each_pair_once(F, x):
    return F[np.ix_(x, x)][np.triu_indices(len(x), 1)].mean()


@exercise.mistake("a sum over pairs: divide by n(n − 1)", of=janossy)
def added_up(F, x):
    return janossy(F, x) * len(x) * (len(x) - 1)


@exercise.mistake("a mean over neighbours in the list: a set has no neighbours, take all pairs", of=janossy)
def neighbours(F, x):
    return F[x[:-1], x[1:]].mean()


@exercise.mistake(
    "a pool over the different values in x: an element that occurs twice counts twice", of=janossy
)
def different_values(F, x):
    values = np.unique(x)
    return janossy(F, values)


@exercise.mistake("a sum over n(n − 1) pairs divided by n²: divide by how many there are", of=janossy)
def wrongly_divided(F, x):
    return janossy(F, x) * (len(x) - 1) / len(x)


@exercise.mistake(
    "a sample of F at the *places*: the orders say where in x to look, so F[x[i], x[j]]", of=sampled
)
def orders_for_elements(F, x, orders):
    return F[orders[:, 0], orders[:, 1]].mean()


@exercise.mistake("a sample of one order, the first: take the mean over all rows of orders", of=sampled)
def first_order_only(F, x, orders):
    return F[x[orders[0, 0]], x[orders[0, 1]]]


@exercise.mistake(
    "a sample that reads orders down its columns: each row is a permutation, its first two places "
    "are orders[:, 0] and orders[:, 1]",
    of=sampled,
)
def down_the_columns(F, x, orders):
    return F[x[orders[0]], x[orders[1]]].mean()


@exercise.mistake("a sample that adds up: take the mean over orders", of=sampled)
def sampled_sum(F, x, orders):
    return F[x[orders[:, 0]], x[orders[:, 1]]].sum()
