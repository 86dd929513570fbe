"""When the loop of points on a circle is born, and how likely that is in time."""

from itertools import combinations
from math import comb

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="A ring, seen or missed",
    minutes=20,
    difficulty=2,
    kind="mend",
    hints=(
        "`ring_birth`: sort the angles, all between 0 and 2π first (`% (2 * np.pi)`). The gaps are their differences, and one "
        "more, from the last angle round to the first.",
        "The chord of an arc of `gap` radians is `2 * np.sin(gap / 2)`. The birth is that of the widest gap.",
        "`p_ring_seen`: for k = 0, 1, … n the term is `(-1)**k * comb(n, k) * max(1 - k * a, 0)**(n - 1)`, with `from math "
        "import comb`. It is 0 as soon as k · a reaches 1: an odd power of a negative number would not be.",
    ),
)


@exercise.solution
def ring_birth(theta):
    """Return the scale at which points on a circle, at theta (n,), close a loop."""
    theta = np.sort(theta % (2 * np.pi))
    gaps = np.append(np.diff(theta), theta[0] + 2 * np.pi - theta[-1])
    return 2 * np.sin(gaps.max() / 2)


@exercise.solution
def p_ring_seen(n, a):
    """Return the chance that no gap of n uniform points is wider than the share a."""
    from math import comb

    left = [max(1 - k * a, 0) for k in range(n + 1)]
    return sum((-1) ** k * comb(n, k) * x ** (n - 1) for k, x in enumerate(left))


# ---- what a right answer does


def circle(rng, n=9, widest_at_zero=False):
    """Return n angles in any order, whole turns added, with no gap of a third; the widest where the angle is 0, or not."""
    while True:
        theta = np.sort(rng.uniform(0, 2 * np.pi, n)).round(2)
        gaps = np.append(np.diff(theta), theta[0] + 2 * np.pi - theta[-1])
        wide = np.sort(gaps)
        if wide[-1] < 2 and wide[-1] - wide[-2] > 0.15 and (gaps.argmax() == n - 1) == widest_at_zero:
            return rng.permutation(theta)


def birth_in_bars(theta):
    """Return the birth of the bar that lives longest, from all edges and triangles: the gap is not asked."""
    X = np.stack([np.cos(theta), np.sin(theta)], axis=1)
    far, n = np.linalg.norm(X[:, None] - X, axis=-1), len(X)
    edges = sorted(combinations(range(n), 2), key=lambda e: far[e])
    place = {e: k for k, e in enumerate(edges)}
    triangles = [{place[e] for e in combinations(t, 2)} for t in combinations(range(n), 3)]
    filled, bars = {}, []
    for triangle in sorted(triangles, key=max):
        column = set(triangle)
        while column and max(column) in filled:
            column ^= filled[max(column)]
        if column:
            filled[max(column)] = column
            bars.append((far[edges[max(triangle)]] - far[edges[max(column)]], far[edges[max(column)]]))
    return max(bars)[1]


def size_and_share(rng):
    n = int(rng.integers(6, 14))
    return n, round(float(rng.uniform(0.17, 0.32)), 2)


@exercise.property(
    "right where the widest gap lies across the angle 0",
    points=1,
    hint="the gap from the last angle round to the first is a gap, too",
)
def across_zero(ask, rng):
    (theta,) = telling(lambda: (circle(rng, widest_at_zero=True),), exercise.variants(ring_birth))
    ask.given(theta=theta)
    ask.number("ring_birth(theta)", theta, want=ring_birth(theta))


@exercise.property(
    "the birth that the bars have, for angles of any number of turns",
    points=1,
    hint="sort the angles modulo 2π; the birth is the chord of the widest gap, 2 sin(gap / 2)",
)
def any_turn(ask, rng):
    (theta,) = telling(
        lambda: (circle(rng, n=11) + 2 * np.pi * rng.integers(-2, 3, size=11),),
        exercise.variants(ring_birth, but=(without_the_last,)),
    )
    ask.given(theta="11 angles, some below 0, some above 2π")
    ask.number("ring_birth(theta)", theta, want=birth_in_bars(theta))


@exercise.property(
    "right in the law",
    points=1,
    hint="the terms alternate in sign, and those with k · a above 1 are 0",
)
def the_law(ask, rng):
    n, a = telling(lambda: size_and_share(rng), exercise.variants(p_ring_seen))
    ask.given(n=n, a=a)
    ask.number("p_ring_seen(n, a)", n, a, want=p_ring_seen(n, a))


# ---- mistakes


@exercise.mistake("a gap forgotten: the one from the last angle round to the first, across 2π", of=ring_birth)
def without_the_last(theta):
    return 2 * np.sin(np.diff(np.sort(theta % (2 * np.pi))).max() / 2)


@exercise.mistake(
    "the arc in place of the chord: balls grow through the plane, and the edge is 2 sin(gap / 2) long",
    of=ring_birth,
)
def arc(theta):
    return 2 * np.arcsin(ring_birth(theta) / 2)


@exercise.mistake(
    "half of the chord: two balls of half the scale touch at their edge's length, and scale is that length",
    of=ring_birth,
)
def half(theta):
    return ring_birth(theta) / 2


@exercise.mistake("negative terms that were kept: 1 − ka is set to 0 where it is negative", of=p_ring_seen)
def negative_kept(n, a):
    return sum((-1) ** k * comb(n, k) * (1 - k * a) ** (n - 1) for k in range(n + 1))


@exercise.mistake("the power n: it is n − 1, since one point says where the circle begins", of=p_ring_seen)
def power_n(n, a):
    return sum((-1) ** k * comb(n, k) * max(1 - k * a, 0) ** n for k in range(n + 1))


@exercise.mistake(
    "the chance that some gap is wider: the sum begins with k = 0, whose term is 1", of=p_ring_seen
)
def from_one(n, a):
    return 1 - p_ring_seen(n, a)
