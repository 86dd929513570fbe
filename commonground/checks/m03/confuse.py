"""Sets that a pool cannot tell from a given one, whatever φ is."""

from collections import Counter
from fractions import Fraction

import numpy as np

from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Confuse the mean",
    kind="make",
    minutes=15,
    difficulty=2,
    hints=(
        "You don't know φ, so an element that is not in S could get any code at all. Which sets can "
        "you build from the elements of S alone?",
        "The mean over T of the φ that is 1 on one element and 0 on all others is the share of that "
        "element in T. So all shares must stay. For the max, ask the same.",
        "For the mean: everything twice. For the max: one element once more.",
    ),
)


@exercise.solution
def confuse_mean(S):
    """Return a set (elements, d), not S (n, d), with the mean code of S for every φ."""
    return np.concatenate([S, S])


@exercise.solution
def confuse_max(S):
    """Return a set (elements, d) with the max code of S (n, d) for every φ.

    It does not have the mean code of S.
    """
    return np.concatenate([S, S[:1]])


# ---- what a right answer does


def stock(rng, n, d):
    """Return a set of n elements of d numbers, its first two alike in nothing, no sum zero."""
    while True:
        S = rng.integers(-9, 10, size=(n, d)).astype(float)
        if len({tuple(x) for x in S}) == n and (np.abs(S.sum(axis=0)) >= 1).all():
            return S


def counts(T):
    return Counter(tuple(x.tolist()) for x in T)


def shares(T):
    return {x: Fraction(c, len(T)) for x, c in counts(T).items()}


def another_set(ask, text, S):
    """Return the student's set, after what holds for either pool: it is a set, and not S."""
    ask.given(S=S)
    value = ask.value(text, S)
    ask.judged.append(value)
    if isinstance(value, list):
        try:
            value = np.array(value, dtype=float)
        except (TypeError, ValueError):
            ask.wrong("should be an array of shape (elements, numbers)")
    ask.came(value)
    if (
        not isinstance(value, np.ndarray)
        or value.ndim != 2
        or value.shape[1] != S.shape[1]
        or not 1 <= len(value) <= 100
        or value.dtype.kind not in "iuf"
    ):
        ask.wrong(f"should be an array of shape (elements, {S.shape[1]}), with 1 to 100 elements")
    if not np.isfinite(value).all():
        ask.wrong("should hold numbers only, no NaN and no infinity")
    value = value.astype(float)
    if counts(value) == counts(S):
        ask.wrong("should be another set: this is S, perhaps in another order")
    return value


@exercise.property(
    "able to fool a mean, whatever φ is",
    points=1,
    hint="a mean of φ over the elements depends on the share of each element, and on nothing else",
)
def mean_is_fooled(ask, rng):
    for _ in range(2):
        fooled_mean(ask, stock(rng, 3, 1))


@exercise.property(
    "able to fool it where an element of S occurs twice",
    points=1,
    hint="keep the shares: every element, each as often as it is there, times the same factor",
)
def mean_with_repeats(ask, rng):
    S = stock(rng, 3, 2)
    fooled_mean(ask, np.concatenate([S, S[1:2]]))


def fooled_mean(ask, S):
    T = another_set(ask, "confuse_mean(S)", S)
    if shares(T) != shares(S):
        odd = next(x for x in shares(T) | shares(S) if shares(T).get(x, 0) != shares(S).get(x, 0))
        ask.wrong(
            f"a φ that is 1 on {list(odd)} and 0 elsewhere has mean {shares(S).get(odd, 0)} over S, "
            f"{shares(T).get(odd, 0)} over this"
        )


@exercise.property(
    "able to fool a max that a mean is not fooled by",
    points=1,
    hint="a max of φ over the elements depends on which elements occur, not on how often",
)
def max_is_fooled(ask, rng):
    for _ in range(2):
        fooled_max(ask, stock(rng, 3, 1))


@exercise.property(
    "able to do so with elements of three numbers", points=1, hint="an element is a row: repeat whole rows"
)
def max_in_more_dimensions(ask, rng):
    fooled_max(ask, stock(rng, 4, 3))


def fooled_max(ask, S):
    T = another_set(ask, "confuse_max(S)", S)
    if set(counts(T)) != set(counts(S)):
        odd = sorted(set(counts(T)) ^ set(counts(S)))[0]
        where = "this" if odd in counts(T) else "S"
        ask.wrong(f"a φ that is 1 on {list(odd)} and 0 elsewhere has max 1 over {where}, 0 over the other")
    if shares(T) == shares(S):
        ask.wrong("should be a set that the mean tells from S: here all shares are the same")


# ---- mistakes


@exercise.mistake(
    "S in another order, which is S: change what is in it, not where it stands",
    of=confuse_mean,
    confuse_max=lambda S: S[::-1],
)
def shuffled(S):
    return S[::-1]


@exercise.mistake(
    "a set with the mean of the *elements* kept, by putting the mean in every place: φ comes "
    "first, and φ of the mean is not the mean of φ. Use the elements of S only",
    of=confuse_mean,
)
def same_raw_mean(S):
    return np.tile(S.mean(axis=0), (len(S), 1))


@exercise.mistake(
    "a set with the mean of the *elements* kept, by moving two of them apart: φ of the new "
    "elements can be anything. Use the elements of S only",
    of=confuse_mean,
)
def same_raw_mean_spread(S):
    T = S.copy()
    T[0], T[1] = T[0] + 0.5, T[1] - 0.5
    return T


@exercise.mistake(
    "a set with one element repeated for the mean: its share has grown, and some φ shows it. "
    "Repeat all of them",
    of=confuse_mean,
)
def one_more(S):
    return np.concatenate([S, S[:1]])


@exercise.mistake(
    "a set with everything doubled for the max: the max is fooled, but so is the mean. Repeat one "
    "element only",
    of=confuse_max,
)
def doubled(S):
    return np.concatenate([S, S])


@exercise.mistake(
    "a set with a new element below the largest: the max of φ, not of the elements, is taken, and "
    "φ may be largest there",
    of=confuse_max,
)
def extremes(S):
    return np.concatenate([S, S[:1], S.max(axis=0, keepdims=True) - 0.25])


@exercise.mistake(
    "the largest of each column alone: the max of φ is not φ of the max. Keep every element of S",
    of=confuse_max,
)
def largest_alone(S):
    return S.max(axis=0, keepdims=True)
