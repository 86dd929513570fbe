"""7.3: relax a Hopfield network with graded units to its fixed point."""

import numpy as np

from commonground.checks.exercise import Exercise, Mistake, Property

STEPS = 1000


def settle(W, drive, *, relax=lambda r, current: (r + np.tanh(current)) / 2, steps=STEPS):
    r = np.zeros_like(drive)
    for _ in range(steps):
        r = relax(r, r @ W.T + drive)
    return r


# ---- what a right answer does


def connections(rng, n, strength=0.8, symmetric=True):
    """Return W of spectral norm ``strength``: its network has one fixed point."""
    W = rng.standard_normal((n, n))
    W = W + W.T if symmetric else W
    return strength * W / np.linalg.norm(W, 2)


def settled(n, count, symmetric=True, scale=1.0, strength=0.8):
    """Return a judge on a network of n units and this many inputs."""

    def judge(ask, rng):
        W = connections(rng, n, strength, symmetric)
        drive = scale * rng.standard_normal((count, n))
        if n < 5:
            ask.given(W=W, drive=drive)
        else:
            ask.given(
                W=f"{n} units, {'symmetric' if symmetric else 'not symmetric'}", drive=f"{count} inputs"
            )
        want = settle(W, drive, steps=2000)
        ask.array(
            "settle(W, drive)", W, drive, want=want, why="not a fixed point: r should equal tanh(W r + drive)"
        )

    return judge


# ---- mistakes


def transposed(W, drive):
    return settle(W.T, drive)


def one_step(W, drive):
    return np.tanh(np.tanh(drive) @ W.T + drive)


def feedforward(W, drive):
    return np.tanh(drive)


def currents(W, drive):
    return settle(W, drive) @ W.T + drive


def input_only_at_first(W, drive):
    r = np.tanh(drive)
    for _ in range(STEPS):
        r = np.tanh(r @ W.T)
    return r


def drive_squashed_apart(W, drive):
    r = np.zeros_like(drive)
    for _ in range(2000):
        r = (r + np.tanh(r @ W.T) / 2 + np.tanh(drive) / 2) / 2
    return r


EXERCISE = Exercise(
    number="7.3",
    title="Settle",
    minutes=10,
    difficulty=1,
    solution={"settle": settle},
    properties=(
        Property(
            "settled, two units and one input",
            1,
            settled(2, 1, symmetric=False),
            "repeat r ← tanh(W r + drive), or halfway there in each step, until it no longer changes",
        ),
        Property(
            "settled for many inputs at once",
            1,
            settled(12, 30, symmetric=False),
            "with one input a row, W r for all of them is r @ W.T",
        ),
        Property(
            "settled where connections are strong, and it takes longer",
            1,
            settled(20, 10, symmetric=True, strength=0.9, scale=0.3),
            "some directions relax slowly: take more steps, a few hundred, or stop when nothing moves any more",
        ),
    ),
    hints=(
        "A fixed point is a state that the network does not leave: put $r$ into the right-hand side of $r = \\tanh(Wr + h)$, and $r$ comes back. How would you get there from $r = 0$?",
        "By doing what the network does, many times over. Going only half of the way in each step, $r \\leftarrow \\tfrac12 r + \\tfrac12 \\tanh(Wr + h)$, "
        "ends in the same place and avoids overshooting.",
        "`for _ in range(500): r = (r + np.tanh(r @ W.T + drive)) / 2`, started at `np.zeros_like(drive)`. The transpose is there because a row, not a column, is one input.",
    ),
    mistakes=(
        Mistake(
            "a network with the connections transposed: W[i, j] leads from j to i. With one input a row, write r @ W.T",
            {"settle": transposed},
        ),
        Mistake(
            "a single round: the units have heard each other once. Repeat until nothing changes",
            {"settle": one_step},
        ),
        Mistake(
            "rates of units that do not talk: add what comes through W, and repeat", {"settle": feedforward}
        ),
        Mistake("the currents, before tanh: the rates are wanted", {"settle": currents}),
        Mistake(
            "a network that hears its input only at the start: the drive stays on while it settles",
            {"settle": input_only_at_first},
        ),
        Mistake(
            "units that squash recurrent current and drive each for itself: add the two, then take tanh",
            {"settle": drive_squashed_apart},
        ),
    ),
)
