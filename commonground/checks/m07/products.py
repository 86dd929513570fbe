"""7.1: both products with the Jacobian of a two-layer network."""

import numpy as np

from commonground.checks.exercise import Exercise, Mistake, Property

NAMES = ("forward", "backward")


def products(x, v, u, W1, W2, *, slope=lambda h: 1 - h**2):
    h = np.tanh(W1 @ x)
    return W2 @ (slope(h) * (W1 @ v)), W1.T @ (slope(h) * (W2.T @ u))


# ---- what a right answer does


def network(rng, sizes):
    p, m, q = sizes
    x, v, u = rng.standard_normal(p), rng.standard_normal(p), rng.standard_normal(q)
    return x, v, u, rng.standard_normal((m, p)), rng.standard_normal((q, m))


def right(sizes, *names):
    """Return a judge of these products, on a network of these sizes."""

    def judge(ask, rng):
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

    return judge


# ---- mistakes


def linear(x, v, u, W1, W2):
    return products(x, v, u, W1, W2, slope=np.ones_like)


def not_squared(x, v, u, W1, W2):
    return products(x, v, u, W1, W2, slope=lambda h: 1 - h)


def slope_of_the_input(x, v, u, W1, W2):
    a = W1 @ x
    return products(x, v, u, W1, W2, slope=lambda h: 1 - a**2)


def swapped(x, v, u, W1, W2):
    return products(x, v, u, W1, W2)[::-1]


def slope_forgotten_backward(x, v, u, W1, W2):
    return products(x, v, u, W1, W2)[0], W1.T @ (W2.T @ u)


def through_the_nonlinearity(x, v, u, W1, W2):
    backward = products(x, v, u, W1, W2)[1]
    return W2 @ (np.tanh(W1 @ (x + v)) - np.tanh(W1 @ x)), backward


EXERCISE = Exercise(
    number="7.1",
    title="Forward and backward",
    minutes=10,
    difficulty=1,
    solution={"products": products},
    properties=(
        Property(
            "right in the forward product",
            1,
            right((2, 3, 2), "forward"),
            "follow the small change upward: W1 v, times the slopes 1 − h² of the hidden units, then W2",
        ),
        Property(
            "right in the backward product",
            1,
            right((2, 3, 2), "backward"),
            "the same factors in the opposite order, each transposed: W2ᵀ u, times the slopes, then W1ᵀ",
        ),
        Property(
            "right where no two layers are of one size",
            1,
            right((5, 7, 3), *NAMES),
            "the forward product has as many entries as there are outputs, the backward one as many as inputs",
        ),
    ),
    hints=(
        "Write the Jacobian as a product of three matrices, $J = W_2 D W_1$, with $D$ diagonal. What stands on its diagonal?",
        "The slope of tanh at a unit whose activity is $h$ is $1 - h^2$. A diagonal matrix times a vector is a product entry by entry.",
        "`W2 @ ((1 - h**2) * (W1 @ v))` is the forward one. For the backward one transpose: $J^\\top = W_1^\\top D W_2^\\top$. Check yourself: "
        "`u @ forward` equals `backward @ v`.",
    ),
    mistakes=(
        Mistake(
            "products of the linear network, without the slopes of tanh: multiply by 1 − h² between the layers",
            {"products": linear},
        ),
        Mistake(
            "products with the slope 1 − h: the derivative of tanh is 1 − h², so square the activity",
            {"products": not_squared},
        ),
        Mistake(
            "products with slopes taken from the input current: put h = tanh(W1 x) into 1 − h², not W1 x itself",
            {"products": slope_of_the_input},
        ),
        Mistake("the two products in the wrong order: forward first, then backward", {"products": swapped}),
        Mistake(
            "a backward product that forgets the slopes, which D = Dᵀ keeps: multiply W2ᵀ u by 1 − h², too",
            {"products": slope_forgotten_backward},
        ),
        Mistake(
            "a finite step through the network: a product with the Jacobian is linear in v. Use the slopes at x",
            {"products": through_the_nonlinearity},
        ),
    ),
)
