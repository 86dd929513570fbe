"""Barcodes, their law on a circle, a second parameter, landmarks: against what is known by hand or by other ways."""

import numpy as np
import pytest
from scipy.spatial.distance import pdist, squareform

from commonground import rng
from commonground.topology import (
    barcodes,
    density,
    farthest_points,
    hilbert_function,
    lengths,
    ring_birth,
    ring_birth_law,
    signed_measure,
)


def on_circle(angles):
    return np.c_[np.cos(angles), np.sin(angles)]


def test_a_square_has_four_pieces_and_a_loop_that_its_diagonal_fills():
    pieces, loops = barcodes([[0, 0], [1, 0], [1, 1], [0, 1]])
    assert pieces[:, 0].tolist() == [0] * 4
    assert sorted(pieces[:, 1]) == [1, 1, 1, np.inf]
    np.testing.assert_allclose(loops, [[1, 2**0.5]], rtol=1e-6)


def test_an_octahedron_has_a_hollow():
    X = np.concatenate([np.eye(3), -np.eye(3)])
    np.testing.assert_allclose(barcodes(X, up_to=2)[2], [[2**0.5, 2]], rtol=1e-6)


def test_points_and_their_distances_have_the_same_bars():
    X = rng(11, 900).normal(size=(25, 3))
    for ours, theirs in zip(barcodes(X), barcodes(squareform(pdist(X)), distances=True), strict=True):
        np.testing.assert_allclose(ours, theirs)


def test_as_many_points_as_dimensions_are_still_points():
    X = rng(11, 901).normal(size=(6, 6))
    np.testing.assert_allclose(np.sort(barcodes(X)[0][:-1, 1])[0], pdist(X).min(), rtol=1e-6)


@pytest.mark.parametrize("D", [np.ones((3, 2)), np.ones((3, 3)), [[0, 1], [2, 0]]])
def test_what_is_no_distance_is_refused(D):
    with pytest.raises(ValueError, match="symmetric and 0 on the diagonal"):
        barcodes(D, distances=True)


def test_lengths_are_the_longest_first_and_filled_up_with_zeros():
    bars = [[0, 1], [0.5, 3], [2, 2.25]]
    assert lengths(bars).tolist() == [2.5, 1, 0.25]
    assert lengths(bars, 2).tolist() == [2.5, 1]
    assert lengths(np.zeros((0, 2)), 2).tolist() == [0, 0]
    with pytest.raises(ValueError, match="a birth and a death per row"):
        lengths([1, 2])


def test_a_ring_is_born_when_its_widest_gap_closes():
    checked = 0
    for k in range(60):
        angles = rng(11, 902, k).uniform(-9, 9, 18)
        birth = ring_birth(angles)
        bars = barcodes(on_circle(angles))[1]
        if np.isfinite(birth):
            born, dead = bars[np.argmax(bars[:, 1] - bars[:, 0])]
            assert born == pytest.approx(birth, abs=1e-6) and dead >= 3**0.5 - 1e-6
            checked += 1
    assert checked > 30


def test_a_gap_of_a_third_has_no_birth():
    assert ring_birth([0, 2 * np.pi / 3 + 0.01, np.pi, 4.5]) == np.inf
    with pytest.raises(ValueError, match="at least one"):
        ring_birth([])


def test_two_and_three_points_by_hand():
    """Of n = 2 the widest gap is half the circle or more; of n = 3 it is below a third never, below a half in a quarter."""
    assert ring_birth_law(3**0.5, 2) == pytest.approx(0)
    assert ring_birth_law(3**0.5, 3) == pytest.approx(0, abs=1e-12)
    assert ring_birth_law(3**0.5, 4) == pytest.approx(1 - 4 * (2 / 3) ** 3 + 6 / 27)


def test_the_law_is_what_is_counted():
    n, scales = 14, np.array([0.8, 1.0, 1.3])
    r = rng(11, 903)
    births = np.array([ring_birth(r.uniform(0, 2 * np.pi, n)) for _ in range(4000)])
    law = ring_birth_law(scales, n)
    counted = (births[:, None] <= scales).mean(axis=0)
    assert (np.diff(law) > 0).all()
    np.testing.assert_allclose(counted, law, atol=4 * 0.5 / 4000**0.5)


def test_the_law_says_where_it_ends():
    with pytest.raises(ValueError, match="from 0 to √3"):
        ring_birth_law(1.8, 10)


def test_a_point_in_the_crowd_is_denser_than_one_alone():
    X = np.concatenate([rng(11, 904).normal(size=(20, 2)) * 0.1, [[5, 5]]])
    dense = density(X, 0.3)
    assert dense.mean() == pytest.approx(1) and dense.argmin() == 20


def test_the_hilbert_function_counts_bars_that_are_alive():
    X = np.concatenate([on_circle(2 * np.pi * np.arange(12) / 12), [[0, 0]]])
    crowd = np.r_[np.ones(12), 0]
    H = hilbert_function(X, crowd, [0.3, 0.8, 1.2], [1, 0])
    assert H.tolist() == [[0, 1, 1], [0, 1, 0]], "the point in the middle fills the loop sooner"
    with pytest.raises(ValueError, match="one per point"):
        hilbert_function(X, crowd[:3], [1], [1])


def test_above_every_point_there_is_nothing():
    assert hilbert_function(np.eye(3), np.ones(3), [1.0], [2, 1], dimension=0).tolist() == [[0], [3]]


def test_the_signed_measure_adds_up_to_its_function():
    H = rng(11, 905).integers(0, 5, size=(4, 6))
    M = signed_measure(H)
    np.testing.assert_array_equal(M.cumsum(axis=0).cumsum(axis=1), H)
    with pytest.raises(ValueError, match="give a grid"):
        signed_measure([1, 2])


def test_farthest_points_cover_each_cluster_before_any_twice():
    centres = np.array([[0, 0], [10, 0], [0, 10], [10, 10]])
    X = np.repeat(centres, 25, axis=0) + rng(11, 906).normal(size=(100, 2)) * 0.1
    taken = farthest_points(X, 4, start=30)
    assert taken[0] == 30 and sorted(taken // 25) == [0, 1, 2, 3]
    assert len(set(farthest_points(X, 100))) == 100
    with pytest.raises(ValueError, match="ask for fewer"):
        farthest_points(X, 101)
