"""Is a measured matrix symmetric beyond its noise?"""

import numpy as np

from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Symmetric beyond its noise?",
    minutes=30,
    difficulty=3,
    hints=(
        "Which entries count? Count the trials of each with `np.isfinite(trials).sum(axis=2)`, hold that "
        "and its transpose against `least`, and leave the diagonal out. The result is a mask of shape "
        "(n, n), and it is symmetric.",
        "`np.nanmedian(trials[..., ::2], axis=2)` is one half, `1::2` the other. Take `a[mask]`, `b[mask]` "
        "and `b.T[mask]`, and rank each: `x.argsort().argsort()`. Two calls of `np.corrcoef` give the "
        "first two numbers, and the third is the second over the first.",
        "For the interval, take one neuron out of `trials` along both axes, `np.delete(np.delete(trials, "
        "k, 0), k, 1)`, and ask `symmetry` again: a list of m ratios. Its `np.var` times m − 1 is the "
        "square of the standard error.",
    ),
)


def counting(trials, least):
    """Return which entries count: enough trials both ways, and no diagonal."""
    seen = np.isfinite(trials).sum(axis=2)
    return (np.minimum(seen, seen.T) >= least) & ~np.eye(len(seen), dtype=bool)


@exercise.solution
def symmetry(trials, least):
    """Return how R agrees with itself, with its transpose, and the ratio of the two."""
    mask = counting(trials, least)
    a, b = np.zeros((2, *mask.shape))
    a[mask] = np.nanmedian(trials[mask][:, ::2], axis=1)
    b[mask] = np.nanmedian(trials[mask][:, 1::2], axis=1)
    a_ranks, b_ranks, turned = (half[mask].argsort().argsort() for half in (a, b, b.T))
    itself = np.corrcoef(a_ranks, b_ranks)[0, 1]
    transposed = np.corrcoef(a_ranks, turned)[0, 1]
    return itself, transposed, transposed / itself


@exercise.solution
def interval(trials, least):
    """Return both ends of a 95 % interval of the ratio, over neurons."""
    neurons = np.flatnonzero(counting(trials, least).any(axis=0))
    without = []
    for k in neurons:
        rest = np.delete(np.delete(trials, k, axis=0), k, axis=1)
        without.append(symmetry(rest, least)[2])
    error = np.sqrt((len(neurons) - 1) * np.var(without))
    ratio = symmetry(trials, least)[2]
    return ratio - 2 * error, ratio + 2 * error


# ---- what a right answer does

NAMES = ("itself", "transposed", "ratio")
ENDS = ("low", "high")


def population(rng, n, t, share, noise=1.0, some=False):
    """Return trials of n neurons whose responses correlate with their transpose by ``share``.

    With ``some`` entries have between 2 and t trials, and the last neuron was never stimulated.
    """
    G = rng.standard_normal((n, n))
    S, A = (G + G.T) / np.sqrt(2), (G - G.T) / np.sqrt(2)
    truth = np.sqrt((1 + share) / 2) * S + np.sqrt((1 - share) / 2) * A
    # Skewed noise, so that the median is not the mean.
    trials = truth[..., None] + noise * (rng.exponential(size=(n, n, t)) - 1)
    if some:
        made = rng.integers(2, t + 1, size=(n, n))
        made[:, -1] = 0
        trials[np.arange(t) >= made[..., None]] = np.nan
    return trials


def clear(rng, n, t, share, least, some=False):
    """Return such trials of which both correlations are far from 0, that a ratio be no accident."""
    while True:
        trials = population(rng, n, t, share, some=some)
        neurons = np.flatnonzero(counting(trials, least).any(axis=0))
        if len(neurons) < n - 1:
            continue
        itself, transposed, ratio = symmetry(trials, least)
        if itself > 0.3 and abs(transposed) > 0.15 and abs(ratio - 1) > 0.02:
            return trials


def right(ask, trials, least, *names):
    """Hold these parts of an answer about these trials."""
    ask.given(trials=f"an array of shape {trials.shape}", least=least)
    want = dict(zip(NAMES, symmetry(trials, least), strict=True))
    ask.parts(
        "symmetry(trials, least)", trials, least, names=NAMES, want={name: want[name] for name in names}
    )


@exercise.property(
    "right in how the matrix agrees with itself, all trials made",
    points=1,
    hint="medians over every other trial and over the rest, ranked, without the diagonal; then np.corrcoef",
)
def agrees_with_itself(ask, rng):
    right(ask, clear(rng, 7, 6, 0.5, 4), 4, "itself")


@exercise.property(
    "right in all three numbers where trials are missing",
    points=2,
    hint="an entry counts if it and its mirror image have at least `least` trials; np.nanmedian skips NaN",
)
def with_missing_trials(ask, rng):
    right(ask, clear(rng, 10, 8, 0.6, 4, some=True), 4, *NAMES)


@exercise.property(
    "right on a symmetric population, and on one whose directions are unrelated",
    points=1,
    hint="there the ratio should come out near 1, and near 0: compare a with b.T, and divide by the first number",
)
def at_the_ends(ask, rng):
    for share in (1.0, 0.0):
        right(ask, population(rng, 30, 8, share, noise=2.0), 2, *NAMES)


