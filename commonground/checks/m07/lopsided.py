"""Matrices built to be wrong by a given amount, and mended at the least cost."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Wrong by so much",
    minutes=25,
    difficulty=2,
    kind="make",
    hints=(
        "The lesson goes from $\\rho = \\lVert A\\rVert/\\lVert S\\rVert$ to the error. You need the way back: "
        "solve $\\varepsilon = 2\\rho/\\sqrt{1+\\rho^2}$ for $\\rho$.",
        "$\\rho = \\varepsilon/\\sqrt{4 - \\varepsilon^2}$. Any antisymmetric matrix of norm "
        "$\\rho\\lVert S\\rVert$ will do. To mend: draw the plane whose axes are $\\lVert S\\rVert$ and "
        "$\\lVert A\\rVert$. Those with a small enough error lie below a line. What is the nearest point of the line?",
        "From $(s, a)$ above the line $a = \\rho s$ the foot of the perpendicular has "
        "$s' = (s + \\rho a)/(1 + \\rho^2)$ and $a' = \\rho s'$: return `S * s1 / s + A * a1 / a`. So the "
        "symmetric part *grows*. From below the line, return J.",
    ),
)


@exercise.solution
def lopsided(S, error):
    """Return J (n, n) of symmetric part S for which Jv is wrong by so much."""
    A = np.triu(np.ones_like(S), 1) - np.tril(np.ones_like(S), -1)
    ratio = error / np.sqrt(4 - error**2)
    return S + ratio * np.linalg.norm(S) * A / np.linalg.norm(A)


@exercise.solution
def mend(J, error):
    """Return the matrix nearest to J (n, n) that is wrong by no more than this."""
    S, A = (J + J.T) / 2, (J - J.T) / 2
    s, a = np.linalg.norm(S), np.linalg.norm(A)
    ratio = error / np.sqrt(4 - error**2)
    if a <= ratio * s:
        return J
    s1 = (s + ratio * a) / (1 + ratio**2)
    return S * s1 / s + A * ratio * s1 / a


# ---- what a right answer does


def parts(J):
    """Return symmetric and antisymmetric part."""
    return (J + J.T) / 2, (J - J.T) / 2


def symmetric(rng, n):
    """Return small whole numbers, a symmetric matrix whose norm is not 1."""
    while True:
        S = rng.integers(-3, 4, size=(n, n)).astype(float)
        S = np.triu(S) + np.triu(S, 1).T
        if norm(S) > 2:
            return S


def wrong_by(J):
    """Return how wrong Jv is in place of Jᵀv, over random v."""
    return 2 * norm(parts(J)[1]) / norm(J)


def built(ask, S, error):
    """Hold what was built: its symmetric part, and how wrong it is. Any antisymmetric part will do."""
    ask.given(S=S if len(S) < 4 else f"{len(S)} × {len(S)}", error=error)
    value = ask.value("lopsided(S, error)", S, error)
    try:
        J = as_array(value, S.shape)
    except Wrong as wrong:
        ask.judged.append(value)
        ask.unanswered(str(wrong))
    own, A = parts(J)
    ask.judged += [norm(own), norm(A)]
    ask.show("‖symmetric part of J − S‖", norm(own - S))
    if norm(own - S) > 1e-6 * norm(S):
        ask.wrong("should be 0")
    ask.show("Jv in place of Jᵀv is wrong by", wrong_by(J))
    if abs(wrong_by(J) - error) > 1e-6:
        ask.wrong(f"should be {error}")


@exercise.property(
    "able to build a matrix of two rows that is wrong by so much",
    points=1,
    hint="the error is 2ρ/√(1 + ρ²) with ρ = ‖A‖/‖S‖: solve for ρ, and scale an antisymmetric matrix to it",
)
def two_rows(ask, rng):
    for error in rng.permutation([0.4, 0.8, 1.2]):
        built(ask, symmetric(rng, 2), float(error))


@exercise.property(
    "able to build larger ones, and such that are nearly all wrong",
    points=1,
    hint="at an error of 2 nothing would be left of S beside A: just below, A is many times as large",
)
def many_rows(ask, rng):
    for error in (0.05, 1.0, 1.95):
        built(ask, symmetric(rng, int(rng.integers(5, 9))), error)


def mended(ask, rng, n, allowed, factor):
    """Hold a mended matrix that begins with so many times the ratio that is allowed."""
    S, A = symmetric(rng, n), parts(rng.standard_normal((n, n)))[1]
    ratio = factor * allowed / np.sqrt(4 - allowed**2)
    J = S + ratio * norm(S) * A / norm(A)
    ask.given(J=f"{n} × {n}, wrong by {wrong_by(J):.3f}", error=allowed)
    value = ask.value("mend(J, error)", J, allowed)
    try:
        M = as_array(value, J.shape)
    except Wrong as wrong:
        ask.judged.append(value)
        ask.unanswered(str(wrong))
    ask.judged.append(M)
    ask.show("M is wrong by", wrong_by(M))
    if wrong_by(M) > allowed + 1e-6:
        ask.wrong(f"should be at most {allowed}")
    best = norm(mend(J, allowed) - J)
    ask.show("‖M − J‖", norm(M - J))
    if norm(M - J) > best + 1e-6 * norm(J):
        ask.wrong(f"should be {best:.4f}: there is a nearer one that is as good")


@exercise.property(
    "able to mend a matrix, and at the least cost",
    points=2,
    hint="shrinking A alone is not the shortest way: let S grow a little as well",
)
def at_least_cost(ask, rng):
    for allowed, factor in ((0.3, 4.0), (0.8, 2.0), (1.2, 1.5)):
        mended(ask, rng, int(rng.integers(3, 7)), allowed, factor)


@exercise.property(
    "able to leave alone what is good enough",
    points=1,
    hint="if J is wrong by no more than what is allowed, the nearest such matrix is J itself",
)
def leave_alone(ask, rng):
    mended(ask, rng, 4, 1.0, 0.5)
    mended(ask, rng, 4, 1.0, 2.0)


# ---- mistakes


def of_ratio(S, ratio):
    """Return a matrix of symmetric part S and this ratio."""
    A = np.triu(np.ones_like(S), 1) - np.tril(np.ones_like(S), -1)
    return S + ratio * norm(S) * A / norm(A)


@exercise.mistake(
    "a matrix whose ratio ρ is the error: the error is 2ρ/√(1 + ρ²). Solve for ρ first", of=lopsided
)
def ratio_is_error(S, error):
    return of_ratio(S, error)


@exercise.mistake(
    "a matrix with ρ = ε/2, which is right while ρ is small: A makes J longer, too. Solve the whole formula",
    of=lopsided,
)
def small_ratio(S, error):
    return of_ratio(S, error / 2)


@exercise.mistake("an antisymmetric part of norm ρ: it has to be ρ times as long as S", of=lopsided)
def not_scaled(S, error):
    return of_ratio(S, error / np.sqrt(4 - error**2) / norm(S))


@exercise.mistake(
    "a matrix of length 1, whose symmetric part is no longer S: add A, and leave S as it is", of=lopsided
)
def to_length_one(S, error):
    J = lopsided(S, error)
    return J / norm(J)


@exercise.mistake(
    "a smaller antisymmetric part and the same S: good enough, and not the nearest. Let S grow as well",
    of=mend,
)
def shrink_alone(J, error):
    S, A = parts(J)
    most = error / np.sqrt(4 - error**2) * norm(S)
    return S + A * min(1, most / norm(A))


@exercise.mistake(
    "the symmetric part alone: no error at all, at a higher price than was asked for. Keep some of A",
    of=mend,
)
def all_symmetric(J, error):
    return parts(J)[0]


@exercise.mistake(
    "a mended matrix where nothing was broken: first look whether J is good enough as it is", of=mend
)
def always(J, error):
    S, A = parts(J)
    ratio = error / np.sqrt(4 - error**2)
    s1 = (norm(S) + ratio * norm(A)) / (1 + ratio**2)
    return S * s1 / norm(S) + A * ratio * s1 / norm(A)
