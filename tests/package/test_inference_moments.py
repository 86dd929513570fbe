"""The moments of a permutation distribution: all orders of six stimuli, the published formulas, and many drawn ones."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from commonground import rng, similarity
from commonground.inference import compare
from commonground.inference.moments import permutation_moments

ORDERS = np.array(list(permutations(range(6))))


def every(A, B):
    return np.array([np.vdot(A, B[np.ix_(order, order)]) for order in ORDERS])


def symmetric(r, n, kind):
    A = r.normal(size=(n, n))
    if kind == "hollow":
        np.fill_diagonal(A, 0)
    A = A @ A.T if kind == "positive" else A + A.T
    return A - A.mean(axis=0) - A.mean(axis=1)[:, None] + A.mean() if kind == "rows sum to 0" else A


@given(st.integers(0, 2**31), *[st.sampled_from(["any", "positive", "hollow", "rows sum to 0"])] * 2)
@settings(deadline=None, max_examples=25)
def test_they_are_those_of_all_720_orders_of_six_stimuli(seed, first, second):
    r = np.random.default_rng(seed)
    A, B = symmetric(r, 6, first), symmetric(r, 6, second)
    values = every(A, B)
    mean, spread, skewness = permutation_moments(A, B)
    assert mean == pytest.approx(values.mean(), rel=1e-9, abs=1e-9)
    assert spread == pytest.approx(values.std(), rel=1e-9)
    assert skewness == pytest.approx(stats.skew(values), rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=str)
@pytest.mark.parametrize("units", [(2, 3), (3, 9), (9, 12)], ids=str)
def test_those_of_cka_are_those_of_all_720_orders_in_both_of_its_forms(units, dtype):
    r = rng(3, 1005)
    X, Y = ((r.normal(size=(6, p)) ** 2 + 1).astype(dtype) for p in units)
    values = np.array([similarity.linear_cka(X, Y[order]) for order in ORDERS])
    rounding = 1e-9 if dtype is np.float64 else 1e-5
    cka = next(m for m in similarity.measures() if m.name == "linear_cka")
    x, y = (cka.matrix(cka.prepare(Z, "Z"), always=True) for Z in (X, Y))
    assert [m.cube is None for m in (x, y)] == [p > 6 for p in units]
    found = permutation_moments(x.entries, y.entries, (x.cube, y.cube))
    assert found == pytest.approx((values.mean(), values.std(), stats.skew(values)), rel=rounding)


def test_fewer_stimuli_than_the_third_moment_has_places():
    r = rng(3, 1000)
    A, B = symmetric(r, 4, "any"), symmetric(r, 4, "any")
    values = [np.vdot(A, B[np.ix_(order, order)]) for order in permutations(range(4))]
    assert permutation_moments(A, B) == pytest.approx(
        (np.mean(values), np.std(values), stats.skew(values)), rel=1e-9
    )


def test_mean_and_variance_are_the_formulas_of_kazi_aoual_and_others():
    """Their mean √(βx βy) / (n − 1), β = (tr K)² / tr K², and their variance, as Josse, Pagès & Husson (2008) print it."""
    r = rng(3, 1001)
    X, Y = r.normal(size=(15, 4)), r.normal(size=(15, 9)) ** 2
    n, grams = 15, [Z @ Z.T for Z in (X - X.mean(axis=0), Y - Y.mean(axis=0))]
    beta = [np.trace(K) ** 2 / np.vdot(K, K) for K in grams]
    tau = [
        (n - 1)
        / ((n - 3) * (n - 1 - b))
        * (n * (n + 1) * np.square(K.diagonal()).sum() / np.vdot(K, K) - (n - 1) * (b + 2))
        for b, K in zip(beta, grams, strict=True)
    ]
    variance = 2 * (n - 1 - beta[0]) * (n - 1 - beta[1]) / ((n + 1) * (n - 1) ** 2 * (n - 2))
    variance *= 1 + (n - 3) / (2 * n * (n - 1)) * tau[0] * tau[1]
    null = compare("linear_cka", X, Y, null="moments", n_bootstrap=0).null
    assert null.mean == pytest.approx(np.sqrt(beta[0] * beta[1]) / (n - 1), rel=1e-10)
    assert null.spread == pytest.approx(np.sqrt(variance), rel=1e-9)


@pytest.mark.parametrize(
    ("measure", "options"),
    [
        ("linear_cka", {}),
        ("rsa", {"metric": "euclidean", "compare": "pearson"}),
        ("kernel_cka", {"debiased": True}),
    ],
    ids=str,
)
def test_p_agrees_with_a_hundred_thousand_orders(measure, options):
    r = rng(3, 1002)
    X = r.normal(size=(20, 5))
    Y = X @ r.normal(size=(5, 4)) + 7 * r.normal(size=(20, 4))
    state = next(m for m in similarity.measures() if m.name == measure)
    A, B = (state.matrix(state.prepare(Z, "Z", **options), always=True).entries for Z in (X, Y))
    orders = r.permuted(np.tile(np.arange(20), (100_000, 1)), axis=1)
    values = np.concatenate(
        [np.einsum("ij,kij->k", A, B[some[:, :, None], some[:, None, :]]) for some in np.split(orders, 50)]
    )
    closed = compare(measure, X, Y, null="moments", n_bootstrap=0, **options)
    assert closed.null.mean == pytest.approx(values.mean(), abs=5 * values.std() / 300)
    assert closed.null.spread == pytest.approx(values.std(), rel=0.03)
    drawn = (values >= closed.value).mean()
    assert 0.005 < drawn < 0.9, "data that are sure would say little"
    assert closed.p == pytest.approx(drawn, rel=0.15, abs=0.005)


def test_kendall_and_procrustes_have_none():
    X = rng(3, 1003).normal(size=(20, 5))
    for measure, options in (("rsa", {"compare": "kendall"}), ("procrustes_distance", {})):
        with pytest.raises(ValueError, match="no moments in closed form"):
            compare(measure, X, X[::-1], null="moments", n_bootstrap=0, **options)
