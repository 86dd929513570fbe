"""Forward weights and feedback wires that meet because both decay."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Kolen–Pollack",
    minutes=15,
    difficulty=2,
    hints=(
        "Both connections see the same two units, and so can have the same update. What is the one "
        "thing that makes them forget how they began?",
        "The decay. In each step `W = (1 - decay) * W + Δ` and `B = (1 - decay) * B + Δ.T`, in this "
        "order: decay first, then the update.",
        "Keep `start = np.linalg.norm(B - W.T)` before the loop and return "
        "`W, B, np.linalg.norm(B - W.T) / start` after it. Compare with "
        "`(1 - decay) ** len(updates)`. Why are the two equal, whatever the updates?",
    ),
)


@exercise.solution
def kolen_pollack(W, B, updates, decay):
    """Return W (p, q), B (q, p) after all updates, and what is left of B − Wᵀ."""
    first = np.linalg.norm(B - W.T)
    for update in updates:
        W = (1 - decay) * W + update
        B = (1 - decay) * B + update.T
    return W, B, np.linalg.norm(B - W.T) / first


# ---- what a right answer does

NAMES = ("W", "B", "left")


def right(ask, rng, p, q, steps, decay, *names):
    """Hold these parts of an answer, on a layer from p to q units."""
    W, B = rng.standard_normal((p, q)), rng.standard_normal((q, p))
    updates = 0.3 * rng.standard_normal((steps, p, q))
    many = f"{steps} arrays of shape ({p}, {q})"
    ask.given(W=W, B=B, updates=many if steps > 1 else updates, decay=decay)
    want = dict(zip(NAMES, kolen_pollack(W, B, updates, decay), strict=True))
    ask.parts(
        "kolen_pollack(W, B, updates, decay)",
        W,
        B,
        updates,
        decay,
        names=NAMES,
        want={k: want[k] for k in names},
    )


@exercise.property(
    "right after one step",
    points=1,
    hint="both shrink by the factor 1 − decay, then W receives the update and B its transpose",
)
def after_one_update(ask, rng):
    right(ask, rng, 2, 3, 1, 0.25, "W", "B")


@exercise.property(
    "right after many steps",
    points=1,
    hint="use the new W and B in the next step, and transpose the update for B even where both are square",
)
def after_many_updates(ask, rng):
    right(ask, rng, 3, 3, 20, 0.1, "W", "B")


@exercise.property(
    "right in how much of the first difference is left",
    points=2,
    hint="the length of B − Wᵀ after the last step, over its length before the first",
)
def what_is_left(ask, rng):
    right(ask, rng, 4, 2, 15, 0.2, *NAMES)


# ---- mistakes


def stepwise(W, B, updates, decay, rule):
    start = norm(B - W.T)
    for Δ in updates:
        W, B = rule(W, B, Δ, decay)
    return W, B, norm(B - W.T) / start


@exercise.mistake("wires that do not receive the update: B gets the transposed update in every step")
def deaf_wires(W, B, updates, decay):
    return stepwise(W, B, updates, decay, lambda W, B, Δ, d: ((1 - d) * W + Δ, (1 - d) * B))


@exercise.mistake(
    "connections that never decay: then the first difference stays for ever. Shrink both in each step"
)
def no_decay(W, B, updates, decay):
    return stepwise(W, B, updates, decay, lambda W, B, Δ, d: (W + Δ, B + Δ.T))


@exercise.mistake("wires that do not decay: both must forget at the same rate. Shrink B, too")
def one_decays(W, B, updates, decay):
    return stepwise(W, B, updates, decay, lambda W, B, Δ, d: ((1 - d) * W + Δ, B + Δ.T))


@exercise.mistake("an update that decays at once: shrink first, then add the update")
def late_decay(W, B, updates, decay):
    return stepwise(W, B, updates, decay, lambda W, B, Δ, d: ((1 - d) * (W + Δ), (1 - d) * (B + Δ.T)))


@exercise.mistake(
    "wires copied from W: that is weight transport. B changes by its own decay and its own update"
)
def copied(W, B, updates, decay):
    return stepwise(W, B, updates, decay, lambda W, B, Δ, d: ((1 - d) * W + Δ, ((1 - d) * W + Δ).T))


@exercise.mistake(
    "a share that falls in a straight line: what is left shrinks by the same factor in each step. "
    "Measure it, or take a power"
)
def linear_rate(W, B, updates, decay):
    W, B, _ = kolen_pollack(W, B, updates, decay)
    return W, B, 1 - decay * len(updates)


@exercise.mistake("a difference that is not divided by the first one: the share of it that is left is wanted")
def not_relative(W, B, updates, decay):
    W, B, _ = kolen_pollack(W, B, updates, decay)
    return W, B, norm(B - W.T)
