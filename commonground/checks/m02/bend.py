"""2.1: what a layer does to a grid of points."""

import numpy as np

from commonground.checks.exercise import Exercise, Mistake, Property


def bend(X, W, b):
    return np.tanh(X @ W.T + b)


# ---- what a right answer does


def parameters(rng, q, p):
    """Return small W (q, p) and b (q,) with which no two mistakes look alike."""
    W = rng.uniform(0.2, 0.8, size=(q, p)) * rng.choice([-1, 1], size=(q, p))
    W[0, -1] = W[-1, 0] + 0.7  # not symmetric
    return W.round(2), (rng.uniform(0.2, 0.6, size=q) * rng.choice([-1, 1], size=q)).round(2)


def one_point(ask, rng):
    X = rng.integers(1, 3, size=(1, 2)).astype(float)
    W, b = parameters(rng, 2, 2)
    ask.given(X=X, W=W, b=b)
    ask.array("bend(X, W, b)", X, W, b, want=bend(X, W, b))


def a_grid(ask, rng):
    side = np.array([-1.0, 0.5, 1.0])
    X = np.array([[x, y] for y in side for x in side])
    W, b = parameters(rng, 2, 2)
    ask.given(X="a grid of 3 × 3 points", W=W, b=b)
    ask.array("bend(X, W, b)", X, W, b, want=bend(X, W, b))


def in_three_dimensions(ask, rng):
    X = rng.integers(-2, 3, size=(4, 3)) + 0.5
    W, b = parameters(rng, 3, 3)
    ask.given(X=X, W=W, b=b)
    ask.array("bend(X, W, b)", X, W, b, want=bend(X, W, b))


# ---- mistakes


def wrong_side(X, W, b):
    return np.tanh(X @ W + b)


def shifted_after(X, W, b):
    return np.tanh(X @ W.T) + b


def shifted_before(X, W, b):
    return np.tanh((X + b) @ W.T)


def unshifted(X, W, b):
    return np.tanh(X @ W.T)


def pressed(X, W, b):
    return np.maximum(0, X @ W.T + b)


def unsquashed(X, W, b):
    return X @ W.T + b


def squashed_first(X, W, b):
    return np.tanh(X) @ W.T + b


EXERCISE = Exercise(
    number="2.1",
    title="Bend a grid",
    minutes=10,
    difficulty=1,
    solution={"bend": bend},
    properties=(
        Property(
            "right for one point",
            1,
            one_point,
            "W acts on x from the left; for rows of points that is X @ W.T",
        ),
        Property(
            "right for a grid", 1, a_grid, "turn and stretch with W, shift by b, then squash each coordinate"
        ),
        Property(
            "right in three dimensions",
            1,
            in_three_dimensions,
            "row i of the result is the layer applied to row i of X",
        ),
    ),
    hints=(
        "One point first: $\\tanh(Wx + b)$. Which shapes have $W$, $x$ and $b$?",
        "Points are rows, so that all of them together are `X @ W.T`; NumPy adds `b` to every row.",
        "Last of all `np.tanh`, which acts on each entry.",
    ),
    mistakes=(
        Mistake("X @ W, the matrix from the wrong side: rows of points need W.T", {"bend": wrong_side}),
        Mistake("a shift after the squash: add b before np.tanh", {"bend": shifted_after}),
        Mistake("a shift before the linear map: first W, then b", {"bend": shifted_before}),
        Mistake("a layer without its shift: add b", {"bend": unshifted}),
        Mistake("a ReLU layer: this one squashes with tanh", {"bend": pressed}),
        Mistake("the linear map and the shift alone: squash what comes out", {"bend": unsquashed}),
        Mistake(
            "a squash of the input: squash what comes out of the linear map and the shift",
            {"bend": squashed_first},
        ),
    ),
)
