"""Every measure against its definition, written out the long way, and against closed forms."""

import numpy as np
import pytest
from scipy import linalg, stats
from scipy.spatial.distance import pdist, squareform

from commonground import rng, similarity
from commonground.similarity import _centred
from commonground.similarity.cka import prepare as prepared_for_cka

SHAPES = [(50, 8, 12), (50, 80, 12), (30, 60, 100), (40, 40, 39), (25, 1, 3), (40, 39, 39)]


@pytest.fixture(autouse=True, params=["at once", "in blocks"])
def large(request, monkeypatch):
    """Small data are centred at once, large data in blocks: make both of the same."""
    if request.param == "in blocks":
        monkeypatch.setattr(_centred, "BLOCK", 0)
        monkeypatch.setattr(_centred, "_step", lambda width, least=0: 7)


@pytest.fixture(params=SHAPES, ids=str)
def XY(request):
    """Two representations that share five dimensions, with noise."""
    n, p, q = request.param
    r = rng(3, 900, n, p, q)
    shared = r.normal(size=(n, 5))
    return tuple(
        np.tanh(shared @ r.normal(size=(5, width))) + 0.3 * r.normal(size=(n, width)) for width in (p, q)
    )


def centred(X):
    return X - X.mean(axis=0)


def close(a, b):
    np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-12)


def hsic(K, L):
    H = np.eye(len(K)) - 1 / len(K)
    return np.trace(K @ H @ L @ H)


def unbiased_hsic(K, L):
    """Song et al. (2012), equation 5, term by term."""
    n, one = len(K), np.ones(len(K))
    K, L = K - np.diag(np.diag(K)), L - np.diag(np.diag(L))
    first = np.trace(K @ L)
    second = (one @ K @ one) * (one @ L @ one) / ((n - 1) * (n - 2))
    third = 2 / (n - 2) * (one @ K @ L @ one)
    return (first + second - third) / (n * (n - 3))


def cka(K, L, hsic=hsic):
    return hsic(K, L) / np.sqrt(hsic(K, K) * hsic(L, L))


def gaussian(X, middle):
    d = squareform(pdist(X))
    return np.exp(-(d**2) / (2 * middle(d) ** 2))


def basis(X):
    U, s, _ = np.linalg.svd(centred(X), full_matrices=False)
    return U[:, s > 1e-10 * s[0]]


def test_linear_cka(XY):
    X, Y = XY
    close(similarity.linear_cka(X, Y), cka(X @ X.T, Y @ Y.T))
    close(similarity.linear_cka(X, Y, debiased=True), cka(X @ X.T, Y @ Y.T, unbiased_hsic))


def test_kernel_cka(XY):
    X, Y = XY
    middle = lambda d: np.median(d[np.triu_indices(len(d), 1)])  # noqa: E731
    K, L = gaussian(X, middle), gaussian(Y, middle)
    close(similarity.kernel_cka(X, Y), cka(K, L))
    close(similarity.kernel_cka(X, Y, debiased=True), cka(K, L, unbiased_hsic))
    close(similarity.kernel_cka(X, Y, bandwidth=0.5), cka(K**4, L**4))
    everything = lambda d: np.sqrt(np.median(d**2))  # noqa: E731
    K, L = gaussian(X, everything), gaussian(Y, everything)
    close(similarity.kernel_cka(X, Y, median="kornblith"), cka(K, L))


def test_kernel_cka_takes_the_callers_kernel(XY):
    X, Y = XY
    for debiased in (False, True):
        linear = similarity.linear_cka(X, Y, debiased=debiased)
        for kernel in ("linear", lambda X: X @ X.T, lambda X: X @ X.T + 7):
            close(similarity.kernel_cka(X, Y, kernel=kernel, debiased=debiased), linear)


def test_kernel_cka_with_a_wide_kernel_is_linear_cka(XY):
    X, Y = XY
    assert abs(similarity.kernel_cka(X, Y, bandwidth=1e5) - similarity.linear_cka(X, Y)) < 1e-8


