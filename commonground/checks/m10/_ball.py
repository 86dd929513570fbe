"""What the exercises of module 10 draw their inputs from: points of the ball."""

import numpy as np

__all__ = ["points"]


def points(rng, n, d, far=0.8):
    """Return n points of the unit ball (n, d), none near the centre, none beyond ``far``, in any direction."""
    v = rng.normal(size=(n, d))
    return v / np.linalg.norm(v, axis=1, keepdims=True) * rng.uniform(0.25, far, size=(n, 1))
