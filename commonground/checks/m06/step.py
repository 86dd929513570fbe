"""One step of training of an infinitely wide linear network, with weight decay."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="An infinite step",
    minutes=20,
    difficulty=3,
    hints=(
        "Write the step for W first: W minus η times its gradient, minus η times decay times W. Take W out: it is "
        "W times a square matrix S. Then form WᵀW/n.",
        "S = (1 − η·decay) I − ηM, and it is symmetric. From W ← WS follows G ← S G S.",
        "M of shape (d + C, d + C) has zeros in its two diagonal blocks, Rᵀ of shape (d, C) at the upper right and R "
        "of shape (C, d) at the lower left: `np.block([[np.zeros((d, d)), R.T], [R, np.zeros((C, C))]])`.",
    ),
)


def coupling(R, upper=True, lower=True):
    C, d = R.shape
    return np.block([[np.zeros((d, d)), upper * R.T], [lower * R, np.zeros((C, C))]])


@exercise.solution
def limit_step(G, R, eta, decay):
    """Return G (d + C, d + C) after a step with the output gradient R (C, d)."""
    C, d = R.shape
    M = np.block([[np.zeros((d, d)), R.T], [R, np.zeros((C, C))]])
    S = (1 - eta * decay) * np.eye(d + C) - eta * M
    return S @ G @ S


# ---- what a right answer does


def gram(rng, d, C, n):
    """Return the weights of a linear network of n units, side by side, in round numbers."""
    return np.round(rng.normal(size=(n, d + C)), 1)


def drawn(rng, d, C, n, decay):
    W, R = gram(rng, d, C, n), rng.integers(-4, 5, size=(C, d)) / 2
    return W.T @ W / n, R, 0.1, decay


@exercise.property(
    "right for an infinite network at its first step",
    points=1,
    hint="G is the identity before the first step; after it, G is S times S",
)
def at_the_start(ask, rng):
    def draw():
        return np.eye(3), rng.integers(-4, 5, size=(1, 2)) * 1.0, 0.1, 0.5

    G, R, eta, decay = telling(draw, exercise.variants())
    ask.given(G=G, R=R, eta=eta, decay=decay)
    ask.array("limit_step(G, R, eta, decay)", G, R, eta, decay, want=limit_step(G, R, eta, decay))


@exercise.property(
    "the Gram matrix of a real network after a real step",
    points=1,
    hint="take any W of shape (n, d + C), make the step W − η(WM + decay W), and compare WᵀW/n",
)
def of_a_real_network(ask, rng):
    G, R, eta, decay = telling(
        lambda: drawn(rng, 2, 2, 3, 0.0),
        [f for f in exercise.variants() if f not in (without_decay, decay_once)],
    )
    ask.given(G=np.round(G, 3), R=R, eta=eta, decay=decay)
    ask.array("limit_step(G, R, eta, decay)", G, R, eta, decay, want=limit_step(G, R, eta, decay))


@exercise.property(
    "right with weight decay", points=1, hint="decay shrinks W by 1 − η·decay, so it acts on both sides of G"
)
def with_decay(ask, rng):
    G, R, eta, decay = telling(lambda: drawn(rng, 3, 2, 5, 0.8), exercise.variants())
    ask.given(G="5 × 5, of a network of 5 units", R=R, eta=eta, decay=decay)
    ask.array("limit_step(G, R, eta, decay)", G, R, eta, decay, want=limit_step(G, R, eta, decay))


@exercise.property(
    "right after ten steps towards a target",
    points=1,
    hint="from step to step only G and R change; nothing may be remembered between calls",
)
def after_many_steps(ask, rng):
    d, C, eta, decay = 3, 2, 0.1, 0.1
    target, G = rng.normal(size=(C, d)), np.eye(d + C)
    ask.given(G="5 × 5, the identity at first", R="outputs − target, 2 × 3", eta=eta, decay=decay)
    for step in range(1, 11):
        R = G[d:, :d] - target
        want = limit_step(G, R, eta, decay)
        if step in (1, 10):
            ask.array("limit_step(G, R, eta, decay)", G, R, eta, decay, want=want)
        G = want


# ---- mistakes


@exercise.mistake(
    "S G, with S on one side alone: G = WᵀW/n has W twice. Multiply by S from the right as well"
)
def one_sided(G, R, eta, decay):
    return ((1 - eta * decay) * np.eye(len(G)) - eta * coupling(R)) @ G


@exercise.mistake("a step up the loss: W moves against its gradient. Mind the sign of η")
def wrong_way(G, R, eta, decay):
    return limit_step(G, -R, eta, decay)


@exercise.mistake("a step of V alone: M lacks the block that moves U. Put R into the lower left, too")
def no_lower_block(G, R, eta, decay):
    S = (1 - eta * decay) * np.eye(len(G)) - eta * coupling(R, lower=False)
    return S.T @ G @ S


@exercise.mistake("a step of U alone: M lacks the block that moves V. Put Rᵀ into the upper right, too")
def no_upper_block(G, R, eta, decay):
    S = (1 - eta * decay) * np.eye(len(G)) - eta * coupling(R, upper=False)
    return S.T @ G @ S


@exercise.mistake("a step without weight decay: W shrinks by 1 − η·decay before the gradient is taken off")
def without_decay(G, R, eta, decay):
    return limit_step(G, R, eta, 0.0)


@exercise.mistake("a decay that shrinks G once: W shrinks, and G holds W twice. Put 1 − η·decay into S")
def decay_once(G, R, eta, decay):
    return limit_step(G, R, eta, 0.0) - eta * decay * G