def test_minibatch_cka(XY):
    X, Y = XY
    batches = [(X[i : i + 8], Y[i : i + 8]) for i in range(0, len(X) - 7, 8)]
    sums = [
        sum(unbiased_hsic(a @ a.T, b @ b.T) for a, b in pairs)
        for pairs in (batches, [(a, a) for a, _ in batches], [(b, b) for _, b in batches])
    ]
    close(similarity.minibatch_cka(X, Y, batch_size=8), sums[0] / np.sqrt(sums[1] * sums[2]))
    whole = similarity.linear_cka(X, Y, debiased=True)
    close(similarity.minibatch_cka(X, Y, batch_size=len(X)), whole)


def test_the_cca_family(XY):
    X, Y = XY
    U, V = basis(X), basis(Y)
    ρ = np.linalg.svd(U.T @ V, compute_uv=False)
    close(similarity.cca(X, Y), ρ)
    close(similarity.mean_cca(X, Y), ρ.mean())
    close(similarity.mean_cca(X, Y, squared=True), (ρ**2).mean())
    left = np.linalg.svd(U.T @ V)[0][:, : len(ρ)]
    α = abs((U @ left).T @ centred(X)).sum(axis=1)
    close(similarity.pwcca(X, Y), (α * ρ).sum() / α.sum())
    cut = []
    for A in (X, Y):
        W, s, _ = np.linalg.svd(centred(A), full_matrices=False)
        share = np.cumsum(s**2) / (s**2).sum()
        cut.append(W[:, : int((share < 0.9).sum()) + 1])
    ρ = np.linalg.svd(cut[0].T @ cut[1], compute_uv=False)
    close(similarity.svcca(X, Y, variance=0.9), ρ.mean())
    close(similarity.svcca(X, Y, variance=0.9, squared=True), (ρ**2).mean())
    close(similarity.svcca(X, Y, variance=1), similarity.mean_cca(X, Y))


def test_linear_regression(XY):
    X, Y = map(centred, XY)
    total = (Y**2).sum()
    B = np.linalg.lstsq(X, Y, rcond=1e-10)[0]
    close(similarity.linear_regression_r2(X, Y), 1 - ((Y - X @ B) ** 2).sum() / total)
    B = np.linalg.solve(X.T @ X + 2 * np.eye(X.shape[1]), X.T @ Y)
    close(similarity.linear_regression_r2(X + 3, Y - 5, ridge=2.0), 1 - ((Y - X @ B) ** 2).sum() / total)


def test_linear_regression_across_folds(XY):
    X, Y = XY
    folds = [(np.setdiff1d(np.arange(len(X)), test), test) for test in np.array_split(np.arange(len(X)), 4)]
    residual = 0.0
    for train, test in folds:
        A, C = X[train] - X[train].mean(axis=0), Y[train] - Y[train].mean(axis=0)
        B = np.linalg.solve(A.T @ A + 0.5 * np.eye(A.shape[1]), A.T @ C)
        residual += ((Y[test] - Y[train].mean(axis=0) - (X[test] - X[train].mean(axis=0)) @ B) ** 2).sum()
    r2 = 1 - residual / (centred(Y) ** 2).sum()
    close(similarity.linear_regression_r2(X, Y, ridge=0.5, cv=4), r2)
    close(similarity.linear_regression_r2(X, Y, ridge=0.5, cv=folds), r2)
    close(similarity.linear_regression_r2(X, Y, ridge=0.5, cv=iter(folds)), r2)


def padded(X, Y):
    width = max(X.shape[1], Y.shape[1])
    return (np.pad(centred(A), ((0, 0), (0, width - A.shape[1]))) for A in (X, Y))


def test_procrustes(XY):
    X, Y = padded(*XY)
    Q, s = linalg.orthogonal_procrustes(X, Y)
    close(similarity.procrustes_distance(*XY), np.linalg.norm(X @ Q - Y))
    s /= np.linalg.norm(X) * np.linalg.norm(Y)
    close(similarity.procrustes_similarity(*XY), s)
    close(similarity.angular_procrustes(*XY), np.arccos(s))
    close(similarity.procrustes_distance(*XY, normalize=True), np.sqrt(2 - 2 * s))


