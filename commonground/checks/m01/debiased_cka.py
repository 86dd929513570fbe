"""1.4: CKA from Song's unbiased estimate of HSIC."""

import numpy as np

from commonground.checks.draw import whole
from commonground.checks.exercise import Exercise, Mistake, Property


def grams(X, Y):
    """Return the Gram matrices of X and Y without their diagonals."""
    K, L = X @ X.T, Y @ Y.T
    np.fill_diagonal(K, 0)
    np.fill_diagonal(L, 0)
    return K, L


def hsic(K, L):
    """Return n (n − 3) times the unbiased estimate for Gram matrices with zeros on the diagonal."""
    n = len(K)
    k, l = K.sum(axis=0), L.sum(axis=0)
    return (K * L).sum() + k.sum() * l.sum() / ((n - 1) * (n - 2)) - 2 * (k @ l) / (n - 2)


def debiased_cka(X, Y):
    K, L = grams(X, Y)
    return hsic(K, L) / np.sqrt(hsic(K, K) * hsic(L, L))


def pair(rng, n, sign=0):
    """Return X and Y of small whole numbers, far enough from where the estimate has no root."""
    while True:
        X, Y = whole(rng, n, 2, centred=True), whole(rng, n, 2, centred=True)
        cka = debiased_cka(X, Y) if hsic(*grams(X, X)) > 20 and hsic(*grams(Y, Y)) > 20 else 0
        if abs(cka) > 0.1 and sign * cka >= 0:
            return X, Y


# ---- what a right answer does


def on_few_stimuli(ask, rng):
    X, Y = pair(rng, 5, sign=1)
    ask.given(X=X, Y=Y)
    ask.number("debiased_cka(X, Y)", X, Y, want=debiased_cka(X, Y))


def below_zero(ask, rng):
    X, Y = pair(rng, 5, sign=-1)
    ask.given(X=X, Y=Y)
    ask.number("debiased_cka(X, Y)", X, Y, want=debiased_cka(X, Y))


def under_a_shift(ask, rng):
    X, Y = pair(rng, 5, sign=1)
    shift = np.array([2.0, 1.0])
    ask.given(X=X, Y=Y, shift=shift)
    before = ask.number("debiased_cka(X, Y)", X, Y, want=debiased_cka(X, Y))
    why = "these should be equal: a shift of the columns is no difference"
    ask.number("debiased_cka(X + shift, Y)", X + shift, Y, want=before, why=why)


def on_unrelated_representations(ask, rng):
    X, Y = rng.standard_normal((20, 200)), rng.standard_normal((20, 300))
    ask.given(X="20 stimuli × 200 units, random", Y="20 stimuli × 300 units, random, unrelated to X")
    ask.number("debiased_cka(X, Y)", X, Y, want=debiased_cka(X, Y))
    ask.number("debiased_cka(X, 3 * X)", X, 3 * X, want=1.0)


# ---- mistakes


def _with(estimate, zero=True):
    """Return a CKA made of another estimate of HSIC."""

    def wrong(X, Y):
        K, L = grams(X, Y) if zero else (X @ X.T, Y @ Y.T)
        return estimate(K, L) / np.sqrt(estimate(K, K) * estimate(L, L))

    return wrong


def biased(K, L):
    H = np.eye(len(K)) - 1 / len(K)
    return (H @ K @ H * L).sum()


def centred_then_zeroed(K, L):
    H = np.eye(len(K)) - 1 / len(K)
    K, L = H @ K @ H, H @ L @ H
    np.fill_diagonal(K, 0)
    return (K * L).sum()


def n_minus_one(K, L):
    n = len(K)
    k, l = K.sum(axis=0), L.sum(axis=0)
    return (K * L).sum() + k.sum() * l.sum() / ((n - 1) * (n - 2)) - 2 * (k @ l) / (n - 1)


def without_the_two(K, L):
    n = len(K)
    k, l = K.sum(axis=0), L.sum(axis=0)
    return (K * L).sum() + k.sum() * l.sum() / ((n - 1) * (n - 2)) - (k @ l) / (n - 2)


