"""Which of six samplers do not draw from the standard normal distribution, seen by their draws alone."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Which are broken?",
    minutes=25,
    difficulty=3,
    kind="judge",
    hints=(
        "Draws of one chain hang together, so 2,000 draws are not 2,000 pieces of evidence. Chains are independent: how "
        "many are there?",
        "Make one number of each chain, such as its mean. Over 40 chains these are independent: their mean, over their "
        "standard deviation divided by √40, is a z.",
        "A standard normal has mean 0 *and* mean square 1. Make two numbers of each chain, `x.mean()` and "
        "`(x**2).mean() - 1`, and call a sampler broken if either z lies beyond 4.",
    ),
)


def scores(draws):
    """Return the larger |z| of mean and mean square of each sampler, over its chains."""
    found = []
    for h in (draws, draws**2 - 1):
        of_chain = h.mean(axis=2)
        error = of_chain.std(axis=1, ddof=1) / np.sqrt(draws.shape[1])
        found.append(np.abs(of_chain.mean(axis=1) / error))
    return np.max(found, axis=0)


@exercise.solution
def which_are_broken(draws):
    """Return 1 for each broken sampler, 0 for each right one; draws (6, 40, 50)."""
    broken = []
    for x in draws:
        z = []
        for h in (x, x**2 - 1):
            means = h.mean(axis=1)
            z.append(means.mean() / (means.std(ddof=1) / len(means) ** 0.5))
        broken.append(int(max(np.abs(z)) > 4))
    return broken


# ---- what a right answer does


def sampler(rng, kind, chains=40, steps=50):
    """Return draws (chains, steps) of one sampler."""
    stay = 0.97 if "slow" in kind else 0.0
    x = np.empty((chains, steps))
    x[:, 0] = rng.normal(size=chains)
    for t in range(1, steps):
        x[:, t] = stay * x[:, t - 1] + np.sqrt(1 - stay**2) * rng.normal(size=chains)
    return {"shifted": x + 0.19, "wide": 1.35 * x, "narrow": 0.7 * x}.get(kind, x)


def boxes(rng, kinds):
    """Return draws (6, chains, steps) of samplers in random order, whose verdicts are beyond doubt."""
    while True:
        order = rng.permutation(len(kinds))
        draws = np.stack([sampler(rng, kinds[k]) for k in order])
        bad = np.array([kinds[k] in ("shifted", "wide", "narrow") for k in order])
        z = scores(draws)
        if z[~bad].max(initial=0) < 2.5 and z[bad].min(initial=9) > 6:
            return (draws,)


def asked(ask, rng, kinds, variants):
    verdicts = []
    while len(verdicts) < 2:  # two different ones, so that no constant is right
        (draws,) = telling(lambda: boxes(rng, kinds), variants)
        verdict = which_are_broken(draws)
        if verdict not in verdicts:
            verdicts.append(verdict)
            ask.given(draws="6 samplers × 40 chains × 50 steps")
            ask.array("which_are_broken(draws)", draws, want=np.array(verdict))


@exercise.property(
    "finds what has a wrong mean", points=1, hint="a mean is wrong if it lies many standard errors from 0"
)
def of_means(ask, rng):
    asked(ask, rng, ["right"] * 4 + ["shifted"] * 2, [which_are_broken, no_error_bar, first_chain])


@exercise.property(
    "finds what has a wrong spread", points=1, hint="a standard normal has mean square 1: test that, too"
)
def of_spreads(ask, rng):
    asked(ask, rng, ["right"] * 3 + ["wide", "narrow", "shifted"], [which_are_broken, means_only])


@exercise.property(
    "does not accuse a sampler that is slow and right",
    points=2,
    hint="draws of one chain hang together: one number per chain, then the spread over chains",
)
def of_slow_ones(ask, rng):
    asked(ask, rng, ["slow"] * 3 + ["wide", "shifted", "right"], exercise.variants())


# ---- mistakes


@exercise.mistake("a test of means alone: a sampler may have the right mean and a wrong spread")
def means_only(draws):
    means = draws.mean(axis=2)
    z = means.mean(axis=1) / (means.std(axis=1, ddof=1) / np.sqrt(draws.shape[1]))
    return (np.abs(z) > 4).astype(int)


@exercise.mistake(
    "a test that takes all draws as independent: those of one chain hang together, so make one number per chain"
)
def as_independent(draws):
    n = draws.shape[1] * draws.shape[2]
    flat = draws.reshape(len(draws), -1)
    z = [h.mean(axis=1) / (h.std(axis=1, ddof=1) / np.sqrt(n)) for h in (flat, flat**2 - 1)]
    return (np.max(np.abs(z), axis=0) > 4).astype(int)


@exercise.mistake("a look at one chain only: use all of them")
def first_chain(draws):
    first = draws[:, 0]
    z = [h.mean(axis=1) / (h.std(axis=1, ddof=1) / np.sqrt(first.shape[1])) for h in (first, first**2 - 1)]
    return (np.max(np.abs(z), axis=0) > 4).astype(int)


@exercise.mistake(
    "a threshold without an error bar: how far a mean may lie off depends on its standard error"
)
def no_error_bar(draws):
    off = np.maximum(np.abs(draws.mean(axis=(1, 2))), np.abs((draws**2).mean(axis=(1, 2)) - 1))
    return (off > 0.3).astype(int)
