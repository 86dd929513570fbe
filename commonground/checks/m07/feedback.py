"""7.5: the backward pass of feedback alignment."""

from itertools import pairwise

import numpy as np

from commonground.checks.exercise import Exercise, Mistake, Property

NAMES = ("step1", "step2", "step3")


def feedback(X, Y, W1, W2, W3, B1, B2, *, wires=lambda W2, W3, B1, B2: (B1, B2), slope=lambda h: 1 - h**2):
    h1 = np.tanh(X @ W1)
    h2 = np.tanh(h1 @ W2)
    scores = h2 @ W3
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    e = Y - p / p.sum(axis=1, keepdims=True)
    B1, B2 = wires(W2, W3, B1, B2)
    second = (e @ B2) * slope(h2)
    first = (second @ B1) * slope(h1)
    return X.T @ first / len(X), h1.T @ second / len(X), h2.T @ e / len(X)


# ---- what a right answer does


def case(rng, n, sizes):
    X, Y = rng.standard_normal((n, sizes[0])), np.eye(sizes[3])[rng.integers(0, sizes[3], size=n)]
    W = [rng.standard_normal((a, b)) / np.sqrt(a) for a, b in pairwise(sizes)]
    B = [rng.standard_normal((b, a)) for a, b in pairwise(sizes[1:])]
    return X, Y, *W, *B


def right(n, sizes, *names):
    """Return a judge of these steps, on n stimuli and layers of these sizes."""

    def judge(ask, rng):
        given = case(rng, n, sizes)
        shapes = dict(zip(("X", "Y", "W1", "W2", "W3", "B1", "B2"), given, strict=True))
        ask.given(**{k: v if v.size <= 6 else f"an array of shape {v.shape}" for k, v in shapes.items()})
        want = dict(zip(NAMES, feedback(*given), strict=True))
        ask.parts("feedback(X, Y, W1, W2, W3, B1, B2)", *given, names=NAMES, want={k: want[k] for k in names})

    return judge


# ---- mistakes


def backprop(*given):
    return feedback(*given, wires=lambda W2, W3, B1, B2: (W2.T, W3.T))


def without_slopes(*given):
    return feedback(*given, slope=np.ones_like)


def uphill(*given):
    return tuple(-step for step in feedback(*given))


def summed(*given):
    return tuple(len(given[0]) * step for step in feedback(*given))


def half_way(*given):
    return feedback(*given, wires=lambda W2, W3, B1, B2: (B1, W3.T))


def no_softmax(X, Y, W1, W2, W3, B1, B2):
    h1 = np.tanh(X @ W1)
    h2 = np.tanh(h1 @ W2)
    e = Y - h2 @ W3
    second = (e @ B2) * (1 - h2**2)
    first = (second @ B1) * (1 - h1**2)
    return X.T @ first / len(X), h1.T @ second / len(X), h2.T @ e / len(X)


EXERCISE = Exercise(
    number="7.5",
    title="Feedback alignment",
    minutes=15,
    difficulty=2,
    solution={"feedback": feedback},
    properties=(
        Property(
            "right in the step of the readout",
            1,
            right(4, (3, 2, 3, 2), "step3"),
            "the readout needs no wires: h2ᵀ times the output error Y − p, over the number of stimuli",
        ),
        Property(
            "right in the step of the second layer",
            1,
            right(4, (3, 2, 3, 2), "step2", "step3"),
            "its error comes down through B2, times the slopes 1 − h2²",
        ),
        Property(
            "right in all steps, with layers of unequal size",
            2,
            right(9, (6, 5, 4, 3), *NAMES),
            "the error of the first layer is that of the second through B1, times the slopes 1 − h1²",
        ),
    ),
    hints=(
        "Write backpropagation first. Where does a transposed weight matrix appear in it, and how often?",
        "Twice: $W_3^\\top$ brings the output error to the second layer, $W_2^\\top$ from there to the first. Put $B_2$ and $B_1$ in their places. Nothing else changes.",
        "`e = Y - p`, `second = (e @ B2) * (1 - h2**2)`, `first = (second @ B1) * (1 - h1**2)`. A layer's step is its input, transposed, times its error, over `len(X)`.",
    ),
    mistakes=(
        Mistake(
            "backpropagation: the errors came down through the transposed weights. Use the wires B2 and B1",
            {"feedback": backprop},
        ),
        Mistake(
            "wires for the first layer alone: the second layer's error comes through B2, not the transposed W3",
            {"feedback": half_way},
        ),
        Mistake(
            "errors without the slopes of tanh: multiply what comes down by 1 − h² of the layer it comes to",
            {"feedback": without_slopes},
        ),
        Mistake(
            "steps uphill: the cost falls along Y − p. Change the sign",
            {"feedback": uphill},
        ),
        Mistake("sums over the stimuli: divide each step by their number", {"feedback": summed}),
        Mistake(
            "errors of a linear readout: the outputs are probabilities, so pass them through the softmax first",
            {"feedback": no_softmax},
        ),
    ),
)
