"""2.5: is a walk a ramp or a step?"""

import numpy as np
from numpy.linalg import norm

from commonground.checks.draw import telling, unlike
from commonground.checks.exercise import Exercise, Mistake, Property


def steepness(H, t):
    way = norm(np.diff(H, axis=0), axis=1)
    return (way / np.diff(t)).max() * (t[-1] - t[0]) / way.sum()


# ---- what a right answer does


def path(rng, steps, p):
    """Return a crooked walk with uneven steps, and its times."""
    H = np.cumsum(rng.integers(1, 5, size=(steps + 1, p)) * rng.choice([-1, 1], size=(steps + 1, p)), axis=0)
    return H.astype(float), np.cumsum(rng.choice([1.0, 2.0, 3.0], size=steps + 1, p=[0.5, 0.3, 0.2]))


def one_way(rng):
    """Return the walk of one unit that never turns: not all mistakes differ there."""
    H, t = path(rng, 3, 1)
    return np.cumsum(np.abs(np.diff(np.r_[[[0.0]], H], axis=0)), axis=0), t


def of_one_unit(ask, rng):
    for H, t in unlike(lambda: telling(lambda: one_way(rng), [steepness, *TURNLESS_WRONG]), steepness):
        ask.given(H=H, t=t)
        ask.number("steepness(H, t)", H, t, want=steepness(H, t))


def of_a_layer(ask, rng):
    H, t = telling(lambda: path(rng, 4, 2), [steepness, *WRONG])
    ask.given(H=H, t=t)
    ask.number("steepness(H, t)", H, t, want=steepness(H, t))


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


def of_a_long_walk(ask, rng):
    H, t = telling(lambda: path(rng, 60, 8), [steepness, *WRONG])
    ask.given(H="61 places × 8 units", t="61 uneven times")
    ask.number("steepness(H, t)", H, t, want=steepness(H, t))


# ---- mistakes


def even_steps(H, t):
    way = norm(np.diff(H, axis=0), axis=1)
    return way.max() / way.mean()


def mean_of_slopes(H, t):
    slope = norm(np.diff(H, axis=0), axis=1) / np.diff(t)
    return slope.max() / slope.mean()


def as_the_crow_flies(H, t):
    way = norm(np.diff(H, axis=0), axis=1)
    return (way / np.diff(t)).max() * (t[-1] - t[0]) / norm(H[-1] - H[0])


def upside_down(H, t):
    return 1 / steepness(H, t)


def largest_slope(H, t):
    return (norm(np.diff(H, axis=0), axis=1) / np.diff(t)).max()


def from_the_start(H, t):
    """Follow the distance from the first place instead of the way that was gone."""
    way = np.abs(np.diff(norm(H - H[0], axis=1)))
    return (way / np.diff(t)).max() * (t[-1] - t[0]) / way.sum()


TURNLESS_WRONG = (even_steps, mean_of_slopes, upside_down, largest_slope)
WRONG = (*TURNLESS_WRONG, as_the_crow_flies, from_the_start)


EXERCISE = Exercise(
    number="2.5",
    title="Ramp or step?",
    minutes=15,
    difficulty=2,
    solution={"steepness": steepness},
    properties=(
        Property(
            "right for one unit",
            1,
            of_one_unit,
            "the slope of a step is its length over its time; compare the largest with the mean slope of the whole walk",
        ),
        Property(
            "right for a layer that turns on its way",
            1,
            of_a_layer,
            "the length of a step is the norm of a difference of rows; the length of the way is their sum",
        ),
        Property(
            "one for a ramp, whatever the times", 1, of_a_ramp, "divide each step's length by its own time"
        ),
        Property(
            "right for a long walk",
            1,
            of_a_long_walk,
            "mean slope: the length of the whole way, over the whole time",
        ),
    ),
    hints=(
        "Step $k$ goes from row $k$ to row $k + 1$ of $H$ in the time $t_{k+1} - t_k$. What is its slope?",
        "Lengths: `np.linalg.norm(np.diff(H, axis=0), axis=1)`. Times: `np.diff(t)`.",
        "The mean slope of the walk is its length, the sum of all steps, over `t[-1] - t[0]`: a mean over time, not over steps.",
    ),
    mistakes=(
        Mistake("steps of equal time: divide each step's length by its own time", {"steepness": even_steps}),
        Mistake(
            "a mean over steps: the mean slope is the length of the whole way over the whole time",
            {"steepness": mean_of_slopes},
        ),
        Mistake(
            "the distance as the crow flies, from the first place to the last: add up the steps instead",
            {"steepness": as_the_crow_flies},
        ),
        Mistake("the ratio upside down: the largest slope belongs on top", {"steepness": upside_down}),
        Mistake(
            "the largest slope alone, which changes with the units' scale: divide by the mean slope",
            {"steepness": largest_slope},
        ),
        Mistake(
            "distances from the start: a step sideways counts as well. Take norms of differences of rows",
            {"steepness": from_the_start},
        ),
    ),
)
