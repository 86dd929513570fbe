"""How much of a recording would come again, reckoned from its two halves."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="What would come again",
    kind="mend",
    minutes=20,
    difficulty=2,
    hints=(
        "Two steps: how well do two halves agree, on average over the splits? And what would that be for "
        "twice as many trials as a half has? The second step is your first function.",
        "For one order `o`, the halves are `trials[o[:half]]` and `trials[o[half:]]`. Average each over its "
        "trials, `axis=0`, then correlate the two averages with `np.corrcoef(a, b)[0, 1]`.",
        "Take the mean of the correlations first, and correct it once: `spearman_brown(mean, 2)`. Leave a "
        "negative one as it is: noise has to be 0 on average.",
    ),
)


@exercise.solution
def spearman_brown(r, k):
    """Return the reliability of k times as many trials, from r, that of some."""
    return k * r / (1 + (k - 1) * r)


def halves(trials, orders):
    """Return the correlation of two halves of the trials, for each order."""
    half = len(trials) // 2
    parts = [(trials[order[:half]], trials[order[half:]]) for order in orders]
    return [np.corrcoef(a.mean(axis=0), b.mean(axis=0))[0, 1] for a, b in parts]


@exercise.solution
def reliability(trials, orders):
    """Return the reliability of the mean of all trials (m, n), by split halves."""
    return spearman_brown(np.mean(halves(trials, orders)), 2)


# ---- what a right answer does


def shuffled(rng, m, splits):
    return np.array([rng.permutation(m) for _ in range(splits)])


def small(rng):
    """Return four trials of six stimuli in whole numbers, and three orders in which no half is all alike."""
    while True:
        signal = rng.integers(-6, 7, size=6)
        trials = (signal + rng.integers(-4, 5, size=(4, 6))).astype(float)
        orders = shuffled(rng, 4, 3)
        if np.ptp(trials, axis=1).min() > 2 and min(halves(trials, orders)) > 0.05:
            return trials, orders


def population(rng, truth, m=8, n=200):
    """Return m trials of n stimuli whose mean has this true reliability, and six orders.

    The truth is the signal's share of the variance of the mean, 1 / (1 + noise² / m).
    """
    noise = np.sqrt(m * (1 / truth - 1))
    trials = rng.standard_normal(n) + noise * rng.standard_normal((m, n))
    return trials, shuffled(rng, m, 6)


def near_its_truth(rng, truth):
    """Return a population whose reliability is found to within 0.05."""
    while True:
        trials, orders = population(rng, truth)
        if abs(reliability(trials, orders) - truth) < 0.05:
            return trials, orders


def unrelated(rng):
    """Return trials of nothing but noise whose halves happen to disagree, and six orders."""
    while True:
        trials, orders = rng.standard_normal((8, 40)), shuffled(rng, 8, 6)
        if -0.3 < np.mean(halves(trials, orders)) < -0.03:
            return trials, orders


@exercise.property(
    "right for other numbers of trials",
    points=1,
    hint="k times as many trials: k r over 1 + (k − 1) r. For k = 1 nothing changes",
)
def for_any_number(ask, rng):
    def draw():
        return round(float(rng.uniform(0.2, 0.8)), 2), int(rng.integers(3, 9))

    r, k = telling(draw, exercise.variants(spearman_brown))
    ask.given(r=r)
    for times in (k, 2, 0.5, 1):
        ask.number(f"spearman_brown(r, {times})", r, times, want=spearman_brown(r, times))


@exercise.property(
    "right on four trials of six stimuli",
    points=1,
    hint="average each half over its trials, correlate the two averages over stimuli, take the mean over "
    "orders, and correct it for k = 2",
)
def on_few_trials(ask, rng):
    answers = exercise.variants(reliability, but=(cut_off, without_sign))  # which show on noise alone
    trials, orders = telling(lambda: small(rng), answers)
    ask.given(trials=trials, orders=orders)
    ask.number("reliability(trials, orders)", trials, orders, want=reliability(trials, orders))


@exercise.property(
    "right on simulated populations of known reliability",
    points=2,
    hint="the true reliability is above the agreement of two halves: each has half of the trials only",
)
def of_known_populations(ask, rng):
    for truth in (0.5, 0.8):
        trials, orders = near_its_truth(rng, truth)
        ask.given(trials="8 trials × 200 stimuli", orders="6 orders", truth=truth)
        ask.number("reliability(trials, orders)", trials, orders, want=reliability(trials, orders))


@exercise.property(
    "the same in other units of measurement",
    points=1,
    hint="a correlation does not mind a factor or an offset: correlate, and divide by nothing else",
)
def in_other_units(ask, rng):
    for truth in (0.4, 0.7):
        trials, orders = near_its_truth(rng, truth)
        ask.given(trials="8 trials × 200 stimuli", orders="6 orders")
        want = reliability(trials, orders)
        ask.number("reliability(50 + 9 * trials, orders)", 50 + 9 * trials, orders, want=want)


@exercise.property(
    "below 0 where noise has it so",
    points=1,
    hint="halves of pure noise disagree as often as they agree: keep the sign, or noise comes out above 0",
)
def on_noise(ask, rng):
    answers = exercise.variants(reliability)
    trials, orders = telling(lambda: unrelated(rng), answers)
    ask.given(trials="8 trials × 40 stimuli, nothing but noise", orders="6 orders")
    ask.number("reliability(trials, orders)", trials, orders, want=reliability(trials, orders))


# ---- mistakes


@exercise.mistake("the step to twice as many, whatever k: put k in both places", of=spearman_brown)
def always_twice(r, k):
    return 2 * r / (1 + r)


@exercise.mistake(
    "k r over 1 + k r, which changes r also for k = 1: it is k − 1 below the line", of=spearman_brown
)
def k_below(r, k):
    return k * r / (1 + k * r)


@exercise.mistake(
    "the way back, from k times as many trials to some: k r over 1 + (k − 1) r", of=spearman_brown
)
def backwards(r, k):
    return r / (k - (k - 1) * r)


@exercise.mistake("k times r, which passes 1: divide by 1 + (k − 1) r", of=spearman_brown)
def times_k(r, k):
    return k * r


@exercise.mistake(
    "the agreement of two halves, without the correction: each has half of the trials, and you want the "
    "reliability of all. Take spearman_brown(…, 2)",
    of=reliability,
)
def of_half_the_trials(trials, orders):
    return np.mean(halves(trials, orders))


@exercise.mistake(
    "a correction for m trials, as if each half had one: the whole has twice the trials of a half, so k is 2",
    of=reliability,
)
def corrected_from_one(trials, orders):
    return spearman_brown(np.mean(halves(trials, orders)), len(trials))


@exercise.mistake(
    "a mean of corrected splits: the correction bends, so that a poor split pulls too far down. Take the "
    "mean first, and correct it once",
    of=reliability,
)
def corrected_split_by_split(trials, orders):
    return np.mean([spearman_brown(r, 2) for r in halves(trials, orders)])


@exercise.mistake(
    "one split, the first half of the session against the second: take the halves that each order gives",
    of=reliability,
)
def in_order_of_time(trials, orders):
    return reliability(trials, [np.arange(len(trials))])


@exercise.mistake("the first order alone: take the mean over all of them", of=reliability)
def first_order_alone(trials, orders):
    return reliability(trials, orders[:1])


@exercise.mistake(
    "the correlation of single trials, corrected for two of them: average the trials of each half first",
    of=reliability,
)
def of_single_trials(trials, orders):
    C = np.corrcoef(trials)
    return spearman_brown(C[np.triu_indices(len(C), 1)].mean(), 2)


@exercise.mistake(
    "squared correlations: a reliability is a share of variance already. Take r as it is", of=reliability
)
def squared(trials, orders):
    return spearman_brown(np.mean(np.square(halves(trials, orders))), 2)


@exercise.mistake(
    "noise cut off at 0, so that it comes out above 0 on average: keep what is below", of=reliability
)
def cut_off(trials, orders):
    return max(reliability(trials, orders), 0.0)


@exercise.mistake(
    "correlations without their sign: halves of noise that disagree would count as agreement", of=reliability
)
def without_sign(trials, orders):
    return spearman_brown(np.abs(np.mean(halves(trials, orders))), 2)
