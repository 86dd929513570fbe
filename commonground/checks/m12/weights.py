"""The evidence from the weights of a sequential sampler, and the acceptance of a move that changes a trace's length."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Weights, once",
    minutes=20,
    difficulty=2,
    kind="mend",
    hints=(
        "Between two resamplings, the logarithms of a particle's weights add up. A resampling takes the mean weight, "
        "multiplies the estimate by it, and sets all weights to 1.",
        "Keep two things: `w`, the sums of logarithms since the last resampling, and `Z`. After the last step what is "
        "left in `w` counts, too: multiply by its mean.",
        "For a site chosen evenly among the flips of a trace, a forward move has probability 1 / old, the way back "
        "1 / new. Their ratio, back over forward, is old / new.",
    ),
)


def estimate(log_w, resampled, *, reset=True, always=False, mean=np.mean, last=True, logs=False):
    """Return the estimate, with one step done another way where that is asked for."""
    w, Z = np.zeros(log_w.shape[1]), 1.0
    for more, now in zip(log_w, resampled, strict=True):
        w = w + more
        if now or always:
            Z *= np.exp(np.mean(w)) if logs else mean(np.exp(w))
            w = np.zeros_like(w) if reset else w
    if not last:
        return float(Z)
    return float(Z * (np.exp(np.mean(w)) if logs else mean(np.exp(w))))


@exercise.solution
def evidence(log_w, resampled):
    """Return the estimate of the evidence from log weights (steps, n)."""
    w, Z = np.zeros(log_w.shape[1]), 1.0
    for more, now in zip(log_w, resampled, strict=True):
        w = w + more
        if now:
            Z, w = Z * np.mean(np.exp(w)), np.zeros_like(w)
    return Z * np.mean(np.exp(w))


@exercise.solution
def accept(log_ratio, old, new):
    """Return the probability to accept a move from old flips to new ones."""
    return min(1.0, np.exp(log_ratio) * old / new)


# ---- what a right answer does


def drawn(rng, steps, n, resampled):
    return rng.normal(0, 0.7, size=(steps, n)).round(2), np.array(resampled)


@exercise.property(
    "right where the sampler resamples after the last step, too",
    points=1,
    hint="a resampling multiplies the estimate by the mean weight, and sets all weights to 1",
)
def resampled_last(ask, rng):
    but = (as_if_always, last_forgotten, resampled_first)
    inputs = telling(lambda: drawn(rng, 3, 3, [1, 1, 1]), exercise.variants(of=evidence, but=but))
    ask.given(log_w=inputs[0], resampled=inputs[1])
    ask.number("evidence(log_w, resampled)", *inputs, want=evidence(*inputs))


@exercise.property(
    "right where it resamples now and then",
    points=1,
    hint="logarithms of weights add up until the next resampling, and what is left at the end counts",
)
def now_and_then(ask, rng):
    inputs = telling(lambda: drawn(rng, 4, 3, [0, 1, 0, 0]), exercise.variants(of=evidence))
    ask.given(log_w=inputs[0], resampled=inputs[1])
    ask.number("evidence(log_w, resampled)", *inputs, want=evidence(*inputs))


@exercise.property(
    "right for moves between lengths",
    points=1,
    hint="the ratio of densities, times the old length over the new one, and never more than 1",
)
def between_lengths(ask, rng):
    def draw(sign):
        old = int(rng.integers(2, 6))
        new = old + int(rng.integers(1, 4)) * (1 if sign > 0 else -1)
        return round(float(rng.normal(0, 0.8)), 2), old, max(new, 1)

    inputs = telling(lambda: draw(1), [accept, upside_down, no_lengths])
    ask.given(log_ratio=inputs[0], old=inputs[1], new=inputs[2])
    ask.number("accept(log_ratio, old, new)", *inputs, want=float(accept(*inputs)))
    inputs = telling(lambda: (1.0 + round(float(rng.uniform()), 2), 5, 3), [accept, not_cut])
    ask.given(log_ratio=inputs[0], old=5, new=3)
    ask.number("accept(log_ratio, old, new)", *inputs, want=1.0, why="a probability is 1 at most")


# ---- mistakes


@exercise.mistake(
    "weights that are not reset: after a resampling all are 1, or they count twice", of=evidence
)
def not_reset(log_w, resampled):
    return estimate(log_w, resampled, reset=False)


@exercise.mistake(
    "a mean of logarithms: take the mean of the weights, or the estimate is too low", of=evidence
)
def mean_of_logs(log_w, resampled):
    return estimate(log_w, resampled, logs=True)


@exercise.mistake(
    "a mean after every step: where nothing was resampled, each particle keeps its weight", of=evidence
)
def as_if_always(log_w, resampled):
    return estimate(log_w, resampled, always=True)


@exercise.mistake(
    "a resampling before its step has weighed: a step weighs first, then resamples", of=evidence
)
def resampled_first(log_w, resampled):
    w, Z = np.zeros(log_w.shape[1]), 1.0
    for more, now in zip(log_w, resampled, strict=True):
        if now:
            Z, w = Z * np.mean(np.exp(w)), np.zeros_like(w)
        w = w + more
    return float(Z * np.mean(np.exp(w)))


@exercise.mistake("an estimate without the last weights: what is left at the end counts, too", of=evidence)
def last_forgotten(log_w, resampled):
    return estimate(log_w, resampled, last=False)


@exercise.mistake("sums of weights: the estimate then grows with the number of particles", of=evidence)
def sums(log_w, resampled):
    return estimate(log_w, resampled, mean=np.sum)


@exercise.mistake("a ratio of lengths upside down: old over new, since back over forward", of=accept)
def upside_down(log_ratio, old, new):
    return min(1.0, float(np.exp(log_ratio)) * new / old)


@exercise.mistake(
    "no ratio of lengths: a longer trace offers more sites, so each is chosen less often", of=accept
)
def no_lengths(log_ratio, old, new):
    return min(1.0, float(np.exp(log_ratio)))


@exercise.mistake("a probability above 1: cut it off with min(1, …)", of=accept)
def not_cut(log_ratio, old, new):
    return float(np.exp(log_ratio)) * old / new
