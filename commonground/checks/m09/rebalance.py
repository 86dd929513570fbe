"""A network with the charges that are asked for, and the same function."""

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Charges to order",
    minutes=25,
    difficulty=2,
    kind="make",
    hints=(
        "Which change of a ReLU unit's weights does the network's output not see? It is the symmetry from which the charge "
        "comes.",
        "What comes in times c, bias included, and what goes out over c, with c above 0. The charge is then "
        "$c^2 s - t/c^2$, with $s = \\lVert w \\rVert^2 + b^2$ and $t = \\lVert v \\rVert^2$. Solve for $c^2$.",
        "$s\\,(c^2)^2 - q\\,c^2 - t = 0$, so `c = np.sqrt((q + np.sqrt(q**2 + 4 * s * t)) / (2 * s))`: the other root is negative. "
        "Return `c[:, None] * W, c * b, V / c`.",
    ),
)


@exercise.solution
def rebalance(W, b, V, q):
    """Return W (h, d), b (h,), V (k, h) of charges q (h,) and the same function."""
    s, t = np.sum(W**2, axis=1) + b**2, np.sum(V**2, axis=0)
    c = np.sqrt((q + np.sqrt(q**2 + 4 * s * t)) / (2 * s))
    return c[:, None] * W, c * b, V / c


# ---- what a right answer does


def answers(W, b, V, X):
    return np.maximum(X @ W.T + b, 0) @ V.T


def ordered(ask, rng, units, inputs, outputs, q):
    """Hold a network: its charges, and what it answers to fresh inputs."""
    W, b, V = rng.normal(size=(units, inputs)), rng.normal(size=units), rng.normal(size=(outputs, units))
    ask.given(W=f"{units} × {inputs}", b=f"{units}", V=f"{outputs} × {units}", q=q)
    value = ask.value("rebalance(W, b, V, q)", W, b, V, q)
    ask.judged.append(value)
    if not isinstance(value, list) or len(value) != 3:
        ask.unanswered("should be 3 values: `return W, b, V`")
    parts = []
    for name, part, begun in zip(("W", "b", "V"), value, (W, b, V), strict=True):
        try:
            parts.append(as_array(part, begun.shape))
        except Wrong as wrong:
            ask.unanswered(f"{name}: {wrong}")
    X = rng.normal(size=(50, inputs))
    change = float(np.abs(answers(*parts, X) - answers(W, b, V, X)).max())
    ask.show("largest change of an output, over 50 fresh inputs", change)
    if change > 1e-6:
        ask.wrong("should be 0: the function must stay the same")
    found = np.sum(parts[0] ** 2, axis=1) + parts[1] ** 2 - np.sum(parts[2] ** 2, axis=0)
    ask.show("charges", found)
    if not np.allclose(found, q, atol=1e-6):
        ask.wrong(f"should be {np.array2string(q, precision=3)}")


@exercise.property(
    "right for two units",
    points=1,
    hint="scale what comes into a unit by c and what goes out by 1/c: no output changes, and the charge does",
)
def two_units(ask, rng):
    ordered(ask, rng, 2, 2, 1, rng.choice([-1, 1], size=2) * rng.uniform(0.5, 3, size=2).round(1))


@exercise.property(
    "right for a network in balance, all charges 0",
    points=1,
    hint="with q = 0 the fourth power of c is the square of what goes out over that of what comes in",
)
def in_balance(ask, rng):
    ordered(ask, rng, 5, 4, 3, np.zeros(5))


@exercise.property(
    "right for charges far from where the network began",
    points=2,
    hint="a quadratic equation in c²: its positive root, for charges of either sign",
)
def far_away(ask, rng):
    ordered(ask, rng, 6, 3, 2, rng.permutation([-40.0, -8.0, -1.0, 1.0, 8.0, 40.0]))


# ---- mistakes


def scaled(W, b, V, q, *, bias=True, out=True, power=1.0):
    """Return the network, with one step done another way."""
    s, t = np.sum(W**2, axis=1) + bias * b**2, np.sum(V**2, axis=0)
    square = (q + np.sqrt(q**2 + 4 * s * t)) / (2 * s)
    c = np.sqrt(square) ** power
    return c[:, None] * W, c * b if bias else b, V / c if out else V


@exercise.mistake(
    "a network whose bias stayed as it was: the bias comes in as well, so scale it and count it"
)
def without_bias(W, b, V, q):
    return scaled(W, b, V, q, bias=False)


@exercise.mistake(
    "a network that is scaled on one side alone: its function changes. Divide what goes out by the same factor"
)
def one_side(W, b, V, q):
    return scaled(W, b, V, q, out=False)


@exercise.mistake("a network scaled by c² in place of c: the equation is one for the square. Take its root")
def by_the_square(W, b, V, q):
    return scaled(W, b, V, q, power=2.0)


@exercise.mistake("the network as it is: the charges are asked for, so scale each unit")
def as_it_is(W, b, V, q):
    return W, b, V
