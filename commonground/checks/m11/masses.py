"""The point masses whose sums are a function of two parameters."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Born and dead",
    minutes=10,
    difficulty=1,
    hints=(
        "In one dimension the masses are the differences of the function, the first with 0: the first value stays as it is. "
        "Begin there.",
        "`np.diff(f, prepend=0)` does it for a row. For a table, do it along one axis, and what comes out along the other.",
        "`np.diff(np.diff(H, axis=0, prepend=0), axis=1, prepend=0)`. Check: `M.cumsum(axis=0).cumsum(axis=1)` is H.",
    ),
)


@exercise.solution
def signed_measure(H):
    """Return the masses (l, s) whose sums up to and including (i, j) are H[i, j]."""
    return np.diff(np.diff(H, axis=0, prepend=0), axis=1, prepend=0)


# ---- what a right answer does


def table(rng, l, s):
    """Return counts as they come: small, with a corner that is not 0 and no two axes alike."""
    H = rng.integers(0, 5, size=(l, s))
    H[0, 0] = rng.integers(1, 5)
    return H


def telling_table(rng, l, s):
    return telling(lambda: (table(rng, l, s),), exercise.variants())


@exercise.property(
    "right for a small table",
    points=1,
    hint="differences along both axes, each with 0 before the first",
)
def small(ask, rng):
    (H,) = telling_table(rng, 3, 4)
    ask.given(H=H)
    ask.array("signed_measure(H)", H, want=signed_measure(H))


@exercise.property(
    "a table that sums back to the function, at every place",
    points=1,
    hint="M.cumsum(axis=0).cumsum(axis=1) must be H again: also in the first row and the first column",
)
def sums_back(ask, rng):
    (H,) = telling_table(rng, 5, 6)
    ask.given(H="5 × 6 counts")
    ask.array("signed_measure(H)", H, want=signed_measure(H))


@exercise.property(
    "two masses where loops are born and die together at one level, and at all that follow",
    points=1,
    hint="a row that repeats the one above adds no mass",
)
def one_loop(ask, rng):
    def draw():
        level, born, dead = (int(v) for v in (rng.integers(1, 5), rng.integers(1, 4), rng.integers(5, 9)))
        H = np.zeros((6, 10), dtype=int)
        H[level:, born:dead] = rng.integers(1, 100)  # so many loops
        return (H,)

    (H,) = telling(draw, exercise.variants(but=(first_dropped,)))
    ask.given(H=H)
    ask.array("signed_measure(H)", H, want=signed_measure(H))


# ---- mistakes


@exercise.mistake("masses along one axis alone: what is constant along the levels must cancel, too")
def one_axis(H):
    return np.diff(H, axis=1, prepend=0)


@exercise.mistake("masses with the sign turned: what is born counts + 1")
def turned(H):
    return -signed_measure(H)


@exercise.mistake("a table without the first row and column: what is there at the start was born there")
def first_dropped(H):
    M = signed_measure(H)
    M[0], M[:, 0] = 0, 0
    return M


@exercise.mistake("sums in place of differences: the masses come first, and H is their sum")
def summed(H):
    return H.cumsum(axis=0).cumsum(axis=1)


@exercise.mistake("masses counted from the last corner: begin where both parameters are at their first value")
def from_the_end(H):
    return signed_measure(H[::-1, ::-1])[::-1, ::-1]