@pytest.mark.parametrize("steepness", [0, 2, 6, 12], ids="a spectrum over {} decades".format)
def test_procrustes_of_more_units_than_stimuli(steepness):
    """However little some directions vary, where the squares in a Gram matrix would have lost them."""
    r, n, p = rng(4), 30, 80
    scales = np.logspace(0, -steepness, p)
    X, Y = (centred(r.normal(size=(n, p)) * scales) for _ in "ab")
    shift = r.normal(size=p)
    Q, s = linalg.orthogonal_procrustes(X, Y)
    close(similarity.procrustes_distance(X + shift, Y), np.linalg.norm(X @ Q - Y))
    close(similarity.procrustes_similarity(X, Y), s / np.linalg.norm(X) / np.linalg.norm(Y))
    turn = linalg.qr(r.normal(size=(p, p)))[0]
    assert similarity.procrustes_distance(X, X @ turn) < 1e-12 * np.linalg.norm(X)


@pytest.mark.parametrize("steepness", [0, 1, 3, 6, 12], ids="a spectrum over {} decades".format)
@pytest.mark.parametrize("dead", [0, 5], ids="{} dead units".format)
def test_procrustes_sums_all_singular_values(steepness, dead):
    """However small the last ones are, which their squares may have lost."""
    r, n, p = rng(5), 200, 40
    shared = r.normal(size=(n, p)) * np.logspace(0, -steepness, p)
    X, Y = (centred(shared + shared @ r.normal(size=(p, p)) / 20) for _ in "ab")
    X[:, :dead] = 0
    Q, s = linalg.orthogonal_procrustes(X, Y)
    cosine = s / np.linalg.norm(X) / np.linalg.norm(Y)
    close(similarity.procrustes_similarity(X, Y), cosine)
    close(similarity.procrustes_distance(X, Y), np.linalg.norm(X @ Q - Y))
    assert similarity.procrustes_similarity(X.astype("f4"), Y.astype("f4")) == pytest.approx(cosine, rel=1e-6)


def test_procrustes_without_reflections():
    X = rng(3, 901).normal(size=(20, 3))
    mirrored = X * [1, 1, -1]
    assert similarity.procrustes_distance(X, mirrored) < 1e-13
    s = np.linalg.svd(centred(X), compute_uv=False)
    close(similarity.procrustes_distance(X, mirrored, reflections=False), 2 * s[-1])
    best = (s[0] ** 2 + s[1] ** 2 - s[2] ** 2) / (s**2).sum()
    close(similarity.procrustes_similarity(X, mirrored, reflections=False), best)
    close(similarity.angular_procrustes(X, mirrored, reflections=False), np.arccos(best))
    with_silent = np.column_stack([mirrored, np.zeros(20)])  # the silent unit takes the reflection
    assert similarity.procrustes_distance(X, with_silent, reflections=False) < 1e-13
    assert similarity.procrustes_distance(X, X @ np.diag([1, -1, -1]), reflections=False) < 1e-13


@pytest.mark.parametrize("metric", ["correlation", "cosine", "euclidean", "sqeuclidean", "mahalanobis"])
def test_rdm(metric):
    X = rng(3, 902).normal(size=(40, 6)) + 3
    D = similarity.rdm(X, metric)
    close(D, squareform(pdist(X, metric)))
    assert (D == D.T).all() and (D.diagonal() == 0).all()


def test_rdm_spells_squared_euclidean_both_ways():
    X = rng(3, 903).normal(size=(10, 4))
    assert (similarity.rdm(X, "sqeuclidean") == similarity.rdm(X, "squared euclidean")).all()
    assert (similarity.rdm(X, "sqeuclidean") == similarity.rdm(X, "Squared_Euclidean")).all()


@pytest.mark.parametrize("metric", ["correlation", "euclidean"])
def test_rsa(XY, metric):
    X, Y = XY if XY[0].shape[1] > 2 else (XY[1], XY[1] ** 2)  # two units correlate perfectly, one not at all
    d, e = pdist(X, metric), pdist(Y, metric)
    rsa = lambda compare: similarity.rsa(X, Y, metric=metric, compare=compare)  # noqa: E731
    close(rsa("spearman"), stats.spearmanr(d, e).statistic)
    close(rsa("pearson"), stats.pearsonr(d, e).statistic)
    close(rsa("kendall"), stats.kendalltau(d, e).statistic)
    close(rsa("cosine"), d @ e / np.sqrt(d @ d * (e @ e)))
    given = similarity.rsa(squareform(d), squareform(e), metric="precomputed")
    close(given, rsa("spearman"))


