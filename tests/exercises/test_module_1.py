"""Answers to the exercises of module 1 that are not the reference, right and wrong."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist
from scipy.stats import rankdata, spearmanr

from commonground import similarity
from commonground.checks.exercise import find
from commonground.checks.m01 import detective, far
from commonground.checks.here import here
from commonground.checks.run import examine

from .conftest import judged


def gram_cka(X, Y):
    n = len(X)
    H = np.eye(n) - np.ones((n, n)) / n
    K, L = H @ X @ X.T @ H, H @ Y @ Y.T @ H
    return np.trace(K @ L) / np.sqrt(np.trace(K @ K) * np.trace(L @ L))


def cdist_rdm(X):
    return cdist(X, X, metric="correlation")


def rsa_by_ranks(X, Y):
    rows, columns = np.tril_indices(len(X), k=-1)
    return np.corrcoef(rankdata(cdist_rdm(X)[rows, columns]), rankdata(cdist_rdm(Y)[rows, columns]))[0, 1]


def u_centred_cka(X, Y):
    def u_centre(X):
        K, n = X @ X.T, len(X)
        np.fill_diagonal(K, 0)
        means = K.sum(axis=0) / (n - 2)
        means = means - means.sum() / (2 * (n - 1))
        K = K - means[:, None] - means[None, :]
        np.fill_diagonal(K, 0)
        return K

    K, L = u_centre(X), u_centre(Y)
    return (K * L).sum() / np.sqrt((K * K).sum() * (L * L).sum())


def procrustes_by_eigenvectors(X, Y, scale=False):
    X, Y = X - X.mean(0), Y - Y.mean(0)
    M = X.T @ Y
    values, V = np.linalg.eigh(M.T @ M)
    Q = M @ V @ np.diag(values**-0.5) @ V.T
    s = np.trace(Q.T @ M) / np.trace(X.T @ X) if scale else 1
    return [Q.tolist(), s, np.sqrt(((s * X @ Q - Y) ** 2).sum())]


def identify_by(measure):
    return lambda A, B: linear_sum_assignment([[-measure(X, Y) for Y in B] for X in A])[1]


def resampled_pair_by_pair(rdms, people, model, who, seen):
    pairs = [(i, j) for a, i in enumerate(seen) for j in seen[:a] if i != j]
    fit = [spearmanr([D[p] for p in pairs], [model[p] for p in pairs]).statistic for D in rdms]
    return sum(np.mean([f for f, name in zip(fit, people, strict=True) if name == one]) for one in who) / len(who)


def error_in_a_table(rdms, people, model, draws):
    everybody, everything = sorted(set(people)), list(range(len(model)))
    table = [
        [
            resampled_pair_by_pair(rdms, people, model, *draw)
            for draw in ((who, everything), (everybody, seen), (who, seen))
        ]
        for who, seen in draws
    ]
    of_people, of_images, of_both = np.cov(np.transpose(table)).diagonal()
    return np.sqrt(np.clip(2 * of_people + 2 * of_images - of_both, 0, None))


def crippled_by_classes(X, y):
    """Set every class to the common mean."""
    X = X.copy()
    mean = X.mean(axis=0)
    for c in set(y):
        X[y == c] -= X[y == c].mean(axis=0) - mean
    return X


def disguised_by_least_squares(X, y):
    """Give one more stimulus pattern to all units, less what the readout would hear of it."""
    Z, labels = X - X.mean(0), np.equal.outer(y, np.unique(y)) * 1.0
    U = np.linalg.qr(np.c_[np.ones(len(y)), labels[:, 1:], Z])[0]
    noise = np.random.default_rng(5).normal(size=len(y))
    pattern = noise - U @ (U.T @ noise)
    readout = np.linalg.pinv(Z) @ (labels - labels.mean(0))
    weights = np.ones(X.shape[1]) - readout @ np.linalg.lstsq(readout, np.ones(X.shape[1]))[0]
    return (X + 1e3 * np.outer(pattern, weights)).tolist()


def far_by_trying(X, Y, times):
    """The directions of many that vary least, by their variance."""
    r, rows = np.random.default_rng(6), []
    for Z in (X, Y):
        C = np.cov(Z.T)
        w = r.normal(size=Z.shape[1])
        for _ in range(200):  # inverse iteration
            w = np.linalg.solve(C, w)
            w /= np.linalg.norm(w)
        rows.append(Z.mean(0) + times * np.sqrt(Z.var(0).sum()) * w)
    return rows


def believed(X, Y):
    """The claim, by the package's measures."""
    every = range(len(X))
    out = [(np.delete(X, i, 0), np.delete(Y, i, 0)) for i in every]
    plain = [similarity.linear_cka(*pair) for pair in out]
    number = similarity.linear_cka(*out[int(np.argmin(plain))], debiased=True)
    all_of_them = similarity.linear_cka(X, Y)
    return number, "A" if number > 0.5 else "D" if all_of_them < 0.5 else "B" if min(plain) < 0.5 else "C"


