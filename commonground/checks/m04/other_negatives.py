"""What a contrastive learner converges to when its negatives are drawn in another way."""

import numpy as np

from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Other negatives",
    minutes=20,
    difficulty=2,
    hints=(
        "Each score occurs in two terms of the loss only. Write them down and set their derivative to zero, "
        "as the lesson does for its own loss.",
        "The derivative of $\\log \\varsigma(s)$ is $1 - \\varsigma(s)$, that of $\\log(1 - \\varsigma(s))$ is "
        "$-\\varsigma(s)$. So $P_{ab}(1 - \\varsigma) = k\\, p_a q_b\\, \\varsigma$.",
        "The odds $\\varsigma / (1 - \\varsigma)$ are $e^s$. What is $e^s$, then? $p$ are the sums of the rows of "
        "$P$, `P.sum(axis=1)`; the sums of its columns do not occur.",
    ),
)


@exercise.solution
def converges_to(P, q, k):
    """Return the scores (n, m) at which the loss is least.

    P (n, m) are shares of pairs, q (m,) of negatives, of which each pair has k.
    """
    return np.log(P / (k * np.outer(P.sum(axis=1), q)))


# ---- worlds


def world(rng, n, m):
    """Return shares of pairs and of negatives, all above zero and none even."""
    P = rng.integers(1, 10, size=(n, m)).astype(float)
    q = rng.integers(1, 6, size=m).astype(float)
    return P / P.sum(), q / q.sum()


def loss(S, P, q, k):
    """Return the loss of scores S."""
    negatives = k * np.outer(P.sum(axis=1), q)
    return float((P * np.logaddexp(0, -S)).sum() + (negatives * np.logaddexp(0, S)).sum())


# ---- what a right answer does


def converged(ask, rng, n, m, k, q=None):
    P, drawn = world(rng, n, m)
    q = drawn if q is None else q(P)
    ask.given(P=P, q=q, k=k)
    ask.array("converges_to(P, q, k)", P, q, k, want=converges_to(P, q, k))


@exercise.property(
    "right for one negative, drawn as often as it occurs",
    points=1,
    hint="this is the lesson's own case: with q the sums of the columns of P and k = 1 it is PMI",
)
def as_in_the_lesson(ask, rng):
    converged(ask, rng, 2, 3, 1, q=lambda P: P.sum(axis=0))


@exercise.property(
    "right for negatives that are drawn otherwise",
    points=1,
    hint="the learner compares real pairs with those it was shown as false: q stands below, not what is common",
)
def drawn_otherwise(ask, rng):
    converged(ask, rng, 3, 2, 1)


@exercise.property(
    "right for several negatives a pair",
    points=1,
    hint="k times as many false pairs shift the odds by k: all scores fall by one and the same number",
)
def several(ask, rng):
    converged(ask, rng, 2, 3, int(rng.integers(2, 9)))


@exercise.property(
    "where no other scores have a lower loss",
    points=1,
    hint="add a little to one score and compute the loss: it must rise, whichever score and sign you take",
)
def at_the_bottom(ask, rng):
    P, q = world(rng, 4, 5)
    k = int(rng.integers(2, 9))
    ask.given(P="shares of 4 × 5 pairs", q=q, k=k)
    S = ask.array("converges_to(P, q, k)", P, q, k, want=converges_to(P, q, k))
    nearby = min(loss(S + 0.1 * rng.standard_normal(S.shape), P, q, k) for _ in range(20))
    ask.show("loss of your scores", loss(S, P, q, k))
    ask.show("least loss of twenty tables near them", nearby)
    if nearby <= loss(S, P, q, k):
        ask.wrong("should be higher")


# ---- mistakes


@exercise.mistake(
    "the PMI of the pairs, whatever the negatives: a learner knows chance from its negatives alone"
)
def plain_pmi(P, q, k):
    return np.log(P / np.outer(P.sum(axis=1), P.sum(axis=0)))


@exercise.mistake("the scores for one negative a pair: k times as many stand below, so divide by k")
def without_k(P, q, k):
    return np.log(P / np.outer(P.sum(axis=1), q))


@exercise.mistake("the odds themselves: a score is their logarithm")
def odds(P, q, k):
    return P / (k * np.outer(P.sum(axis=1), q))


@exercise.mistake(
    "the probability that a pair is real: the score is what the logistic function makes it from"
)
def probability(P, q, k):
    return P / (P + k * np.outer(P.sum(axis=1), q))


@exercise.mistake(
    "scores without the shares of the rows: a row that is seen often has as many more negatives. Divide by p as well"
)
def without_rows(P, q, k):
    return np.log(P / (k * np.ones((len(P), 1)) * q))
