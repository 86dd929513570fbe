"""A network trained by equilibrium propagation."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Learn by nudges",
    minutes=40,
    difficulty=3,
    kind="make",
    hints=(
        "One step of training is {exercise}`nudge` with a second update beside it. Which two ends does a connection from an "
        "input to a unit see?",
        "Let `up` and `down` be the rates settled under $+\\beta$ and $-\\beta$. The units moved by "
        "`(up - down) / (2 * beta)`. For U this meets the inputs, `moved.T @ X / n`; for W take the change of $r r^\\top$.",
        "Some 300 steps with $\\beta = 0.3$, a rate of 2 for U and 0.1 for W, both falling to 0 by the end. Ten half steps "
        "are enough to settle if each settling starts where the last one ended. Leave the diagonal of W alone.",
    ),
)


def rest(W, drive, target, pull, r, count):
    """Return the rates after so many half steps, outputs pulled to their targets."""
    k = target.shape[1]
    for _ in range(count):
        current = r @ W.T + drive
        current[:, -k:] += pull * (target - r[:, -k:])
        r = (r + np.tanh(current)) / 2
    return r


@exercise.solution
def learn_by_nudges(X, T, W, U):
    """Return W (n, n), symmetric, and U (n, d) after training on X (s, d), T (s, k)."""
    beta, free = 0.3, np.zeros((len(X), len(W)))
    for rate in np.linspace(1, 0, 300):
        drive = X @ U.T
        free = rest(W, drive, T, 0.0, free, 10)
        up, down = (rest(W, drive, T, pull, free, 10) for pull in (beta, -beta))
        moved = (up - down) / (2 * beta * len(X))
        change = (up.T @ up - down.T @ down) / (2 * beta * len(X))
        U = U + 2.0 * rate * moved.T @ X
        W = W + 0.1 * rate * (change - np.diag(np.diag(change)))
    return W, U


# ---- what a right answer does


def beginning(rng, n, outputs, inputs):
    """Return weak symmetric connections, and input weights so small that the hidden units do not fold yet."""
    W = rng.standard_normal((n, n))
    W = (W + W.T) * (1 - np.eye(n))
    U = 0.3 * rng.standard_normal((n, inputs))
    U[-outputs:] = 0
    return 0.5 * W / norm(W, 2), U


def corners(*_, flip):
    """Return four stimuli of which no line parts the two classes."""
    Z = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    return np.c_[Z, np.ones(4)], (Z.prod(axis=1) > 0).astype(int) ^ flip


def quarters(rng, count, turn, *, flip):
    """Return stimuli (count, 3), the last input 1, and classes: two opposite quarters of the plane, or the others."""
    a, b = (rng.choice([-1, 1], size=count) * rng.uniform(0.5, 2, size=count) for _ in range(2))
    c, s = np.cos(turn), np.sin(turn)
    return np.c_[a * c + b * s, b * c - a * s, np.ones(count)], (a * b > 0).astype(int) ^ flip


def rings(rng, count, _, *, flip):
    """Return stimuli on three rings, and their classes from the inside out, or from the outside in."""
    y = rng.integers(3, size=count)
    angle = rng.uniform(0, 2 * np.pi, size=count)
    Z = (0.3 + 1.1 * y + rng.uniform(-0.2, 0.2, size=count)) * np.array([np.cos(angle), np.sin(angle)])
    return np.c_[Z.T, np.ones(count)], 2 - y if flip else y


def read(W, U, X, outputs):
    """Return the output that settles highest for each stimulus, from rest, by steps that do not overshoot."""
    drive, step = X @ U.T, 1 / (1 + norm(W, 2))
    r = np.zeros_like(drive)
    for _ in range(200):
        r = r + step * (np.tanh(r @ W.T + drive) - r)
    return r[:, -outputs:].argmax(axis=1)


def taught(ask, rng, task, units, count, outputs, least):
    """Hold an answer on a task, and on its opposite, so that nothing is right for both."""
    turn = rng.uniform(0, np.pi / 2)
    for flip in (0, 1):
        X, y = task(rng, count, turn, flip=flip)
        T = np.where(np.eye(outputs)[y] > 0, 0.6, -0.6)
        W, U = beginning(rng, units, outputs, 3)
        V, A = learnt(ask, X, T, W, U)
        before, after = (((read(*pair, X, outputs) == y).mean()) for pair in ((W, U), (V, A)))
        ask.judged.append(way(V, A, U, outputs, after < before))
        ask.show("‖W − Wᵀ‖ / ‖W‖", norm(V - V.T) / max(norm(V), 1e-300))
        if norm(V - V.T) > 1e-6 * norm(V):
            ask.wrong("should be 0: only a symmetric W tells each unit its error")
        Z, z = task(rng, 600, turn, flip=flip)
        share = float((read(V, A, Z, outputs) == z).mean())
        ask.show("share of fresh stimuli that the outputs settle right", share)
        if share < least:
            ask.wrong(f"should be {least} or more")


def learnt(ask, X, T, W, U):
    """Return what came back from training, or say what is wrong with it."""
    ask.given(**{name: f"{len(M)} × {M.shape[1]}" for name, M in zip("XTWU", (X, T, W, U), strict=True)})
    value = ask.value("learn_by_nudges(X, T, W, U)", X, T, W, U)
    if not isinstance(value, list) or len(value) != 2:
        ask.judged.append(value)
        ask.unanswered("should be 2 values: `return W, U`")
    parts = []
    for name, part, begun in zip("WU", value, (W, U), strict=True):
        try:
            parts.append(as_array(part, begun.shape))
        except Wrong as wrong:
            ask.judged.append(value)
            ask.unanswered(f"{name}: {wrong}")
    return parts


def way(V, A, U, outputs, worse):
    """Return by what it did an answer is known, whatever its numbers are."""
    if norm(V - V.T) > 1e-6 * norm(V):
        return "lopsided"
    if np.allclose(A[:-outputs], U[:-outputs]):
        return "hidden units as they were"
    if norm(A - U) < 0.3 * norm(U):
        return "hardly moved"
    return "unlearnt" if worse else "learnt"


@exercise.property(
    "able to learn four corners that no line parts",
    points=1,
    hint="hidden units must learn as well: every unit moves under the nudge, and by its own error",
)
def four_corners(ask, rng):
    taught(ask, rng, corners, 10, 4, 2, 1.0)


@exercise.property(
    "able to learn opposite quarters of a plane, and to read fresh stimuli",
    points=2,
    hint="update U by how far the units moved, times the inputs, and W by the change of r rᵀ; a few hundred steps",
)
def opposite_quarters(ask, rng):
    taught(ask, rng, quarters, 24, 120, 2, 0.85)


@exercise.property(
    "able to learn three rings",
    points=1,
    hint="three outputs, as target.shape[1] says: pull those, and no others",
)
def three_rings(ask, rng):
    taught(ask, rng, rings, 24, 180, 3, 0.6)  # hidden units that learn nothing reach .56


# ---- mistakes


def steps(X, T, W, U, *, sign=1, hidden=True, paired=True, divided=True, count=100):
    """Train as the solution does, for fewer steps, with one thing done another way."""
    beta, free, k = 0.3, np.zeros((len(X), len(W))), T.shape[1]
    for _ in range(count):
        drive = X @ U.T
        free = rest(W, drive, T, 0.0, free, 10)
        up, down = (rest(W, drive, T, pull, free, 10) for pull in (beta, -beta))
        moved = sign * (up - down) / (2 * beta * len(X) if divided else 1000 * len(X))
        change = moved.T @ free if not paired else moved.T @ free + free.T @ moved
        if not hidden:
            moved, change = moved * (np.arange(len(W)) >= len(W) - k), 0 * change
        U, W = U + moved.T @ X, W + 0.05 * change
    return W, U


@exercise.mistake(
    "a network that lost its symmetry: each pair of connections gets the same update, δ rᵀ + r δᵀ, or the change of r rᵀ"
)
def each_way_alone(X, T, W, U):
    return steps(X, T, W, U, paired=False, count=30)


@exercise.mistake(
    "outputs that learn, and hidden units that do not: the nudge moves every unit, and each by its own error"
)
def outputs_alone(X, T, W, U):
    return steps(X, T, W, U, hidden=False)


@exercise.mistake("training uphill: step from the state pulled away to the state pulled towards the target")
def uphill(X, T, W, U):
    return steps(X, T, W, U, sign=-1, count=40)


@exercise.mistake(
    "steps so small that nothing was learnt: the two states are near each other. Divide by 2β, and take more steps"
)
def hardly(X, T, W, U):
    return steps(X, T, W, U, divided=False, count=40)
