"""CKA from Song's unbiased estimate of HSIC."""

from functools import partial

import numpy as np

from commonground.checks.draw import whole
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Debiased CKA",
    kind="mend",
    minutes=25,
    difficulty=2,
    hints=(
        "Write a function `hsic(K, L)` of two Gram matrices first, and call it three times. The "
        "factor 1 / (n (n − 3)) is the same in all three, so it cancels.",
        "K = X Xᵀ, with `np.fill_diagonal(K, 0)` (it changes K in place and returns None). Then tr(K̃ "
        "L̃) is `(K * L).sum()`, and 1ᵀ K̃ 1 is `K.sum()`.",
        "1ᵀ K̃ L̃ 1 is the product of two vectors of row sums: `K.sum(axis=0) @ L.sum(axis=0)`. The "
        "denominators are (n − 1)(n − 2) for the second term and n − 2 for the third, which has a 2 "
        "above.",
    ),
)


def gram(X):
    """Return the Gram matrix of X, with zeros on its diagonal."""
    K = X @ X.T
    np.fill_diagonal(K, 0)
    return K


def hsic(K, L):
    """Return n (n − 3) times the unbiased estimate: in CKA the factor cancels."""
    n = len(K)
    k, l = K.sum(axis=0), L.sum(axis=0)
    means = k.sum() * l.sum() / ((n - 1) * (n - 2))
    return (K * L).sum() + means - 2 / (n - 2) * (k @ l)


@exercise.solution
def debiased_cka(X, Y):
    """Return the debiased linear CKA of X (n, p) and Y (n, q), at most 1; n ≥ 4."""
    K, L = gram(X), gram(Y)
    return hsic(K, L) / np.sqrt(hsic(K, K) * hsic(L, L))


# ---- what a right answer does


def pair(rng, n, sign=0):
    """Return X and Y of small whole numbers, far enough from where the estimate has no root."""
    while True:
        X, Y = whole(rng, n, 2, centred=True), whole(rng, n, 2, centred=True)
        cka = debiased_cka(X, Y) if min(hsic(gram(X), gram(X)), hsic(gram(Y), gram(Y))) > 20 else 0
        if abs(cka) > 0.1 and sign * cka >= 0:
            return X, Y


@exercise.property(
    "right on five stimuli",
    points=2,
    hint="take the three terms one at a time; on five stimuli you can write K̃ down and add by hand",
)
def on_few_stimuli(ask, rng):
    X, Y = pair(rng, 5, sign=1)
    ask.given(X=X, Y=Y)
    ask.number("debiased_cka(X, Y)", X, Y, want=debiased_cka(X, Y))


@exercise.property(
    "right where the estimate is negative",
    points=1,
    hint="an estimate that is 0 on average must fall below 0 at times: leave it there",
)
def below_zero(ask, rng):
    X, Y = pair(rng, 5, sign=-1)
    ask.given(X=X, Y=Y)
    ask.number("debiased_cka(X, Y)", X, Y, want=debiased_cka(X, Y))


@exercise.property(
    "invariant to a shift of the columns",
    points=1,
    hint="the second and third term do the centring; look at the factors that hold n",
)
def under_a_shift(ask, rng):
    X, Y = pair(rng, 5, sign=1)
    shift = np.array([2.0, 1.0])
    ask.given(X=X, Y=Y, shift=shift)
    before = ask.number("debiased_cka(X, Y)", X, Y, want=debiased_cka(X, Y))
    why = "these should be equal: a shift of the columns is no difference"
    ask.number("debiased_cka(X + shift, Y)", X + shift, Y, want=before, why=why)


@exercise.property(
    "near zero for unrelated representations with many units",
    points=1,
    hint="the diagonal of X Xᵀ is what inflates CKA when there are many units: set it to 0 in K and in L",
)
def on_unrelated_representations(ask, rng):
    X, Y = rng.standard_normal((20, 200)), rng.standard_normal((20, 300))
    ask.given(X="20 stimuli × 200 units, random", Y="20 stimuli × 300 units, random, unrelated to X")
    ask.number("debiased_cka(X, Y)", X, Y, want=debiased_cka(X, Y))
    ask.number("debiased_cka(X, 3 * X)", X, 3 * X, want=1.0)


# ---- mistakes


def normalised(estimate, K, L):
    """Return a CKA made of this estimate of HSIC."""
    return estimate(K, L) / np.sqrt(estimate(K, K) * estimate(L, L))


def biased(K, L):
    H = np.eye(len(K)) - 1 / len(K)
    return (H @ K @ H * L).sum()


@exercise.mistake("the biased CKA: set the diagonals of K and L to 0, and use the three terms")
def biased_cka(X, Y):
    return normalised(biased, X @ X.T, Y @ Y.T)


@exercise.mistake(
    "an estimate whose diagonals were not zeroed: a stimulus is like itself in every "
    "representation, and that is the bias. np.fill_diagonal(K, 0), and L too"
)
def diagonal_left_in(X, Y):
    return normalised(hsic, X @ X.T, Y @ Y.T)


@exercise.mistake(
    "a CKA centred first and zeroed then: zero the diagonal of X Xᵀ itself; the three terms do the centring"
)
def centred_then_zeroed(X, Y):
    def estimate(K, L):
        H = np.eye(len(K)) - 1 / len(K)
        K, L = H @ K @ H, H @ L @ H
        np.fill_diagonal(K, 0)
        return (K * L).sum()

    return normalised(estimate, X @ X.T, Y @ Y.T)


@exercise.mistake(
    "a zeroed diagonal with n where the unbiased estimate has n − 1 and n − 2 (H K H divides by "
    "n): use the three terms"
)
def zeroed_and_biased(X, Y):
    return normalised(biased, gram(X), gram(Y))


def third_term(factor, K, L):
    """Return the estimate with another factor before its third term."""
    n = len(K)
    k, l = K.sum(axis=0), L.sum(axis=0)
    return (K * L).sum() + k.sum() * l.sum() / ((n - 1) * (n - 2)) - factor * (k @ l)


@exercise.mistake("a third term divided by n − 1: it is 2 / (n − 2)")
def n_minus_one(X, Y):
    return normalised(partial(third_term, 2 / (len(X) - 1)), gram(X), gram(Y))


@exercise.mistake("a third term without its 2")
def without_the_two(X, Y):
    return normalised(partial(third_term, 1 / (len(X) - 2)), gram(X), gram(Y))


@exercise.mistake("the first term alone: without the other two nothing is centred")
def first_term_only(X, Y):
    return normalised(lambda K, L: (K * L).sum(), gram(X), gram(Y))


@exercise.mistake("a CKA with no root below: divide by √(HSIC(K, K) · HSIC(L, L))")
def no_root(X, Y):
    K, L = gram(X), gram(Y)
    return hsic(K, L) / (hsic(K, K) * hsic(L, L))


@exercise.mistake("a CKA that is debiased above and biased below: use the same estimate three times")
def biased_below(X, Y):
    K, L, n = X @ X.T, Y @ Y.T, len(X)
    return hsic(gram(X), gram(Y)) / (n * (n - 3)) / (np.sqrt(biased(K, K) * biased(L, L)) / (n - 1) ** 2)


@exercise.mistake(
    "a CKA cut off at 0: an unbiased estimate may be negative. Cut it, and its mean is too high again"
)
def clipped(X, Y):
    return max(debiased_cka(X, Y), 0.0)


@exercise.mistake("the absolute value of the estimate: an unbiased estimate may be negative")
def absolute(X, Y):
    return abs(debiased_cka(X, Y))
