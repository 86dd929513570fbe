"""The bench of module 12: what it measures is known by other means."""

from fractions import Fraction

import numpy as np
import pytest

from commonground import bench, rng
from commonground.similarity import linear_cka

SEEN = bench.MatrixField(lambda x, y: x + y, lambda x, y: -1)
"""Its limit is 1/(e − 1) − 1."""


def test_a_twin_that_passes_is_told():
    way = bench.TwoWays("a", "b", "c", "d", abs, right=0.5, broken=0.7, tolerance=1)
    (found,) = bench.examine([way])
    assert found.holds and not found.tells
    with pytest.raises(ValueError, match="finite number"):
        bench.examine([bench.TwoWays("a", "b", "c", "d", float, right=-1, broken=1)])


def test_a_field_of_e_finds_e():
    value = SEEN.value("xy" * 12)
    assert float(value) == pytest.approx(1 / (np.e - 1) - 1, abs=1e-14)
    assert SEEN.failing_squares(6) == 0
    assert SEEN.product("xxyy") == SEEN.product("yxyx") != SEEN.product("xxxy")


def test_a_path_that_starts_elsewhere_goes_on_where_another_ended():
    first, then = SEEN.product("xyx"), SEEN.product("yy", start=(3, 2))
    whole = np.array(first) @ np.array(then)
    assert whole.tolist() == [list(row) for row in SEEN.product("xyxyy")]
    with pytest.raises(ValueError, match="steps x and y"):
        SEEN.product("xz")


def test_digits_are_those_of_the_difference():
    assert bench.digits(Fraction(1, 3), Fraction(333, 1000)) == pytest.approx(np.log10(3000))
    with pytest.raises(ValueError, match="more digits"):
        bench.digits(Fraction(1, 3), Fraction(2, 6))


def test_samplers_agree_with_the_integral():
    cloud = bench.prior(400, 200, rng(12, 201))
    for heat in (0.1, 0.4, 1):
        for part in (bench.weigh(heat), bench.resample(), bench.move()):
            cloud = part(cloud)
    assert cloud.evidence.mean() == pytest.approx(cloud.truth, rel=0.05)
    want = cloud.y / (1 + cloud.σ**2)
    assert np.average(cloud.θ.mean(axis=1), weights=cloud.evidence) == pytest.approx(want, abs=0.02)
    assert cloud.θ.std() == pytest.approx(cloud.σ / np.sqrt(1 + cloud.σ**2), rel=0.1)


def test_resampling_keeps_an_estimate_and_its_broken_twin_does_not():
    cloud = bench.weigh(0.5)(bench.prior(5, 50, rng(12, 202)))
    assert bench.resample()(cloud).evidence == pytest.approx(cloud.evidence)
    assert (np.abs(bench.resample(reset=False)(cloud).evidence / cloud.evidence - 1) > 0.05).all()


def test_lengths_halve_with_the_ratio_and_grow_without_it():
    lengths = bench.length_chain(20_000, 30, rng(12, 203))
    share = np.bincount(lengths)[1:4] / len(lengths)
    assert share == pytest.approx([0.5, 0.25, 0.125], abs=0.02)
    assert bench.length_chain(20_000, 30, rng(12, 203), ratio=False).mean() > 2.5


def test_bends_are_second_derivatives_halved_on_uneven_charges():
    q = np.array([0.0, 1.0, 1.5, 4.0])
    assert bench.bends(q, 3 * q**2 - q) == pytest.approx([3, 3])
    with pytest.raises(ValueError, match="real part"):
        bench.bends(q, q + 1j)
    with pytest.raises(ValueError, match="rising"):
        bench.bends(q[::-1], q)


def test_what_is_bound_costs_less_than_its_parts():
    assert bench.fewest_quanta(2, 6).tolist() == [1, 2, 1, 2, 3, 2]
    assert bench.binding([1, 2, 1]).tolist() == [0, -2]
    assert (bench.binding(np.arange(1, 9) ** 2.0) >= 0).all()


def test_spellings_are_told_apart_and_values_are_not():
    formulas = ["2*x", "t + t", "x + x", "sin(x)"]
    near = bench.by_value(formulas, rng(12, 204).uniform(1, 2, 12))
    assert near[0] == pytest.approx(near[1]) and np.linalg.norm(near[0] - near[3]) > 0.1
    assert bench.by_subtree(formulas)[1].tolist() == bench.by_subtree(formulas)[2].tolist()
    assert bench.by_token(formulas)[1].tolist() != bench.by_token(formulas)[2].tolist()
    with pytest.raises(ValueError, match="other points"):
        bench.by_value(["log(x)"], [-1.0, 1.0])
    with pytest.raises(ValueError, match="other points"):
        bench.by_value(["3"], [1.0, 2.0])


def test_families_change_places_whole():
    families = np.array([0, 1, 0, 2, 1, 2])
    for _ in range(20):
        order = bench.shuffled(families, r := rng(12, 205))
        assert sorted(order) == list(range(6))
        assert all(len(set(families[order[families == k]])) == 1 for k in range(3))
    with pytest.raises(ValueError, match="one size"):
        bench.shuffled([0, 0, 1], r)


def test_a_null_of_families_knows_of_blocks_and_one_of_rows_does_not():
    r = rng(12, 206)
    families = np.repeat(np.arange(8), 4)
    X, Y = (r.normal(size=(8, 5))[families] + 0.1 * r.normal(size=(32, 5)) for _ in "XY")
    rows = bench.family_null(X, Y, n=50, rng=r)
    blocks = bench.family_null(X, Y, families, n=50, rng=r)
    assert rows.mean() < 0.1 < 0.3 < blocks.mean()
    assert blocks.min() <= linear_cka(X, Y, debiased=True) <= blocks.max()
