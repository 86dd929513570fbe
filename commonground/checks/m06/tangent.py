"""The neural tangent kernel of a network with one hidden ReLU layer, from its weights."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="A tangent kernel",
    kind="mend",
    minutes=15,
    difficulty=2,
    hints=(
        "Θ is a sum over all weights of the product of two gradients. Take the readout's weights first, then "
        "those of the hidden layer: two matrices of shape (stimuli, stimuli) that you add.",
        "The gradient for $v_i$ is $\\varphi(w_i \\cdot x)/\\sqrt n$. That for $w_i$ is "
        "$v_i\\, 1[w_i \\cdot x > 0]\\, x / \\sqrt n$: its product for two stimuli holds $x \\cdot x'$ and *both* gates.",
        "With `Z = X @ W.T` and `G = (Z > 0) * v`: the first part is `np.maximum(Z, 0)` times its own transpose, the "
        "second is `(G @ G.T) * (X @ X.T)`; both over n.",
    ),
)


@exercise.solution
def ntk(W, v, X):
    """Return the tangent kernel (m, m) of v · relu(W x) / √n on the rows of X."""
    Z = X @ W.T
    H, G = np.maximum(Z, 0), (Z > 0) * v
    return (H @ H.T + (G @ G.T) * (X @ X.T)) / len(v)


# ---- what a right answer does


def network(rng, units, inputs, stimuli):
    """Return small whole weights and stimuli for which no unit stands at its kink."""
    while True:
        W, X = rng.integers(-3, 4, size=(units, inputs)), rng.integers(-3, 4, size=(stimuli, inputs))
        if (X @ W.T != 0).all() and (X @ W.T > 0).any() and (X @ W.T < 0).any():
            return W * 1.0, rng.choice([-2.0, -1.0, 1.0, 2.0], size=units), X * 1.0


@exercise.property(
    "right for two units and three stimuli",
    points=1,
    hint="add what the readout's weights and what the hidden weights give, and divide by the number of units",
)
def by_hand(ask, rng):
    W, v, X = telling(lambda: network(rng, 2, 2, 3), exercise.variants())
    ask.given(W=W, v=v, X=X)
    ask.array("ntk(W, v, X)", W, v, X, want=ntk(W, v, X))


@exercise.property(
    "right for many units, where no eigenvalue is negative",
    points=1,
    hint="write it as JJᵀ in your mind: each part is a product of a table with its own transpose, entry by entry "
    "times another such product",
)
def with_many_units(ask, rng):
    W, v, X = telling(
        lambda: (rng.normal(size=(40, 6)), rng.normal(size=40), rng.normal(size=(9, 6))), exercise.variants()
    )
    ask.given(W="40 units × 6 inputs", v="40 weights", X="9 stimuli × 6 inputs")
    ask.array("ntk(W, v, X)", W, v, X, want=ntk(W, v, X))


@exercise.property(
    "four times as large on stimuli twice as large",
    points=1,
    hint="a ReLU network without biases doubles its output when its input doubles, and each of its gradients for "
    "hidden weights doubles as well",
)
def under_a_change_of_scale(ask, rng):
    W, v, X = telling(lambda: network(rng, 3, 2, 3), exercise.variants())
    ask.given(W=W, v=v, X=X)
    before = ask.array("ntk(W, v, X)", W, v, X, want=ntk(W, v, X))
    ask.array(
        "ntk(W, v, 2 * X)", W, v, 2 * X, want=4 * before, why="this should be four times the kernel above"
    )


# ---- mistakes


def parts(W, v, X):
    """Return what the readout and what the hidden layer add, not yet divided by the width."""
    Z = X @ W.T
    G = (Z > 0) * v
    return np.maximum(Z, 0) @ np.maximum(Z, 0).T, (G @ G.T) * (X @ X.T)


@exercise.mistake(
    "the kernel of the last layer alone, that of the Gaussian process: the hidden weights learn, too. Add their part"
)
def last_layer(W, v, X):
    return parts(W, v, X)[0] / len(v)


@exercise.mistake("the kernel of the hidden layer alone: the readout's weights learn, too. Add their part")
def first_layer(W, v, X):
    return parts(W, v, X)[1] / len(v)


@exercise.mistake("a sum over units that is not divided by n: each gradient carries 1/√n, their product 1/n")
def undivided(W, v, X):
    return sum(parts(W, v, X))


@exercise.mistake(
    "a kernel with one stimulus' gate for both: a hidden weight counts where both stimuli switch its unit on"
)
def one_gate(W, v, X):
    G = (X @ W.T > 0) * v**2
    gates = np.repeat(G.sum(axis=1)[:, None], len(X), axis=1)
    return (parts(W, v, X)[0] + gates * (X @ X.T)) / len(v)


@exercise.mistake(
    "a kernel in which each open gate counts 1: the hidden gradient passes through the readout, so it counts v²"
)
def without_readout(W, v, X):
    gates = (X @ W.T > 0) * 1.0
    return (parts(W, v, X)[0] + (gates @ gates.T) * (X @ X.T)) / len(v)