RIGHT = {
    "Gram form": ("1.1", gram_cka),
    "kernel form of the package": ("1.1", lambda X, Y: similarity.kernel_cka(X, Y, kernel=lambda X: X @ X.T)),
    "the package's CKA": ("1.1", similarity.linear_cka),
    "polar decomposition": ("1.2", procrustes_by_eigenvectors),
    "scipy": ("1.3", cdist_rdm, rsa_by_ranks),
    "the package's RSA": ("1.3", similarity.rdm, similarity.rsa),
    "U-centring": ("1.4", u_centred_cka),
    "the package's debiased CKA": ("1.4", lambda X, Y: similarity.linear_cka(X, Y, debiased=True)),
    "by debiased CKA": ("1.5", identify_by(u_centred_cka)),
    "by Procrustes": ("1.5", identify_by(similarity.procrustes_similarity)),
    "pair by pair": ("1.7", resampled_pair_by_pair, error_in_a_table),
    "class by class": ("1.8", crippled_by_classes, disguised_by_least_squares),
    "by inverse iteration": ("1.9", far_by_trying, far.catch),
    "by the package": ("1.10", believed),
}


@pytest.mark.parametrize("answer", RIGHT.values(), ids=RIGHT.keys())
def test_another_right_answer_passes(answer, some_seeds):
    for seed in some_seeds:
        assert judged(*answer, seed=seed).passed, f"seed {seed}\n{judged(*answer, seed=seed)}"


def test_boxes_hold_the_measures_that_the_package_has():
    rng = np.random.default_rng(0)
    X, Y = rng.standard_normal((30, 4)), rng.standard_normal((30, 6)) + 1
    for name, measure in detective.MEASURES.items():
        assert measure(X, Y) == pytest.approx(getattr(similarity, name)(X, Y), abs=1e-9), name


def test_detective_may_compare_orders_alone():
    """Looking the order of the values up is as good: an unknown increasing dial leaves ranks."""
    rng = np.random.default_rng(7)
    pairs = []
    for width in range(1, 21):
        X = rng.standard_normal((25, 6)) * np.arange(1, 7) ** 2
        pairs.append((X, X[:, : 1 + width % 6] @ rng.standard_normal((1 + width % 6, 3 + width % 4))))

    def name_the_measure(values):
        def agreement(measure):
            return spearmanr(values, [measure(X, Y) for X, Y in pairs]).statistic

        return max(detective.MEASURES, key=lambda name: agreement(detective.MEASURES[name]))

    points = [judged("1.6", lambda: pairs, name_the_measure, seed=seed).points for seed in range(5)]
    assert np.mean(points) >= 5, points


def solved_but_for_probes(probes):
    return str(judged("1.6", probes, detective.name_the_measure))


X = np.arange(12.0).reshape(4, 3) ** 2
PROBES = {
    "no list": (lambda: 3, "list of 1 to 20 pairs"),
    "too many": (lambda: [(X, X)] * 21, "list of 1 to 20 pairs"),
    "no pair": (lambda: [(X, X), X], "entry 1 should be a pair"),
    "one dimension": (lambda: [(X, X[0])], "Y of pair 0 should be a two-dimensional array"),
    "too large": (lambda: [(np.ones((200, 3)), X)], "X of pair 0 has shape (200, 3)"),
    "NaN": (lambda: [(X, X * np.nan)], "Y of pair 0: NaN"),
    "other stimuli": (lambda: [(X, X[:3])], "4 and 3 stimuli"),
    "no spread": (lambda: [(X, X), (X, np.ones((4, 2)))], "Y of pair 1 is the same for all stimuli"),
    "a flat stimulus": (
        lambda: [(X, X[:, :1])],
        "pair 0 has no rsa: is there a stimulus whose units are all equal?",
    ),
}


@pytest.mark.parametrize(("probes", "message"), PROBES.values(), ids=PROBES.keys())
def test_probes_that_cannot_be_used_are_named(probes, message):
    assert message in solved_but_for_probes(probes)


def test_the_distance_of_two_mistakes_at_once_is_still_a_clear_message():
    """Transposed, and squared: no named mistake has all these values, and each property speaks for itself."""

    def twice_wrong(X, Y, scale=False):
        Q, s, d = find("1.2").solutions["procrustes"](X, Y, scale)
        return Q.T, s, d**2

    report = judged("1.2", twice_wrong)
    assert "the transposed rotation" in str(report)
    assert "the squared distance" in {o.mistake.says.partition(":")[0] for o in report.outcomes if o.mistake}
