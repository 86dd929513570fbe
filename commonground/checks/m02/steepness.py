"""Is a walk a ramp or a step?"""

import numpy as np
from numpy.linalg import norm

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Ramp or step?",
    kind="mend",
    minutes=15,
    difficulty=2,
    hints=(
        "Step $k$ goes from row $k$ to row $k + 1$ of $H$ in the time $t_{k+1} - t_k$. What is its slope?",
        "Lengths: `np.linalg.norm(np.diff(H, axis=0), axis=1)`. Times: `np.diff(t)`.",
        "The mean slope of the walk is its length, the sum of all steps, over `t[-1] - t[0]`: a mean "
        "over time, not over steps.",
    ),
)


@exercise.solution
def steepness(H, t):
    """Return the largest slope of the walk H (m, p), at times t (m,), over its mean."""
    length = np.linalg.norm(np.diff(H, axis=0), axis=1)
    slope = length / np.diff(t)
    return slope.max() / (length.sum() / (t[-1] - t[0]))


# ---- what a right answer does


def path(rng, steps, p):
    """Return a crooked walk with uneven steps, and its times."""
    H = np.cumsum(rng.integers(1, 5, size=(steps + 1, p)) * rng.choice([-1, 1], size=(steps + 1, p)), axis=0)
    return H.astype(float), np.cumsum(rng.choice([1.0, 2.0, 3.0], size=steps + 1, p=[0.5, 0.3, 0.2]))


def one_way(rng):
    """Return the walk of one unit that never turns."""
    H, t = path(rng, 3, 1)
    return np.cumsum(np.abs(np.diff(np.r_[[[0.0]], H], axis=0)), axis=0), t


@exercise.property(
    "right for one unit",
    points=1,
    hint="the slope of a step is its length over its time; compare the largest with the mean slope of "
    "the whole walk",
)
def of_one_unit(ask, rng):
    answers = exercise.variants(but=(as_the_crow_flies, from_the_start))  # right where nothing turns
    H, t = telling(lambda: one_way(rng), answers)
    ask.given(H=H, t=t)
    ask.number("steepness(H, t)", H, t, want=steepness(H, t))


@exercise.property(
    "right for a layer that turns on its way",
    points=1,
    hint="the length of a step is the norm of a difference of rows; the length of the way is their sum",
)
def of_a_layer(ask, rng):
    H, t = telling(lambda: path(rng, 4, 2), exercise.variants())
    ask.given(H=H, t=t)
    ask.number("steepness(H, t)", H, t, want=steepness(H, t))


@exercise.property(
    "one for a ramp, whatever the times", points=1, hint="divide each step's length by its own time"
)
def of_a_ramp(ask, rng):
    t = np.cumsum(rng.choice([1.0, 2.0, 4.0], size=5))
    while len(set(np.diff(t))) < 2:
        t = np.cumsum(rng.choice([1.0, 2.0, 4.0], size=5))
    direction = rng.integers(1, 4, size=2).astype(float)
    H = t[:, None] * direction
    turn = H.copy()
    turn[-1] += 3 * np.diff(t)[-1] * direction[::-1]
    ask.given(H=H, t=t)
    ask.number("steepness(H, t)", H, t, want=1.0)
    ask.number("steepness(turn, t)", turn, t, want=steepness(turn, t))


@exercise.property(
    "right for a long walk", points=1, hint="mean slope: the length of the whole way, over the whole time"
)
def of_a_long_walk(ask, rng):
    H, t = telling(lambda: path(rng, 60, 8), exercise.variants())
    ask.given(H="61 places × 8 units", t="61 uneven times")
    ask.number("steepness(H, t)", H, t, want=steepness(H, t))


# ---- mistakes


@exercise.mistake("steps of equal time: divide each step's length by its own time")
def even_steps(H, t):
    way = norm(np.diff(H, axis=0), axis=1)
    return way.max() / way.mean()


@exercise.mistake("a mean over steps: the mean slope is the length of the whole way over the whole time")
def mean_of_slopes(H, t):
    slope = norm(np.diff(H, axis=0), axis=1) / np.diff(t)
    return slope.max() / slope.mean()


@exercise.mistake(
    "the distance as the crow flies, from the first place to the last: add up the steps instead"
)
def as_the_crow_flies(H, t):
    way = norm(np.diff(H, axis=0), axis=1)
    return (way / np.diff(t)).max() * (t[-1] - t[0]) / norm(H[-1] - H[0])


@exercise.mistake("the ratio upside down: the largest slope belongs on top")
def upside_down(H, t):
    return 1 / steepness(H, t)


@exercise.mistake("the largest slope alone, which changes with the units' scale: divide by the mean slope")
def largest_slope(H, t):
    return (norm(np.diff(H, axis=0), axis=1) / np.diff(t)).max()


@exercise.mistake(
    "distances from the start: a step sideways counts as well. Take norms of differences of rows"
)
def from_the_start(H, t):
    """Follow the distance from the first place instead of the way that was gone."""
    way = np.abs(np.diff(norm(H - H[0], axis=1)))
    return (way / np.diff(t)).max() * (t[-1] - t[0]) / way.sum()
