"""Scale changes nothing, from the smallest normal numbers to 1e150: of either representation and of every option."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground import rng, similarity
from commonground.inference import noise_ceiling

r = rng(3, 970)
# No entry near 0: at 1e-300 it would be below the normal numbers, and there digits are lost.
X, Y, WIDE, FAR = (
    r.uniform(0.5, 2, size=(12, p)) * r.choice([-1, 1], size=(12, p)) + mean
    for p, mean in ((4, 0), (6, 0), (30, 0), (4, 1000))
)
PAIRS = {"narrow": (X, Y), "wide": (WIDE, X), "both wide": (WIDE, WIDE[::-1]), "far": (FAR, Y)}
METRICS = ("correlation", "cosine", "euclidean", "sqeuclidean", "mahalanobis")
COMPARISONS = ("spearman", "pearson", "kendall", "cosine", "whitened cosine")
OPTIONS = {
    "linear_cka": [{}, {"debiased": True}],
    "kernel_cka": [{}, {"debiased": True}, {"median": "kornblith"}, {"kernel": "linear"}],
    "minibatch_cka": [{"batch_size": 4}],
    "mean_cca": [{}, {"squared": True}],
    "svcca": [{}, {"variance": 0.8}],
    "linear_regression_r2": [{}, {"cv": 3}],
    "procrustes_distance": [{"normalize": True}, {"normalize": True, "reflections": False}],
    "procrustes_similarity": [{}, {"reflections": False}],
    "rsa": [{"metric": metric, "compare": compare} for metric in METRICS for compare in COMPARISONS],
    "mutual_knn": [{"k": 3}, {"k": 3, "metric": "euclidean"}],
    "cknna": [{"k": 4}],
}
CASES = [
    pytest.param(m, options, id=f"{m.name} {options or ''}")
    for m in similarity.measures()
    for options in OPTIONS.get(m.name, [{}])
]

# Powers of two, so that scaling itself rounds nothing: from 1e-300 to 1e150, and a little less for entries up to 1000.
powers = st.integers(-996, 480)
example = settings(max_examples=15, deadline=None)


def scaled(A, power):
    return np.ldexp(A, power)


@pytest.mark.parametrize(("m", "options"), CASES)
@example
@given(pair=st.sampled_from(list(PAIRS)), left=powers, right=powers)
def test_the_scale_of_a_representation_changes_nothing(m, options, pair, left, right):
    if options.get("metric") == "mahalanobis" and "wide" in pair:
        return  # needs more stimuli than units
    A, B = PAIRS[pair]
    assert m(scaled(A, left), scaled(B, right), **options) == pytest.approx(m(A, B, **options), abs=1e-9)


@example
@given(power=powers)
def test_canonical_correlations(power):
    np.testing.assert_allclose(similarity.cca(scaled(X, power), Y), similarity.cca(X, Y), rtol=1e-9)


@example
@given(power=powers)
def test_distances_have_the_scale_of_the_data(power):
    distance = similarity.procrustes_distance(scaled(X, power), scaled(Y, power))
    assert scaled(distance, -power) == pytest.approx(similarity.procrustes_distance(X, Y))
    rdm = similarity.rdm(scaled(X, power), "euclidean")
    np.testing.assert_allclose(scaled(rdm, -power), similarity.rdm(X, "euclidean"), rtol=1e-9)


def test_squared_distances_beyond_all_numbers_are_refused():
    for factor in (1e-200, 1e149):
        squared = similarity.rdm(X * factor**0.5, "sqeuclidean")
        np.testing.assert_allclose(squared, similarity.rdm(X, "sqeuclidean") * factor, rtol=1e-9)
    with pytest.raises(ValueError, match="beyond the range of float64: multiply X by a constant"):
        similarity.rdm(X * 1e-200, "sqeuclidean")


@pytest.mark.parametrize("compare", COMPARISONS)
@example
@given(left=powers, right=powers)
def test_the_scale_of_an_rdm_changes_nothing(compare, left, right):
    A, B, C = (similarity.rdm(Z, "euclidean") for Z in (X, Y, WIDE))
    A_scaled, B_scaled = scaled(A, left), scaled(B, right)
    given_rdms = {"metric": "precomputed", "compare": compare}
    ours = similarity.rsa(A_scaled, B_scaled, **given_rdms)
    assert ours == pytest.approx(similarity.rsa(A, B, **given_rdms), abs=1e-9)
    ours = noise_ceiling("rsa", [A_scaled, B_scaled, C], **given_rdms)
    assert ours == pytest.approx(noise_ceiling("rsa", [A, B, C], **given_rdms), abs=1e-9)


@pytest.mark.parametrize("debiased", [False, True])
@example
@given(power=st.integers(-1000, 1000))
def test_the_scale_of_a_callers_kernel_changes_nothing(debiased, power):
    options = {"debiased": debiased}
    ours = similarity.kernel_cka(X, Y, kernel=lambda A: scaled(A @ A.T, power), **options)
    assert ours == pytest.approx(similarity.kernel_cka(X, Y, kernel=lambda A: A @ A.T, **options), abs=1e-9)


@example
@given(power=powers, exponent=st.floats(-300, 150))
def test_any_bandwidth_gives_a_number(power, exponent):
    """Wide ones tend to linear CKA, narrow ones see each stimulus apart from all others."""
    ours = similarity.kernel_cka(scaled(X, power), Y, bandwidth=10.0**exponent)
    assert ours == pytest.approx(similarity.kernel_cka(X, Y, bandwidth=10.0**exponent), abs=1e-9)
    if exponent > 5:
        assert ours == pytest.approx(similarity.linear_cka(X, Y), abs=1e-6)
    if exponent < -5:
        assert ours == pytest.approx(1)


@pytest.mark.parametrize("cv", [None, 3])
@example
@given(power=st.integers(-490, 490), other=powers)
def test_ridge_is_in_the_squared_units_of_X(cv, power, other):
    ours = similarity.linear_regression_r2(
        scaled(X, power - 20), scaled(Y, other), ridge=scaled(2.0, 2 * power - 40), cv=cv
    )
    assert ours == pytest.approx(similarity.linear_regression_r2(X, Y, ridge=2.0, cv=cv), abs=1e-9)


@example
@given(power=powers, exponent=st.floats(-300, 300))
def test_any_ridge_gives_a_number(power, exponent):
    ours = similarity.linear_regression_r2(scaled(X, power), Y, ridge=10.0**exponent)
    assert 0 <= ours <= similarity.linear_regression_r2(X, Y) + 1e-9
