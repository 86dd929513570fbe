"""Operators and impostors, told apart by a wave and a test of one's own."""

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Spot the operator",
    minutes=20,
    difficulty=2,
    kind="make",
    hints=(
        "An operator gives one answer to one function. So your wave must be one function, whatever n is, and it must move "
        "enough that a box which counts by places gives itself away.",
        "Sample at `np.arange(n) / n`. Every second of the finer points is one of the coarser: `fine[::2]`.",
        "Compare values, not directions, and leave room for rounding and a little aliasing: "
        "`np.allclose(coarse, fine[::2], atol=1e-3)`.",
    ),
)


@exercise.solution
def probe(n):
    """Return a function on the ring [0, 1), sampled at n even points: shape (n,)."""
    x = np.arange(n) / n
    return np.sin(2 * np.pi * x) + 0.5 * np.cos(6 * np.pi * x + 1)


@exercise.solution
def is_operator(coarse, fine):
    """Return True or False, from answers to probe(n), (n,), and probe(2n), (2n,)."""
    return bool(np.allclose(coarse, fine[::2], rtol=0, atol=1e-3))


# ---- what the boxes hold, each with random constants


def places(v):
    return np.arange(len(v)) / len(v)


def smoothed(v, width):
    """Return the integral of a smooth kernel with v, and the same without weights."""
    x = places(v)
    total = np.exp(width * (np.cos(2 * np.pi * (x[:, None] - x)) - 1)) @ v
    return total / len(v), total


def turned(v, steps):
    """Return v, turned by so many steps, and how it differs from v."""
    return np.roll(v, steps), np.roll(v, steps) - v


def operators(rng):
    a, b, c, d, e, f = rng.uniform(0.7, 1.5, size=6)
    return [
        lambda v: a * smoothed(v, 3)[0],
        lambda v: np.tanh(a * v) + b * smoothed(v, 4)[0],
        lambda v: a * np.sin(2 * np.pi * places(v)) * v + c,
        lambda v: smoothed(np.tanh(a * smoothed(v, 2)[0]), 3)[0] * b,
        lambda v: d * turned(v, len(v) // 2)[0],
        lambda v: e * turned(v, len(v) // 2)[1],
        lambda v: f * turned(v, len(v) // 4)[1],
    ]


# On one of the two grids each impostor answers as one of the operators does: neither answer alone gives it away.


def sums(rng, n):
    """Impostors whose answer keeps its direction, and grows with the number of points."""
    a, b = rng.uniform(0.7, 1.5, size=2)
    return [lambda v: a * smoothed(v, 3)[1] / n, lambda v: b * smoothed(v, 3)[1] / (2 * n)]


def counters(rng, n):
    """Impostors that count by places: so many steps in the list, not that far on the ring."""
    a, b = rng.uniform(0.7, 1.5, size=2)
    return [lambda v: a * turned(v, n // 2)[0], lambda v: b * turned(v, n // 2)[1]]


# ---- what a right answer does


def sampled(ask, n):
    """Return the student's wave on n and on 2n points, or say what is wrong with it."""
    waves = []
    for m in (n, 2 * n):
        value = ask.value(f"probe({m})", m)
        ask.judged.append(value)
        try:
            waves.append(as_array(value, (m,)))
        except Wrong as wrong:
            ask.wrong(str(wrong))
        if np.abs(waves[-1]).max() > 1e3:
            ask.wrong("should stay below 1,000")
    return waves


def tells(ask, rng, *kinds):
    """Show operators and these impostors, in random order, on a grid that differs from run to run."""
    n = 4 * int(rng.integers(6, 16))
    ask.given(n=n)
    waves = sampled(ask, n)
    boxes = [(True, box) for box in operators(rng)] + [(False, box) for kind in kinds for box in kind(rng, n)]
    heard = [[box(v) for v in waves] for _, box in boxes]
    said = [ask.value("is_operator(coarse, fine)", *answers) for answers in heard]
    ask.judged += said
    for k in rng.permutation(len(boxes)):
        ask.given(
            box=f"answers {heard[k][0][0]:.4f} and {heard[k][1][0]:.4f} at x = 0, {heard[k][0][1]:.4f} and "
            f"{heard[k][1][2]:.4f} at x = 1/{n}, on {n} and on {2 * n} points"
        )
        ask.show("is_operator(coarse, fine)", said[k])
        ask.came(said[k])
        if not isinstance(said[k], bool):
            ask.unanswered("should be True or False")
        if said[k] != boxes[k][0]:
            ask.wrong("the box is an operator" if boxes[k][0] else "the box is an impostor")


@exercise.property(
    "able to tell an operator from a sum without weights",
    points=1,
    hint="an answer that doubles is another answer: compare values, and do not forgive a factor",
)
def from_sums(ask, rng):
    tells(ask, rng, sums)


@exercise.property(
    "able to tell it from a box that counts by places",
    points=1,
    hint="the wave must move: on a constant one every neighbour is alike",
)
def from_counters(ask, rng):
    tells(ask, rng, counters)


@exercise.property(
    "able to do both on other grids",
    points=2,
    hint="one function for every n, answers compared at the points that both grids have",
)
def from_both(ask, rng):
    tells(ask, rng, sums, counters)
    tells(ask, rng, counters, sums)


# ---- mistakes


@exercise.mistake(
    "a wave that does not move: a box that counts by places can't be seen on it. Use several frequencies",
    of=probe,
)
def still(n):
    return np.ones(n)


@exercise.mistake(
    "another wave on each grid, noise drawn for each: then operators, too, have two answers. Sample one function",
    of=probe,
)
def noise(n):
    return np.random.default_rng(0).normal(size=n)


@exercise.mistake(
    "a grid that holds its end point twice: its points are not among those of the finer one. Use np.arange(n) / n",
    of=probe,
)
def with_both_ends(n):
    x = np.linspace(0, 1, n)
    return np.sin(2 * np.pi * x) + 0.5 * np.cos(6 * np.pi * x + 1)


@exercise.mistake(
    "a comparison of directions: it forgives a factor, as CKA does, and an answer that doubles is another answer",
    of=is_operator,
)
def by_correlation(coarse, fine):
    return bool(np.corrcoef(coarse, fine[::2])[0, 1] > 0.999)


@exercise.mistake(
    "a comparison place by place: the first n of 2n points are half of the ring. Take every second one",
    of=is_operator,
)
def place_by_place(coarse, fine):
    return bool(np.allclose(coarse, fine[: len(coarse)], rtol=0, atol=1e-3))


@exercise.mistake(
    "a comparison without room for rounding: sums of another length differ in their last digit. Use np.allclose",
    of=is_operator,
)
def to_the_last_digit(coarse, fine):
    return bool((coarse == fine[::2]).all())
