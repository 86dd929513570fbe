"""The motion that lays one cloud on another."""

import numpy as np

from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise
from commonground.checks.m10.plant import apart
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Lay one on the other",
    minutes=35,
    difficulty=3,
    kind="make",
    hints=(
        "Every motion of the disc is a translation and a turn, perhaps with a mirror. Find for both clouds a point "
        "that moves along with them, whatever the motion: that gives the translation.",
        "Such a point is the Lorentz centroid: the points on the hyperboloid, summed, and back into the disc. Carry each cloud's "
        "to the centre. There the only thing that lies between the two is a turn or a mirror, as in flat Procrustes.",
        "With A and B for the two centred clouds, `U, _, Vt = np.linalg.svd(A.T @ B)` and `A @ U @ Vt` lies on B. Then move "
        "it to where Y is, by the translation with minus the centroid of Y.",
    ),
)


def centroid(X):
    """Return the Lorentz centroid of points of the disc, in the disc."""
    room = 1 - (X**2).sum(axis=1, keepdims=True)
    total = np.hstack([(2 - room) / room, 2 * X / room]).sum(axis=0)
    return total[1:] / (total[0] + np.sqrt(total[0] ** 2 - total[1:] @ total[1:]))


def translated(a, X):
    """Return points of the disc after the translation that carries a to the centre."""
    a, z = complex(*a), X[:, 0] + 1j * X[:, 1]
    w = (z - a) / (1 - a.conjugate() * z)
    return np.stack([w.real, w.imag], axis=1)


@exercise.solution
def bring(X, Y):
    """Return X (n, 2) after the motion that lays it on Y (n, 2)."""
    A, B = translated(centroid(X), X), translated(centroid(Y), Y)
    U, _, Vt = np.linalg.svd(A.T @ B)
    return translated(-centroid(Y), A @ U @ Vt)


# ---- what a right answer does


def clouds(rng, n, noise, mirror):
    """Return a cloud, and the same with noise, after a motion."""
    while True:
        X = rng.normal(size=(n, 2))
        X = X / np.linalg.norm(X, axis=1, keepdims=True) * rng.uniform(0.1, 0.85, size=(n, 1))
        room = 1 - (X**2).sum(axis=1, keepdims=True)
        turn = rotation(rng, 2)
        if mirror:
            turn[0] *= -1
        angle = rng.uniform(0, 2 * np.pi)
        far = 0.5 * np.array([np.cos(angle), np.sin(angle)])
        Y = translated(far, (X + noise * room * rng.normal(size=(n, 2))) @ turn)
        wrong = (flat, turned_alone, left_at_the_centre, not_turned)
        own = between(bring(X, Y), Y)
        if np.linalg.norm(Y, axis=1).max() < 0.98 and all(
            between(f(X, Y), Y) > 1.5 * own + 0.05 for f in wrong
        ):
            return X, Y


def between(X, Y):
    """Return the mean hyperbolic distance of each point of X from its partner in Y."""
    n = len(X)
    return float(np.diag(apart(np.vstack([X, Y]))[:n, n:]).mean())


def laid(ask, rng, n, noise, mirror):
    """Hold a cloud that was moved: it kept its distances, and lies on the other."""
    X, Y = clouds(rng, n, noise, mirror)
    ask.given(X=f"{n} points of the disc", Y="the same after a motion" + (", with noise" if noise else ""))
    value = ask.value("bring(X, Y)", X, Y)
    ask.judged.append(value)
    try:
        Z = as_array(value, X.shape)
    except Wrong as wrong:
        ask.unanswered(str(wrong))
    if (np.linalg.norm(Z, axis=1) >= 1).any():
        ask.wrong("should lie in the disc: some of these points have a norm of 1 or more")
    change = float(np.abs(apart(Z) - apart(X)).max())
    ask.show("largest change of a distance within the cloud", change)
    if change > 1e-5:
        ask.wrong("should be 0: a motion keeps all distances")
    ask.show("mean distance of a point from its partner", between(Z, Y))
    most = 1.25 * between(bring(X, Y), Y) + 1e-5
    if between(Z, Y) > most:
        ask.wrong(f"should be at most {most:.4f}")


@exercise.property(
    "able to undo a motion",
    points=1,
    hint="carry a point that moves along with each cloud to the centre; what is left there is a turn",
)
def after_a_motion(ask, rng):
    laid(ask, rng, 12, 0.0, False)


@exercise.property(
    "able to undo a mirror as well",
    points=1,
    hint="a mirror keeps all distances: leave the determinant of the orthogonal matrix free",
)
def after_a_mirror(ask, rng):
    laid(ask, rng, 12, 0.0, True)


@exercise.property(
    "able to lay noisy clouds on each other, and to leave distances as they are",
    points=2,
    hint="only a motion may be used: points are not moved one by one, nor all shifted as in a flat space",
)
def with_noise(ask, rng):
    laid(ask, rng, 20, 0.04, False)
    laid(ask, rng, 20, 0.04, True)


# ---- mistakes


@exercise.mistake(
    "the other cloud itself: with noise it has other distances. Move X, and change none of its own"
)
def the_other(X, Y):
    return Y


@exercise.mistake(
    "a flat Procrustes: shifting changes hyperbolic distances. Translate by a motion, z → (z − a)/(1 − conj(a) z)"
)
def flat(X, Y):
    A, B = X - X.mean(axis=0), Y - Y.mean(axis=0)
    U, _, Vt = np.linalg.svd(A.T @ B)
    moved = A @ U @ Vt + Y.mean(axis=0)
    return moved * min(1, 0.99 / np.linalg.norm(moved, axis=1).max())


@exercise.mistake(
    "a turn about the centre of the disc alone: the clouds lie elsewhere, so translate them first"
)
def turned_alone(X, Y):
    U, _, Vt = np.linalg.svd(X.T @ Y)
    return X @ U @ Vt


@exercise.mistake(
    "a cloud brought to the centre and turned there: in the end carry it to where the other one lies"
)
def left_at_the_centre(X, Y):
    A, B = translated(centroid(X), X), translated(centroid(Y), Y)
    U, _, Vt = np.linalg.svd(A.T @ B)
    return A @ U @ Vt


@exercise.mistake("a cloud that was moved and not turned: at the centre one SVD finds the turn or the mirror")
def not_turned(X, Y):
    return translated(-centroid(Y), translated(centroid(X), X))
