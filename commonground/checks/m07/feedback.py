"""The backward pass of feedback alignment."""

from itertools import pairwise

import numpy as np

from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Feedback alignment",
    minutes=15,
    difficulty=2,
    hints=(
        "Write backpropagation first. Where does a transposed weight matrix appear in it, and how often?",
        "Twice: $W_3^\\top$ brings the output error to the second layer, $W_2^\\top$ from there to the "
        "first. Put $B_2$ and $B_1$ in their places. Nothing else changes.",
        "`e = Y - p`, `second = (e @ B2) * (1 - h2**2)`, `first = (second @ B1) * (1 - h1**2)`. A "
        "layer's step is its input, transposed, times its error, over `len(X)`.",
    ),
)


@exercise.solution
def feedback(X, Y, W1, W2, W3, B1, B2):
    """Return the steps of W1, W2 and W3 by feedback alignment."""
    h1 = np.tanh(X @ W1)
    h2 = np.tanh(h1 @ W2)
    p = np.exp(h2 @ W3)
    e = Y - p / p.sum(axis=1, keepdims=True)
    second = (e @ B2) * (1 - h2**2)
    first = (second @ B1) * (1 - h1**2)
    return X.T @ first / len(X), h1.T @ second / len(X), h2.T @ e / len(X)


# ---- what a right answer does

NAMES = ("step1", "step2", "step3")


def case(rng, n, sizes):
    X, Y = rng.standard_normal((n, sizes[0])), np.eye(sizes[3])[rng.integers(0, sizes[3], size=n)]
    W = [rng.standard_normal((a, b)) / np.sqrt(a) for a, b in pairwise(sizes)]
    B = [rng.standard_normal((b, a)) for a, b in pairwise(sizes[1:])]
    return X, Y, *W, *B


def right(ask, rng, n, sizes, *names):
    """Hold these steps of an answer, on n stimuli and layers of these sizes."""
    given = case(rng, n, sizes)
    shapes = dict(zip(("X", "Y", "W1", "W2", "W3", "B1", "B2"), given, strict=True))
    ask.given(**{k: v if v.size <= 6 else f"an array of shape {v.shape}" for k, v in shapes.items()})
    want = dict(zip(NAMES, feedback(*given), strict=True))
    ask.parts("feedback(X, Y, W1, W2, W3, B1, B2)", *given, names=NAMES, want={k: want[k] for k in names})


@exercise.property(
    "right in the step of the readout",
    points=1,
    hint="the readout needs no wires: h2ᵀ times the output error Y − p, over the number of stimuli",
)
def last_step(ask, rng):
    right(ask, rng, 4, (3, 2, 3, 2), "step3")


@exercise.property(
    "right in the step of the second layer",
    points=1,
    hint="its error comes down through B2, times the slopes 1 − h2²",
)
def last_two_steps(ask, rng):
    right(ask, rng, 4, (3, 2, 3, 2), "step2", "step3")


@exercise.property(
    "right in all steps, with layers of unequal size",
    points=2,
    hint="the error of the first layer is that of the second through B1, times the slopes 1 − h1²",
)
def all_steps(ask, rng):
    right(ask, rng, 9, (6, 5, 4, 3), *NAMES)


# ---- mistakes


@exercise.mistake(
    "backpropagation: the errors came down through the transposed weights. Use the wires B2 and B1"
)
def backprop(X, Y, W1, W2, W3, B1, B2):
    return feedback(X, Y, W1, W2, W3, W2.T, W3.T)


@exercise.mistake(
    "errors without the slopes of tanh: multiply what comes down by 1 − h² of the layer it comes to"
)
def without_slopes(X, Y, W1, W2, W3, B1, B2):
    h1 = np.tanh(X @ W1)
    h2 = np.tanh(h1 @ W2)
    p = np.exp(h2 @ W3)
    e = Y - p / p.sum(axis=1, keepdims=True)
    second = e @ B2
    first = second @ B1
    return X.T @ first / len(X), h1.T @ second / len(X), h2.T @ e / len(X)


@exercise.mistake("steps uphill: the cost falls along Y − p. Change the sign")
def uphill(*given):
    return tuple(-step for step in feedback(*given))


@exercise.mistake("sums over the stimuli: divide each step by their number")
def summed(*given):
    return tuple(len(given[0]) * step for step in feedback(*given))


@exercise.mistake(
    "wires for the first layer alone: the second layer's error comes through B2, not the transposed W3"
)
def half_way(X, Y, W1, W2, W3, B1, B2):
    return feedback(X, Y, W1, W2, W3, B1, W3.T)


@exercise.mistake(
    "errors of a linear readout: the outputs are probabilities, so pass them through the softmax first"
)
def no_softmax(X, Y, W1, W2, W3, B1, B2):
    h1 = np.tanh(X @ W1)
    h2 = np.tanh(h1 @ W2)
    e = Y - h2 @ W3
    second = (e @ B2) * (1 - h2**2)
    first = (second @ B1) * (1 - h1**2)
    return X.T @ first / len(X), h1.T @ second / len(X), h2.T @ e / len(X)
