"""An output scale and a learning rate with which one network stays lazy, and others with which it becomes rich."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.exercise import Exercise
from commonground.checks.m06.tangent import ntk
from commonground.checks.values import Wrong, as_number

exercise = Exercise(
    title="Lazy or rich, to order",
    kind="make",
    minutes=35,
    difficulty=3,
    hints=(
        "With a large $\\alpha$ a small move of the weights is enough to fit; with a small one they have to move far. "
        "How large, depends on the length of the stimuli and on $n$. You may draw weights and train in your function.",
        "Lazy: the outputs move as $\\dot f = -\\alpha^2 \\Theta (f - y)/m$, so that the rate must stay below "
        "$2m/(\\alpha^2 \\lambda)$ with the largest eigenvalue $\\lambda$ of $\\Theta$; half of that is good. $\\Theta$ is to be "
        "had from weights of your own: they all give nearly the same.",
        "With $s$ for the typical length of a stimulus: $\\alpha = 60/s$ is lazy, $\\alpha = 1/(s\\sqrt n)$ is rich. In the rich "
        "case the kernel grows on the way; a rate of $m s/(\\alpha\\lambda)$ is small enough and large enough.",
    ),
)


@exercise.solution
def tune(regime, X, y, n):
    """Return alpha, rate: output scale and learning rate for "lazy" or "rich".

    X (m, d) are stimuli, y (m,) the targets, n the width of the network.
    """
    rng = np.random.default_rng(0)
    W, v = rng.standard_normal((n, X.shape[1])), rng.standard_normal(n)
    Z = X @ W.T
    H, G = np.maximum(Z, 0), (Z > 0) * v
    kernel = (H @ H.T + (G @ G.T) * (X @ X.T)) / n
    top = np.linalg.eigvalsh(kernel)[-1] / len(X)
    length = np.sqrt((X**2).sum(axis=1).mean())
    if regime == "lazy":
        alpha = 60 / length
        return alpha, 1 / (alpha**2 * top)
    alpha = 1 / (length * np.sqrt(n))
    return alpha, length / (alpha * top)


# ---- the network, and its training

STEPS, FIT, STILL, FAR = 400, 0.25, 0.05, 0.8


def trained(rng, X, y, n, alpha, rate):
    """Return the share of the loss that is left, and by how much of itself the tangent kernel has changed."""
    W, v = rng.standard_normal((n, X.shape[1])), rng.standard_normal(n)
    start, before = np.maximum(X @ W.T, 0) @ v / np.sqrt(n), ntk(W, v, X)
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            Z = X @ W.T
            H = np.maximum(Z, 0)
            miss = alpha * (H @ v / np.sqrt(n) - start) - y
            step = rate * alpha * miss / (len(y) * np.sqrt(n))
            W, v = W - ((step[:, None] * (Z > 0)) * v).T @ X, v - H.T @ step
        left = alpha * (np.maximum(X @ W.T, 0) @ v / np.sqrt(n) - start) - y
        found = (left**2).mean() / (y**2).mean(), norm(ntk(W, v, X) - before) / norm(before)
    return [float(value) if np.isfinite(value) else 1e9 for value in found]


def task(rng, length, m=40, d=5):
    """Return stimuli of this length and targets that no linear function makes."""
    X = rng.standard_normal((m, d))
    X /= norm(X, axis=1, keepdims=True)
    y = np.tanh(3 * X[:, 0]) * np.sign(X[:, 1])
    return length * X, y


# ---- what a right answer does


def in_both(ask, rng, n, length):
    """Hold an answer to both regimes, in one world."""
    X, y = task(rng, length)
    for regime in ("lazy", "rich"):
        ask.given(X=f"40 stimuli of length {length:g}, 5 numbers each", y="40 targets")
        text = f'tune("{regime}", X, y, {n})'
        value = ask.value(text, regime, X, y, n)
        ask.judged.append(value)
        if not isinstance(value, list) or len(value) != 2:
            ask.unanswered("should be 2 numbers: `return alpha, rate`")
        try:
            alpha, rate = (as_number(part) for part in value)
        except Wrong as wrong:
            ask.unanswered(str(wrong))
        if min(alpha, rate) <= 0:
            ask.wrong("should be above zero, both")
        left, changed = trained(rng, X, y, n, alpha, rate)
        ask.show(f"share of the loss that is left after {STEPS} steps", left)
        if left > FIT:
            ask.wrong(
                f"should be at most {FIT}: " + ("the rate is too high" if left > 1 else "it has not learned")
            )
        ask.show("change of the tangent kernel, as a share of itself", changed)
        if regime == "lazy" and changed > STILL:
            ask.wrong(f"should be at most {STILL}: this is not lazy")
        if regime == "rich" and changed < FAR:
            ask.wrong(f"should be at least {FAR}: this is not rich")


@exercise.property(
    "right for stimuli of length one",
    points=1,
    hint="a large output scale makes a network lazy, a small one makes it rich; the rate must go along",
)
def of_length_one(ask, rng):
    in_both(ask, rng, int(rng.integers(250, 350)), 1.0)


@exercise.property(
    "right for long stimuli",
    points=1,
    hint="stimuli ten times as long make outputs ten times as large, and the kernel a hundred times",
)
def of_long_stimuli(ask, rng):
    in_both(ask, rng, int(rng.integers(250, 350)), 10.0)


@exercise.property(
    "right for a narrow network",
    points=1,
    hint="lazy is about scale: a network of 80 units can be as lazy as one of a thousand",
)
def narrow(ask, rng):
    in_both(ask, rng, 80, 3.0)


# ---- mistakes


@exercise.mistake(
    "an output scale of 1 in both regimes: the two differ in it and in nothing else. Raise it for lazy, lower it for rich"
)
def of_one_scale(regime, X, y, n):
    alpha, rate = tune("lazy", X, y, n)
    return 1.0, rate * alpha**2


@exercise.mistake(
    "the two regimes exchanged: where the outputs are multiplied by much, the weights move little"
)
def exchanged(regime, X, y, n):
    return tune("rich" if regime == "lazy" else "lazy", X, y, n)


@exercise.mistake("one rate whatever the output scale: the outputs feel it multiplied by α². Divide by that")
def one_rate(regime, X, y, n):
    alpha, _ = tune(regime, X, y, n)
    lazy, rate = tune("lazy", X, y, n)
    return alpha, rate * lazy**2


@exercise.mistake(
    "a rate of a thousandth of what is safe: in four hundred steps nothing has been learned. Come nearer to the edge"
)
def too_slow(regime, X, y, n):
    alpha, rate = tune(regime, X, y, n)
    return alpha, rate / 1000
