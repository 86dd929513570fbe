"""A kernel layer on uneven points of a ring, and a function moved to another grid."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Blind to the grid",
    minutes=20,
    difficulty=2,
    hints=(
        "Each point stands for half of the gap to its left and half of the gap to its right. On a ring the first point "
        "has a left neighbour, too. For the other grid, think of the amplitudes of the frequencies.",
        "`np.roll(x, -1) - np.roll(x, 1)` has both neighbours' distance for every point, but for a full turn at the "
        "seam: `% 1` mends that.",
        "`np.fft.irfft(np.fft.rfft(v), n)` cuts or fills the list of frequencies and goes back to n points. NumPy's "
        "amplitudes grow with the number of points: multiply by n / len(v).",
    ),
)


@exercise.solution
def kernel_layer(v, x, K):
    """Return the integral of K(x_i, y) v(y) over the ring, (n,), from samples at x."""
    q = (np.roll(x, -1) - np.roll(x, 1)) % 1 / 2
    return K @ (q * v)


@exercise.solution
def resample(v, n):
    """Return at n even points of the ring the function that v has sampled at len(v)."""
    return np.fft.irfft(np.fft.rfft(v), n) * n / len(v)


# ---- what a right answer does


def ring(rng, n):
    """Return values, uneven points in order and a kernel, such that no weight is a negligible one."""
    x = (np.arange(n) + rng.uniform(0.1, 0.9, size=n)) / n
    return np.round(rng.normal(size=n), 2), np.round(x, 3), np.round(rng.normal(size=(n, n)), 2)


def wave(rng, n, most):
    """Return n samples of a wave with frequencies up to ``most``, and the wave as a function."""
    k = np.arange(1, most + 1)[:, None]
    a, b = rng.normal(size=(2, most))

    def at(x):
        return 1 + a @ np.cos(2 * np.pi * k * x) + b @ np.sin(2 * np.pi * k * x)

    return at(np.arange(n) / n), at


@exercise.property(
    "right on uneven points",
    points=2,
    hint="a point counts for half the distance between its two neighbours, round the ring",
)
def on_uneven_points(ask, rng):
    v, x, K = telling(lambda: ring(rng, 4), exercise.variants(kernel_layer))
    ask.given(v=v, x=x, K=K)
    ask.array("kernel_layer(v, x, K)", v, x, K, want=kernel_layer(v, x, K))


@exercise.property(
    "right on even points, wherever the first one is",
    points=1,
    hint="all weights are 1/n there, those at the seam as well",
)
def on_even_points(ask, rng):
    v, _, K = ring(rng, 6)
    x = np.round(rng.uniform(0.01, 0.15), 2) + np.arange(6) / 6
    ask.given(v=v, x=x, K="6 × 6")
    ask.array("kernel_layer(v, x, K)", v, x, K, want=K @ v / 6)


@exercise.property(
    "able to see a wave on a finer grid",
    points=1,
    hint="the same amplitudes, more points; a wave of one number stays that number",
)
def on_a_finer_grid(ask, rng):
    v, at = wave(rng, 8, 3)
    n = int(rng.integers(11, 20))
    v, n = telling(lambda: (v, n), exercise.variants(resample))
    ask.given(v=v, n=n)
    ask.array("resample(v, n)", v, n, want=at(np.arange(n) / n))


@exercise.property(
    "able to see it on a coarser one",
    points=1,
    hint="leave out the frequencies that are not there; what stays must not change its size",
)
def on_a_coarser_grid(ask, rng):
    v, at = wave(rng, 24, 2)
    n = int(rng.choice([7, 9, 10]))  # on 8 of 24 points straight lines are right, too
    v, n = telling(lambda: (v, n), exercise.variants(resample))
    ask.given(v="24 samples", n=n)
    ask.array("resample(v, n)", v, n, want=at(np.arange(n) / n))


# ---- mistakes


@exercise.mistake(
    "a sum in which every point counts 1/n: points that stand close would count double", of=kernel_layer
)
def evenly(v, x, K):
    return K @ v / len(v)


@exercise.mistake(
    "a sum in which the gap across the seam is lost: on a ring the last point has the first one as its neighbour",
    of=kernel_layer,
)
def without_the_seam(v, x, K):
    gaps = np.diff(x)
    q = (np.r_[gaps, 0] + np.r_[0, gaps]) / 2
    return K @ (q * v)


@exercise.mistake(
    "a sum in which a point counts for the whole gap to its right: take half of it, and half of the one to its left",
    of=kernel_layer,
)
def to_the_right(v, x, K):
    return K @ ((np.roll(x, -1) - x) % 1 * v)


@exercise.mistake("a sum without weights: it grows with the number of points", of=kernel_layer)
def unweighted(v, x, K):
    return K @ v


@exercise.mistake(
    "a wave whose size has changed: NumPy's amplitudes grow with the number of points. Multiply by n / len(v)",
    of=resample,
)
def unscaled(v, n):
    return np.fft.irfft(np.fft.rfft(v), n)


@exercise.mistake(
    "a wave on a grid that holds its end point twice: on a ring 0 and 1 are one point. Divide by n, not by n − 1",
    of=resample,
)
def with_both_ends(v, n):
    k, a = np.arange(len(v) // 2 + 1), np.fft.rfft(v) / len(v)
    x = np.linspace(0, 1, n)[:, None]
    return (np.exp(2j * np.pi * x * k) @ (a * np.where(k == 0, 1, 2))).real


@exercise.mistake(
    "a wave made of straight lines between the samples: a wave is its frequencies. Go by way of np.fft.rfft",
    of=resample,
)
def straight(v, n):
    return np.interp(np.arange(n) / n, np.arange(len(v) + 1) / len(v), np.r_[v, v[0]])
