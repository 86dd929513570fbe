"""More features than dimensions, none with less than its share."""

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Nobody gets less",
    minutes=30,
    difficulty=3,
    kind="make",
    hints=(
        "The shares add up to m at most. So if n features are to have equal ones, none can have more than m/n. In two dimensions "
        "the vertices of a regular polygon do it. What is it about them that does?",
        "$WW^\\top$ is a multiple of the identity: the features cover all directions alike, a *tight frame*. Then "
        "$\\sum_j (w_i \\cdot w_j)^2$ is n/m for each unit vector. In more dimensions: several polygons at once, at several speeds.",
        "Rows in pairs, $\\cos(2\\pi f j/n)$ and $\\sin(2\\pi f j/n)$ for the features $j = 0, \\dots, n - 1$ and the speeds "
        "$f = 1, 2, \\dots$; for an odd m one row of $1/\\sqrt2$ more. Then scale all columns to length 1. (Speeds must stay "
        "below n/2.)",
    ),
)


@exercise.solution
def pack(m, n):
    """Return unit features, the columns of W (m, n), each with the share m/n."""
    if n == m:
        return np.eye(m)
    if n == m + 1:  # a simplex
        U = np.linalg.svd(np.eye(n) - np.ones((n, n)) / n)[0][:, :m]
        return U.T * np.sqrt(n / m)
    angles = 2 * np.pi * np.outer(np.arange(1, m // 2 + 1), np.arange(n)) / n
    rows = [np.cos(angles), np.sin(angles)] + [np.full((1, n), 0.5**0.5)] * (m % 2)
    W = np.vstack(rows)
    return W / np.linalg.norm(W, axis=0)


# ---- what a right answer does


def shares(W):
    """Return what each feature has of a dimension to itself."""
    G = (W.T @ W) ** 2
    return np.diag(G) / G.sum(axis=1)


def packed(ask, rng, sizes):
    """Hold features: of length 1, no two along one line, each with its full share."""
    for m, n in rng.permutation(sizes).tolist():
        ask.given(m=m, n=n)
        value = ask.value("pack(m, n)", m, n)
        try:
            W = as_array(value, (m, n))
        except Wrong as wrong:
            ask.judged.append(value)
            ask.unanswered(str(wrong))
        length = np.linalg.norm(W, axis=0)
        ask.judged.append([np.sort(length), np.sort(np.linalg.svd(W, compute_uv=False))])
        ask.show("lengths of the features, from", float(length.min()))
        if np.abs(length - 1).max() > 1e-6:
            ask.wrong("should all be 1")
        G = np.abs(W.T @ W - np.diag(length**2))
        ask.show("largest |cosine| of two features", float(G.max()))
        if G.max() > 1 - 1e-6:
            ask.wrong("should be below 1: these two lie along one line")
        ask.show("smallest share", float(shares(W).min()))
        if shares(W).min() < m / n - 1e-6:
            ask.wrong(f"should be {m}/{n} = {m / n:.4f}")


@exercise.property(
    "able to pack features into a plane",
    points=1,
    hint="a regular polygon, over half a turn if n is even: opposite vertices lie along one line",
)
def into_a_plane(ask, rng):
    packed(ask, rng, [(2, 3), (2, 5), (2, int(rng.choice([7, 9, 11])))])


@exercise.property(
    "able to pack them into more dimensions",
    points=2,
    hint="W Wᵀ should be n/m times the identity: polygons of several speeds, one pair of rows each",
)
def into_more(ask, rng):
    packed(ask, rng, [(4, 9), (3, 7), (5, int(rng.choice([11, 12, 13])))])


@exercise.property(
    "able to pack hardly more than there are dimensions",
    points=1,
    hint="m + 1 features are the corners of a simplex: the identity without its mean, in m dimensions",
)
def hardly_more(ask, rng):
    packed(ask, rng, [(3, 4), (4, 5), (5, 6), (4, 4)])


# ---- mistakes


@exercise.mistake(
    "random unit vectors: some directions are crowded, and those features get less than their share"
)
def at_random(m, n):
    W = np.random.default_rng(0).normal(size=(m, n))
    return W / np.linalg.norm(W, axis=0)


@exercise.mistake(
    "axes that are used over and over: each has its share, and some are one feature twice. Let no two lie along one line"
)
def axes_again(m, n):
    return np.eye(m)[:, np.arange(n) % m]


@exercise.mistake("a tight frame whose features are not of length 1: scale the columns, not the rows")
def rows_of_length_one(m, n):
    return np.linalg.qr(np.random.default_rng(0).normal(size=(n, m)))[0].T


@exercise.mistake(
    "axes for as many as fit, and the rest between them: those on the axes lose more than the others"
)
def axes_and_a_rest(m, n):
    W = np.hstack([np.eye(m), np.random.default_rng(3).uniform(0.5, 1.5, size=(m, n - m))])
    return W / np.linalg.norm(W, axis=0)
