"""Three units that free a disk from the ring around it."""

import numpy as np

from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Free the disk",
    kind="make",
    minutes=30,
    difficulty=3,
    hints=(
        "Two units cannot do it, as the lesson shows. A ReLU unit is flat on one side of a line. Put three "
        "lines round the disk so that every unit is flat on it: what is their sum on the ring?",
        "Three lines that touch the disk make a triangle round it. Its corners are twice as far out as its "
        "sides: if the ring is further out than that, some unit is above zero everywhere on it.",
        "Unit k: $\\max(u_k \\cdot z - r, 0)$ with $u_k$ at 0°, 120° and 240°, $z$ the point less the centre, "
        "in coordinates in which the disk is round, and $r$ a little more than the disk's radius. To make "
        "it round: with the disk's covariance $C = LL^\\top$, $z = L^{-1}(x - m)$.",
    ),
)


@exercise.solution
def free(X, y):
    """Return W (3, 2), b (3,), v (3,), c: v · max(Wx + b, 0) + c > 0 on the ring only.

    X (n, 2) are points, y (n,) is 0 on the disk and 1 on the ring.
    """
    disk = X[y == 0]
    centre = disk.mean(axis=0)
    round_ = np.linalg.inv(np.linalg.cholesky(np.cov(disk.T)))
    radius = np.linalg.norm((disk - centre) @ round_.T, axis=1).max()
    angle = 2 * np.pi * np.arange(3) / 3
    W = np.stack([np.cos(angle), np.sin(angle)], axis=1) @ round_
    return W, -W @ centre - 1.05 * radius, np.ones(3), -1e-9


# ---- disks in rings


def world(rng, *, size=1.0, centre=(0, 0), stretch=1.0):
    """Return a function that draws n points, half on a disk, half on the ring around it."""
    turn = rotation(rng, 2)
    shape = size * rng.uniform(0.8, 1.2) * np.diag([stretch, 1]) @ turn

    def points(n):
        y = rng.permutation(np.arange(n) % 2)
        radius = np.where(y == 0, np.sqrt(rng.uniform(0, 1, n)), rng.uniform(2.6, 3.4, n))
        angle = rng.uniform(0, 2 * np.pi, n)
        return (radius * np.stack([np.cos(angle), np.sin(angle)])).T @ shape + centre, y

    return points


def opposite(rng):
    """Return two centres far apart: what is right around one hardly suits the other."""
    centre = 8 * rotation(rng, 2)[0]
    return centre, -centre


# ---- what a right answer does

SHAPES = {"W": (3, 2), "b": (3,), "v": (3,), "c": ()}


def freed(ask, rng, **how):
    """Hold an answer's three units to points that they were not made from."""
    points = world(rng, **how)
    (X, y), (fresh, truth) = points(400), points(1000)
    ask.given(X="400 points in the plane", y="0 on the disk, 1 on the ring")
    value = ask.value("free(X, y)", X, y)
    ask.judged.append(value)
    if not isinstance(value, list) or len(value) != 4:
        ask.unanswered("should be 4 values: `return W, b, v, c`")
    parts = []
    for (name, shape), part in zip(SHAPES.items(), value, strict=True):
        try:
            parts.append(as_array(part, shape) if shape else as_array([part], (1,))[0])
        except Wrong as wrong:
            ask.wrong(f"{name}: {wrong}")
    W, b, v, c = parts
    above = np.maximum(fresh @ W.T + b, 0) @ v + c > 0
    for name, which in (("disk", truth == 0), ("ring", truth == 1)):
        right = float((above[which] == truth[which]).mean())
        ask.show(f"share of fresh points of the {name} on the right side", right)
        if right < 0.98:
            ask.wrong("should be at least 0.98")


@exercise.property(
    "able to free a disk around the origin, whatever its size",
    points=1,
    hint="let all three units be zero on the disk, and at least one above zero everywhere on the ring",
)
def at_the_origin(ask, rng):
    for size in rng.permutation([0.2, 5.0]):
        freed(ask, rng, size=size)


@exercise.property(
    "able to free a disk that lies elsewhere",
    points=1,
    hint="subtract the centre, W(x − m) = Wx − Wm: the second part goes into b",
)
def elsewhere(ask, rng):
    for centre in opposite(rng):
        freed(ask, rng, centre=centre)


@exercise.property(
    "able to free a disk that is stretched and turned",
    points=1,
    hint="find the coordinates in which the disk is round, from its covariance, and multiply W by them",
)
def stretched(ask, rng):
    for centre in opposite(rng):
        freed(ask, rng, centre=centre, stretch=5)


# ---- mistakes


@exercise.mistake(
    "two units and an idle one: two lines leave a way out between them, and the ring goes through it. Use all three"
)
def two_units(X, y):
    W, b, v, c = free(X, y)
    return W, b, v * [1, 1, 0], c


@exercise.mistake(
    "three lines through the middle of the disk: the units answer on the disk as they do on the ring. Move the "
    "lines out to its edge"
)
def through_the_middle(X, y):
    W, _b, v, c = free(X, y)
    return W, -W @ X[y == 0].mean(axis=0), v, c


@exercise.mistake(
    "three lines that all lie on one side: the far side of the ring sees none of them. Spread them over the whole "
    "circle, 120° apart"
)
def on_one_side(X, y):
    W, _b, v, c = free(X, y)
    centre = X[y == 0].mean(axis=0)
    angle = np.pi / 6 * np.arange(3)
    W = np.stack([np.cos(angle), np.sin(angle)], axis=1) * np.linalg.norm(W, axis=1)[:, None]
    edge = ((X[y == 0] - centre) @ W.T).max(axis=0)
    return W, -W @ centre - edge, v, c


@exercise.mistake("the right units and the sides exchanged: the sum must be above zero on the ring")
def exchanged(X, y):
    W, b, v, c = free(X, y)
    return W, b, -v, -c
