"""Both products with the Jacobian of a two-layer network."""

import numpy as np

from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Forward and backward",
    minutes=10,
    difficulty=1,
    hints=(
        "Write the Jacobian as a product of three matrices, $J = W_2 D W_1$, with $D$ diagonal. What "
        "stands on its diagonal?",
        "The slope of tanh at a unit whose activity is $h$ is $1 - h^2$. A diagonal matrix times a "
        "vector is a product entry by entry.",
        "`W2 @ ((1 - h**2) * (W1 @ v))` is the forward one. For the backward one transpose: "
        "$J^\\top = W_1^\\top D W_2^\\top$. Check yourself: `u @ forward` equals `backward @ v`.",
    ),
)


@exercise.solution
def products(x, v, u, W1, W2):
    """Return J v (q,) and Jᵀ u (p,) for the network W2 tanh(W1 x)."""
    slopes = 1 - np.tanh(W1 @ x) ** 2
    return W2 @ (slopes * (W1 @ v)), W1.T @ (slopes * (W2.T @ u))


# ---- what a right answer does

NAMES = ("forward", "backward")


def network(rng, sizes):
    p, m, q = sizes
    x, v, u = rng.standard_normal(p), rng.standard_normal(p), rng.standard_normal(q)
    return x, v, u, rng.standard_normal((m, p)), rng.standard_normal((q, m))


def right(ask, rng, sizes, *names):
    """Hold these products of an answer, on a network of these sizes."""
    x, v, u, W1, W2 = network(rng, sizes)
    ask.given(x=x, v=v, u=u, W1=W1, W2=W2)
    want = dict(zip(NAMES, products(x, v, u, W1, W2), strict=True))
    ask.parts(
        "products(x, v, u, W1, W2)",
        x,
        v,
        u,
        W1,
        W2,
        names=NAMES,
        want={name: want[name] for name in names},
    )


@exercise.property(
    "right in the forward product",
    points=1,
    hint="follow the small change upward: W1 v, times the slopes 1 − h² of the hidden units, then W2",
)
def forward(ask, rng):
    right(ask, rng, (2, 3, 2), "forward")


@exercise.property(
    "right in the backward product",
    points=1,
    hint="the same factors in the opposite order, each transposed: W2ᵀ u, times the slopes, then W1ᵀ",
)
def backward(ask, rng):
    right(ask, rng, (2, 3, 2), "backward")


@exercise.property(
    "right where no two layers are of one size",
    points=1,
    hint="the forward product has as many entries as there are outputs, the backward one as many as inputs",
)
def layers_of_other_sizes(ask, rng):
    right(ask, rng, (5, 7, 3), *NAMES)


# ---- mistakes


def with_slopes(slopes, v, u, W1, W2):
    return W2 @ (slopes * (W1 @ v)), W1.T @ (slopes * (W2.T @ u))


@exercise.mistake(
    "products of the linear network, without the slopes of tanh: multiply by 1 − h² between the layers"
)
def linear(x, v, u, W1, W2):
    return with_slopes(np.ones(len(W1)), v, u, W1, W2)


@exercise.mistake("products with the slope 1 − h: the derivative of tanh is 1 − h², so square the activity")
def not_squared(x, v, u, W1, W2):
    return with_slopes(1 - np.tanh(W1 @ x), v, u, W1, W2)


@exercise.mistake(
    "products with slopes taken from the input current: put h = tanh(W1 x) into 1 − h², not W1 x itself"
)
def slope_of_the_input(x, v, u, W1, W2):
    return with_slopes(1 - (W1 @ x) ** 2, v, u, W1, W2)


@exercise.mistake("the two products in the wrong order: forward first, then backward")
def swapped(x, v, u, W1, W2):
    return products(x, v, u, W1, W2)[::-1]


@exercise.mistake(
    "a backward product that forgets the slopes, which D = Dᵀ keeps: multiply W2ᵀ u by 1 − h², too"
)
def slope_forgotten_backward(x, v, u, W1, W2):
    return products(x, v, u, W1, W2)[0], W1.T @ (W2.T @ u)


@exercise.mistake(
    "a finite step through the network: a product with the Jacobian is linear in v. Use the slopes at x"
)
def through_the_nonlinearity(x, v, u, W1, W2):
    backward = products(x, v, u, W1, W2)[1]
    return W2 @ (np.tanh(W1 @ (x + v)) - np.tanh(W1 @ x)), backward
