"""What the exercises of module 10 share: points of the ball, motions, and points of the hyperboloid."""

import numpy as np

__all__ = ["lift", "lorentz_boost", "points"]


def points(rng, n, d, far=0.8):
    """Return n points of the unit ball (n, d), none near the centre, none beyond ``far``, in any direction."""
    v = rng.normal(size=(n, d))
    return v / np.linalg.norm(v, axis=1, keepdims=True) * rng.uniform(0.25, far, size=(n, 1))


def lift(v):
    """Return the points of the hyperboloid (n, d + 1) that lie |v| from its centre, in the direction of v (n, d)."""
    r = np.linalg.norm(v, axis=1, keepdims=True)
    return np.hstack([np.cosh(r), np.sinh(r) * v / r])


def lorentz_boost(c):
    """Return the motion (d + 1, d + 1) that carries the point c of the hyperboloid to its centre, without a turn."""
    c0, rest = c[0], c[1:]
    L = np.zeros((len(c), len(c)))
    L[0, 0], L[0, 1:], L[1:, 0] = c0, -rest, -rest
    L[1:, 1:] = np.eye(len(rest)) + np.outer(rest, rest) / (1 + c0)
    return L
