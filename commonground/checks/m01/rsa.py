"""1.3: representational similarity analysis with correlation distances and Spearman's correlation."""

from itertools import product

import numpy as np

from commonground.checks.exercise import Exercise, Mistake, Property

UNITS = 6


def rdm(X):
    Z = X - X.mean(axis=1, keepdims=True)
    lengths = np.sqrt((Z**2).sum(axis=1))
    return 1 - (Z @ Z.T) / np.outer(lengths, lengths)


def rsa(X, Y):
    upper = np.triu_indices(len(X), k=1)
    return spearman(rdm(X)[upper], rdm(Y)[upper])


def spearman(a, b):
    return np.corrcoef(ranks(a), ranks(b))[0, 1]


def ranks(a):
    """Return the rank of each entry; equal entries share the mean of theirs."""
    _, place, counts = np.unique(a, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[place]


# ---- inputs: stimuli whose correlations are exact, so that no rank hangs on the rounding of a last digit


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


def distances(ask, rng):
    X = stimuli(rng, 3)
    ask.given(X=X)
    ask.array("rdm(X)", X, want=rdm(X))


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


def rank_correlation(ask, rng):
    X, Y = stimuli(rng, 5), stimuli(rng, 5)
    ask.given(X=X, Y=Y)
    ask.number("rsa(X, Y)", X, Y, want=rsa(X, Y))
    ask.number("rsa(X, X)", X, X, want=1.0)


def other_numbers_of_units(ask, rng):
    X, Y = rng.standard_normal((12, 8)) + 1, rng.standard_normal((12, 30))
    ask.given(X="12 stimuli × 8 units, random", Y="12 stimuli × 30 units, random")
    ask.number("rsa(X, Y)", X, Y, want=rsa(X, Y))


# ---- mistakes


def with_diagonal(X, Y):
    upper = np.triu_indices(len(X), k=0)
    return spearman((1 - np.corrcoef(X))[upper], (1 - np.corrcoef(Y))[upper])


def full_matrix(X, Y):
    return spearman((1 - np.corrcoef(X)).ravel(), (1 - np.corrcoef(Y)).ravel())


def pearson(X, Y):
    upper = np.triu_indices(len(X), k=1)
    return np.corrcoef(rdm(X)[upper], rdm(Y)[upper])[0, 1]


def argsort_once(X, Y):
    upper = np.triu_indices(len(X), k=1)
    return np.corrcoef(np.argsort(rdm(X)[upper]), np.argsort(rdm(Y)[upper]))[0, 1]


def rows_of_rdms(X, Y):
    n = len(X)
    return np.mean([spearman(np.delete(rdm(X)[i], i), np.delete(rdm(Y)[i], i)) for i in range(n)])


def similarity(X):
    return 1 - rdm(X)


def between_units(X):
    return rdm(X.T)


def cosine(X):
    lengths = np.sqrt((X**2).sum(axis=1))
    return 1 - (X @ X.T) / np.outer(lengths, lengths)


def centred_by_unit(X):
    return rdm(X - X.mean(axis=0))


def euclidean(X):
    return np.sqrt(((X[:, None] - X[None]) ** 2).sum(axis=2))


def halved(X):
    return rdm(X) / 2


def absolute(X):
    return 1 - np.abs(1 - rdm(X))


def _mistaken_rdm(says, wrong):
    """A wrong RDM makes a wrong RSA, which is the right comparison of wrong RDMs."""

    def its_rsa(X, Y):
        upper = np.triu_indices(len(wrong(X)), k=1)
        return spearman(wrong(X)[upper], wrong(Y)[upper])

    return Mistake(says, {"rdm": wrong, "rsa": its_rsa})


EXERCISE = Exercise(
    number="1.3",
    title="Representational similarity analysis",
    minutes=20,
    difficulty=1,
    solution={"rdm": rdm, "rsa": rsa},
    properties=(
        Property(
            "the correlation distances between stimuli",
            1,
            distances,
            "one stimulus is one row; the distance of two rows is 1 minus their Pearson correlation",
        ),
        Property(
            "blind to a stimulus' mean and strength",
            1,
            of_each_stimulus_alone,
            "the correlation of two rows subtracts each row's own mean, and divides by each row's own length",
        ),
        Property(
            "the rank correlation of two RDMs",
            2,
            rank_correlation,
            "each pair of stimuli counts once: np.triu_indices(n, k=1); then Spearman: Pearson's correlation of the ranks",
        ),
        Property(
            "right where X and Y have other numbers of units",
            1,
            other_numbers_of_units,
            "both RDMs are (n, n), whatever the number of units",
        ),
    ),
    hints=(
        "`np.corrcoef(X)` correlates the rows of X with each other: that is stimulus with stimulus.",
        "An RDM is symmetric with zeros on its diagonal, so only the entries above the diagonal say something: "
        "`D[np.triu_indices(n, k=1)]` is a vector of n (n − 1) / 2 of them.",
        "Spearman's correlation is Pearson's correlation of ranks. `scipy.stats.spearmanr` has it; "
        "by hand, `a.argsort().argsort()` gives the ranks of a vector without ties.",
    ),
    mistakes=(
        Mistake(
            "an RSA with the diagonal left in: a stimulus is at distance 0 from itself in every RDM, "
            "which counts as agreement. Take np.triu_indices(n, k=1)",
            {"rsa": with_diagonal},
        ),
        Mistake(
            "an RSA of the whole matrices: every pair counts twice, and the zeros of the diagonal count as agreement. "
            "Take the entries above the diagonal",
            {"rsa": full_matrix},
        ),
        Mistake(
            "an RSA with Pearson's correlation: compare the ranks of the distances, not the distances",
            {"rsa": pearson},
        ),
        Mistake(
            "a correlation of argsort(d): that lists which entry comes first, not which rank an entry has. "
            "argsort it once more",
            {"rsa": argsort_once},
        ),
        Mistake(
            "a mean over the rows of the RDMs: rank all pairs together, once",
            {"rsa": rows_of_rdms},
        ),
        _mistaken_rdm(
            "a matrix of similarities: a stimulus is at distance 0 from itself, so take 1 minus the correlation",
            similarity,
        ),
        _mistaken_rdm(
            "the distances between units: a stimulus is a row, so correlate the rows of X, not those of X.T",
            between_units,
        ),
        _mistaken_rdm(
            "the cosine distances: a correlation subtracts the mean of each row first",
            cosine,
        ),
        _mistaken_rdm(
            "an RDM whose columns were centred first: RSA takes the rows as they are",
            centred_by_unit,
        ),
        _mistaken_rdm(
            "the Euclidean distances: a correlation ignores how strong a stimulus' response is, this does not",
            euclidean,
        ),
        _mistaken_rdm(
            "half the correlation distance: it runs from 0 to 2, and 2 is what opposite patterns have",
            halved,
        ),
        _mistaken_rdm(
            "a distance of 1 − |r|: opposite patterns are the furthest apart, not the same",
            absolute,
        ),
    ),
)
