"""The intrinsic dimension, read off a curve of accuracy against the number of directions."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Intrinsic dimension",
    kind="mend",
    minutes=10,
    difficulty=1,
    hints=(
        "Three cases: the curve reaches the goal at its first point, somewhere later, or never. The goal is a share of the "
        "baseline.",
        "`np.flatnonzero(acc >= goal)` lists the places at which the goal is reached. Of these take the first; the curve "
        "may dip below the goal later.",
        "Between the last place below, (d₀, a₀), and the first place above, (d₁, a₁), the straight line reaches the goal at "
        "d₀ + (goal − a₀) / (a₁ − a₀) · (d₁ − d₀).",
    ),
)


def crossing(dims, acc, goal, *, last=False, between=True):
    """Return where the curve crosses the goal, first or last, or −1."""
    above = np.flatnonzero(acc >= goal)
    if not len(above):
        return -1.0
    k = above[0]
    if last:
        below = np.flatnonzero(acc < goal)
        k = below[-1] + 1 if len(below) else 0
    if k == 0 or k == len(acc) or not between:
        return float(dims[min(k, len(acc) - 1)])
    return dims[k - 1] + (goal - acc[k - 1]) / (acc[k] - acc[k - 1]) * (dims[k] - dims[k - 1])


@exercise.solution
def d_int(dims, acc, baseline, share=0.9):
    """Return the dimension at which acc first reaches share × baseline, or −1."""
    goal = share * baseline
    above = np.flatnonzero(acc >= goal)
    if len(above) == 0:
        return -1.0
    k = above[0]
    if k == 0:
        return float(dims[0])
    part = (goal - acc[k - 1]) / (acc[k] - acc[k - 1])
    return dims[k - 1] + part * (dims[k] - dims[k - 1])


# ---- what a right answer does


def curve(rng):
    """Return a rising curve that crosses 0.9 of its baseline inside, and a baseline well below 1."""
    while True:
        dims = np.sort(rng.choice(np.arange(1, 30), size=6, replace=False)) * 10.0
        acc = np.round(np.sort(rng.uniform(0.1, 0.85, size=6)), 2)
        baseline = round(float(rng.uniform(0.6, 0.9)), 2)
        if acc[0] < 0.8 * baseline and acc[-2] > 0.95 * baseline and np.diff(acc).min() > 0.02:
            return dims, acc, baseline


def dipping(rng):
    """Return a curve that reaches the goal, falls below it, and reaches it again."""
    dims, acc, baseline = curve(rng)
    k = int(np.flatnonzero(acc >= 0.9 * baseline)[0])
    dims = np.append(dims, dims[-1] + np.array([20.0, 50.0]))
    acc = np.append(acc, np.round([0.8 * baseline, 0.99 * baseline], 2))
    return (dims, acc, baseline) if k < 5 else dipping(rng)


@exercise.property(
    "right where the curve rises past the goal",
    points=1,
    hint="the goal is share × baseline; go straight from point to point",
)
def on_a_rising_curve(ask, rng):
    variants = exercise.variants(but=(last_crossing, always_found))
    dims, acc, baseline = telling(lambda: curve(rng), variants)
    ask.given(dims=dims, acc=acc, baseline=baseline)
    ask.number("d_int(dims, acc, baseline)", dims, acc, baseline, want=d_int(dims, acc, baseline))
    want = d_int(dims, acc, baseline, 0.95)
    ask.number("d_int(dims, acc, baseline, 0.95)", dims, acc, baseline, 0.95, want=want)


@exercise.property(
    "right where the curve dips, starts above the goal, or never gets there",
    points=1,
    hint="take the first place that is above; −1 if there is none, and the first dimension if that is enough",
)
def on_other_curves(ask, rng):
    dims, acc, baseline = telling(lambda: dipping(rng), exercise.variants(but=(always_found,)))
    ask.given(dims=dims, acc=acc, baseline=baseline)
    ask.number("d_int(dims, acc, baseline)", dims, acc, baseline, want=d_int(dims, acc, baseline))
    low = np.round(acc * 0.5, 3)
    ask.given(dims=dims, acc=low, baseline=baseline)
    ask.number(
        "d_int(dims, acc, baseline)", dims, low, baseline, want=-1.0, why="the goal is never reached: −1"
    )
    high = np.round(0.93 + 0.05 * acc, 3)
    ask.given(dims=dims, acc=high, baseline=1.0)
    ask.number(
        "d_int(dims, acc, baseline)",
        dims,
        high,
        1.0,
        want=float(dims[0]),
        why="the first dimension is enough",
    )


@exercise.property(
    "unmoved when accuracies are given in per cent",
    points=1,
    hint="nothing in the definition knows how large an accuracy can be",
)
def in_per_cent(ask, rng):
    variants = exercise.variants(but=(last_crossing, always_found))
    dims, acc, baseline = telling(lambda: curve(rng), variants)
    ask.given(dims=dims, acc=100 * acc, baseline=100 * baseline)
    want = d_int(dims, acc, baseline)
    ask.number("d_int(dims, acc, baseline)", dims, 100 * acc, 100 * baseline, want=want)


# ---- mistakes


@exercise.mistake("the crossing of the share itself: the goal is a share *of the baseline*, not of 1")
def of_one(dims, acc, baseline, share=0.9):
    return crossing(dims, acc, share * (100 if baseline > 1 else 1))


@exercise.mistake("the last crossing: a curve of trained networks dips by chance. Take the first")
def last_crossing(dims, acc, baseline, share=0.9):
    return crossing(dims, acc, share * baseline, last=True)


@exercise.mistake(
    "an answer where the goal is never reached: the largest dimension was not enough either. Return −1"
)
def always_found(dims, acc, baseline, share=0.9):
    found = crossing(dims, acc, share * baseline)
    return float(dims[-1]) if found < 0 else found


@exercise.mistake(
    "the first dimension measured above the goal: go straight between the points, the crossing lies before it"
)
def on_the_grid(dims, acc, baseline, share=0.9):
    return crossing(dims, acc, share * baseline, between=False)


@exercise.mistake("the crossing of all of the baseline: d₉₀ asks for a share of it")
def of_everything(dims, acc, baseline, share=0.9):
    return crossing(dims, acc, baseline)
