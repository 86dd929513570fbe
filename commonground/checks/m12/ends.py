"""The end of all paths of so many steps that is nearest to the limit."""

import numpy as np

from commonground.checks.draw import telling, unlike
from commonground.checks.exercise import Exercise
from commonground.checks.m12._lattice import field, walked

exercise = Exercise(
    title="Where to stop",
    minutes=20,
    difficulty=2,
    hints=(
        "There are 2 ** steps paths. How many different *products* do they have, if every square commutes?",
        "Paths of so many steps end at (0, steps), (1, steps − 1), …, (steps, 0): steps + 1 places. One path to each is "
        "enough, such as all its steps along x first.",
        "For each k: multiply k matrices MX[x, 0], then steps − k matrices MY[k, y], take P[0, 1] / P[1, 1], and keep the "
        "k whose quotient is nearest to the limit. Return k and steps − k.",
    ),
)


@exercise.solution
def best_end(MX, MY, limit, steps):
    """Return the end (x, y), x + y = steps, whose quotient is nearest to the limit."""
    best, off = (0, 0), np.inf
    for k in range(steps + 1):
        P = np.eye(2)
        for x in range(k):
            P = P @ MX[x, 0]
        for y in range(steps - k):
            P = P @ MY[k, y]
        if abs(P[0, 1] / P[1, 1] - limit) < off:
            best, off = (k, steps - k), abs(P[0, 1] / P[1, 1] - limit)
    return best


# ---- what a right answer does


def quotient(MX, MY, x, y):
    P = walked(MX, MY, "x" * x + "y" * y, float)
    return P[0, 1] / P[1, 1] if P[1, 1] else np.inf


def draw(rng, steps):
    """Return a field, a number that lies near the quotient at one place and no other, and how many steps."""
    while True:
        MX, MY = field(rng, 2 * steps + 2)
        k = int(rng.integers(0, steps + 1))
        at, beside = quotient(MX, MY, k, steps - k), quotient(MX, MY, k, steps - k + 1)
        goal = at + 0.2 * (beside - at)
        off = np.sort([abs(quotient(MX, MY, k, steps - k) - goal) for k in range(steps + 1)])
        if np.isfinite(goal) and off[1] > 1.2 * off[0] + 1e-9:
            return MX, MY, float(goal), steps


def asked(ask, rng, steps, variants):
    for MX, MY, limit, _ in unlike(lambda: telling(lambda: draw(rng, steps), variants), best_end):
        ask.given(MX=f"{MX.shape}", MY=f"{MY.shape}", limit=limit, steps=steps)
        want = np.array(best_end(MX, MY, limit, steps))
        ask.array("best_end(MX, MY, limit, steps)", MX, MY, limit, steps, want=want)


@exercise.property(
    "right for three steps", points=1, hint="three steps end at one of four places: try them all"
)
def three_steps(ask, rng):
    asked(ask, rng, 3, [best_end, along_x])


@exercise.property(
    "right for seven steps", points=1, hint="a path that begins well may end badly: look at ends alone"
)
def seven_steps(ask, rng):
    asked(ask, rng, 7, exercise.variants())


@exercise.property(
    "right for ten steps", points=1, hint="there are 1,024 paths and eleven ends: one path to each is enough"
)
def ten_steps(ask, rng):
    asked(ask, rng, 10, exercise.variants())


# ---- mistakes


@exercise.mistake("a greedy walk, which takes the nearer of two next places at each step: look at ends alone")
def greedy(MX, MY, limit, steps):
    x = y = 0
    for _ in range(steps):
        right, up = (abs(quotient(MX, MY, *at) - limit) for at in ((x + 1, y), (x, y + 1)))
        x, y = (x + 1, y) if right < up else (x, y + 1)
    return x, y


@exercise.mistake("all steps along one axis: other directions may come nearer")
def along_x(MX, MY, limit, steps):
    return steps, 0


@exercise.mistake(
    "the end whose last step changed least: a walk that hardly moves may still be far from the limit"
)
def least_change(MX, MY, limit, steps):
    change = [abs(quotient(MX, MY, k, steps - k) - quotient(MX, MY, k, steps - k - 1)) for k in range(steps)]
    k = int(np.argmin(change))
    return k, steps - k


@exercise.mistake("the farthest end: the nearest is asked for")
def farthest(MX, MY, limit, steps):
    k = int(np.argmax([abs(quotient(MX, MY, k, steps - k) - limit) for k in range(steps + 1)]))
    return k, steps - k
