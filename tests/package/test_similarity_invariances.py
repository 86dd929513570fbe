"""Each measure ignores what the table says it ignores, and nothing else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground import rng, similarity

MEASURES = {m.name: m for m in similarity.measures()}
NEEDED = {"minibatch_cka": {"batch_size": 10}}
RANDOM = st.integers(0, 2**32 - 1)
EVERY = ("permutation", "orthogonal", "isotropic scale", "shift", "invertible linear")


def rotation(r, p):
    return np.linalg.qr(r.normal(size=(p, p)))[0]


def changed(kind, X, r):
    p = X.shape[1]
    if kind == "permutation":
        return X[:, r.permutation(p)]
    if kind == "orthogonal":
        return X @ rotation(r, p)
    if kind == "isotropic scale":
        return X * 10 ** r.uniform(-6, 6)
    if kind == "shift":
        return X + 10 * r.normal(size=p)
    return X @ (rotation(r, p) * 10 ** r.uniform(-1, 1, size=p)) @ rotation(r, p)


def drawn(r, n=30, p=None, q=None):
    """Two related representations of the same stimuli, wider than n at times."""
    p, q = p or int(r.choice([1, 4, 12, 60])) + 3, q or int(r.choice([1, 4, 12, 60])) + 3
    shared = r.normal(size=(n, 4))
    return tuple(
        np.tanh(shared @ r.normal(size=(4, width))) + 0.2 * r.normal(size=(n, width)) for width in (p, q)
    )


def value(m, X, Y):
    return m.function(X, Y, **NEEDED.get(m.name, {}))


HELD = [(m.name, kind) for m in similarity.measures() for kind in m.invariances]
BROKEN = [(m.name, kind) for m in similarity.measures() for kind in EVERY if kind not in m.invariances]


@pytest.mark.parametrize(("name", "kind"), HELD)
@settings(max_examples=15, deadline=None, database=None)
@given(seed=RANDOM)
def test_it_ignores_what_it_says(name, kind, seed):
    r, m = np.random.default_rng(seed), MEASURES[name]
    X, Y = drawn(r)
    before = value(m, X, Y)
    for pair in ((changed(kind, X, r), Y), (X, changed(kind, Y, r))):
        np.testing.assert_allclose(value(m, *pair), before, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize(("name", "kind"), BROKEN)
def test_it_sees_all_else(name, kind):
    m, changes = MEASURES[name], []
    for i in range(5):
        r = rng(3, 920, i)
        X, Y = drawn(r, p=7, q=9)
        before = value(m, X, Y)
        pairs = ((changed(kind, X, r), Y), (X, changed(kind, Y, r)))
        changes += [abs(value(m, *pair) - before) / max(before, 1e-3) for pair in pairs]
    assert max(changes) > 1e-3


@pytest.mark.parametrize("m", similarity.measures(), ids=lambda m: m.name)
@settings(max_examples=15, deadline=None, database=None)
@given(seed=RANDOM)
def test_same_is_1_or_0_and_nothing_is_beyond(m, seed):
    r = np.random.default_rng(seed)
    X, Y = drawn(r)
    same, other = value(m, X, X), value(m, X, Y)
    assert same == pytest.approx(1 if m.kind == "similarity" else 0, abs=1e-12)
    if m.name == "cknna":  # its kept products are not symmetric, so that it is not a cosine
        return
    assert other >= 0 if m.kind == "distance" else other <= 1


@pytest.mark.parametrize("m", similarity.measures(), ids=lambda m: m.name)
def test_it_is_symmetric_where_it_says_so_and_nowhere_else(m):
    differences = []
    for i in range(5):
        X, Y = drawn(rng(3, 921, i), p=7, q=9)
        differences.append(abs(value(m, X, Y) - value(m, Y, X)))
    assert max(differences) < 1e-10 if m.symmetric else max(differences) > 1e-4


@pytest.mark.parametrize("m", similarity.measures(), ids=lambda m: m.name)
@settings(max_examples=10, deadline=None, database=None)
@given(seed=RANDOM)
def test_the_order_of_the_stimuli_does_not_matter(m, seed):
    if m.name == "minibatch_cka":
        return  # batches are consecutive: their make-up is the order
    r = np.random.default_rng(seed)
    X, Y = drawn(r)
    order = r.permutation(len(X))
    np.testing.assert_allclose(value(m, X[order], Y[order]), value(m, X, Y), rtol=1e-9, atol=1e-10)


@settings(max_examples=15, deadline=None, database=None)
@given(seed=RANDOM)
def test_one_sided_invariances(seed):
    """Regression ignores any invertible map of its predictor, PWCCA any of its second argument."""
    r = np.random.default_rng(seed)
    X, Y = drawn(r)
    mapped = changed("invertible linear", X, r)
    before = similarity.linear_regression_r2(X, Y)
    np.testing.assert_allclose(similarity.linear_regression_r2(mapped, Y), before, rtol=1e-8)
    np.testing.assert_allclose(similarity.pwcca(Y, mapped), similarity.pwcca(Y, X), rtol=1e-8)


@settings(max_examples=15, deadline=None, database=None)
@given(seed=RANDOM)
@pytest.mark.parametrize("debiased", [False, True])
def test_the_options_of_cka_keep_its_invariances(debiased, seed):
    r = np.random.default_rng(seed)
    X, Y = drawn(r)
    for measure in (similarity.linear_cka, similarity.kernel_cka):
        before = measure(X, Y, debiased=debiased)
        for kind in ("permutation", "orthogonal", "isotropic scale", "shift"):
            np.testing.assert_allclose(
                measure(changed(kind, X, r), Y, debiased=debiased), before, rtol=1e-8, atol=1e-9
            )


RSA = {
    "correlation": ("permutation", "isotropic scale"),
    "cosine": ("permutation", "isotropic scale", "orthogonal"),
    "euclidean": ("permutation", "isotropic scale", "orthogonal", "shift"),
    "sqeuclidean": ("permutation", "isotropic scale", "orthogonal", "shift"),
    "mahalanobis": EVERY,
}


@pytest.mark.parametrize("compare", ["spearman", "pearson", "kendall", "cosine", "whitened cosine"])
@pytest.mark.parametrize("metric", RSA)
@settings(max_examples=5, deadline=None, database=None)
@given(seed=RANDOM)
def test_rsa_inherits_the_invariances_of_its_metric(metric, compare, seed):
    r = np.random.default_rng(seed)
    X, Y = drawn(r, p=7, q=9)
    before = similarity.rsa(X, Y, metric=metric, compare=compare)
    for kind in RSA[metric]:
        after = similarity.rsa(changed(kind, X, r), Y, metric=metric, compare=compare)
        np.testing.assert_allclose(after, before, rtol=1e-7, atol=1e-8)


@settings(max_examples=50, deadline=None, database=None)
@given(seed=RANDOM)
def test_the_procrustes_distances_obey_the_triangle_inequality(seed):
    r = np.random.default_rng(seed)
    X, Y = drawn(r, n=8)
    Z = drawn(r, n=8)[0]
    for distance in (similarity.procrustes_distance, similarity.angular_procrustes):
        assert distance(X, Z) <= distance(X, Y) + distance(Y, Z) + 1e-9
