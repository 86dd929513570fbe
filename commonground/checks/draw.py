"""Inputs that fit in the head, and tell right from wrong."""

from collections.abc import Callable

import numpy as np

from commonground.checks.values import alike, plain

__all__ = ["rotation", "telling", "unlike", "whole"]


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


def telling(draw: Callable[[], tuple], answers: list[Callable]) -> tuple:
    """Return a draw on which no two of these answers give the same, so that no mistake is right by luck."""
    while True:
        inputs, values = draw(), []
        for answer in answers:
            with np.errstate(all="ignore"):
                value = plain(answer(*inputs))
            if any(alike(value, other, 1e-3) for other in values):
                break
            values.append(value)
        else:
            return inputs


def unlike(draw: Callable[[], tuple], answer: Callable) -> list[tuple]:
    """Return two draws for which the right answers differ, so that no constant is right for both.

    For a property that judges by a rule of its own: one that tells ``ask`` the right value is drawn again anyway.
    """
    first = draw()
    while True:
        second = draw()
        if not alike(plain(answer(*first)), plain(answer(*second)), 1e-3):
            return [first, second]
