"""What a layer does to a grid of points."""

import numpy as np

from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Bend a grid",
    minutes=10,
    difficulty=1,
    hints=(
        "One point first: $\\tanh(Wx + b)$. Which shapes have $W$, $x$ and $b$?",
        "Points are rows, so that all of them together are `X @ W.T`; NumPy adds `b` to every row.",
        "Last of all `np.tanh`, which acts on each entry.",
    ),
)


@exercise.solution
def bend(X, W, b):
    """Return where a tanh layer with W (q, p) and b (q,) takes the points X (n, p)."""
    return np.tanh(X @ W.T + b)


# ---- what a right answer does


def parameters(rng, q, p):
    """Return small W (q, p) and b (q,) with which no two mistakes look alike."""
    W = rng.uniform(0.2, 0.8, size=(q, p)) * rng.choice([-1, 1], size=(q, p))
    W[0, -1] = W[-1, 0] + 0.7  # not symmetric
    return W.round(2), (rng.uniform(0.2, 0.6, size=q) * rng.choice([-1, 1], size=q)).round(2)


@exercise.property(
    "right for one point", points=1, hint="W acts on x from the left; for rows of points that is X @ W.T"
)
def one_point(ask, rng):
    X = rng.integers(1, 3, size=(1, 2)).astype(float)
    W, b = parameters(rng, 2, 2)
    ask.given(X=X, W=W, b=b)
    ask.array("bend(X, W, b)", X, W, b, want=bend(X, W, b))


@exercise.property(
    "right for a grid", points=1, hint="turn and stretch with W, shift by b, then squash each coordinate"
)
def a_grid(ask, rng):
    side = np.array([-1.0, 0.5, 1.0])
    X = np.array([[x, y] for y in side for x in side])
    W, b = parameters(rng, 2, 2)
    ask.given(X="a grid of 3 × 3 points", W=W, b=b)
    ask.array("bend(X, W, b)", X, W, b, want=bend(X, W, b))


@exercise.property(
    "right in three dimensions", points=1, hint="row i of the result is the layer applied to row i of X"
)
def in_three_dimensions(ask, rng):
    X = rng.integers(-2, 3, size=(4, 3)) + 0.5
    W, b = parameters(rng, 3, 3)
    ask.given(X=X, W=W, b=b)
    ask.array("bend(X, W, b)", X, W, b, want=bend(X, W, b))


# ---- mistakes


@exercise.mistake("X @ W, the matrix from the wrong side: rows of points need W.T")
def wrong_side(X, W, b):
    return np.tanh(X @ W + b)


@exercise.mistake("a shift after the squash: add b before np.tanh")
def shifted_after(X, W, b):
    return np.tanh(X @ W.T) + b


@exercise.mistake("a shift before the linear map: first W, then b")
def shifted_before(X, W, b):
    return np.tanh((X + b) @ W.T)


@exercise.mistake("a layer without its shift: add b")
def unshifted(X, W, b):
    return np.tanh(X @ W.T)


@exercise.mistake("a ReLU layer: this one squashes with tanh")
def pressed(X, W, b):
    return np.maximum(0, X @ W.T + b)


@exercise.mistake("the linear map and the shift alone: squash what comes out")
def unsquashed(X, W, b):
    return X @ W.T + b


@exercise.mistake("a squash of the input: squash what comes out of the linear map and the shift")
def squashed_first(X, W, b):
    return np.tanh(X) @ W.T + b