def trace_only(K, L):
    return (K * L).sum()


def no_root(X, Y):
    K, L = grams(X, Y)
    return hsic(K, L) / (hsic(K, K) * hsic(L, L))


def biased_below(X, Y):
    K, L, n = X @ X.T, Y @ Y.T, len(X)
    return hsic(*grams(X, Y)) / (n * (n - 3)) / (np.sqrt(biased(K, K) * biased(L, L)) / (n - 1) ** 2)


def clipped(X, Y):
    return max(debiased_cka(X, Y), 0.0)


def absolute(X, Y):
    return abs(debiased_cka(X, Y))


EXERCISE = Exercise(
    number="1.4",
    title="Debiased CKA",
    minutes=25,
    difficulty=2,
    solution={"debiased_cka": debiased_cka},
    properties=(
        Property(
            "right on five stimuli",
            2,
            on_few_stimuli,
            "take the three terms one at a time; on five stimuli you can write K̃ down and add by hand",
        ),
        Property(
            "right where the estimate is negative",
            1,
            below_zero,
            "an estimate that is 0 on average must fall below 0 at times: leave it there",
        ),
        Property(
            "invariant to a shift of the columns",
            1,
            under_a_shift,
            "the second and third term do the centring; look at the factors that hold n",
        ),
        Property(
            "near zero for unrelated representations with many units",
            1,
            on_unrelated_representations,
            "the diagonal of X Xᵀ is what inflates CKA when there are many units: set it to 0 in K and in L",
        ),
    ),
    hints=(
        "Write a function `hsic(K, L)` of two Gram matrices first, and call it three times. "
        "The factor 1 / (n (n − 3)) is the same in all three, so it cancels.",
        "K = X Xᵀ, with `np.fill_diagonal(K, 0)` (it changes K in place and returns None). Then "
        "tr(K̃ L̃) is `(K * L).sum()`, and 1ᵀ K̃ 1 is `K.sum()`.",
        "1ᵀ K̃ L̃ 1 is the product of two vectors of row sums: `K.sum(axis=0) @ L.sum(axis=0)`. "
        "The denominators are (n − 1)(n − 2) for the second term and n − 2 for the third, which has a 2 above.",
    ),
    mistakes=(
        Mistake(
            "the biased CKA: set the diagonals of K and L to 0, and use the three terms",
            {"debiased_cka": _with(biased, zero=False)},
        ),
        Mistake(
            "an estimate whose diagonals were not zeroed: a stimulus is like itself in every representation, "
            "and that is the bias. np.fill_diagonal(K, 0), and L too",
            {"debiased_cka": _with(hsic, zero=False)},
        ),
        Mistake(
            "a CKA centred first and zeroed then: zero the diagonal of X Xᵀ itself; the three terms do the centring",
            {"debiased_cka": _with(centred_then_zeroed, zero=False)},
        ),
        Mistake(
            "a zeroed diagonal with n where the unbiased estimate has n − 1 and n − 2 (H K H divides by n): use the three terms",
            {"debiased_cka": _with(biased)},
        ),
        Mistake(
            "a third term divided by n − 1: it is 2 / (n − 2)",
            {"debiased_cka": _with(n_minus_one)},
        ),
        Mistake(
            "a third term without its 2",
            {"debiased_cka": _with(without_the_two)},
        ),
        Mistake(
            "the first term alone: without the other two nothing is centred",
            {"debiased_cka": _with(trace_only)},
        ),
        Mistake(
            "a CKA with no root below: divide by √(HSIC(K, K) · HSIC(L, L))",
            {"debiased_cka": no_root},
        ),
        Mistake(
            "a CKA that is debiased above and biased below: use the same estimate three times",
            {"debiased_cka": biased_below},
        ),
        Mistake(
            "a CKA cut off at 0: an unbiased estimate may be negative. Cut it, and its mean is too high again",
            {"debiased_cka": clipped},
        ),
        Mistake(
            "the absolute value of the estimate: an unbiased estimate may be negative",
            {"debiased_cka": absolute},
        ),
    ),
)