def test_whitened_cosine_whitens_the_noise_of_distances():
    """Diedrichsen et al. (2021): the covariance of squared distances under white noise is (CCᵀ)², C the contrasts."""
    r = rng(3, 904)
    X, Y = r.normal(size=(7, 5)), r.normal(size=(7, 4))
    pairs = np.triu_indices(7, 1)
    C = np.eye(7)[pairs[0]] - np.eye(7)[pairs[1]]
    V = np.linalg.inv((C @ C.T) ** 2)
    d, e = pdist(X, "correlation"), pdist(Y, "correlation")
    close(similarity.rsa(X, Y, compare="whitened cosine"), d @ V @ e / np.sqrt((d @ V @ d) * (e @ V @ e)))


def test_whitened_cosine_of_squared_distances_is_linear_cka(XY):
    rsa = similarity.rsa(*XY, metric="sqeuclidean", compare="whitened cosine")
    close(rsa, similarity.linear_cka(*XY))


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("k", [1, 5, 24])
def test_mutual_knn(XY, k, metric):
    lists = []
    for A in XY if XY[0].shape[1] > 2 or metric == "euclidean" else (XY[1], XY[1] ** 3):
        D = squareform(pdist(A, metric))
        np.fill_diagonal(D, np.inf)
        lists.append(np.argsort(D, axis=1)[:, :k])
    overlap = np.mean([len(set(a) & set(b)) / k for a, b in zip(*lists, strict=True)])
    A = XY if XY[0].shape[1] > 2 or metric == "euclidean" else (XY[1], XY[1] ** 3)
    close(similarity.mutual_knn(*A, k=k, metric=metric), overlap)


def test_mutual_knn_finds_neighbours_among_many():
    """Enough stimuli for the grouped search for candidates."""
    X = rng(3, 907).normal(size=(3000, 4))
    Y = X + 0.05 * rng(3, 908).normal(size=(3000, 4))
    lists = []
    for A in (X, Y):
        A = A / np.linalg.norm(A, axis=1, keepdims=True)
        S = A @ A.T
        np.fill_diagonal(S, -np.inf)
        lists.append(np.argpartition(-S, 5, axis=1)[:, :5])
    overlap = np.mean([len(set(a) & set(b)) / 5 for a, b in zip(*lists, strict=True)])
    close(similarity.mutual_knn(X, Y, k=5), overlap)


def test_cknna(XY):
    """The definition as Huh et al.'s code has it: Song's terms on masked, so no longer symmetric, Gram matrices."""
    X, Y = XY
    n, k = len(X), 7

    def masked_hsic(K, L):
        first = (K * L.T).sum() + K.sum() * L.sum() / ((n - 1) * (n - 2))
        return first - 2 * (K @ L).sum() / (n - 2)

    K, L = (A @ A.T * (1 - np.eye(n)) for A in XY)
    masks = []
    for G in (K, L):
        rank = np.argsort(np.argsort(np.where(np.eye(n), np.inf, -G), axis=1), axis=1)
        masks.append(rank < k)
    both = masks[0] & masks[1]
    own = masked_hsic(masks[0] * K, masks[0] * K) * masked_hsic(masks[1] * L, masks[1] * L)
    close(similarity.cknna(X, Y, k=k), masked_hsic(both * K, both * L) / np.sqrt(own))
    close(similarity.cknna(X, Y, k=n - 1), similarity.linear_cka(X, Y, debiased=True))


def test_expected_cka_of_independent_noise():
    """Of n × p Gaussians: p/(n + p) when plain, as p and n grow; 0 when debiased."""
    r = rng(3, 909)
    X, Y = r.normal(size=(2, 100, 900))
    assert abs(similarity.linear_cka(X, Y) - 0.9) < 0.01
    debiased = [similarity.linear_cka(*r.normal(size=(2, 50, 100)), debiased=True) for _ in range(100)]
    assert abs(np.mean(debiased)) < 4 * np.std(debiased) / 10
    assert np.std(debiased) < 0.05


def test_units_can_fit_any_response_once_there_are_as_many_as_stimuli():
    X, Y = rng(3, 910).normal(size=(2, 30, 29))
    for measure in (similarity.mean_cca, similarity.pwcca, similarity.linear_regression_r2):
        assert measure(X, Y) == pytest.approx(1, abs=1e-12)
        assert measure(X[:, :10], Y[:, :10]) < 0.8


