"""The seed of the course: one number moves everything, and nothing else does."""

import numpy as np
import pytest

from commonground import course_seed, rng, seeds


def test_same_stream_same_draws_other_stream_other_draws():
    assert np.array_equal(rng(3, 1).random(5), rng(3, 1).random(5))
    assert not np.array_equal(rng(3, 1).random(5), rng(3, 2).random(5))
    assert not np.array_equal(rng(3, 1).random(5), rng(3).random(5))


def test_the_environment_moves_every_stream(monkeypatch):
    before = rng(3, 1).random(), seeds(4, 3)
    monkeypatch.setenv("COMMONGROUND_SEED", "7")
    assert course_seed() == 7
    assert rng(3, 1).random() != before[0]
    assert seeds(4, 3) != before[1]


def test_seeds_are_distinct_plain_ints():
    many = seeds(500, 1)
    assert len(set(many)) == 500
    assert all(type(seed) is int and 0 <= seed < 2**31 for seed in many)


@pytest.mark.parametrize("text", ["-1", "1.5", "seven"])
def test_a_seed_that_is_no_whole_number_is_refused(monkeypatch, text):
    monkeypatch.setenv("COMMONGROUND_SEED", text)
    with pytest.raises(ValueError, match="COMMONGROUND_SEED=7"):
        course_seed()
