"""A sampler of points that repel each other, as a function of its random numbers."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Points that repel",
    minutes=25,
    difficulty=3,
    hints=(
        "Begin with an orthonormal basis of the columns, `Q = np.linalg.qr(Phi)[0]`. The chances of the first point are the "
        "squared lengths of Q's rows, over their sum, which is m.",
        "A point that was taken speaks for one direction: its row. From all rows take away what lies in that direction, "
        "`Q - np.outer(Q @ d, d)` with `d = Q[i] / np.linalg.norm(Q[i])`. The squared lengths of what is left, over *their* "
        "sum, are the chances of the next.",
        "With chances p and a number u between 0 and 1, the row is `np.searchsorted(np.cumsum(p), u)`: the first at which the "
        "chances add up to u or more. One u per point, in their order.",
    ),
)


def drawn(Phi, u, *, basis=True, project=True, root=False, renormalise=True, unit=True):
    """Draw rows, with one step done another way where that is asked for."""
    Q = np.linalg.qr(Phi)[0] if basis else Phi / np.linalg.norm(Phi)
    rows, m = [], Phi.shape[1]
    for value in u:
        p = (Q**2).sum(axis=1)
        p = np.sqrt(p) if root else p
        p = p / p.sum() if renormalise else p / m
        i = min(int(np.searchsorted(np.cumsum(p), value)), len(Q) - 1)
        rows.append(i)
        if project:
            d = Q[i] / np.linalg.norm(Q[i]) if unit else Q[i]
            Q = Q - np.outer(Q @ d, d)
    return np.array(rows)


@exercise.solution
def sample_dpp(Phi, u):
    """Return m rows of Phi (N, m) that repel each other, drawn with numbers u (m,)."""
    Q = np.linalg.qr(Phi)[0]
    rows = []
    for value in u:
        p = (Q**2).sum(axis=1)
        i = np.searchsorted(np.cumsum(p / p.sum()), value)
        rows.append(i)
        d = Q[i] / np.linalg.norm(Q[i])
        Q = Q - np.outer(Q @ d, d)
    return np.array(rows)


# ---- what a right answer does


def features(rng, n, m):
    """Return features whose columns are neither orthogonal nor of one length, so that leverage differs."""
    return (
        rng.normal(size=(n, m))
        @ (np.eye(m) + 0.7 * np.triu(np.ones((m, m)), 1))
        * rng.uniform(0.4, 2, (n, 1))
    ).round(2)


def numbers(rng, Phi):
    """Return numbers that are nowhere near the edge between two rows, for the right answer."""
    while True:
        u, Q, far = rng.uniform(0.03, 0.97, Phi.shape[1]).round(3), np.linalg.qr(Phi)[0], True
        for value in u:
            p = (Q**2).sum(axis=1)
            edges = np.cumsum(p / p.sum())
            far = far and np.abs(edges - value).min() > 1e-3
            i = np.searchsorted(edges, value)
            d = Q[i] / np.linalg.norm(Q[i])
            Q = Q - np.outer(Q @ d, d)
        if far:
            return u


def inputs(rng, n, m, draws):
    """Return features and several draws of numbers; the first tells the right answer from every wrong one."""

    def draw():
        Phi = features(rng, n, m)
        return Phi, numbers(rng, Phi)

    Phi, u = telling(draw, exercise.variants())
    return Phi, [u, *(numbers(rng, Phi) for _ in range(draws - 1))]


@exercise.property(
    "right for eight points and three features, four times",
    points=1,
    hint="chances are squared lengths of what the taken rows leave of each row, over their sum",
)
def eight_points(ask, rng):
    Phi, us = inputs(rng, 8, 3, 4)
    for u in us:
        ask.given(Phi=Phi, u=u)
        ask.array("sample_dpp(Phi, u)", Phi, u, want=sample_dpp(Phi, u).astype(float))


@exercise.property(
    "right for twenty points and four features, three times",
    points=1,
    hint="after each point, take its direction away from all rows before the next is drawn",
)
def twenty_points(ask, rng):
    Phi, us = inputs(rng, 20, 4, 3)
    for u in us:
        ask.given(Phi="20 × 4", u=u)
        ask.array("sample_dpp(Phi, u)", Phi, u, want=sample_dpp(Phi, u).astype(float))


@exercise.property(
    "the same for other features of the same space",
    points=1,
    hint="which points are taken depends on what the features span: begin with an orthonormal basis of the columns",
)
def same_space(ask, rng):
    Phi, us = inputs(rng, 12, 3, 3)
    mix = np.linalg.qr(rng.normal(size=(3, 3)))[0] + 2 * np.eye(3)
    for u in us:
        ask.given(Phi="12 × 3", A="3 × 3, invertible", u=u)
        want = sample_dpp(Phi, u).astype(float)
        ask.array("sample_dpp(Phi @ A, u)", Phi @ mix, u, want=want)


# ---- mistakes


@exercise.mistake("independent draws: what a taken row says is to be taken away from all the others")
def independent(Phi, u):
    return drawn(Phi, u, project=False)


@exercise.mistake(
    "rows without their own direction taken away: divide the row by its length before you project it out"
)
def not_unit(Phi, u):
    return drawn(Phi, u, unit=False)


@exercise.mistake(
    "chances that do not add up to 1: after each point divide by the sum of what is left, which is no longer m"
)
def not_renormalised(Phi, u):
    return drawn(Phi, u, renormalise=False)


@exercise.mistake("chances from lengths of rows: they are their squares")
def lengths(Phi, u):
    return drawn(Phi, u, root=True)


@exercise.mistake("rows of the features as they stand: begin with an orthonormal basis of their columns")
def no_basis(Phi, u):
    return drawn(Phi, u, basis=False)
