"""Hyperbolic Procrustes: how alike two clouds are, whatever motion lies between them."""

import numpy as np

from commonground.checks.draw import rotation, telling
from commonground.checks.exercise import Exercise
from commonground.hyperbolic import exp0, log0, to_centre

exercise = Exercise(
    title="The ruler that fits",
    minutes=25,
    difficulty=3,
    hints=(
        "Three steps, for each cloud: find its centroid, carry it to the centre, take log₀. Then only a turn or a mirror is "
        "left between the two, and one SVD finds it.",
        "The centroid: add up the points of the hyperboloid, and scale the sum c back onto it, by the root of "
        "c₀² − c₁² − … − c_d². The motion that carries it to (1, 0, …, 0) has the first row (c₀, −c₁, …, −c_d), the first "
        "column the same, and I + c̃ c̃ᵀ/(1 + c₀) in the corner, with c̃ = (c₁, …, c_d).",
        "log₀ of x: the direction of (x₁, …, x_d), with the length arcosh x₀, or better arcsinh of their norm. With A and B "
        "for the two tables, return the sum of the singular values of AᵀB, over ‖A‖ ‖B‖.",
    ),
)


def centred(X):
    """Return the cloud after the motion that carries its Lorentz centroid to the centre."""
    c = X.sum(axis=0)
    c = c / np.sqrt(c[0] ** 2 - (c[1:] ** 2).sum())
    return X @ to_centre(c).T


def fitted(A, B, *, mirror=True):
    """Return how alike two tables are after the best rotation, with a mirror allowed or not."""
    U, S, Vt = np.linalg.svd(A.T @ B)
    if not mirror and np.linalg.det(U @ Vt) < 0:
        S = S * np.r_[np.ones(len(S) - 1), -1]
    return S.sum() / (np.linalg.norm(A) * np.linalg.norm(B))


@exercise.solution
def hyperbolic_procrustes(X, Y):
    """Return how alike X and Y (n, d + 1) are: 1 after any motion."""
    tables = []
    for Z in (X, Y):
        c = Z.sum(axis=0)
        c = c / np.sqrt(c[0] ** 2 - c[1:] @ c[1:])
        L = np.zeros((len(c), len(c)))
        L[0], L[:, 0] = np.r_[c[0], -c[1:]], np.r_[c[0], -c[1:]]
        L[1:, 1:] = np.eye(len(c) - 1) + np.outer(c[1:], c[1:]) / (1 + c[0])
        Z = (Z @ L)[:, 1:]
        s = np.linalg.norm(Z, axis=1, keepdims=True)
        tables.append(np.arcsinh(s) / np.where(s > 0, s, 1) * Z)
    A, B = tables
    kept = np.linalg.svd(A.T @ B, compute_uv=False).sum()
    return kept / (np.linalg.norm(A) * np.linalg.norm(B))


# ---- what a right answer does


def cloud(rng, n, d):
    """Return n points of the hyperboloid of d dimensions, off its centre."""
    return exp0(rng.normal(size=(n, d)) + rng.normal(size=d))


def carried(X, rng, *, mirror=False):
    """Return the cloud after a random motion, with a mirror or without."""
    d = X.shape[1] - 1
    turn = np.eye(d + 1)
    turn[1:, 1:] = rotation(rng, d)
    if mirror:
        turn[1] *= -1
    return X @ to_centre(exp0(rng.normal(size=(1, d)))[0]).T @ turn.T


def noisy(X, rng):
    return exp0(log0(X) + 0.3 * rng.normal(size=log0(X).shape))


@exercise.property(
    "blind to motions",
    points=1,
    hint="carry the centroid of each cloud to the centre before log₀: the motions that are left are turns",
)
def after_a_motion(ask, rng):
    def draw():
        X = cloud(rng, 8, 2)
        return X, carried(X, rng)

    X, Y = telling(draw, exercise.variants(but=(without_mirrors, without_logs)))
    ask.given(X="8 points of the plane", Y="the same points after a motion")
    ask.number(
        "hyperbolic_procrustes(X, Y)", X, Y, want=1.0, why="a motion lies between them: it should be 1"
    )
    Z = noisy(X, rng)
    ask.given(X="the same points", Z="the same with noise")
    ask.number("hyperbolic_procrustes(X, Z)", X, Z, want=hyperbolic_procrustes(X, Z))


@exercise.property(
    "blind to mirrors",
    points=1,
    hint="a mirror changes no distance: the best orthogonal matrix may have determinant −1",
)
def after_a_mirror(ask, rng):
    def draw():
        X = cloud(rng, 12, 2)
        return X, carried(X, rng, mirror=True)

    X, Y = telling(draw, exercise.variants(but=(without_logs,)))
    ask.given(X="12 points of the plane", Y="the same points after a motion and a mirror")
    ask.number(
        "hyperbolic_procrustes(X, Y)", X, Y, want=1.0, why="only a mirror lies between them: it should be 1"
    )
    Z = noisy(Y, rng)
    ask.given(X="the same points", Z="their mirror image with noise")
    ask.number("hyperbolic_procrustes(X, Z)", X, Z, want=hyperbolic_procrustes(X, Z))


@exercise.property(
    "right for clouds that do not fit, in three dimensions",
    points=1,
    hint="log₀ of both tables, the singular values of AᵀB, over the product of their norms",
)
def without_a_fit(ask, rng):
    def draw():
        X = cloud(rng, 10, 3)
        return X, carried(noisy(noisy(X, rng), rng), rng, mirror=True)

    X, Y = telling(draw, exercise.variants())
    ask.given(X="10 points of three dimensions", Y="the same with noise, after a motion and a mirror")
    ask.number("hyperbolic_procrustes(X, Y)", X, Y, want=hyperbolic_procrustes(X, Y))


# ---- mistakes


@exercise.mistake(
    "an alignment centred by the mean of the logs: that is no motion of this space. Carry the centroid to the centre first"
)
def flat_centre(X, Y):
    A, B = log0(X), log0(Y)
    return fitted(A - A.mean(axis=0), B - B.mean(axis=0))


@exercise.mistake("an alignment without centring: where the centroids lie is no part of the shape")
def uncentred(X, Y):
    return fitted(log0(X), log0(Y))


@exercise.mistake("an alignment that forbids mirrors: a mirror keeps all distances, so drop the determinant")
def without_mirrors(X, Y):
    return fitted(log0(centred(X)), log0(centred(Y)), mirror=False)


@exercise.mistake(
    "an alignment of coordinates of the hyperboloid, which grow like e^r: take log₀ of both clouds before the SVD"
)
def without_logs(X, Y):
    return fitted(centred(X)[:, 1:], centred(Y)[:, 1:])
