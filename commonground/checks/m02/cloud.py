"""A cloud with as many directions, and as many coordinates, as you are asked for."""

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.m02.directions import participation_ratio
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="A cloud to order",
    kind="make",
    minutes=30,
    difficulty=3,
    hints=(
        "Coordinates are what you draw at random, as many as are asked for; directions are what you make "
        "of them. A cosine of a coordinate is a new direction, and no new coordinate.",
        "More directions than coordinates: cosines and sines of $k u$ for several $k$, each with the same "
        "variance, as in the lesson's knot. Fewer: make one of the coordinates longer than the others.",
        "To hit a ratio that is no whole number, scale a group of columns by $s$ and find $s$ by halving an "
        "interval: compute the ratio of the table for the middle, keep the half in which yours lies.",
    ),
)


def ratio(X):
    """Return the participation ratio of X."""
    s = np.linalg.svd(X - X.mean(axis=0), compute_uv=False) ** 2
    return s.sum() ** 2 / (s**2).sum()


@exercise.solution
def cloud(directions, coordinates, n):
    """Return X (n, p): participation ratio ``directions``, ``coordinates`` by TwoNN."""
    rng = np.random.default_rng(0)
    u = rng.uniform(0, 1, size=(n, coordinates))
    X, loud = u, 1  # one long side: fewer directions than coordinates
    if directions > coordinates:  # waves make more
        waves = int(np.ceil(directions / 2 / coordinates)) + 1
        angles = [2 * np.pi * k * u for k in range(1, waves + 1)]
        X = np.hstack([wave(a) for a in angles for wave in (np.cos, np.sin)])
        loud = 2 * coordinates
    low, high = 0.0, 1.0
    for _ in range(50):
        s = (low + high) / 2
        scaled = X * np.where(np.arange(X.shape[1]) < loud, 1, s)
        low, high = (s, high) if ratio(scaled) < directions else (low, s)
    return scaled


# ---- the two numbers


def intrinsic(X):
    """Return the intrinsic dimension by the lesson's TwoNN: maximum likelihood."""
    squares = (X**2).sum(axis=1)
    far = squares[:, None] + squares[None] - 2 * X @ X.T
    np.fill_diagonal(far, np.inf)
    first, second = np.sqrt(np.maximum(np.partition(far, (0, 1), axis=1)[:, :2], 1e-300)).T
    return float(1 / np.log(second / first).mean())


# ---- what a right answer does


def ordered(ask, orders):
    """Hold an answer's clouds to the two numbers of each order."""
    for directions, coordinates, n in orders:
        ask.given()
        text = f"cloud({directions}, {coordinates}, {n})"
        value = ask.value(text, directions, coordinates, n)
        ask.judged.append(value)
        if not isinstance(value, np.ndarray) or value.ndim != 2 or len(value) != n:
            ask.unanswered(f"should be a table of {n} rows, one for each point")
        if not 1 <= value.shape[1] <= 60:
            ask.wrong(f"{value.shape[1]} columns: take 1 to 60")
        try:
            X = as_array(value, value.shape)
        except Wrong as wrong:
            ask.wrong(str(wrong))
        if len(np.unique(X, axis=0)) < n:
            ask.wrong("should be different points: here two are the same")
        for name, found, want, slack in (
            ("participation ratio", participation_ratio(X), directions, 0.05),
            ("intrinsic dimension, by TwoNN,", intrinsic(X), coordinates, 0.25),
        ):
            ask.show(f"{name} of {text}", found)
            if abs(found - want) > slack * want:
                ask.wrong(f"should be {want}, to {slack:.0%}")


@exercise.property(
    "right where there are more directions than coordinates",
    points=1,
    hint="crumple: let several columns be different waves of one coordinate",
)
def crumpled(ask, rng):
    ordered(ask, [(round(rng.uniform(4, 8), 1), 1, 500), (round(rng.uniform(5, 7), 1), 2, 800)])


@exercise.property(
    "right where there are fewer directions than coordinates",
    points=1,
    hint="a coordinate may be short and still be there: neighbours see it, variance does not",
)
def stretched(ask, rng):
    ordered(ask, [(round(rng.uniform(1.3, 1.5), 2), 2, 800), (round(rng.uniform(1.5, 2), 2), 3, 1000)])


@exercise.property(
    "right for orders of both kinds",
    points=1,
    hint="two numbers, two means: how many coordinates are drawn, and how loud each column is",
)
def of_both_kinds(ask, rng):
    ordered(ask, [(round(rng.uniform(1.3, 1.6), 2), 2, 700), (round(rng.uniform(3, 6), 1), 1, 600)])


# ---- mistakes


@exercise.mistake(
    "a cloud of as many independent columns as directions: each is a coordinate of its own. Draw fewer, and make "
    "the other columns of them"
)
def independent(directions, coordinates, n):
    X = np.random.default_rng(1).normal(size=(n, int(np.ceil(directions))))
    return X


@exercise.mistake(
    "a cloud of the right coordinates, all equally loud: its directions are as many. Make waves of them, or stretch one"
)
def only_coordinates(directions, coordinates, n):
    return np.random.default_rng(1).uniform(size=(n, coordinates))


@exercise.mistake(
    "the right cloud with noise on every column: noise is a coordinate in each. Leave it out, or make it far "
    "smaller than the distance of neighbours"
)
def noisy(directions, coordinates, n):
    X = cloud(directions, coordinates, n)
    X = np.hstack([X, np.zeros((n, 12 - min(12, X.shape[1])))])
    return X + 0.05 * X.std() * np.random.default_rng(1).standard_normal(X.shape)


@exercise.mistake(
    "the two numbers exchanged: the first is the number of directions, the second that of coordinates"
)
def exchanged(directions, coordinates, n):
    return cloud(max(float(coordinates), 1.1), max(round(directions), 1), n)
