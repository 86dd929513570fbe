"""Measures that fit something: fitted on some stimuli, and scored on others that the fit has not seen."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from commonground.inputs import number
from commonground.similarity._centred import Centred
from commonground.similarity._measure import HeldOut
from commonground.similarity._spaces import rank_tolerance
from commonground.similarity.procrustes import rotation


class Split:
    """One representation of two sets of stimuli, both less the mean of the first.

    Attributes
    ----------
    train, test : ndarray, shapes (n, p) and (m, p)
        Times ``unit`` in the units of the data.
    """

    def __init__(self, X: np.ndarray, X_test: np.ndarray, name: str):
        centred = Centred(X, name)
        self.train, self.unit = np.array(centred.rows()), float(centred.unit)
        test = X_test.astype(np.float64)
        for step in centred.steps:
            test = test - step
        self.test = test / self.unit
        if not np.ptp(self.test, axis=0).any():
            raise ValueError(f"{name} is constant on the held-out stimuli: choose others, or more of them")


# ---- Procrustes


@dataclass
class Rotatable:
    """One representation's share of a Procrustes distance."""

    split: Split
    normalize: bool
    reflections: bool


def prepare_rotatable(
    X: np.ndarray, X_test: np.ndarray, name: str, *, normalize: bool = False, reflections: bool = True
) -> Rotatable:
    return Rotatable(Split(X, X_test, name), normalize, reflections)


def _rotated(a: Rotatable, b: Rotatable) -> tuple[np.ndarray, np.ndarray]:
    """Return the held-out stimuli in one space: the narrower representation is turned into the wider."""
    Q, _ = rotation(a.split.train.T @ b.split.train, reflections=a.reflections)
    if Q.shape[0] > Q.shape[1]:
        return a.split.test, b.split.test @ Q.T
    return a.split.test @ Q, b.split.test


def compare_distance(a: Rotatable, b: Rotatable) -> float:
    if a.normalize:
        return _distance_of_directions(a, b)
    A, B = _rotated(a, b)
    common = max(a.split.unit, b.split.unit)
    return float(np.linalg.norm(A * (a.split.unit / common) - B * (b.split.unit / common)) * common)


def compare_cosine(a: Rotatable, b: Rotatable) -> float:
    return float(np.clip(1 - _distance_of_directions(a, b) ** 2 / 2, -1, 1))


def compare_angle(a: Rotatable, b: Rotatable) -> float:
    return float(2 * np.arcsin(min(_distance_of_directions(a, b) / 2, 1)))


def _distance_of_directions(a: Rotatable, b: Rotatable) -> float:
    A, B = _rotated(a, b)
    return float(np.linalg.norm(A / np.linalg.norm(A) - B / np.linalg.norm(B)))


# ---- canonical correlation


@dataclass
class Whitened:
    """One representation's share of a mean canonical correlation."""

    basis: np.ndarray  # orthonormal, of the space of the fitted responses
    factor: np.ndarray  # the fitted responses are basis · factor
    test: np.ndarray  # the held-out responses in the coordinates of that basis
    squared: bool


def prepare_whitened(
    X: np.ndarray, X_test: np.ndarray, name: str, *, variance: float = 1.0, squared: bool = False
) -> Whitened:
    split = Split(X, X_test, name)
    U, s, Vt = np.linalg.svd(split.train, full_matrices=False)
    kept = s > rank_tolerance(X.dtype) * s[0]
    if variance < 1:
        share = np.cumsum(s**2) / np.square(s).sum()
        kept &= np.arange(len(s)) <= np.searchsorted(share, variance - 1e-12)
    U, s, Vt = U[:, kept], s[kept], Vt[kept]
    return Whitened(U, s[:, None] * Vt, split.test @ (Vt.T / s), squared)


def prepare_svcca(
    X: np.ndarray, X_test: np.ndarray, name: str, *, variance: float = 0.99, squared: bool = False
) -> Whitened:
    variance = number(variance, "variance", above=0, most=1)
    return prepare_whitened(X, X_test, name, variance=variance, squared=squared)


def compare_mean(a: Whitened, b: Whitened) -> float:
    ρ, _ = _correlations(a, b)
    return float(np.mean(ρ**2 if a.squared else ρ))


def compare_weighted(a: Whitened, b: Whitened) -> float:
    ρ, directions = _correlations(a, b)
    α = np.abs(directions.T @ a.factor).sum(axis=1)
    return float(α @ ρ / α.sum())


def _correlations(a: Whitened, b: Whitened) -> tuple[np.ndarray, np.ndarray]:
    """Return how the canonical variates correlate on the held-out stimuli, and their directions in a's basis."""
    R, _, St = np.linalg.svd(a.basis.T @ b.basis, full_matrices=False)
    A, B = a.test @ R, b.test @ St.T
    A, B = A - A.mean(axis=0), B - B.mean(axis=0)
    lengths = np.linalg.norm(A, axis=0) * np.linalg.norm(B, axis=0)
    return (A * B).sum(axis=0) / np.where(lengths > 0, lengths, 1), R


# ---- regression


class Predictor:
    """One representation as predictor and as predicted."""

    def __init__(self, split: Split, ridge: float, tolerance: float):
        self.split, self.ridge, self.tolerance = split, ridge, tolerance

    @cached_property
    def predict(self) -> np.ndarray:
        """(m, n): from responses to the fitted stimuli to predictions for the held-out ones."""
        U, s, Vt = np.linalg.svd(self.split.train, full_matrices=False)
        kept = s > self.tolerance * s[0]
        U, s, Vt = U[:, kept], s[kept], Vt[kept]
        return (self.split.test @ Vt.T * (s / (s**2 + self.ridge))) @ U.T


def prepare_predictor(
    X: np.ndarray, X_test: np.ndarray, name: str, *, ridge: float = 0.0, cv: Any = None
) -> Predictor:
    if cv is not None:
        raise ValueError("cv holds out stimuli of its own: leave it out where Xs_test gives them")
    split = Split(X, X_test, name)
    shrink = number(ridge, "ridge", least=0) / split.unit / split.unit
    return Predictor(split, shrink, rank_tolerance(X.dtype))


def compare_prediction(a: Predictor, b: Predictor) -> float:
    Y = b.split.test
    total = np.square(Y - Y.mean(axis=0)).sum()
    return float(1 - np.square(Y - a.predict @ b.split.train).sum() / total)


DISTANCE = HeldOut(prepare_rotatable, compare_distance)
COSINE = HeldOut(prepare_rotatable, compare_cosine)
ANGLE = HeldOut(prepare_rotatable, compare_angle)
MEAN_CCA = HeldOut(prepare_whitened, compare_mean)
SVCCA = HeldOut(prepare_svcca, compare_mean)
PWCCA = HeldOut(prepare_whitened, compare_weighted)
PREDICTION = HeldOut(prepare_predictor, compare_prediction)
