"""Relax a Hopfield network with graded units to its fixed point."""

import numpy as np

from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Settle, and do not overshoot",
    minutes=15,
    difficulty=2,
    kind="mend",
    hints=(
        "Print $r$ while it settles, for a circuit on which the loop fails: `W = np.full((2, 2), -4.0)` and a drive "
        "of 0.1. What do the rates do?",
        "They swing. Near the fixed point a step of size $\\eta$ multiplies a deviation along an eigenvector of "
        "$W$ by about $1 - \\eta + \\eta\\lambda$. With $\\lambda = -8$ and $\\eta = \\tfrac12$ that is $-3.5$. For which "
        "$\\eta$ does it stay between $-1$ and 1?",
        "Below $2/(1 - \\lambda)$. `step = 1 / (1 + np.linalg.norm(W, 2))` is safe for every circuit here: "
        "`r = r + step * (np.tanh(r @ W.T + drive) - r)`. Small steps take longer, so take some thousands.",
    ),
)


@exercise.solution
def settle(W, drive):
    """Return the rates (k, n) at which r = tanh(W r + h) for each row h of drive."""
    r = np.zeros_like(drive)
    step = 1 / (1 + np.linalg.norm(W, 2))
    for _ in range(3000):
        r = r + step * (np.tanh(r @ W.T + drive) - r)
    return r


# ---- what a right answer does


def connections(rng, n, strength=0.8, symmetric=True):
    """Return W of spectral norm ``strength``: its network has one fixed point."""
    W = rng.standard_normal((n, n))
    W = W + W.T if symmetric else W
    return strength * W / np.linalg.norm(W, 2)


def settled(ask, rng, n, count, symmetric=True, scale=1.0, strength=0.8):
    """Hold an answer, on a network of n units and this many inputs."""
    W = connections(rng, n, strength, symmetric)
    drive = scale * rng.standard_normal((count, n))
    if n < 5:
        ask.given(W=W, drive=drive)
    else:
        ask.given(W=f"{n} units, {'symmetric' if symmetric else 'not symmetric'}", drive=f"{count} inputs")
    want = settle(W, drive)
    ask.array(
        "settle(W, drive)", W, drive, want=want, why="not a fixed point: r should equal tanh(W r + drive)"
    )


@exercise.property(
    "settled, two units and one input",
    points=1,
    hint="repeat r ← tanh(W r + drive), or part of the way there in each step, until it no longer changes",
)
def one_input(ask, rng):
    settled(ask, rng, 2, 1, symmetric=False)


@exercise.property(
    "settled for many inputs at once", points=1, hint="with one input a row, W r for all of them is r @ W.T"
)
def many_inputs(ask, rng):
    settled(ask, rng, 12, 30, symmetric=False)


@exercise.property(
    "settled where connections are strong, and it takes longer",
    points=1,
    hint="some directions relax slowly: take more steps, a few hundred, or stop when nothing moves any more",
)
def strong_connections(ask, rng):
    settled(ask, rng, 20, 10, symmetric=True, strength=0.9, scale=0.3)


@exercise.property(
    "settled where inhibition is strong",
    points=2,
    hint="half a step overshoots where units push each other down: take steps of 1 / (1 + ‖W‖), and more of them",
)
def strong_inhibition(ask, rng):
    n = 10
    Q = np.linalg.qr(rng.standard_normal((n, n)))[0]
    W = (Q * np.r_[-rng.uniform(5, 8, size=3), rng.uniform(-1, 0.7, size=n - 3)]) @ Q.T
    drive = 0.2 * rng.standard_normal((6, n))
    ask.given(W=f"{n} units, eigenvalues down to {np.linalg.eigvalsh(W)[0]:.1f}", drive="6 inputs")
    ask.array(
        "settle(W, drive)",
        W,
        drive,
        want=settle(W, drive),
        why="not a fixed point: r should equal tanh(W r + drive)",
    )


# ---- mistakes


@exercise.mistake(
    "the loop as it stands: with strong inhibition half a step overshoots, and the rates swing for ever. "
    "Take smaller steps"
)
def half_steps(W, drive):
    r = np.zeros_like(drive)
    for _ in range(600):
        r = (r + np.tanh(r @ W.T + drive)) / 2
    return r


@exercise.mistake(
    "a network with the connections transposed: W[i, j] leads from j to i. With one input a row, "
    "write r @ W.T"
)
def transposed(W, drive):
    return settle(W.T, drive)


@exercise.mistake("a single round: the units have heard each other once. Repeat until nothing changes")
def one_step(W, drive):
    return np.tanh(np.tanh(drive) @ W.T + drive)


@exercise.mistake("rates of units that do not talk: add what comes through W, and repeat")
def feedforward(W, drive):
    return np.tanh(drive)


@exercise.mistake("the currents, before tanh: the rates are wanted")
def currents(W, drive):
    return settle(W, drive) @ W.T + drive


@exercise.mistake("a network that hears its input only at the start: the drive stays on while it settles")
def input_only_at_first(W, drive):
    r = np.tanh(drive)
    for _ in range(600):
        r = np.tanh(r @ W.T)
    return r


@exercise.mistake(
    "units that squash recurrent current and drive each for itself: add the two, then take tanh"
)
def drive_squashed_apart(W, drive):
    r = np.zeros_like(drive)
    for _ in range(600):
        r = (r + np.tanh(r @ W.T) / 2 + np.tanh(drive) / 2) / 2
    return r