def test_two_clusters():
    """One unit that splits the stimuli in halves, another that splits the halves: nothing in common but chance."""
    X, Y = np.tile([[0], [1]], (6, 1)), np.tile([[0], [0], [1], [1]], (3, 1))
    assert similarity.linear_cka(X, Y) == 0
    assert similarity.cca(X, Y) == pytest.approx([0], abs=1e-15)
    assert similarity.procrustes_similarity(X, Y) == 0
    close(similarity.angular_procrustes(X, Y), np.pi / 2)
    close(similarity.linear_cka(X, 1 - 3 * X), 1)


def test_the_table_lists_every_measure_of_two_representations():
    names = [m.name for m in similarity.measures()]
    assert names == sorted(set(names), key=names.index)
    assert {*names, "cca", "rdm", "pairwise", "measures", "Measure"} == set(similarity.__all__)
    for m in similarity.measures():
        assert m.function is getattr(similarity, m.name)
        assert m.kind in ("similarity", "distance")


def test_a_measure_of_the_table_can_be_called():
    X, Y = np.random.default_rng(0).normal(size=(2, 30, 4))
    by_name = {m.name: m for m in similarity.measures()}
    assert by_name["linear_cka"](X, Y, debiased=True) == similarity.linear_cka(X, Y, debiased=True)


# --- few units out of many -------------------------------------------------------------------------------


def test_debiasing_for_few_units_is_the_sum_over_different_ones(XY):
    """Held against the definition: every pair of different columns, each by its own unbiased HSIC."""
    X, Y = (np.hstack([Z[:, :4], Z[:, :1] ** 2]) for Z in XY)

    def unbiased(K, L):
        n = len(K)
        K, L = K - np.diag(np.diag(K)), L - np.diag(np.diag(L))
        return (
            (K * L).sum()
            + K.sum() * L.sum() / ((n - 1) * (n - 2))
            - 2 / (n - 2) * K.sum(axis=0) @ L.sum(axis=0)
        )

    def own(Z):
        grams = [np.outer(z, z) for z in Z.T]
        p = len(grams)
        return sum(unbiased(K, L) for K in grams for L in grams if K is not L) * p / (p - 1)

    expected = unbiased(X @ X.T, Y @ Y.T) / np.sqrt(own(X) * own(Y))
    close(similarity.linear_cka(X, Y, debiased="both"), expected)
    several = similarity.pairwise("linear_cka", [X, Y, np.hstack([X, Y])] * 3, debiased="both")
    close(several[0, 1], expected)


def test_few_units_out_of_many_tell_the_cka_of_all():
    """Two populations see the same stimuli through other random weights; noise comes with every unit."""
    r = rng(3, 970)
    latents = r.normal(size=(200, 3))

    def sample(size):
        return latents @ r.normal(size=(3, size)) + 1.5 * r.normal(size=(200, size))

    # With endless units the noise is the identity, which the unbiased HSIC takes off: both are the latents' Gram matrix.
    true = prepared_for_cka(latents, debiased=True).own
    own = np.array([prepared_for_cka(sample(10), debiased="both").own / 10**2 for _ in range(400)])
    assert own.mean() == pytest.approx(true, abs=4 * own.std() / 20)
    draws = [(sample(20), sample(30)) for _ in range(100)]
    both, stimuli = (
        np.mean([similarity.linear_cka(X, Y, debiased=how) for X, Y in draws]) for how in ("both", True)
    )
    assert abs(1 - both) < 0.06 < 0.15 < 1 - stimuli


def test_debiasing_for_few_units_needs_units_that_agree():
    r = rng(3, 971)
    with pytest.raises(ValueError, match="X has one unit"):
        similarity.linear_cka(r.normal(size=(20, 1)), r.normal(size=(20, 4)), debiased="both")
    with pytest.raises(ValueError, match="have nothing in common"):
        similarity.linear_cka(
            np.linalg.qr(r.normal(size=(20, 8)))[0], r.normal(size=(20, 8)), debiased="both"
        )
    with pytest.raises(ValueError, match="debiased is 'units'"):
        similarity.linear_cka(r.normal(size=(20, 8)), r.normal(size=(20, 4)), debiased="units")
