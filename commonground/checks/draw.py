"""Inputs that fit in the head."""

import numpy as np

__all__ = ["rotation", "whole"]


def whole(rng: np.random.Generator, n: int, p: int, *, centred: bool = False) -> np.ndarray:
    """Return an (n, p) array of small whole numbers whose centred columns are independent.

    Columns sum to zero if ``centred``, else none of them does.
    """
    while True:
        X = rng.integers(-4, 5, size=(n, p)).astype(float)
        if centred:
            X[-1] = -X[:-1].sum(axis=0)
        spread = np.linalg.svd(X - X.mean(axis=0), compute_uv=False)
        sums_fit = centred or (np.abs(X.sum(axis=0)) >= 2).all()
        if sums_fit and np.abs(X).max() <= 6 and spread.min() > 1 and len(spread) == p:
            return X


def rotation(rng: np.random.Generator, p: int) -> np.ndarray:
    """Return a random (p, p) rotation: orthogonal, determinant 1."""
    Q, R = np.linalg.qr(rng.standard_normal((p, p)))
    Q = Q * np.sign(np.diag(R))
    Q[:, 0] *= np.linalg.det(Q)
    return Q
