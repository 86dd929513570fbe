"""Two trays that a pool confuses whatever φ is, and that differ most in what one wants to know of them."""

from collections import Counter
from fractions import Fraction

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Where a pool fails most",
    kind="make",
    minutes=30,
    difficulty=3,
    hints=(
        "For any φ, a sum knows how often each element is there, a mean knows the shares, a max knows which "
        "elements occur. So which trays have one code under each?",
        "A sum tells all trays apart; what is largest is known to every pool. There the answer is None. For a mean, "
        "repeat one element; for a max, choose two elements and repeat now the one, now the other.",
        "Four pairs are left over: the mean with the target sum, once against `most` times; the max with the "
        "target mean, largest and smallest of the stock, `most − 1` times the one or the other; the max with the "
        "target sum, the better of these two kinds (with a negative element, repeat the smallest in one tray "
        "and the largest in the other).",
    ),
)


@exercise.solution
def trays(pool, target, stock, most):
    """Return two trays of at most ``most`` elements each, or None if none are confused.

    Pool and target are "sum", "mean" or "max"; the trays' elements are from stock (v,).
    """
    high, low = stock.max(), stock.min()
    if pool == "sum" or target == "max" or (pool == "mean" and target == "mean"):
        return None
    loud = stock[np.abs(stock).argmax()]
    repeated = np.array([loud]), np.full(most, loud)
    if pool == "mean":
        return repeated
    two, rest = np.array([high, low]), np.ones(most - 2)
    more = np.append(two, high * rest), np.append(two, low * rest)
    if target == "mean":
        return more
    more = more if low < 0 else (more[0], two)
    more = more if high > 0 else (two, more[1])
    return max(repeated, more, key=lambda pair: abs(pair[0].sum() - pair[1].sum()))


# ---- what a pool keeps, and what one wants to know

TARGETS = {"sum": np.sum, "mean": np.mean, "max": np.max}


def kept(pool, tray):
    """Return all that a pool knows of a tray, whatever φ is."""
    counts = Counter(tray.tolist())
    if pool == "sum":
        return dict(counts)
    return {x: Fraction(c, len(tray)) if pool == "mean" else 1 for x, c in counts.items()}


def difference(target, pair):
    return float(abs(TARGETS[target](pair[0]) - TARGETS[target](pair[1])))


def stocked(rng, low, high):
    """Return six different whole numbers of which none is zero."""
    return np.sort(rng.choice([x for x in range(low, high) if x], size=6, replace=False)).astype(float)


# ---- what a right answer does


def failing(ask, rng, tasks, low=-9, high=10):
    """Hold an answer to these pools and targets, in random order."""
    for pool, target in rng.permutation(tasks).tolist():
        stock, most = stocked(rng, low, high), int(rng.integers(5, 10))
        text = f'trays("{pool}", "{target}", stock, {most})'
        ask.given(stock=stock)
        value = ask.value(text, pool, target, stock, most)
        ask.judged.append(value)
        right = trays(pool, target, stock, most)
        if right is None:
            if value is not None:
                ask.wrong("should be None: no such trays are there, or the pool tells them apart")
            continue
        if value is None:
            ask.wrong("should be two trays: there are some that this pool confuses")
        pair = both(ask, value, stock, most)
        if kept(pool, pair[0]) != kept(pool, pair[1]):
            ask.wrong(f"some φ tells these two apart, under a {pool}")
        ask.show(f"difference of their {target}", difference(target, pair))
        if difference(target, pair) < difference(target, right) - 1e-9:
            ask.wrong(f"should be {difference(target, right):g}, the largest that there is")


def both(ask, value, stock, most):
    """Return an answer's two trays, or tell what they are instead."""
    if not isinstance(value, list) or len(value) != 2:
        ask.unanswered("should be two trays, `return first, second`, or None")
    pair = []
    for name, tray in zip(("first", "second"), value, strict=True):
        if not isinstance(tray, np.ndarray) or tray.ndim != 1 or not 1 <= len(tray) <= most:
            ask.unanswered(f"the {name} tray should be an array of 1 to {most} elements")
        try:
            pair.append(as_array(tray, tray.shape))
        except Wrong as wrong:
            ask.wrong(f"the {name} tray: {wrong}")
        if not set(pair[-1].tolist()) <= set(stock.tolist()):
            ask.wrong(f"the {name} tray should hold elements of the stock only")
    return pair


@exercise.property(
    "right for the mean",
    points=1,
    hint="a mean keeps the shares: which trays have one share of everything, and most different sums?",
)
def of_the_mean(ask, rng):
    failing(ask, rng, [("mean", "sum"), ("mean", "mean"), ("mean", "sum")])


@exercise.property(
    "right for the max",
    points=2,
    hint="a max keeps which elements occur: fill up the one tray with the largest, the other with the smallest",
)
def of_the_max(ask, rng):
    failing(ask, rng, [("max", "mean"), ("max", "sum"), ("max", "max"), ("max", "sum")])


@exercise.property(
    "right where all elements are of one sign",
    points=1,
    hint="where all are positive, the empty place is the smallest thing there is: compare both kinds of trays",
)
def of_one_sign(ask, rng):
    failing(ask, rng, [("max", "sum"), ("max", "mean"), ("sum", "mean")], 1, 20)
    failing(ask, rng, [("max", "sum"), ("mean", "sum")], -20, 0)


# ---- mistakes


def altered(change):
    """Return the right answer, but with ``change`` of the trays where there are some."""

    def wrong(pool, target, stock, most):
        pair = trays(pool, target, stock, most)
        return pair and change(pool, target, stock, most)

    return wrong


@exercise.mistake(
    "two trays of one number of elements: repeats are what a mean and a max forget. Let one tray be larger"
)
def of_one_size(pool, target, stock, most):
    return altered(lambda *_: (np.full(most, stock.max()), np.full(most, stock.min())))(
        pool, target, stock, most
    )


@exercise.mistake("trays with room left: the more elements, the larger the difference. Fill them up")
def with_room_left(pool, target, stock, most):
    return trays(pool, target, stock, most - 1)


@exercise.mistake(
    "trays for a mean that keep the mean of the *elements*: a mean of φ keeps the share of each. Repeat the whole tray"
)
def same_raw_mean(pool, target, stock, most):
    if pool != "mean":
        return trays(pool, target, stock, most)
    pair = trays(pool, target, stock, most)
    return pair and (stock[[0, -1]], np.full(most, stock[2]))


@exercise.mistake(
    "two trays always: a sum tells all trays apart, whatever they hold, and every pool knows the largest. Return None there"
)
def always_two(pool, target, stock, most):
    pair = trays(pool, target, stock, most)
    return (stock[:1], stock[-1:]) if pair is None else pair
