"""Pointwise mutual information from co-occurrences, and the embedding whose kernel it is."""

import numpy as np

from commonground.checks.draw import telling, unlike
from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, alike, as_array

exercise = Exercise(
    title="What occurs together",
    minutes=20,
    difficulty=2,
    hints=(
        "`P = counts / counts.sum()` holds the joint probabilities. The probability of one thing, "
        "`P.sum(axis=1)`, is that of the rows.",
        "`np.outer(p, p)` is what chance alone would give. Where `counts` is 0, `np.where` or a mask "
        "keeps the logarithm away; PMI below 0 is kept.",
        "`values, vectors = np.linalg.eigh(K)` puts the largest eigenvalues last and eigenvectors in "
        "columns. Take the last d of both, and multiply each column by the root of its eigenvalue.",
    ),
)


@exercise.solution
def pmi(counts):
    """Return the pointwise mutual information of counts (n, n); 0 for unseen pairs."""
    P = counts / counts.sum()
    chance = np.outer(P.sum(axis=1), P.sum(axis=1))
    return np.log(np.where(counts > 0, P / chance, 1))


@exercise.solution
def embed(K, d):
    """Return Z (n, d) whose inner products are nearest to the symmetric K (n, n)."""
    values, vectors = np.linalg.eigh(K)
    return vectors[:, -d:] * np.sqrt(values[-d:])


# ---- what a right answer does


def counted(rng, never=0):
    """Return a small symmetric table of counts; so many pairs of different things were never seen together."""
    n = 4
    counts = np.triu(rng.integers(1, 13, size=(n, n)))
    first, second = np.triu_indices(n, 1)
    for pair in rng.choice(len(first), size=never, replace=False):
        counts[first[pair], second[pair]] = 0
    return (np.triu(counts) + np.triu(counts, 1).T).astype(float)


def from_counts(ask, rng, never):
    (counts,) = telling(lambda: (counted(rng, never),), exercise.variants(pmi))
    ask.given(counts=counts)
    ask.array("pmi(counts)", counts, want=pmi(counts))


@exercise.property(
    "right about pairs that were all seen",
    points=1,
    hint="P(i, j) is counts over their total, and P(i) its sum over j; take the natural logarithm of "
    "P(i, j) / (P(i) P(j))",
)
def from_all_pairs(ask, rng):
    from_counts(ask, rng, 0)


@exercise.property(
    "right where some pairs were never seen together",
    points=1,
    hint="the logarithm of 0 is no number: put 0 in the places where counts is 0, and leave the others "
    "as they are",
)
def with_unseen_pairs(ask, rng):
    from_counts(ask, rng, 2)


@exercise.property(
    "the same however long one watches",
    points=1,
    hint="divide by the total first: shares, not counts, make a probability",
)
def for_longer_watching(ask, rng):
    counts = counted(rng, 1)
    ask.given(counts=counts)
    want = ask.array("pmi(counts)", counts, want=pmi(counts))
    why = "should not change: everything was counted ten times as often"
    ask.array("pmi(10 * counts)", 10 * counts, want=want, why=why)


def kernel_of(Z):
    return Z @ Z.T


def semidefinite(rng, n=4, d=2):
    """Return a kernel of small whole numbers without negative directions, and d, at which its spectrum has a gap."""
    while True:
        M = rng.integers(-2, 3, size=(n, 3))
        K = (M @ M.T).astype(float)
        values = np.linalg.eigvalsh(K)[::-1]
        if values[d - 1] > values[d] + 1:
            return K, d


def indefinite(rng, n=4, d=2):
    """Return a kernel of small whole numbers whose strongest direction is negative, and d."""
    while True:
        K = rng.integers(-5, 6, size=(n, n))
        K = (np.triu(K) + np.triu(K, 1).T).astype(float)
        values = np.linalg.eigvalsh(K)[::-1]
        if -values[-1] > values[0] + 1 and values[d - 1] > max(values[d], 0) + 1:
            return K, d


def embedded(ask, draw):
    two = unlike(draw, lambda K, d: kernel_of(embed(K, d)))
    for K, d in two:
        ask.given(K=K)
        value = ask.value(f"embed(K, {d})", K, d)
        try:
            Z = as_array(value, (len(K), d))
        except Wrong as wrong:
            ask.judged.append(value)
            ask.wrong(str(wrong))
        ask.judged.append(kernel_of(Z))  # an embedding may be turned: its kernel is what counts
        best = kernel_of(embed(K, d))
        ask.show("its Z @ Z.T", kernel_of(Z), best)
        if not alike(kernel_of(Z), best):
            ask.wrong("")  # the line says what it should be


