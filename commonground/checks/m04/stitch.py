"""4.3: one network's codes, turned into the space of another, read by that one's decoder."""

import numpy as np
from numpy.linalg import svd

from commonground.checks.draw import rotation, telling, unlike, whole
from commonground.checks.exercise import Exercise, Mistake, Property

NAMES = ("Z", "accuracy")


def turn(A, B):
    """Return the orthogonal Q for which AQ is nearest to B."""
    U, _, Vt = svd(A.T @ B)
    return U @ Vt


def translated(A, B, new, *, find=turn, before=None, after=None):
    """Return new codes of A in the space of B; ``before`` and ``after`` are the origins, the means if not said."""
    before = A.mean(axis=0) if before is None else before
    after = B.mean(axis=0) if after is None else after
    return (new - before) @ find(A - A.mean(axis=0), B - B.mean(axis=0)) + after


def accuracy(Z, y, W, b):
    return float(((Z @ W + b).argmax(axis=1) == y).mean())


def stitch(A, B, new, y, W, b):
    Z = translated(A, B, new)
    return Z, accuracy(Z, y, W, b)


# ---- mistakes


def unturned(A, B, new, y, W, b):
    return new, accuracy(new, y, W, b)


def only_shifted(A, B, new, y, W, b):
    Z = translated(A, B, new, find=lambda A, B: np.eye(A.shape[1]))
    return Z, accuracy(Z, y, W, b)


def backwards(A, B, new, y, W, b):
    Z = translated(A, B, new, find=lambda A, B: turn(B, A))
    return Z, accuracy(Z, y, W, b)


def vt_taken_for_v(A, B, new, y, W, b):
    def find(A, B):
        U, _, Vt = svd(A.T @ B)
        return U @ Vt.T

    Z = translated(A, B, new, find=find)
    return Z, accuracy(Z, y, W, b)


def any_linear_map(A, B, new, y, W, b):
    Z = translated(A, B, new, find=lambda A, B: np.linalg.pinv(A) @ B)
    return Z, accuracy(Z, y, W, b)


def uncentred(A, B, new, y, W, b):
    Z = new @ turn(A, B)
    return Z, accuracy(Z, y, W, b)


def mean_not_put_back(A, B, new, y, W, b):
    Z = translated(A, B, new, after=0)
    return Z, accuracy(Z, y, W, b)


def own_mean_of_new(A, B, new, y, W, b):
    Z = translated(A, B, new, before=new.mean(axis=0))
    return Z, accuracy(Z, y, W, b)


def without_bias(A, B, new, y, W, b):
    Z, _ = stitch(A, B, new, y, W, b)
    return Z, accuracy(Z, y, W, 0 * b)


def refitted(A, B, new, y, W, b):
    Z, _ = stitch(A, B, new, y, W, b)
    labels = np.eye(W.shape[1])[np.asarray(y)]
    table = np.column_stack([Z, np.ones(len(Z))])
    return Z, float(((table @ (np.linalg.pinv(table) @ labels)).argmax(axis=1) == y).mean())


def errors(A, B, new, y, W, b):
    Z, share = stitch(A, B, new, y, W, b)
    return Z, 1 - share


TURNED_WRONG = [
    unturned,
    only_shifted,
    backwards,
    vt_taken_for_v,
    any_linear_map,
    uncentred,
    mean_not_put_back,
    own_mean_of_new,
]
READ_WRONG = [without_bias, refitted, errors]


# ---- what a right answer does


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


def translates(ask, rng):
    two = unlike(
        lambda: telling(lambda: small(rng), [lambda *x, f=f: f(*x)[0] for f in (stitch, *TURNED_WRONG)]),
        lambda *inputs: stitch(*inputs)[0],
    )
    for A, B, new, y, W, b in two:
        ask.given(A=A, B=B, new=new)
        want = {"Z": stitch(A, B, new, y, W, b)[0]}
        ask.parts("stitch(A, B, new, y, W, b)", A, B, new, y, W, b, names=NAMES, want=want)


def reads(ask, rng, **how):
    answers = [lambda *x, f=f: f(*x)[1] for f in (stitch, *READ_WRONG)]
    for A, B, new, y, W, b in unlike(lambda: telling(lambda: networks(rng, **how), answers), answers[0]):
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


def reads_what_comes(ask, rng):
    reads(ask, rng)


def with_large_means(ask, rng):
    reads(ask, rng, offset=5)


def with_a_damaged_decoder(ask, rng):
    reads(ask, rng, damaged=True)


EXERCISE = Exercise(
    number="4.3",
    title="Stitch by a rotation",
    minutes=20,
    difficulty=2,
    solution={"stitch": stitch},
    properties=(
        Property(
            "right in the codes it hands over",
            2,
            translates,
            "take A's mean out, turn by the Q of Procrustes, put B's mean in. Z has a row for each row of new",
        ),
        Property(
            "right about the accuracy",
            1,
            reads_what_comes,
            "the decoder's answer is the largest entry of each row of Z @ W + b; accuracy is the share that equals y",
        ),
        Property(
            "right where the units' means are large",
            1,
            with_large_means,
            "both means come from the paired codes, A.mean(axis=0) and B.mean(axis=0); the decoder knows B's",
        ),
        Property(
            "right about a decoder that takes some classes for others",
            1,
            with_a_damaged_decoder,
            "the decoder is frozen: use W and b as they are, also where they are bad",
        ),
    ),
    hints=(
        "What is fitted is the rotation alone, on the pairs A and B. The decoder was trained with B's codes, and stays as it is.",
        "With both centred, `U, S, Vt = np.linalg.svd(A.T @ B)` gives `Q = U @ Vt`, as in exercise 1.2. New codes must lose the same mean that A lost.",
        "`Z = (new - mean_A) @ Q + mean_B`, and the decoder says `(Z @ W + b).argmax(axis=1)`.",
    ),
    mistakes=(
        Mistake(
            "codes handed over as they are: the decoder lives in other coordinates. Turn them first",
            {"stitch": unturned},
        ),
        Mistake(
            "codes whose mean is moved and whose directions are not: turn them by Q, too",
            {"stitch": only_shifted},
        ),
        Mistake(
            "the rotation from B to A: check the order, A.T @ B and Q = U @ Vt",
            {"stitch": backwards},
        ),
        Mistake(
            "U V in the place of U Vᵀ: np.linalg.svd returns Vᵀ already, so do not transpose it again",
            {"stitch": vt_taken_for_v},
        ),
        Mistake(
            "a stitch by any linear map, the least-squares one: here only a rotation or a reflection is allowed, Q = U @ Vt",
            {"stitch": any_linear_map},
        ),
        Mistake(
            "a rotation about the origin: take out the means of A and of B before you look for Q, and put B's in afterwards",
            {"stitch": uncentred},
        ),
        Mistake(
            "codes centred and left so: the decoder expects codes around B's mean. Add it after the turn",
            {"stitch": mean_not_put_back},
        ),
        Mistake(
            "new codes centred by their own mean: take out the mean of A, which the pairs go by",
            {"stitch": own_mean_of_new},
        ),
        Mistake(
            "a decoder without its bias: add b to Z @ W before you look for the largest",
            {"stitch": without_bias},
        ),
        Mistake(
            "a new decoder, fitted to the codes that came: B's decoder is frozen. Use W and b",
            {"stitch": refitted},
        ),
        Mistake(
            "the share of errors, not of right answers: take it from 1",
            {"stitch": errors},
        ),
    ),
)
