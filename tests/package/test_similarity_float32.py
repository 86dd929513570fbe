"""Products of float32 are made in float32: the contract, over sizes, offsets and scales."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground import similarity


@given(
    st.integers(0, 2**31), st.sampled_from([(300, 8, 5), (40, 90, 60), (3000, 20, 30), (60, 40, 5000)]),
    st.sampled_from([0.0, 1.0, 1000.0]), st.sampled_from([1e-18, 1e-3, 1.0, 1e12]),
)  # fmt: skip
@settings(deadline=None, max_examples=25)
def test_float32_is_exact_to_a_millionth(seed, shape, offset, scale):
    """The contract of products in float32: as in float64 to 1e-6, near zero too; float64 itself stays exact."""
    r, (n, p, q) = np.random.default_rng(seed), shape
    shared = r.normal(size=(n, 3))
    X, Y = (
        ((np.tanh(shared @ r.normal(size=(3, w))) + r.normal(size=(n, w)) + offset) * scale).astype(
            np.float32
        )
        for w in (p, q)
    )
    noise = r.normal(size=(n, q)).astype(np.float32)
    for options in ({}, {"debiased": True}):
        exact = similarity.linear_cka(X.astype(float), Y.astype(float), **options)
        assert similarity.linear_cka(X, Y, **options) == pytest.approx(exact, rel=1e-6)
        assert similarity.linear_cka(X, Y.astype(float), **options) == pytest.approx(exact, rel=1e-6)
        together = similarity.pairwise("linear_cka", [X, Y] * 3, **options)
        assert together[0, 1] == pytest.approx(exact, rel=1e-6)
        assert together[0, 2] == pytest.approx(1, abs=1e-6)
        nothing = similarity.linear_cka(X.astype(float), noise.astype(float), **options)
        assert similarity.linear_cka(X, noise, **options) == pytest.approx(nothing, abs=1e-6)
    for options in ({}, {"bandwidth": 0.5}, {"bandwidth": 1e-2}, {"bandwidth": 1e3}, {"debiased": True}):
        exact = similarity.kernel_cka(X.astype(float), Y.astype(float), **options)
        assert similarity.kernel_cka(X, Y, **options) == pytest.approx(exact, rel=1e-6)
        assert similarity.kernel_cka(X, Y.astype(float), **options) == pytest.approx(exact, rel=1e-6)
    turn = np.linalg.qr(r.normal(size=(p, p)))[0]
    almost = (X.astype(float) @ turn + 1e-3 * X.std() * r.normal(size=X.shape)).astype(np.float32)
    for measure in (
        similarity.procrustes_distance,
        similarity.procrustes_similarity,
        similarity.angular_procrustes,
    ):
        for other in (Y, almost):
            exact = measure(X.astype(float), other.astype(float))
            assert measure(X, other) == pytest.approx(exact, rel=1e-6)
            assert measure(X, other.astype(float)) == pytest.approx(exact, rel=1e-6)


@pytest.mark.parametrize("p, q", [(1, 1), (2, 3), (15, 15)])
def test_a_few_units_lose_no_digits(p, q):
    """Errors of a handful of sums do not cancel: 2 or 3 units in float32 broke the contract once in a hundred times."""
    r = np.random.default_rng(p)
    X, Y = ((r.normal(size=(1500, w)) * np.exp(r.normal(size=w)) + 10).astype(np.float32) for w in (p, q))
    for measure in (similarity.linear_cka, similarity.angular_procrustes):
        assert measure(X, Y) == pytest.approx(measure(X.astype(float), Y.astype(float)), rel=1e-12)
    wide = (X @ r.normal(size=(p, 40)) + r.normal(size=(1500, 40))).astype(np.float32)
    for options in ({}, {"debiased": True}):
        exact = similarity.linear_cka(X.astype(float), wide.astype(float), **options)
        assert similarity.linear_cka(X, wide, **options) == pytest.approx(exact, rel=1e-6)


@pytest.mark.parametrize("n", [5000, 5001, 4 * 5000, 45_000])  # one product, two, a handful, handfuls
@pytest.mark.parametrize("offset", [0.1, 1000.0])  # as they are, and centred first
def test_sums_over_many_stimuli(n, offset):
    r = np.random.default_rng(n)
    X = (r.normal(size=(n, 20)) * np.arange(1, 21) + offset).astype(np.float32)
    Y = (X @ r.normal(size=(20, 30)) + 30 * r.normal(size=(n, 30)) + offset).astype(np.float32)
    for options in ({}, {"debiased": True}):
        exact = similarity.linear_cka(X.astype(float), Y.astype(float), **options)
        assert 0.1 < exact < 0.99
        assert similarity.linear_cka(X, Y, **options) == pytest.approx(exact, rel=1e-6)
    exact = similarity.angular_procrustes(X.astype(float), Y.astype(float))
    assert similarity.angular_procrustes(X, Y) == pytest.approx(exact, rel=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_debiased_says_which_entry_is_not_finite(dtype, bad):
    """It finds out by the lengths of rows, not by one sum over all entries as plain CKA does."""
    X, Y = np.random.default_rng(0).normal(size=(2, 60, 20)).astype(dtype)
    X[7, 3] = bad
    with pytest.raises(ValueError, match=r"X has (NaN|infinity) at .*7.*3"):
        similarity.linear_cka(X, Y, debiased=True)


def test_debiased_takes_entries_whose_squares_overflow():
    X, Y = np.random.default_rng(0).normal(size=(2, 60, 20)).astype(np.float32)
    plain = similarity.linear_cka(X, Y, debiased=True)
    for scale in (2.0**100, 2.0**-100):
        scaled = similarity.linear_cka(X * np.float32(scale), Y, debiased=True)
        assert scaled == pytest.approx(plain, abs=1e-6)
