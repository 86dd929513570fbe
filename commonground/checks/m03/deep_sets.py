"""Embed each element, aggregate, decode, with sets of different sizes in one array."""

import numpy as np

from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="A DeepSets forward pass",
    kind="mend",
    minutes=10,
    difficulty=1,
    hints=(
        "Four steps: φ of every place, a mask of the places that are taken, the sum over elements, "
        "the decoder.",
        "`X @ U` works on the last axis, so it gives (sets, m, code) at once. "
        "`np.arange(m) < sizes[:, None]` is true where an element is.",
        "Multiply the codes by `mask[..., None]`, sum over `axis=1`, and only then `np.tanh(pooled @ V)`.",
    ),
)


@exercise.solution
def deep_sets(X, sizes, U, b, V):
    """Return one row of answers a set, shape (sets, q)."""
    codes = np.maximum(X @ U + b, 0)
    here = np.arange(X.shape[1]) < np.asarray(sizes)[:, None]
    return np.tanh((codes * here[..., None]).sum(axis=1) @ V)


# ---- what a right answer does


def network(rng, d=2, code=3, outputs=2):
    """Return small weights that show in the answer: U (d, code), b (code,), V (code, outputs)."""
    return (
        rng.integers(-2, 3, size=(d, code)).astype(float),
        rng.integers(1, 3, size=code).astype(float),
        rng.choice([-0.1, -0.05, 0.05, 0.1], size=(code, outputs)),
    )


def sets(rng, n, m, d=2):
    return rng.integers(-2, 3, size=(n, m, d)).astype(float)


@exercise.property(
    "right on one set without padding",
    points=1,
    hint="φ of all elements at once is relu(X @ U + b), of shape (sets, m, code); sum it over the elements",
)
def one_full_set(ask, rng):
    X, (U, b, V) = sets(rng, 1, 3), network(rng)
    sizes = np.array([3])
    ask.given(X=X, sizes=sizes, U=U, b=b, V=V)
    ask.array("deep_sets(X, sizes, U, b, V)", X, sizes, U, b, V, want=deep_sets(X, sizes, U, b, V))


@exercise.property(
    "right on sets of different sizes",
    points=2,
    hint="φ(0) is relu(b), not 0: take the empty places out after φ, before the sum",
)
def padded_sets(ask, rng):
    X, (U, b, V) = sets(rng, 3, 3), network(rng)
    sizes = rng.permutation([1, 2, 3])
    X[np.arange(3) >= sizes[:, None]] = 0
    ask.given(X=X, sizes=sizes, U=U, b=b, V=V)
    ask.array("deep_sets(X, sizes, U, b, V)", X, sizes, U, b, V, want=deep_sets(X, sizes, U, b, V))


@exercise.property(
    "blind to the order of the elements", points=1, hint="sum over the axis of the elements, axis 1"
)
def in_another_order(ask, rng):
    X, (U, b, V) = sets(rng, 1, 3), network(rng)
    X[0, 0], X[0, 1], X[0, 2] = [1, 0], [0, -1], [-2, 2]
    sizes = np.array([3])
    ask.given(X=X, sizes=sizes, U=U, b=b, V=V)
    before = ask.array("deep_sets(X, sizes, U, b, V)", X, sizes, U, b, V, want=deep_sets(X, sizes, U, b, V))
    ask.array(
        "deep_sets(X[:, ::-1], sizes, U, b, V)",
        X[:, ::-1].copy(),
        sizes,
        U,
        b,
        V,
        want=before,
        why="these should be equal: the same set in another order",
    )


@exercise.property(
    "right on many sets whose empty places hold noise",
    points=1,
    hint="sizes alone says who is there: np.arange(m) < sizes[:, None] is a mask of shape (sets, m)",
)
def large_batch(ask, rng):
    X, (U, b, V) = rng.standard_normal((40, 12, 5)), network(rng, 5, 8, 3)
    V, sizes = V / 5, rng.integers(1, 13, size=40)
    ask.given(X="40 sets with room for 12 elements of 5 numbers, the empty places full of noise", sizes=sizes)
    ask.array("deep_sets(X, sizes, U, b, V)", X, sizes, U, b, V, want=deep_sets(X, sizes, U, b, V))


# ---- mistakes


def relu(x):
    return np.maximum(x, 0)


@exercise.mistake("a sum in which empty places count: φ(0) = relu(b) is not zero. Mask the codes by sizes")
def padding_counted(X, sizes, U, b, V):
    return np.tanh(relu(X @ U + b).sum(axis=1) @ V)


@exercise.mistake("a mean of the codes: here the pool is a sum, so do not divide")
def averaged(X, sizes, U, b, V):
    here = np.arange(X.shape[1]) < np.asarray(sizes)[:, None]
    total = (relu(X @ U + b) * here[..., None]).sum(axis=1)
    return np.tanh(total / np.asarray(sizes)[:, None] @ V)


@exercise.mistake("a max of the codes: here the pool is a sum")
def maximum(X, sizes, U, b, V):
    here = np.arange(X.shape[1]) < np.asarray(sizes)[:, None]
    return np.tanh((relu(X @ U + b) * here[..., None]).max(axis=1) @ V)


@exercise.mistake("a network that adds the elements and embeds their sum: embed each element first, then add")
def summed_first(X, sizes, U, b, V):
    here = np.arange(X.shape[1]) < np.asarray(sizes)[:, None]
    return np.tanh(relu((X * here[..., None]).sum(axis=1) @ U + b) @ V)


@exercise.mistake("a network that decodes each element and adds the answers: add the codes, then decode once")
def decoded_first(X, sizes, U, b, V):
    here = np.arange(X.shape[1]) < np.asarray(sizes)[:, None]
    return (np.tanh(relu(X @ U + b) @ V) * here[..., None]).sum(axis=1)


@exercise.mistake(
    "a sum in which empty places are emptied before φ and count after it: mask the codes, not the elements"
)
def emptied_first(X, sizes, U, b, V):
    here = np.arange(X.shape[1]) < np.asarray(sizes)[:, None]
    return np.tanh(relu((X * here[..., None]) @ U + b).sum(axis=1) @ V)


@exercise.mistake("a network without its tanh: ρ(z) = tanh(z V)")
def undecoded(X, sizes, U, b, V):
    return np.arctanh(np.clip(deep_sets(X, sizes, U, b, V), -1 + 1e-12, 1 - 1e-12))


@exercise.mistake("a sum over the sets of the batch (axis=0): the elements of a set lie along axis 1")
def over_sets(X, sizes, U, b, V):
    return np.tanh(relu(X @ U + b).sum(axis=0) @ V)
