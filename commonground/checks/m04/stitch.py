"""One network's codes, turned into the space of another, read by that one's decoder."""

import numpy as np
from numpy.linalg import svd

from commonground.checks.draw import rotation, telling, unlike, whole
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Stitch by a rotation",
    minutes=20,
    difficulty=2,
    hints=(
        "What is fitted is the rotation alone, on the pairs A and B. The decoder was trained with B's "
        "codes, and stays as it is.",
        "With both centred, `U, S, Vt = np.linalg.svd(A.T @ B)` gives `Q = U @ Vt`, as in exercise "
        "{exercise}`m01.procrustes`. New codes must lose the same mean that A lost.",
        "`Z = (new - mean_A) @ Q + mean_B`, and the decoder says `(Z @ W + b).argmax(axis=1)`.",
    ),
)


def turn(A, B):
    """Return the orthogonal Q for which AQ is nearest to B."""
    U, _, Vt = np.linalg.svd(A.T @ B)
    return U @ Vt


def accuracy(Z, y, W, b):
    """Return the share of codes that the decoder W, b gives their class."""
    return np.mean((Z @ W + b).argmax(axis=1) == y)


@exercise.solution
def stitch(A, B, new, y, W, b):
    """Return new codes (n, p) in the space of B, and the accuracy of B's decoder."""
    mean_A, mean_B = A.mean(axis=0), B.mean(axis=0)
    Z = (new - mean_A) @ turn(A - mean_A, B - mean_B) + mean_B
    return Z, accuracy(Z, y, W, b)


# ---- what a right answer does

NAMES = ("Z", "accuracy")


def small(rng):
    """Return small tables of whole numbers for which one Q, and no other, is best, and a small decoder."""
    while True:
        A, B, new = whole(rng, 5, 3), whole(rng, 5, 3), whole(rng, 4, 3)
        if svd((A - A.mean(axis=0)).T @ (B - B.mean(axis=0)), compute_uv=False).min() > 2:
            return A, B, new, rng.integers(3, size=4), np.eye(3), np.zeros(3)


def networks(rng, offset=0.5, damaged=False):
    """Return codes of 20 stimuli by two networks, of 60 more by the first, their labels, and the second's decoder."""
    y = rng.integers(4, size=180)
    H = 1.2 * rng.standard_normal((4, 6))[y] + rng.standard_normal((180, 6))
    A, B = (
        (H + 0.3 * rng.standard_normal(H.shape)) @ rotation(rng, 6) + offset * rng.standard_normal(6)
        for _ in range(2)
    )
    fit = np.column_stack([B[60:], np.ones(120)])
    weights = np.linalg.lstsq(fit, np.eye(4)[y[60:]], rcond=None)[0]
    if damaged:  # it takes some classes for others
        weights = weights[:, rng.permutation(4)]
    return A[60:80], B[60:80], A[:60], y[:60], weights[:-1], weights[-1]


@exercise.property(
    "right in the codes it hands over",
    points=2,
    hint="take A's mean out, turn by the Q of Procrustes, put B's mean in. Z has a row for each row of new",
)
def translates(ask, rng):
    def codes(answer):
        return lambda *inputs: answer(*inputs)[0]

    right_here = (without_bias, refitted, errors)
    answers = [codes(answer) for answer in exercise.variants(but=right_here)]
    A, B, new, y, W, b = telling(lambda: small(rng), answers)
    ask.given(A=A, B=B, new=new)
    want = {"Z": stitch(A, B, new, y, W, b)[0]}
    ask.parts("stitch(A, B, new, y, W, b)", A, B, new, y, W, b, names=NAMES, want=want)


def reads(ask, rng, **how):
    def draw():
        return telling(lambda: networks(rng, **how), exercise.variants())

    for A, B, new, y, W, b in unlike(draw, lambda *inputs: stitch(*inputs)[1]):
        ask.given(
            A="20 stimuli × 6 units",
            B="the same 20 stimuli × 6 units",
            new="60 stimuli × 6 units, by the network of A",
            y="their classes, 0 to 3",
            W="6 × 4",
            b="4 numbers",
        )
        want = dict(zip(NAMES, stitch(A, B, new, y, W, b), strict=True))
        ask.parts("stitch(A, B, new, y, W, b)", A, B, new, y, W, b, names=NAMES, want=want)


