"""The layer nearest to a given one that respects a group, of which only generators are known."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="The nearest layer that respects it",
    minutes=30,
    difficulty=3,
    kind="make",
    hints=(
        "That the layer respects an element is an equation, $B_g W = W A_g$, linear in the entries of $W$. If it holds for the "
        "generators, does it hold for their products?",
        "It does. So all layers that respect the group are the solutions of a few linear equations, a flat space. The "
        "nearest one is the foot of the perpendicular from $W$. (Or multiply generators until nothing new comes up, and "
        "average $B_g^{-1} W A_g$ over all elements.)",
        "With rows laid end to end, $B_g W - W A_g$ is `(np.kron(b, np.eye(d)) - np.kron(np.eye(p), a.T)) @ W.ravel()`. Stack "
        "these matrices to K; from W take `np.linalg.pinv(K) @ K @ W.ravel()`.",
    ),
)


@exercise.solution
def nearest_layer(W, A, B):
    """Return the matrix (p, d) nearest to W that respects all of the group."""
    p, d = W.shape
    both = zip(A, B, strict=True)
    K = np.vstack([np.kron(b, np.eye(d)) - np.kron(np.eye(p), a.T) for a, b in both])
    return W - (np.linalg.pinv(K) @ (K @ W.ravel())).reshape(p, d)


# ---- what a right answer does


def permutation(order):
    """Return the matrix that puts entry ``order[i]`` into place i."""
    return np.eye(len(order))[list(order)]


def turned_image():
    """Return how a quarter turn moves the nine pixels of an image."""
    return permutation(np.rot90(np.arange(9).reshape(3, 3)).ravel())


def mirrored_image():
    """Return how a mirror moves them."""
    return permutation(np.arange(9).reshape(3, 3)[:, ::-1].ravel())


QUARTER = np.array([[0.0, -1.0], [1.0, 0.0]])
SHIFT = permutation([1, 2, 3, 0])
SWAP = permutation([1, 0, 2, 3])
MIRROR = permutation([0, 3, 2, 1])


def laid(ask, rng, A, B, names):
    """Hold a layer: it respects the generators, and none that does is nearer."""
    A, B = np.array(A), np.array(B)

    def draw():
        return np.round(rng.normal(size=(B.shape[1], A.shape[1])), 1), A, B

    W, A, B = telling(draw, [nearest_layer, as_it_is, nothing, over_generators, invariant])
    ask.given(W=f"{W.shape[0]} × {W.shape[1]}", A=names[0], B=names[1])
    value = ask.value("nearest_layer(W, A, B)", W, A, B)
    ask.judged.append(value)
    try:
        M = as_array(value, W.shape)
    except Wrong as wrong:
        ask.unanswered(str(wrong))
    off = max(norm(b @ M - M @ a) for a, b in zip(A, B, strict=True))
    ask.show("‖B_g M − M A_g‖, the largest over generators", off)
    if off > 1e-6:
        ask.wrong("should be 0")
    ask.show("‖M − W‖", norm(M - W))
    best = norm(nearest_layer(W, A, B) - W)
    if norm(M - W) > best + 1e-6:
        ask.wrong(f"should be {best:.4f}: another layer that respects the group is nearer")


@exercise.property(
    "right for one generator, a shift of a ring",
    points=1,
    hint="one equation per generator, B W = W A; the nearest solution is the foot of the perpendicular",
)
def one_generator(ask, rng):
    laid(ask, rng, [SHIFT], [SHIFT], ("a shift of a ring of 4", "the same"))
    laid(ask, rng, [SHIFT], [QUARTER], ("a shift of a ring of 4", "a quarter turn of a plane"))


@exercise.property(
    "right for two generators, which make a larger group",
    points=2,
    hint="generators are not all elements: solve all equations at once, or multiply until no new element comes up",
)
def two_generators(ask, rng):
    laid(ask, rng, [SHIFT, SWAP], [SHIFT, SWAP], ("a shift and a swap of 4 places", "the same"))
    laid(
        ask,
        rng,
        [SHIFT, MIRROR],
        [QUARTER, np.diag([1.0, -1.0])],
        ("a shift and a mirror of a ring of 4", "a quarter turn and a mirror of a plane"),
    )


@exercise.property(
    "right for images under turns and mirrors",
    points=1,
    hint="the same equations, with the pixels laid end to end: B need not have the size of A",
)
def images(ask, rng):
    laid(
        ask,
        rng,
        [turned_image(), mirrored_image()],
        [SHIFT, MIRROR],
        ("a quarter turn and a mirror of 3 × 3 pixels", "a shift and a mirror of 4 places"),
    )


# ---- mistakes


@exercise.mistake("the layer as it is: nearest of all, and it does not respect the group")
def as_it_is(W, A, B):
    return W


@exercise.mistake("a layer of zeros: it respects every group, and is not the nearest that does")
def nothing(W, A, B):
    return np.zeros_like(W)


@exercise.mistake(
    "a mean over the identity and the generators: they are not the whole group. Multiply them until nothing new comes up"
)
def over_generators(W, A, B):
    found = [W, *(np.linalg.inv(b) @ W @ a for a, b in zip(A, B, strict=True))]
    return np.mean(found, axis=0)


@exercise.mistake("a layer that ignores the group before it: act on the code as well, B_g⁻¹ W A_g")
def invariant(W, A, B):
    p, d = W.shape
    K = np.vstack([np.kron(np.eye(p), np.eye(d) - a.T) for a in A])
    return W - (np.linalg.pinv(K) @ (K @ W.ravel())).reshape(p, d)
