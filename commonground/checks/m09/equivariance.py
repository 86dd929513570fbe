"""How far a layer is from respecting a group, given how the group acts before it and behind it."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="An error of equivariance",
    minutes=15,
    difficulty=2,
    kind="mend",
    hints=(
        "For each element compare two routes: act, then the layer; and the layer, then act. Each row of X is a stimulus, "
        "so a matrix acts on rows from the right, transposed.",
        "`H = np.maximum(X @ W.T, 0)` is the code. The routes of element g are "
        "`np.maximum(X @ A[g].T @ W.T, 0)` and `H @ B[g].T`.",
        "Sum the squares of their difference over stimuli and units, take the mean over elements, divide by the sum of "
        "squares of H, and take the root.",
    ),
)


def error(W, A, B, X, *, invariance=False, relative=True, inverse=False, on_stimuli=False):
    """Return the error, with one step done another way where that is asked for."""
    H, off = np.maximum(X @ W.T, 0), []
    for a, b in zip(A, B, strict=True):
        moved = a @ X if on_stimuli and len(X) == len(a) else X @ (a if inverse else a.T)
        off.append(np.sum((np.maximum(moved @ W.T, 0) - (H if invariance else H @ b.T)) ** 2))
    return float(np.sqrt(np.mean(off) / (np.sum(H**2) if relative else 1)))


@exercise.solution
def equivariance_error(W, A, B, X):
    """Return the relative error of the layer relu(W x) on the rows of X."""
    H, off = np.maximum(X @ W.T, 0), 0
    for a, b in zip(A, B, strict=True):
        moved = np.maximum(X @ a.T @ W.T, 0)
        off += np.sum((moved - H @ b.T) ** 2) / len(A)
    return np.sqrt(off / np.sum(H**2))


# ---- what a right answer does


def cyclic(order):
    """Return the permutation matrices of a ring's shifts: an array (order, order, order)."""
    return np.stack([np.roll(np.eye(order), k, axis=0) for k in range(order)])


def layer(rng, order, broken):
    """Return a layer on a ring, which commutes with its shifts, or does so but for one weight."""
    pattern = rng.integers(-3, 4, size=order)
    W = np.stack([np.roll(pattern, k) for k in range(order)]).astype(float)
    W[0, 0] += broken * rng.integers(2, 5)
    return W


@exercise.property(
    "zero for a layer that commutes, and right for one with a wrong weight",
    points=1,
    hint="each element has two routes to one place; compare them for all elements",
)
def on_a_ring(ask, rng):
    def draw(broken=1, n=5):
        A = cyclic(3)
        return layer(rng, 3, broken), A, A, rng.integers(-3, 4, size=(n, 3)).astype(float)

    W, A, B, X = telling(draw, [equivariance_error, absolute, backward, as_if_invariant])
    ask.given(W=W, X=X, A="the 3 shifts of a ring", B="the same")
    ask.number("equivariance_error(W, A, B, X)", W, A, B, X, want=equivariance_error(W, A, B, X))
    good = layer(rng, 3, 0) + 0.5 * np.eye(3)
    while not (X @ good.T > 0).any():  # a layer that is silent has no error
        good = layer(rng, 3, 0) + 0.5 * np.eye(3)
    ask.given(W=good, X=X, A="the 3 shifts of a ring", B="the same")
    ask.number(
        "equivariance_error(W, A, B, X)", good, A, B, X, want=0.0, why="this layer commutes with shifts: 0"
    )


@exercise.property(
    "right where the group acts on the code in another way",
    points=1,
    hint="behind the layer it is B that acts, and B need not be A, nor the identity",
)
def on_another_code(ask, rng):
    def draw():
        A = cyclic(4)
        B = np.stack(
            [np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]]) for t in np.pi / 2 * np.arange(4)]
        )
        return rng.normal(size=(2, 4)), A, B, rng.normal(size=(4, 4))

    W, A, B, X = telling(draw, exercise.variants())
    ask.given(W=W, X=X, A="the 4 shifts of a ring", B="the 4 quarter turns of a plane")
    ask.number("equivariance_error(W, A, B, X)", W, A, B, X, want=equivariance_error(W, A, B, X))


@exercise.property(
    "the same when all weights are tripled",
    points=1,
    hint="an error is large or small beside the code itself: divide by its size",
)
def under_a_scale(ask, rng):
    def draw():
        A = cyclic(4)
        return rng.normal(size=(4, 4)), A, A, rng.normal(size=(4, 4))

    W, A, B, X = telling(draw, exercise.variants())
    ask.given(W="4 units × 4 inputs", X="4 stimuli × 4 inputs", A="the 4 shifts of a ring", B="the same")
    want = equivariance_error(W, A, B, X)
    ask.number("equivariance_error(W, A, B, X)", W, A, B, X, want=want)
    ask.number("equivariance_error(3 * W, A, B, X)", 3 * W, A, B, X, want=want, why="should be the same")


# ---- mistakes


@exercise.mistake("an error of *invariance*: it compares with a code on which nothing acted. Let B act on it")
def as_if_invariant(W, A, B, X):
    return error(W, A, B, X, invariance=True)


@exercise.mistake("an error that is not relative: it grows with the weights. Divide by the size of the code")
def absolute(W, A, B, X):
    return error(W, A, B, X, relative=False)


@exercise.mistake("an action of the inverse before the layer: rows take a matrix transposed, X @ a.T")
def backward(W, A, B, X):
    return error(W, A, B, X, inverse=True)


@exercise.mistake(
    "an action on the list of stimuli: a @ X mixes rows of X. A group acts on each stimulus, X @ a.T"
)
def on_the_batch(W, A, B, X):
    return error(W, A, B, X, on_stimuli=True)
