"""2.2: how many linear regions a segment crosses, exactly."""

from itertools import pairwise

import numpy as np

from commonground.checks.exercise import Exercise, Mistake, Property


def signals(weights, biases, X):
    """Return what enters each layer's ReLU, and what leaves the last."""
    entering = []
    for W, b in zip(weights, biases, strict=True):
        entering.append(X @ W.T + b)
        X = np.maximum(0, entering[-1])
    return entering, X


def switches(weights, biases, a, b, *, low=0.0, high=1.0):
    """Return the t in (low, high), sorted, at which some unit switches at a + t (b − a)."""
    ends = np.array([low, high])
    for depth in range(1, len(weights) + 1):
        X = a + ends[:, None] * (b - a)
        Z = signals(weights[:depth], biases[:depth], X)[0][-1]  # linear between two ends
        crossing = Z[:-1] * Z[1:] < 0
        piece, unit = np.nonzero(crossing)
        share = Z[piece, unit] / (Z[piece, unit] - Z[piece + 1, unit])
        ends = np.unique(np.r_[ends, ends[piece] + share * (ends[piece + 1] - ends[piece])])
    return ends[1:-1]


def regions(weights, biases, a, b):
    return 1 + len(switches(weights, biases, a, b))


# ---- mistakes


def creases_only(weights, biases, a, b):
    return len(switches(weights, biases, a, b))


def first_layer(weights, biases, a, b):
    return regions(weights[:1], biases[:1], a, b)


def last_layer(weights, biases, a, b):
    """Sum over the last layer's units of how often they switch, as if the layers before had no creases of their own."""
    t = switches(weights, biases, a, b)
    before = switches(weights[:-1], biases[:-1], a, b) if len(weights) > 1 else t[:0]
    return 1 + len(t) - len(before)


def whole_line(weights, biases, a, b):
    return 1 + len(switches(weights, biases, a, b, low=-1e4, high=1e4))


def without_relu(weights, biases, a, b):
    X, count = np.array([a, b]), 1
    for W, c in zip(weights, biases, strict=True):
        X = X @ W.T + c
        count += int((X[0] * X[1] < 0).sum())
    return count


def ends_only(weights, biases, a, b):
    """Compare the two ends: count the units that are on at one and off at the other."""
    entering, _ = signals(weights, biases, np.array([a, b]))
    return 1 + int(sum((Z[0] * Z[1] < 0).sum() for Z in entering))


def on_a_grid(weights, biases, a, b):
    X = a + np.linspace(0, 1, 101)[:, None] * (b - a)
    on = np.concatenate(signals(weights, biases, X)[0], axis=1) > 0
    return 1 + int((on[1:] != on[:-1]).any(axis=1).sum())


WRONG = (creases_only, first_layer, last_layer, whole_line, without_relu, ends_only, on_a_grid)

# ---- what a right answer does


def network(rng, widths):
    weights = [rng.standard_normal((q, p)) for p, q in pairwise(widths)]
    return weights, [0.7 * rng.standard_normal(q) for q in widths[1:]]


def telling(rng, widths, apart, near=False):
    """Return a network and a segment on which these wrong ways give different numbers, all of them wrong.

    With ``near``, two creases lie too close for a grid; else all are far from each other and from the ends.
    """
    while True:
        weights, biases = network(rng, widths)
        a, b = rng.uniform(-2, 2, size=(2, widths[0]))
        gaps = np.diff(np.r_[0, switches(weights, biases, a, b), 1])
        if (gaps.min() < 1e-3) != near or gaps.min() < 1e-7:
            continue
        values = [way(weights, biases, a, b) for way in (regions, *apart)]
        if len(set(values)) == len(values) and values[0] > 2:
            return weights, biases, a, b


def holds(widths, apart, near=False):
    """Return a judge on networks of these widths."""

    def judge(ask, rng):
        told = set()
        while len(told) < 2:  # two segments with different numbers: a constant is never right
            inputs = telling(rng, widths, apart, near)
            if regions(*inputs) in told:
                continue
            told.add(regions(*inputs))
            ask.given(network=" → ".join(map(str, widths)), a=inputs[2].round(2), b=inputs[3].round(2))
            ask.number("regions(weights, biases, a, b)", *inputs, want=regions(*inputs))

    return judge


EXERCISE = Exercise(
    number="2.2",
    title="Count the creases",
    minutes=30,
    difficulty=3,
    solution={"regions": regions},
    properties=(
        Property(
            "right for one layer",
            1,
            holds((2, 9), (creases_only, whole_line)),
            "each unit's Wx + b is linear along the segment: it switches inside where its signs at the two ends differ",
        ),
        Property(
            "right for two layers",
            2,
            holds((3, 8, 9), (creases_only, first_layer, last_layer, whole_line, without_relu, ends_only)),
            "between two creases of the first layer, what enters the second is linear: look for changes of sign on each such piece",
        ),
        Property(
            "right for four layers",
            2,
            holds(
                (2, 8, 8, 8, 8), (creases_only, first_layer, last_layer, whole_line, without_relu, ends_only)
            ),
            "after each layer, put its creases among the ends of the pieces, sorted, before you go on to the next",
        ),
        Property(
            "right where two creases are close together",
            2,
            holds((3, 10, 10, 10), WRONG, near=True),
            "solve for the crossing, t = z₀ / (z₀ − z₁) of the piece: no grid is fine enough",
        ),
    ),
    hints=(
        "One layer: a unit switches inside the segment if $w \\cdot x + c$ has different signs at $a$ and at $b$. How many pieces do $k$ switches make?",
        "Keep a sorted array `t` of the ends of all pieces so far, at first `[0, 1]`. On each piece, what enters the next layer is linear in t. Evaluate it at all of `t`: "
        "where a unit's sign differs between neighbours, it crosses zero at the share z₀ / (z₀ − z₁) of the piece.",
        "For each layer: points `a + t[:, None] * (b - a)`, sent through the network up to this layer, ReLU between layers but not after this one; crossings; "
        "`t = np.unique(np.r_[t, new])`. In the end return `len(t) - 1`.",
    ),
    mistakes=(
        Mistake("the number of creases: k creases make k + 1 pieces", {"regions": creases_only}),
        Mistake("the pieces of the first layer alone: later layers fold, too", {"regions": first_layer}),
        Mistake(
            "the pieces of the last layer's units alone: the creases of the layers before it count as well",
            {"regions": last_layer},
        ),
        Mistake(
            "a count along the whole line: only switches between a and b count, those with 0 < t < 1",
            {"regions": whole_line},
        ),
        Mistake(
            "a count without ReLU between the layers: then all is linear, and each unit switches at most once",
            {"regions": without_relu},
        ),
        Mistake(
            "a comparison of the two ends: a unit of a later layer may switch on and off again in between",
            {"regions": ends_only},
        ),
        Mistake(
            "a count on a grid of 101 points: two creases between neighbours count as one or none. Solve for the crossings",
            {"regions": on_a_grid},
        ),
    ),
)