@exercise.property(
    "able to embed a kernel",
    points=1,
    hint="eigenvectors are columns; each counts by the root of its eigenvalue, so that Z Zᵀ has the "
    "eigenvalue itself",
)
def a_semidefinite_kernel(ask, rng):
    embedded(ask, lambda: semidefinite(rng))


@exercise.property(
    "able to embed a kernel that has negative directions",
    points=1,
    hint="no Z has a Z Zᵀ with a negative eigenvalue: take the d largest, not the d strongest",
)
def a_kernel_with_negative_directions(ask, rng):
    answers = [lambda *x, f=f: kernel_of(f(*x)) for f in exercise.variants(embed)]
    embedded(ask, lambda: telling(lambda: indefinite(rng), answers))


# ---- mistakes


def logarithm(ratio):
    return np.log(np.where(ratio > 0, ratio, 1))


def ratio(counts):
    """Return how many times as often a pair occurs as it would by chance."""
    seen = counts.sum(axis=1)
    return counts * counts.sum() / np.outer(seen, seen)


@exercise.mistake("the ratio without its logarithm: chance should come out as 0, not as 1", of=pmi)
def without_logarithm(counts):
    return ratio(counts)


@exercise.mistake(
    "the logarithm of how often a pair occurs: what is frequent is in many pairs. Divide by what "
    "chance would give, P(i) P(j)",
    of=pmi,
)
def joint_alone(counts):
    return logarithm(counts / counts.sum())


@exercise.mistake(
    "a conditional probability: it is divided by P(i) and not by P(j), so the matrix is not "
    "symmetric. Divide by both",
    of=pmi,
)
def given_one(counts):
    return logarithm(counts / counts.sum(axis=1, keepdims=True))


@exercise.mistake(
    "a matrix off by the logarithm of the total: turn counts into probabilities before you divide", of=pmi
)
def without_total(counts):
    return logarithm(counts / np.outer(counts.sum(axis=1), counts.sum(axis=1)))


@exercise.mistake("a logarithm to base 2: take the natural one, np.log", of=pmi)
def base_two(counts):
    return pmi(counts) / np.log(2)


@exercise.mistake("positive PMI: pairs rarer than chance are set to 0. Keep them, below 0", of=pmi)
def only_positive(counts):
    return np.maximum(pmi(counts), 0)


@exercise.mistake(
    "a division by the diagonal: how often a thing occurs is the sum of its row, not how often it "
    "meets itself",
    of=pmi,
)
def by_the_diagonal(counts):
    own = np.diag(counts)
    return logarithm(counts / np.sqrt(np.outer(own, own)))


@exercise.mistake(
    "counts with one added to each: that changes all entries. Take them as they are, and put 0 "
    "where a pair was never seen",
    of=pmi,
)
def plus_one(counts):
    return pmi(counts + 1)


@exercise.mistake("eigenvectors of length 1: multiply each by the root of its eigenvalue", of=embed)
def not_scaled(K, d):
    return np.linalg.eigh(K)[1][:, -d:]


@exercise.mistake(
    "eigenvectors times eigenvalues: Z Zᵀ then has their squares. Multiply by the roots", of=embed
)
def scaled_without_root(K, d):
    values, vectors = np.linalg.eigh(K)
    return vectors[:, -d:] * values[-d:]


@exercise.mistake(
    "the smallest eigenvalues: np.linalg.eigh puts them first. Take the last d columns", of=embed
)
def smallest(K, d):
    values, vectors = np.linalg.eigh(K)
    return vectors[:, :d] * np.sqrt(np.abs(values[:d]))


@exercise.mistake("rows of the matrix of eigenvectors: they are its columns, vectors[:, -d:]", of=embed)
def rows_of_vectors(K, d):
    values, vectors = np.linalg.eigh(K)
    return vectors[-d:].T * np.sqrt(values[-d:])


@exercise.mistake(
    "singular values, which forget the sign: a strong negative direction is embedded as if it "
    "were positive. Use np.linalg.eigh",
    of=embed,
)
def by_singular_values(K, d):
    U, singular, _ = np.linalg.svd(K)
    return U[:, :d] * np.sqrt(singular[:d])


@exercise.mistake(
    "an embedding of the centred kernel: its origin has a meaning here. Decompose K as it is", of=embed
)
def centred_first(K, d):
    C = np.eye(len(K)) - 1 / len(K)
    values, vectors = np.linalg.eigh(C @ K @ C)
    return vectors[:, -d:] * np.sqrt(np.maximum(values[-d:], 0))


@exercise.mistake(
    "columns of the kernel itself: the rows of Z should have K as their inner products. Take the "
    "eigenvectors of K",
    of=embed,
)
def columns_of_the_kernel(K, d):
    return K[:, :d]