@exercise.property(
    "right in the interval over neurons",
    points=2,
    hint="leave one neuron out at a time, row and column; the error is the root of (m − 1) times the variance",
)
def over_neurons(ask, rng):
    trials, least = clear(rng, 9, 8, 0.6, 4, some=True), 4
    ask.given(trials=f"an array of shape {trials.shape}", least=least)
    want = dict(zip(ENDS, interval(trials, least), strict=True))
    ask.parts("interval(trials, least)", trials, least, names=ENDS, want=want)


# ---- mistakes


def otherwise(trials, mask, middle=np.nanmedian, ranked=True, own_transpose=False):
    """Return the three numbers with one step of the recipe changed."""
    a, b = middle(trials[..., ::2], axis=2), middle(trials[..., 1::2], axis=2)
    x, y, z = (half[mask] for half in (a, b, a.T if own_transpose else b.T))
    if ranked:
        x, y, z = (values.argsort().argsort() for values in (x, y, z))
    itself, transposed = np.corrcoef(x, y)[0, 1], np.corrcoef(x, z)[0, 1]
    return itself, transposed, transposed / itself


@exercise.mistake(
    "a correlation that counts the diagonal: a neuron's response to itself is its own mirror image. Leave it out",
    of=symmetry,
)
def with_diagonal(trials, least):
    seen = np.isfinite(trials).sum(axis=2)
    return otherwise(trials, np.minimum(seen, seen.T) >= least)


@exercise.mistake(
    "entries that were measured often in one direction: count trials of the mirror image, too",
    of=symmetry,
)
def one_direction(trials, least):
    seen = np.isfinite(trials).sum(axis=2)
    both = np.minimum(seen, seen.T) >= 2
    return otherwise(trials, (seen >= least) & both & ~np.eye(len(seen), dtype=bool))


@exercise.mistake(
    "means in place of medians: one wild trial moves a mean as far as it likes. Take np.nanmedian",
    of=symmetry,
)
def means(trials, least):
    return otherwise(trials, counting(trials, least), middle=np.nanmean)


@exercise.mistake(
    "correlations of the medians themselves: rank them first, so that a few large ones do not decide",
    of=symmetry,
)
def unranked(trials, least):
    return otherwise(trials, counting(trials, least), ranked=False)


@exercise.mistake(
    "a half beside its own transpose: take the transpose of the other half, as for the first number",
    of=symmetry,
)
def same_half(trials, least):
    return otherwise(trials, counting(trials, least), own_transpose=True)


@exercise.mistake(
    "a third number that noise still holds down: divide how it agrees with its transpose by how it agrees "
    "with itself",
    of=symmetry,
)
def undivided(trials, least):
    itself, transposed, _ = symmetry(trials, least)
    return itself, transposed, transposed


@exercise.mistake(
    "a ratio over the root of the reliability: both sides of the comparison are noisy halves, so divide by "
    "the whole of it",
    of=symmetry,
)
def over_the_root(trials, least):
    itself, transposed, _ = symmetry(trials, least)
    return itself, transposed, transposed / np.sqrt(abs(itself))


def jackknife(trials, least, without, factor):
    """Return the ratio and twice an error on either side."""
    error = np.sqrt(factor(len(without)) * np.var(without))
    ratio = symmetry(trials, least)[2]
    return ratio - 2 * error, ratio + 2 * error


def blotted(trials, k, rows=True, columns=True):
    """Return the trials without those of a neuron, as it answers and as it is stimulated."""
    trials = trials.copy()
    if rows:
        trials[k] = np.nan
    if columns:
        trials[:, k] = np.nan
    return trials


@exercise.mistake(
    "an interval over pairs: pairs that share a neuron are not independent. Leave out neurons, row and column",
    of=interval,
)
def over_pairs(trials, least):
    without = []
    for i, j in np.argwhere(np.triu(counting(trials, least))):
        fewer = trials.copy()
        fewer[i, j] = fewer[j, i] = np.nan
        without.append(symmetry(fewer, least)[2])
    return jackknife(trials, least, without, lambda m: m - 1)


@exercise.mistake(
    "an interval that counts neurons of which no pair was measured: leave out only those that are in some pair",
    of=interval,
)
def absent_neurons(trials, least):
    without = [symmetry(blotted(trials, k), least)[2] for k in range(len(trials))]
    return jackknife(trials, least, without, lambda m: m - 1)


@exercise.mistake(
    "an error that is too small: the ratios without one neuron each hardly differ from one another. Multiply "
    "their variance by m − 1",
    of=interval,
)
def like_a_mean(trials, least):
    neurons = np.flatnonzero(counting(trials, least).any(axis=0))
    without = [symmetry(blotted(trials, k), least)[2] for k in neurons]
    return jackknife(trials, least, without, lambda m: 1 / m)


@exercise.mistake("one standard error on either side: 95 % take two", of=interval)
def one_error(trials, least):
    low, high = interval(trials, least)
    return (3 * low + high) / 4, (low + 3 * high) / 4
