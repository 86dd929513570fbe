"""What a feature has of a dimension to itself, and the ceiling on it."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Shares",
    minutes=15,
    difficulty=2,
    kind="mend",
    hints=(
        "All products $w_i \\cdot w_j$ at once are `G = W.T @ W`, of shape (n, n). Its diagonal holds the squared norms.",
        "`dimensionality`: the diagonal squared, over the sums of the rows of `G**2`. The sum takes in j = i.",
        "`leverage`: the diagonal of `W.T @ np.linalg.pinv(W @ W.T) @ W`. Or, with an orthonormal basis Q of W's rows, the "
        "squared lengths of its columns.",
    ),
)


@exercise.solution
def dimensionality(W):
    """Return D (n,): the share of a dimension of each feature, a column of W (m, n)."""
    G = (W.T @ W) ** 2
    return np.diag(G) / G.sum(axis=1)


@exercise.solution
def leverage(W):
    """Return the leverage (n,) of each column of W (m, n)."""
    return np.diag(W.T @ np.linalg.pinv(W @ W.T) @ W)


# ---- what a right answer does


def weights(rng, m, n):
    """Return columns of uneven length, small whole numbers, none of them 0, of full rank."""
    while True:
        W = rng.integers(-3, 4, size=(m, n)).astype(float)
        if (W**2).sum(axis=0).min() > 0 and np.linalg.matrix_rank(W) == m:
            return W


@exercise.property(
    "right in the share of each feature",
    points=1,
    hint="the square of w·w over the sum of the squares of all w·w_j, its own among them",
)
def shares(ask, rng):
    (W,) = telling(lambda: (weights(rng, 2, 4),), exercise.variants(dimensionality))
    ask.given(W=W)
    ask.array("dimensionality(W)", W, want=dimensionality(W))


@exercise.property(
    "right in the ceiling",
    points=1,
    hint="w · (W Wᵀ)⁺ w for each column w; together they make the rank",
)
def ceiling(ask, rng):
    (W,) = telling(lambda: (weights(rng, 3, 5),), exercise.variants(leverage))
    ask.given(W=W)
    ask.array("leverage(W)", W, want=leverage(W))


@exercise.property(
    "right where the features span fewer dimensions than there are",
    points=1,
    hint="W Wᵀ has no inverse then: np.linalg.pinv leaves out the directions in which there is nothing",
)
def lower_rank(ask, rng):
    def draw():
        return (np.concatenate([W := weights(rng, 2, 5), W[:1] - W[1:]]),)

    variants = [f for f in exercise.variants(leverage) if f is not plain_inverse]
    (W,) = telling(draw, variants)
    ask.given(W="3 × 5, of rank 2")
    ask.array("leverage(W)", W, want=leverage(W))


# ---- mistakes


@exercise.mistake("shares of rows: features are the columns of W, so take W.T @ W", of=dimensionality)
def of_rows(W):
    G = (W @ W.T) ** 2
    return np.diag(G) / G.sum(axis=1)


@exercise.mistake("sums that leave out the feature itself: j runs over all, i among them", of=dimensionality)
def without_itself(W):
    G = (W.T @ W) ** 2
    own = np.diag(G)
    return own / np.maximum(G.sum(axis=1) - own, 1e-12)


@exercise.mistake(
    "norms where their squares belong: above stands the fourth power of the norm", of=dimensionality
)
def second_power(W):
    G = W.T @ W
    return np.diag(G) / (G**2).sum(axis=1)


@exercise.mistake("leverage of rows: put the features, the columns, on both sides", of=leverage)
def leverage_of_rows(W):
    return np.diag(W @ np.linalg.pinv(W.T @ W) @ W.T)


@exercise.mistake("leverage without the inverse: between w and w stands (W Wᵀ)⁺", of=leverage)
def without_inverse(W):
    return np.diag(W.T @ W)


@exercise.mistake(
    "a ridge in place of the pseudo-inverse: with it, leverages no longer make the rank", of=leverage
)
def plain_inverse(W):
    return np.diag(W.T @ np.linalg.inv(W @ W.T + np.eye(len(W))) @ W)
