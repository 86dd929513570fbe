"""One update of the connections by equilibrium propagation."""

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.m07.settle import connections

exercise = Exercise(
    title="A nudge",
    minutes=25,
    difficulty=3,
    hints=(
        "Take your `settle` of {exercise}`settle` and add one thing: the last units receive, in every step, $\\beta$ "
        "times what is missing to their target.",
        "Settle with $+\\beta$ to $r^+$ and with $-\\beta$ to $r^-$. For one input the update is "
        "$(r^+ r^{+\\top} - r^- r^{-\\top}) / 2\\beta$; average it over the inputs.",
        "With `k = target.shape[1]`, in each step: `current = r @ W.T + drive`, then "
        "`current[:, -k:] += pull * (target - r[:, -k:])`, then `r = (r + np.tanh(current)) / 2`. "
        "Take some 600 steps. The update is `(up.T @ up - down.T @ down) / (2 * beta * len(drive))`.",
    ),
)


def relaxed(W, drive, target, pull):
    """Return the rates at rest while the last units are pulled to their targets."""
    r, outputs = np.zeros_like(drive), target.shape[1]
    for _ in range(600):
        current = r @ W.T + drive
        current[:, -outputs:] += pull * (target - r[:, -outputs:])
        r = (r + np.tanh(current)) / 2
    return r


@exercise.solution
def nudge(W, drive, target, beta):
    """Return the update (n, n) of W by two-sided equilibrium propagation."""
    up, down = relaxed(W, drive, target, beta), relaxed(W, drive, target, -beta)
    return (up.T @ up - down.T @ down) / (2 * beta * len(drive))


# ---- what a right answer does


def task(rng, n, count, outputs):
    W = connections(rng, n, strength=0.7)
    return W, rng.standard_normal((count, n)), rng.uniform(-0.9, 0.9, size=(count, outputs))


def right(ask, rng, n, count, outputs, beta):
    """Hold an answer, on a network of n units and this many inputs and outputs."""
    W, drive, target = task(rng, n, count, outputs)
    if n < 5:
        ask.given(W=W, drive=drive, target=target, beta=beta)
    else:
        ask.given(W=f"{n} units", drive=f"{count} inputs", target=f"{outputs} outputs", beta=beta)
    ask.array("nudge(W, drive, target, beta)", W, drive, target, beta, want=nudge(W, drive, target, beta))


@exercise.property(
    "right on three units and one input",
    points=1,
    hint="settle twice, pulled towards the target and away from it; compare the products r rᵀ of the "
    "two states",
)
def three_units(ask, rng):
    right(ask, rng, 3, 1, 1, 0.5)


@exercise.property(
    "right as a mean over inputs",
    points=1,
    hint="with one input a row, the sum of r rᵀ over inputs is r.T @ r; divide by their number",
)
def eight_units(ask, rng):
    right(ask, rng, 8, 6, 3, 0.3)


def exact(W, drive, target):
    """Return −∂C/∂W for a pair of connections that stay equal: δ rᵀ + r δᵀ, averaged over inputs."""
    r, outputs = relaxed(W, drive, target, 0.0), target.shape[1]
    total = np.zeros_like(W)
    for state, t in zip(r, target, strict=True):
        error = np.zeros(len(W))
        error[-outputs:] = t - state[-outputs:]
        told = np.linalg.solve(np.diag(1 / (1 - state**2)) - W.T, error)
        total += np.outer(told, state) + np.outer(state, told)
    return total / len(drive)


@exercise.property(
    "the gradient, for a weak nudge",
    points=2,
    hint="divide by 2β, and settle for long enough: the difference of two states is small, and so must "
    "its error be",
)
def the_gradient(ask, rng):
    W, drive, target = task(rng, 6, 4, 2)
    ask.given(W="6 units", drive="4 inputs", target="2 outputs", beta=0.001)
    value = ask.array(
        "nudge(W, drive, target, beta)", W, drive, target, 1e-3, want=nudge(W, drive, target, 1e-3)
    )
    gradient = exact(W, drive, target)
    if np.linalg.norm(value - gradient) > 1e-3 * np.linalg.norm(gradient):
        ask.wrong("should be the exact gradient, to a part in a thousand")


# ---- mistakes


@exercise.mistake(
    "a nudge one way only, from rest: its error is of first order in β. Nudge both ways and divide by 2β"
)
def one_sided(W, drive, target, beta):
    up, rest = relaxed(W, drive, target, beta), relaxed(W, drive, target, 0.0)
    return (up.T @ up - rest.T @ rest) / (beta * len(drive))


@exercise.mistake("a difference that was not divided by 2β: it vanishes with the nudge")
def not_divided(W, drive, target, beta):
    return 2 * beta * nudge(W, drive, target, beta)


@exercise.mistake("a difference divided by β: from −β to +β the nudge changes by 2β")
def divided_by_beta(W, drive, target, beta):
    return 2 * nudge(W, drive, target, beta)


@exercise.mistake(
    "the gradient, uphill: the update goes from the state pulled away to the state pulled towards"
)
def downhill(W, drive, target, beta):
    return -nudge(W, drive, target, beta)


@exercise.mistake("a sum over inputs: divide by how many there are")
def summed(W, drive, target, beta):
    return len(drive) * nudge(W, drive, target, beta)


@exercise.mistake("products of two changes: Hebb's product is of two rates, and its change is wanted")
def product_of_changes(W, drive, target, beta):
    δ = (relaxed(W, drive, target, beta) - relaxed(W, drive, target, -beta)) / (2 * beta)
    return δ.T @ δ / len(drive)


@exercise.mistake(
    "the gradient of one connection of each pair: both change together, so add the transpose, or "
    "subtract r rᵀ of the two phases"
)
def one_way(W, drive, target, beta):
    δ = (relaxed(W, drive, target, beta) - relaxed(W, drive, target, -beta)) / (2 * beta)
    return δ.T @ relaxed(W, drive, target, 0.0) / len(drive)


@exercise.mistake(
    "a pull that is fixed at the free state: while the network settles, what is missing shrinks. "
    "Take it anew in each step"
)
def frozen_pull(W, drive, target, beta):
    outputs = target.shape[1]
    rest = relaxed(W, drive, target, 0.0)

    def held(pull):
        pulled = drive.copy()
        pulled[:, -outputs:] += pull * (target - rest[:, -outputs:])
        return relaxed(W, pulled, target, 0.0)

    up, down = held(beta), held(-beta)
    return (up.T @ up - down.T @ down) / (2 * beta * len(drive))
