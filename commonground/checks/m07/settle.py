"""Relax a Hopfield network with graded units to its fixed point."""

import numpy as np

from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Settle",
    minutes=10,
    difficulty=1,
    hints=(
        "A fixed point is a state that the network does not leave: put $r$ into the right-hand side "
        "of $r = \\tanh(Wr + h)$, and $r$ comes back. How would you get there from $r = 0$?",
        "By doing what the network does, many times over. Going only half of the way in each step, "
        "$r \\leftarrow \\tfrac12 r + \\tfrac12 \\tanh(Wr + h)$, ends in the same place and avoids "
        "overshooting.",
        "`for _ in range(500): r = (r + np.tanh(r @ W.T + drive)) / 2`, started at "
        "`np.zeros_like(drive)`. The transpose is there because a row, not a column, is one input.",
    ),
)


@exercise.solution
def settle(W, drive):
    """Return the rates (k, n) at which r = tanh(W r + h) for each row h of drive."""
    r = np.zeros_like(drive)
    for _ in range(600):
        r = (r + np.tanh(r @ W.T + drive)) / 2
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
    hint="repeat r ← tanh(W r + drive), or halfway there in each step, until it no longer changes",
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


# ---- mistakes


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
