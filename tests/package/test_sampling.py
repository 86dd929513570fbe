"""Leverage, repelling points and the weighted fit: against their definitions."""

from itertools import permutations

import numpy as np
import pytest

from commonground import rng
from commonground.sampling import dimensionality, leverage, projection_dpp, weighted_least_squares


def test_leverage_is_the_diagonal_of_the_projection():
    F = rng(11, 910).normal(size=(12, 4))
    hat = F @ np.linalg.inv(F.T @ F) @ F.T
    np.testing.assert_allclose(leverage(F), np.diag(hat))
    copied = np.c_[F, F[:, 0] - F[:, 1]]
    np.testing.assert_allclose(leverage(copied), np.diag(hat), err_msg="a column that says nothing new")


def test_a_pentagon_has_two_fifths_each():
    angle = 2 * np.pi * np.arange(5) / 5
    W = np.stack([np.cos(angle), np.sin(angle)])
    np.testing.assert_allclose(dimensionality(W), 2 / 5)
    np.testing.assert_allclose(leverage(W.T), 2 / 5)
    np.testing.assert_allclose(dimensionality(np.c_[W, [0, 0]])[-1], 0)


def test_dimensionality_is_never_above_leverage():
    for k in range(20):
        W = rng(11, 911, k).normal(size=(5, 12)) * rng(11, 912, k).uniform(0.1, 3, 12)
        D, most = dimensionality(W), leverage(W.T)
        assert (most + 1e-12 >= D).all() and D.sum() < 5 and most.sum() == pytest.approx(5)


def test_a_set_of_rows_is_as_likely_as_its_squared_volume():
    F = rng(11, 913).normal(size=(5, 2))
    Q = np.linalg.qr(F)[0]
    r, draws = rng(11, 914), 6000
    counted = {}
    for _ in range(draws):
        rows = tuple(projection_dpp(F, r))
        counted[rows] = counted.get(rows, 0) + 1
    for rows in permutations(range(5), 2):
        chance = np.linalg.det(Q[list(rows)]) ** 2 / 2
        assert counted.get(rows, 0) / draws == pytest.approx(chance, abs=5 * (chance / draws) ** 0.5 + 1e-3)


def test_rows_are_different_and_as_many_as_the_rank():
    F = rng(11, 915).normal(size=(30, 4))
    F = np.c_[F, F[:, 0] + F[:, 3]]
    for k in range(10):
        rows = projection_dpp(F, rng(11, 916, k))
        assert len(rows) == len(set(rows)) == 4


def test_a_copy_is_never_taken_with_its_twin():
    F = np.repeat(rng(11, 917).normal(size=(4, 3)), 2, axis=0)
    for k in range(50):
        assert len(set(projection_dpp(F, rng(11, 918, k)) // 2)) == 3


def test_the_fit_weighs_by_the_inverse_of_leverage():
    r = rng(11, 919)
    F, y, ell = r.normal(size=(9, 3)), r.normal(size=9), r.uniform(0.1, 1, 9)
    by_hand = np.linalg.solve(F.T @ (F / ell[:, None]), F.T @ (y / ell))
    np.testing.assert_allclose(weighted_least_squares(F, y, ell), by_hand)


def test_a_fit_to_repelling_points_is_right_on_average():
    """With the rank's number of points a projection DPP draws by volume: the mean over all draws is the best fit."""
    F, y = np.linalg.qr(rng(11, 920).normal(size=(6, 2)))[0], rng(11, 921).normal(size=6)
    mean = 0
    for rows in permutations(range(6), 2):
        rows = list(rows)
        chance = np.linalg.det(F[rows]) ** 2 / 2
        mean = mean + chance * weighted_least_squares(F[rows], y[rows], leverage(F)[rows])
    np.testing.assert_allclose(mean, F.T @ y)


@pytest.mark.parametrize(
    ("y", "ell", "says"), [([1, 2], [1, 1, 1], "one each"), ([1, 2, 3], [1, 0, 1], "above 0")]
)
def test_what_does_not_fit_is_refused(y, ell, says):
    with pytest.raises(ValueError, match=says):
        weighted_least_squares(np.eye(3), y, ell)
