"""A sampler on a ring that moves to neighbours only, and still ends up right."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="A sampler of your own",
    minutes=25,
    difficulty=2,
    kind="make",
    hints=(
        "If as much flows from i to j as back, $p_i P_{ij} = p_j P_{ji}$ for each pair, the distribution stays what it is. "
        "Choose a proposal first, then how often to accept it.",
        "Propose either neighbour with ½ and accept with min(1, p_j / p_i). What is not accepted stays: that is what the diagonal "
        "is for.",
        "`P[i, j] = 0.5 * min(1, p[j] / p[i])` for `j = (i ± 1) % n`, and then `P[i, i] = 1 - P[i].sum()`. Other rules keep "
        "p as well, and move less.",
    ),
)


@exercise.solution
def moves(p):
    """Return P (n, n), the chances to go from i to j in one step; target p (n,)."""
    n = len(p)
    P = np.zeros((n, n))
    for i in range(n):
        for j in ((i - 1) % n, (i + 1) % n):
            P[i, j] = 0.5 * min(1, p[j] / p[i])
        P[i, i] = 1 - P[i].sum()
    return P


# ---- what a right answer does


def pace(P):
    """Return how fast the slowest deviation dies: 1 less the second largest real part of an eigenvalue."""
    return float(1 - np.sort(np.linalg.eigvals(P).real)[-2])


def target(rng, n, peak):
    """Return a distribution on a ring whose chances differ by up to a factor."""
    p = np.exp(rng.uniform(0, np.log(peak), size=n))
    return p / p.sum()


def sampled(ask, rng, n, peak):
    """Hold a sampler: chances, neighbours, what it settles at, and how fast."""
    p = target(rng, n, peak)
    ask.given(p=p)
    value = ask.value("moves(p)", p)
    ask.judged.append(value)
    try:
        P = as_array(value, (n, n))
    except Wrong as wrong:
        ask.unanswered(str(wrong))
    ask.show("smallest chance, and sums of rows from", float(P.min()), float(P.sum(axis=1).min()))
    if P.min() < -1e-9 or np.abs(P.sum(axis=1) - 1).max() > 1e-6:
        ask.wrong("chances should be 0 or more, and each row should sum to 1")
    apart = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    if np.abs(P[np.minimum(apart, n - apart) > 1]).max(initial=0) > 1e-9:
        ask.wrong("only neighbours on the ring may be reached in one step")
    ask.show("largest change of p in one step", float(np.abs(p @ P - p).max()))
    if norm(p @ P - p) > 1e-6:
        ask.wrong("should be 0: a sampler that is at p must stay there")
    ask.show("pace of the slowest deviation", pace(P))
    if pace(P) < 0.8 * pace(moves(p)):
        ask.wrong(f"should be {0.8 * pace(moves(p)):.4f} or more: it stands still too often")


@exercise.property(
    "right on a ring of five",
    points=1,
    hint="what flows from i to j must flow back: p_i P_ij = p_j P_ji; what is left of a row stays",
)
def ring_of_five(ask, rng):
    sampled(ask, rng, 5, 5.0)


@exercise.property(
    "right where some states are much rarer than others",
    points=1,
    hint="accept a move to a rarer state with the ratio of the two, and one to a more frequent state always",
)
def rare_states(ask, rng):
    sampled(ask, rng, 8, 50.0)


@exercise.property(
    "right, and quick enough, on a long ring that is nearly even",
    points=1,
    hint="min(1, p_j / p_i) moves as often as can be; p_j / (p_i + p_j) keeps p as well, and moves half as often",
)
def long_ring(ask, rng):
    sampled(ask, rng, 15, 1.3)


# ---- mistakes


def with_rule(p, rule, rest=True):
    """Return the moves of another rule of acceptance."""
    n = len(p)
    P = np.zeros((n, n))
    for i in range(n):
        for j in ((i - 1) % n, (i + 1) % n):
            P[i, j] = 0.5 * rule(p[i], p[j])
        P[i, i] = 1 - P[i].sum() if rest else 0
    return P


@exercise.mistake("independent draws from p: right, and they jump across the ring. Go to neighbours only")
def independent(p):
    return np.tile(p, (len(p), 1))


@exercise.mistake(
    "a walk that accepts everything: it settles at an even distribution. Accept with min(1, p_j / p_i)"
)
def even(p):
    return with_rule(p, lambda here, there: 1.0)


@exercise.mistake("a ratio upside down: it seeks what is rare. Take the new over the old")
def upside_down(p):
    return with_rule(p, lambda here, there: min(1.0, here / there))


@exercise.mistake("rows that do not sum to 1: a move that is not accepted stays where it is, on the diagonal")
def no_rest(p):
    return with_rule(p, lambda here, there: min(1.0, there / here), rest=False)


@exercise.mistake(
    "an acceptance of p_j / (p_i + p_j): it keeps p, and stands still twice as often as it needs to. Take min(1, p_j / p_i)"
)
def half_as_often(p):
    return with_rule(p, lambda here, there: there / (here + there))
