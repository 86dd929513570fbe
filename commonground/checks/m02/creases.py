"""How many linear regions a segment crosses, exactly."""

from itertools import pairwise

import numpy as np

from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Count the creases",
    kind="make",
    minutes=30,
    difficulty=3,
    hints=(
        "One layer: a unit switches inside the segment if $w \\cdot x + c$ has different signs at $a$ "
        "and at $b$. How many pieces do $k$ switches make?",
        "Keep a sorted array `t` of the ends of all pieces so far, at first `[0, 1]`. On each piece, "
        "what enters the next layer is linear in t. Evaluate it at all of `t`: where a unit's sign "
        "differs between neighbours, it crosses zero at the share z₀ / (z₀ − z₁) of the piece.",
        "For each layer: points `a + t[:, None] * (b - a)`, sent through the network up to this "
        "layer, ReLU between layers but not after this one; crossings; "
        "`t = np.unique(np.r_[t, new])`. In the end return `len(t) - 1`.",
    ),
)


def switches(weights, biases, a, b, low=0.0, high=1.0):
    """Return the t between low and high at which a unit switches on a + t (b − a)."""
    t = np.array([low, high])
    for depth in range(len(weights)):
        X = a + t[:, None] * (b - a)
        for W, c in zip(weights[:depth], biases[:depth], strict=True):
            X = np.maximum(0, X @ W.T + c)
        Z = X @ weights[depth].T + biases[depth]  # linear between two of these t
        piece, unit = np.nonzero(Z[:-1] * Z[1:] < 0)
        share = Z[piece, unit] / (Z[piece, unit] - Z[piece + 1, unit])
        t = np.unique(np.r_[t, t[piece] + share * (t[piece + 1] - t[piece])])
    return t[1:-1]


@exercise.solution
def regions(weights, biases, a, b):
    """Return how many linear regions of a ReLU network the way from a to b crosses.

    Both ends have the shape (p,).
    """
    return 1 + len(switches(weights, biases, a, b))


# ---- what a right answer does


def network(rng, widths):
    weights = [rng.standard_normal((q, p)) for p, q in pairwise(widths)]
    return weights, [0.7 * rng.standard_normal(q) for q in widths[1:]]


def segment(rng, widths, but, near):
    """Return a network and a segment on which all wrong ways but these give different numbers, none of them right.

    With ``near``, two creases lie too close for a grid; else all are far from each other and from the ends.
    """
    while True:
        weights, biases = network(rng, widths)
        a, b = rng.uniform(-2, 2, size=(2, widths[0]))
        gaps = np.diff(np.r_[0, switches(weights, biases, a, b), 1])
        if (gaps.min() < 1e-3) != near or gaps.min() < 1e-7:
            continue
        values = [way(weights, biases, a, b) for way in exercise.variants(but=but)]
        if len(set(values)) == len(values) and values[0] > 2:
            return weights, biases, a, b


def counted(ask, rng, widths, *, but=(), near=False):
    """Hold an answer to two segments in networks of these widths."""
    told = set()
    while len(told) < 2:  # two segments with different numbers: a constant is never right
        inputs = segment(rng, widths, but, near)
        if regions(*inputs) in told:
            continue
        told.add(regions(*inputs))
        ask.given(network=" → ".join(map(str, widths)), a=inputs[2].round(2), b=inputs[3].round(2))
        ask.number("regions(weights, biases, a, b)", *inputs, want=regions(*inputs))


@exercise.property(
    "right for one layer",
    points=1,
    hint="each unit's Wx + b is linear along the segment: it switches inside where its signs at the "
    "two ends differ",
)
def one_layer(ask, rng):
    right_here = (first_layer, last_layer, without_relu, ends_only, on_a_grid)
    counted(ask, rng, (2, 9), but=right_here)


@exercise.property(
    "right for two layers",
    points=2,
    hint="between two creases of the first layer, what enters the second is linear: look for changes "
    "of sign on each such piece",
)
def two_layers(ask, rng):
    counted(ask, rng, (3, 8, 9), but=(on_a_grid,))


@exercise.property(
    "right for four layers",
    points=2,
    hint="after each layer, put its creases among the ends of the pieces, sorted, before you go on to "
    "the next",
)
def four_layers(ask, rng):
    counted(ask, rng, (2, 8, 8, 8, 8), but=(on_a_grid,))


@exercise.property(
    "right where two creases are close together",
    points=2,
    hint="solve for the crossing, t = z₀ / (z₀ − z₁) of the piece: no grid is fine enough",
)
def creases_that_lie_close(ask, rng):
    counted(ask, rng, (3, 10, 10, 10), near=True)


# ---- mistakes


def signals(weights, biases, X):
    """Return what enters each layer's ReLU."""
    entering = []
    for W, c in zip(weights, biases, strict=True):
        entering.append(X @ W.T + c)
        X = np.maximum(0, entering[-1])
    return entering


@exercise.mistake("the number of creases: k creases make k + 1 pieces")
def creases_only(weights, biases, a, b):
    return len(switches(weights, biases, a, b))


@exercise.mistake("the pieces of the first layer alone: later layers fold, too")
def first_layer(weights, biases, a, b):
    return regions(weights[:1], biases[:1], a, b)


@exercise.mistake(
    "the pieces of the last layer's units alone: the creases of the layers before it count as well"
)
def last_layer(weights, biases, a, b):
    """Sum over the last layer's units of how often they switch, as if the layers before had no creases of their own."""
    t = switches(weights, biases, a, b)
    before = switches(weights[:-1], biases[:-1], a, b) if len(weights) > 1 else t[:0]
    return 1 + len(t) - len(before)


@exercise.mistake("a count along the whole line: only switches between a and b count, those with 0 < t < 1")
def whole_line(weights, biases, a, b):
    return 1 + len(switches(weights, biases, a, b, low=-1e4, high=1e4))


@exercise.mistake(
    "a count without ReLU between the layers: then all is linear, and each unit switches at most once"
)
def without_relu(weights, biases, a, b):
    X, count = np.array([a, b]), 1
    for W, c in zip(weights, biases, strict=True):
        X = X @ W.T + c
        count += int((X[0] * X[1] < 0).sum())
    return count


@exercise.mistake(
    "a comparison of the two ends: a unit of a later layer may switch on and off again in between"
)
def ends_only(weights, biases, a, b):
    """Compare the two ends: count the units that are on at one and off at the other."""
    entering = signals(weights, biases, np.array([a, b]))
    return 1 + int(sum((Z[0] * Z[1] < 0).sum() for Z in entering))


@exercise.mistake(
    "a count on a grid of 101 points: two creases between neighbours count as one or none. Solve "
    "for the crossings"
)
def on_a_grid(weights, biases, a, b):
    X = a + np.linspace(0, 1, 101)[:, None] * (b - a)
    on = np.concatenate(signals(weights, biases, X), axis=1) > 0
    return 1 + int((on[1:] != on[:-1]).any(axis=1).sum())