@exercise.property(
    "right about the accuracy",
    points=1,
    hint="the decoder's answer is the largest entry of each row of Z @ W + b; accuracy is the share "
    "that equals y",
)
def reads_what_comes(ask, rng):
    reads(ask, rng)


@exercise.property(
    "right where the units' means are large",
    points=1,
    hint="both means come from the paired codes, A.mean(axis=0) and B.mean(axis=0); the decoder knows B's",
)
def with_large_means(ask, rng):
    reads(ask, rng, offset=5)


@exercise.property(
    "right about a decoder that takes some classes for others",
    points=1,
    hint="the decoder is frozen: use W and b as they are, also where they are bad",
)
def with_a_damaged_decoder(ask, rng):
    reads(ask, rng, damaged=True)


# ---- mistakes


def altered(A, B, new, y, W, b, *, find=turn, before=None, after=None):
    """Return the right answer with one step done another way.

    ``find`` returns Q; ``before`` and ``after`` are the origins of the two spaces, the means if not said.
    """
    before = A.mean(axis=0) if before is None else before
    after = B.mean(axis=0) if after is None else after
    Z = (new - before) @ find(A - A.mean(axis=0), B - B.mean(axis=0)) + after
    return Z, accuracy(Z, y, W, b)


@exercise.mistake("codes handed over as they are: the decoder lives in other coordinates. Turn them first")
def unturned(A, B, new, y, W, b):
    return new, accuracy(new, y, W, b)


@exercise.mistake("codes whose mean is moved and whose directions are not: turn them by Q, too")
def only_shifted(A, B, new, y, W, b):
    return altered(A, B, new, y, W, b, find=lambda A, B: np.eye(A.shape[1]))


@exercise.mistake("the rotation from B to A: check the order, A.T @ B and Q = U @ Vt")
def backwards(A, B, new, y, W, b):
    return altered(A, B, new, y, W, b, find=lambda A, B: turn(B, A))


@exercise.mistake("U V in place of U Vᵀ: np.linalg.svd returns Vᵀ already, so do not transpose it again")
def vt_taken_for_v(A, B, new, y, W, b):
    def find(A, B):
        U, _, Vt = svd(A.T @ B)
        return U @ Vt.T

    return altered(A, B, new, y, W, b, find=find)


@exercise.mistake(
    "a stitch by any linear map, the least-squares one: here only a rotation or a reflection is "
    "allowed, Q = U @ Vt"
)
def any_linear_map(A, B, new, y, W, b):
    return altered(A, B, new, y, W, b, find=lambda A, B: np.linalg.pinv(A) @ B)


@exercise.mistake(
    "a rotation about the origin: take out the means of A and of B before you look for Q, and put "
    "B's in afterwards"
)
def uncentred(A, B, new, y, W, b):
    Z = new @ turn(A, B)
    return Z, accuracy(Z, y, W, b)


@exercise.mistake(
    "codes centred and left so: the decoder expects codes around B's mean. Add it after the turn"
)
def mean_not_put_back(A, B, new, y, W, b):
    return altered(A, B, new, y, W, b, after=0)


@exercise.mistake("new codes centred by their own mean: take out the mean of A, which the pairs go by")
def own_mean_of_new(A, B, new, y, W, b):
    return altered(A, B, new, y, W, b, before=new.mean(axis=0))


@exercise.mistake("a decoder without its bias: add b to Z @ W before you look for the largest")
def without_bias(A, B, new, y, W, b):
    Z, _ = stitch(A, B, new, y, W, b)
    return Z, accuracy(Z, y, W, 0 * b)


@exercise.mistake("a new decoder, fitted to the codes that came: B's decoder is frozen. Use W and b")
def refitted(A, B, new, y, W, b):
    Z, _ = stitch(A, B, new, y, W, b)
    labels = np.eye(W.shape[1])[np.asarray(y)]
    table = np.column_stack([Z, np.ones(len(Z))])
    return Z, ((table @ (np.linalg.pinv(table) @ labels)).argmax(axis=1) == y).mean()


@exercise.mistake("the share of errors, not of right answers: take it from 1")
def errors(A, B, new, y, W, b):
    Z, share = stitch(A, B, new, y, W, b)
    return Z, 1 - share
