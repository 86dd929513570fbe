"""Representational similarity analysis with correlation distances and Spearman's correlation."""

from itertools import product

import numpy as np

from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Representational similarity analysis",
    minutes=20,
    difficulty=1,
    hints=(
        "`np.corrcoef(X)` correlates the rows of X with each other: that is stimulus with stimulus.",
        "An RDM is symmetric with zeros on its diagonal, so only the entries above the diagonal say "
        "something: `D[np.triu_indices(n, k=1)]` is a vector of n (n − 1) / 2 of them.",
        "Spearman's correlation is Pearson's correlation of ranks. `scipy.stats.spearmanr` has it; by "
        "hand, `a.argsort().argsort()` gives the ranks of a vector without ties.",
    ),
)


@exercise.solution
def rdm(X):
    """Return the (n, n) correlation distances between the rows of X (n, p)."""
    return 1 - np.corrcoef(X)


def ranks(a):
    """Return the rank of each entry; equal entries share the mean of theirs."""
    _, place, counts = np.unique(a, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[place]


def spearman(a, b):
    """Return the correlation of the ranks of a with those of b."""
    return np.corrcoef(ranks(a), ranks(b))[0, 1]


@exercise.solution
def rsa(X, Y):
    """Return Spearman's correlation of the RDMs of X (n, p) and Y (n, q), −1 to 1."""
    pairs = np.triu_indices(len(X), k=1)
    return spearman(rdm(X)[pairs], rdm(Y)[pairs])


# ---- inputs: stimuli whose correlations are exact, so that no rank hangs on the rounding of a last digit

UNITS = 6


def _rows():
    """All patterns of whole numbers, one entry a unit, that sum to 0 and have a whole number for their length."""
    patterns = np.array([v for v in product(range(-3, 4), repeat=UNITS - 1) if abs(sum(v)) <= 3])
    patterns = np.column_stack([patterns, -patterns.sum(axis=1)]).astype(float)
    length = np.sqrt((patterns**2).sum(axis=1))
    return patterns[(length == np.round(length)) & (length > 0)]


ROWS = _rows()


def stimuli(rng, n):
    """Return an (n, 6) array of whole numbers in which no two pairs of stimuli are equally far apart."""
    while True:
        X = ROWS[rng.choice(len(ROWS), size=n, replace=False)]
        apart = np.sort(np.append(rdm(X)[np.triu_indices(n, k=1)], [0, 2]))
        if np.diff(apart).min() > 1e-3:
            return X + rng.integers(-2, 3, size=(n, 1))


# ---- what a right answer does


@exercise.property(
    "the correlation distances between stimuli",
    points=1,
    hint="one stimulus is one row; the distance of two rows is 1 minus their Pearson correlation",
)
def distances(ask, rng):
    X = stimuli(rng, 3)
    ask.given(X=X)
    ask.array("rdm(X)", X, want=rdm(X))


@exercise.property(
    "blind to a stimulus' mean and strength",
    points=1,
    hint="the correlation of two rows subtracts each row's own mean, and divides by each row's own length",
)
def of_each_stimulus_alone(ask, rng):
    X = stimuli(rng, 3)
    lift, gain = np.array([[0.0], [5.0], [0.0]]), np.array([[1.0], [1.0], [3.0]])
    ask.given(X=X, lift=lift, gain=gain)
    before = ask.array("rdm(X)", X, want=rdm(X))
    ask.array(
        "rdm(X + lift)", X + lift, want=before, why="should be the same: a correlation ignores a constant"
    )
    ask.array(
        "rdm(X * gain)", X * gain, want=before, why="should be the same: a correlation ignores a factor"
    )


@exercise.property(
    "the rank correlation of two RDMs",
    points=2,
    hint="each pair of stimuli counts once: np.triu_indices(n, k=1); then Spearman: Pearson's "
    "correlation of the ranks",
)
def rank_correlation(ask, rng):
    X, Y = stimuli(rng, 5), stimuli(rng, 5)
    ask.given(X=X, Y=Y)
    ask.number("rsa(X, Y)", X, Y, want=rsa(X, Y))
    ask.number("rsa(X, X)", X, X, want=1.0)


@exercise.property(
    "right where X and Y have other numbers of units",
    points=1,
    hint="both RDMs are (n, n), whatever the number of units",
)
def other_numbers_of_units(ask, rng):
    X, Y = rng.standard_normal((12, 8)) + 1, rng.standard_normal((12, 30))
    ask.given(X="12 stimuli × 8 units, random", Y="12 stimuli × 30 units, random")
    ask.number("rsa(X, Y)", X, Y, want=rsa(X, Y))


# ---- mistakes


@exercise.mistake(
    "an RSA with the diagonal left in: a stimulus is at distance 0 from itself in every RDM, "
    "which counts as agreement. Take np.triu_indices(n, k=1)",
    of=rsa,
)
def with_diagonal(X, Y):
    upper = np.triu_indices(len(X), k=0)
    return spearman((1 - np.corrcoef(X))[upper], (1 - np.corrcoef(Y))[upper])


@exercise.mistake(
    "an RSA of the whole matrices: every pair counts twice, and the zeros of the diagonal count "
    "as agreement. Take the entries above the diagonal",
    of=rsa,
)
def full_matrix(X, Y):
    return spearman((1 - np.corrcoef(X)).ravel(), (1 - np.corrcoef(Y)).ravel())


@exercise.mistake(
    "an RSA with Pearson's correlation: compare the ranks of the distances, not the distances", of=rsa
)
def pearson(X, Y):
    upper = np.triu_indices(len(X), k=1)
    return np.corrcoef(rdm(X)[upper], rdm(Y)[upper])[0, 1]


@exercise.mistake(
    "a correlation of argsort(d): that lists which entry comes first, not which rank an entry "
    "has. argsort it once more",
    of=rsa,
)
def argsort_once(X, Y):
    upper = np.triu_indices(len(X), k=1)
    return np.corrcoef(np.argsort(rdm(X)[upper]), np.argsort(rdm(Y)[upper]))[0, 1]


@exercise.mistake("a mean over the rows of the RDMs: rank all pairs together, once", of=rsa)
def rows_of_rdms(X, Y):
    n = len(X)
    return np.mean([spearman(np.delete(rdm(X)[i], i), np.delete(rdm(Y)[i], i)) for i in range(n)])


def mistaken_rdm(says):
    """Take the wrong RDM below; its RSA is wrong too, the right comparison of wrong RDMs."""

    def add(wrong):
        def its_rsa(X, Y):
            pairs = np.triu_indices(len(wrong(X)), k=1)
            return spearman(wrong(X)[pairs], wrong(Y)[pairs])

        return exercise.mistake(says, of=rdm, rsa=its_rsa)(wrong)

    return add


@mistaken_rdm(
    "a matrix of similarities: a stimulus is at distance 0 from itself, so take 1 minus the correlation"
)
def similarity(X):
    return 1 - rdm(X)


@mistaken_rdm(
    "the distances between units: a stimulus is a row, so correlate the rows of X, not those of X.T"
)
def between_units(X):
    return rdm(X.T)


@mistaken_rdm("the cosine distances: a correlation subtracts the mean of each row first")
def cosine(X):
    lengths = np.sqrt((X**2).sum(axis=1))
    return 1 - (X @ X.T) / np.outer(lengths, lengths)


@mistaken_rdm("an RDM whose columns were centred first: RSA takes the rows as they are")
def centred_by_unit(X):
    return rdm(X - X.mean(axis=0))


@mistaken_rdm(
    "the Euclidean distances: a correlation ignores how strong a stimulus' response is, this does not"
)
def euclidean(X):
    return np.sqrt(((X[:, None] - X[None]) ** 2).sum(axis=2))


@mistaken_rdm("half the correlation distance: it runs from 0 to 2, and 2 is what opposite patterns have")
def halved(X):
    return rdm(X) / 2


@mistaken_rdm("a distance of 1 − |r|: opposite patterns are the furthest apart, not the same")
def absolute(X):
    return 1 - np.abs(1 - rdm(X))
