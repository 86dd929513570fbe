"""Two sets of three numbers that a code of two sums must confuse, as far apart as can be."""

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="One number too few",
    kind="make",
    minutes=25,
    difficulty=3,
    hints=(
        "Three numbers of one sum lie in a plane of space; of one sum of squares, on a sphere. Where both are "
        "kept, a circle is left. On it the third sum is free.",
        "The centre of the circle is $(m, m, m)$ with the mean $m$. The points of the circle are $m$ plus "
        "$r\\sqrt{2/3}\\,\\cos(\\theta + 2\\pi k/3)$ for $k = 0, 1, 2$, with $r^2 = \\sum (x_i - m)^2$.",
        "On the circle $\\sum x^3$ is a constant plus a multiple of $\\cos 3\\theta$, so its extremes are at "
        "$\\theta = 0$ and at $\\theta = \\pi$: two numbers alike and one apart, below or above. Take the one whose "
        "sum of cubes is further from that of x.",
    ),
)


@exercise.solution
def furthest_twin(x):
    """Return three numbers (3,) with sum and sum of squares of x (3,), not of cubes.

    Their sum of cubes differs from that of x as much as it can.
    """
    mean = x.mean()
    r = np.sqrt(((x - mean) ** 2).sum())
    wave = r * np.sqrt(2 / 3) * np.cos(2 * np.pi * np.arange(3) / 3)
    ends = [mean + wave, mean - wave]
    return max(ends, key=lambda y: abs((y**3).sum() - (x**3).sum()))


# ---- what a right answer does


def drawn(rng, middle):
    """Return three different numbers with this mean, of which one end of the circle is clearly further."""
    while True:
        x = np.round(rng.uniform(-3, 3, size=3), 1)
        x = np.round(x - x.mean() + middle, 2)
        ends = [abs((y**3).sum() - (x**3).sum()) for y in (furthest_twin(x), 2 * x.mean() - furthest_twin(x))]
        if np.diff(np.sort(x)).min() > 0.4 and ends[0] > 1.3 * ends[1] and ends[1] > 0.5:
            return x


def twins(ask, rng, middle):
    """Hold an answer's set to what it must share with x and to what it must not."""
    for _ in range(2):
        x = drawn(rng, middle)
        ask.given(x=x)
        value = ask.value("furthest_twin(x)", x)
        ask.judged.append(np.sort(value) if isinstance(value, np.ndarray) and value.shape == (3,) else value)
        try:
            y = as_array(value, (3,))
        except Wrong as wrong:
            if not isinstance(value, np.ndarray):
                ask.unanswered(str(wrong))
            ask.wrong(str(wrong))
        for name, power in (("sum", 1), ("sum of squares", 2)):
            ask.show(f"{name} of it less that of x", float((y**power).sum() - (x**power).sum()))
            if abs((y**power).sum() - (x**power).sum()) > 1e-6 * max(1, (np.abs(x) ** power).sum()):
                ask.wrong("should be 0: the code must not tell them apart")
        most = abs((furthest_twin(x) ** 3).sum() - (x**3).sum())
        apart = abs((y**3).sum() - (x**3).sum())
        ask.show("difference of the sums of cubes", float(apart))
        if apart < 0.999 * most:
            ask.wrong(f"should be {most:.3f}, the largest that there is")


@exercise.property(
    "right for sets around zero",
    points=2,
    hint="keep the sum and the sum of squares and go round the circle that is left",
)
def around_zero(ask, rng):
    twins(ask, rng, 0.0)


@exercise.property(
    "right for sets elsewhere",
    points=1,
    hint="the circle's centre is the mean, three times: add it at the end",
)
def elsewhere(ask, rng):
    twins(ask, rng, float(rng.integers(2, 5)))


@exercise.property(
    "right for sets below zero",
    points=1,
    hint="there are two extremes, and either may be the further one: compare both with x",
)
def below_zero(ask, rng):
    twins(ask, rng, -float(rng.integers(2, 5)))


# ---- mistakes


@exercise.mistake(
    "the set x itself, in another order: its sum of cubes is that of x, too. Go round the circle"
)
def reordered(x):
    return x[::-1]


@exercise.mistake(
    "the mirror image of x in its mean: it keeps both sums, and there is a set whose cubes differ more"
)
def mirrored(x):
    return 2 * x.mean() - x


@exercise.mistake(
    "the nearer of the two extremes: compare the sum of cubes of both with that of x, and take the further one"
)
def nearer(x):
    return 2 * x.mean() - furthest_twin(x)


@exercise.mistake("a set with the sum of x alone: its spread is another. Keep the sum of squares as well")
def same_sum(x):
    return x.mean() + 2 * (x - x.mean())
