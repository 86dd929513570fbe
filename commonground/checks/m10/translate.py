"""A motion of the Poincaré disc that carries one point to the centre."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise
from commonground.checks.m10._ball import points

exercise = Exercise(
    title="A motion that is none",
    minutes=15,
    difficulty=2,
    kind="mend",
    hints=(
        "Try a = 0.5, and then a = 0.5i, with a few points on the rim. A motion of the disc sends the rim to itself. Does this "
        "one?",
        "On the unit circle 1/z is the conjugate of z. Use that to find the c for which |z − a| = |1 + c z| whenever "
        "|z| = 1.",
        "c = −conj(a). `z = X[:, 0] + 1j * X[:, 1]`, and back with `np.stack([w.real, w.imag], axis=1)`.",
    ),
)


def moved(a, X, rule):
    """Return what a rule on complex numbers makes of the points."""
    w = rule(complex(*a), X[:, 0] + 1j * X[:, 1])
    return np.stack([w.real, w.imag], axis=1)


@exercise.solution
def mobius_translate(a, X):
    """Return the points X (n, 2) after the translation that carries a (2,) to 0."""
    a, z = complex(*a), X[:, 0] + 1j * X[:, 1]
    w = (z - a) / (1 - a.conjugate() * z)
    return np.stack([w.real, w.imag], axis=1)


# ---- what a right answer does


def drawn(rng, far=0.8):
    a, *X = np.round(points(rng, 4, 2, far), 2)
    return a, np.array(X)


def one_draw(rng, far=0.8):
    return telling(lambda: drawn(rng, far), exercise.variants())


@exercise.property(
    "able to carry a point to the centre",
    points=1,
    hint="a itself must become 0, and all other points must go where the same motion takes them",
)
def carries_to_the_centre(ask, rng):
    a, X = one_draw(rng)
    X = np.vstack([a, X[:2]])
    ask.given(a=a, X=X)
    ask.array("mobius_translate(a, X)", a, X, want=mobius_translate(a, X))


@exercise.property(
    "a motion: it keeps distances, also close to the rim",
    points=1,
    hint="the denominator is what keeps distances: 1 − conj(a) z. Nothing has to be clipped",
)
def keeps_distances(ask, rng):
    a, X = one_draw(rng, 0.99)
    ask.given(a=a, X=X)
    ask.array(
        "mobius_translate(a, X)",
        a,
        X,
        want=mobius_translate(a, X),
        why="these points have other distances than those of X, or do not go where a goes to 0 without a turn",
    )


@exercise.property(
    "undone by the opposite one",
    points=1,
    hint="the translation with −a must carry every point back to where it was",
)
def is_undone(ask, rng):
    a, X = one_draw(rng)
    Y = mobius_translate(a, X)
    ask.given(a=a, X=X, Y="where the translation by a takes X")
    ask.array("mobius_translate(-a, Y)", -a, Y, want=X, why="should be X again")


# ---- mistakes


@exercise.mistake("a translation of −a to the centre: the sign of a is the wrong way round, in both places")
def plus(a, X):
    return moved(a, X, lambda a, z: (z + a) / (1 + a.conjugate() * z))


@exercise.mistake(
    "the program as it stands: it keeps distances only where a is real. Conjugate a in the denominator"
)
def unconjugated(a, X):
    return moved(a, X, lambda a, z: (z - a) / (1 - a * z))


@exercise.mistake(
    "a flat shift, pulled back into the disc where it leaves it: divide by 1 − conj(a) z, and nothing leaves the disc"
)
def clipped(a, X):
    Y = X - a
    size = np.linalg.norm(Y, axis=1, keepdims=True)
    return Y * np.minimum(1, (1 - 1e-5) / np.maximum(size, 1e-15))


@exercise.mistake("a translation with 1 + conj(a) z below: with z − a above it, the sign there is a minus")
def mixed_signs(a, X):
    return moved(a, X, lambda a, z: (z - a) / (1 + a.conjugate() * z))
