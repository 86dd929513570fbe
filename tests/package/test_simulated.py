"""Simulated populations have the lattice that is asked for."""

import numpy as np
import pytest

from commonground import rng
from commonground.data import grid_module


@pytest.mark.parametrize("turn", [0.0, 0.3])
def test_a_module_repeats_after_a_step_of_its_lattice_and_not_after_half(turn):
    places = rng(11, 930).uniform(0, 2, (40, 2))
    at = {"spacing": 0.7, "turn": turn}
    here = grid_module(places, 9, rng(11, 931), **at)
    for k in range(6):
        angle = turn + np.pi / 6 + k * np.pi / 3  # fields lie between the waves
        step = 0.7 * np.array([np.cos(angle), np.sin(angle)])
        np.testing.assert_allclose(grid_module(places + step, 9, rng(11, 931), **at), here)
        assert np.abs(grid_module(places + step / 2, 9, rng(11, 931), **at) - here).max() > 1


def test_the_peak_is_reached_and_not_passed():
    side = np.linspace(0, 1, 120)
    places = np.stack(np.meshgrid(side, side), -1).reshape(-1, 2)
    counts = grid_module(places, 5, rng(11, 932), peak=7.0)
    assert counts.max() <= 7 and counts.max(axis=0).min() > 6.8


def test_what_is_no_place_is_refused():
    with pytest.raises(ValueError, match="metres"):
        grid_module([[1, 2, 3]], 4, rng(1))
    with pytest.raises(ValueError, match="above 0"):
        grid_module([[1, 2]], 4, rng(1), spacing=0)
