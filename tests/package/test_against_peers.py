"""Our values beside those of independent public implementations.

Three ways: SciPy and scikit-learn, which the package stands on, in this process; rsatoolbox, repsim and DPPy from PyPI,
in an environment of their own, which ``make peers`` makes and CI always has; and values recorded once, of these and of others that no package index carries.
"""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from scipy import linalg, spatial, stats
from sklearn.cross_decomposition import CCA
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import r2_score
from sklearn.neighbors import NearestNeighbors

from commonground import rng, similarity
from commonground.inference import noise_ceiling
from commonground.sampling import projection_dpp

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "_build" / "peers"


# --- recorded --------------------------------------------------------------------------------------------

i = np.arange(1, 41)[:, None]
X = np.sin(i * np.arange(1, 7) ** 1.5) + 0.5 * np.cos(i * np.arange(2, 8))
Y = np.tanh(X[:, :4] @ np.cos(np.arange(4)[:, None] * np.arange(1, 10))) + 0.4 * np.sin(
    i**1.3 * np.arange(1, 10)
)
SUBJECTS = [X[:, :4] + np.sin(i * np.arange(4) + s * i**0.5) for s in range(5)]

# The notebook is google-research/representation_similarity/Demo.ipynb (Kornblith et al. 2019). Others by commit:
# netrep 0186b8a, sim_metric (js-d) 42953fb, anatome 2212a8c, platonic-rep dcd76ba; from PyPI: ckatorch 1.0.3,
# repsim 0.1.5, rsatoolbox 0.3.2. Distances were turned into similarities (1 − d, cos d) where they give those.
RECORDED = {
    "linear CKA": (
        lambda: similarity.linear_cka(X, Y),
        {p: 0.6835015853 for p in ("notebook", "netrep", "sim_metric", "anatome", "ckatorch", "repsim")},
    ),
    "debiased CKA": (
        lambda: similarity.linear_cka(X, Y, debiased=True),
        {p: 0.6412931997 for p in ("notebook", "anatome", "ckatorch")},
    ),
    "RBF CKA, median of all squared distances": (
        lambda: similarity.kernel_cka(X, Y, median="kornblith"),
        {"notebook": 0.7104490493},
    ),
    "RBF CKA, median distance": (lambda: similarity.kernel_cka(X, Y), {"repsim": 0.7100684024}),
    "debiased RBF CKA, half the bandwidth": (
        lambda: similarity.kernel_cka(X, Y, median="kornblith", bandwidth=0.5, debiased=True),
        {"notebook": 0.5854243221},
    ),
    "minibatch CKA": (lambda: similarity.minibatch_cka(X, Y, batch_size=10), {"ckatorch": 0.675716738}),
    "mean CCA": (
        lambda: similarity.mean_cca(X, Y),
        {"anatome": 0.7760082779, "sim_metric": 0.7760082779, "repsim": 0.7760082779},
    ),
    "mean squared CCA": (
        lambda: similarity.mean_cca(X, Y, squared=True),
        {"notebook": 0.6614815848, "repsim": 0.6614815848},
    ),
    "PWCCA": (lambda: similarity.pwcca(X, Y), {"sim_metric": 0.7844201528}),
    "angular Procrustes": (
        lambda: similarity.angular_procrustes(X, Y),
        {"netrep": 0.684894659, "anatome": 0.684894659},
    ),
    "squared Procrustes distance": (
        lambda: similarity.procrustes_distance(X, Y) ** 2,
        {"sim_metric": 77.3842850579},
    ),
    "mutual kNN": (lambda: similarity.mutual_knn(X, Y, k=5), {"platonic-rep": 0.41}),
}
# Those whose definition differs, and by how much:
DIFFERENT = {
    "platonic-rep adds 1e-6 to the denominator of CKNNA": (
        lambda: similarity.cknna(X, Y, k=5),
        0.4719599808,
        1e-6,
    ),
    "platonic-rep adds 1e-6 to the denominator of CKNNA, k=8": (
        lambda: similarity.cknna(X, Y, k=8),
        0.5680379522,
        3e-6,
    ),
    "platonic-rep adds 1e-6 to the denominator of debiased CKA": (
        lambda: similarity.linear_cka(X, Y, debiased=True),
        0.6412929963,
        1e-6,
    ),
    "ckatorch takes the lower of the two middle distances": (
        lambda: similarity.kernel_cka(X, Y, median="kornblith"),
        0.7104675558,
        5e-5,
    ),
}


@pytest.mark.parametrize("name", RECORDED)
def test_recorded_values(name):
    ours, theirs = RECORDED[name]
    value = ours()
    for peer, recorded in theirs.items():
        assert value == pytest.approx(recorded, rel=2e-9, abs=3e-8 if peer == "platonic-rep" else 0), peer


@pytest.mark.parametrize("why", DIFFERENT)
def test_recorded_values_that_differ(why):
    ours, recorded, by = DIFFERENT[why]
    assert 0 < abs(ours() - recorded) < by


def test_repsims_song_is_not_songs():
    """0.5593 on the arrays above, where Song's estimate, term by term and by four other packages, is 0.6413."""
    assert similarity.linear_cka(X, Y, debiased=True) - 0.559294663 > 0.08


def test_anatomes_svcca_keeps_a_share_of_the_singular_values():
    """Its 99 % are of their sum, not of the sum of their squares, which is the variance: more components stay."""
    cut = []
    for A in (X, Y):
        U, s, _ = np.linalg.svd(A - A.mean(axis=0), full_matrices=False)
        cut.append(U[:, : int((np.cumsum(s) / s.sum() < 0.99).sum())])
    variance_kept = similarity.svcca(X, Y)
    assert variance_kept == pytest.approx(0.7718057, rel=1e-6)
    assert abs(variance_kept - 0.8097981759) > 0.03


def test_recorded_noise_ceilings():
    """rsatoolbox 0.3.2, ``boot_noise_ceiling`` of squared Euclidean RDMs."""
    rdms = [similarity.rdm(A, "sqeuclidean") for A in SUBJECTS]
    recorded = {
        "pearson": (0.3300546047, 0.6065040835),
        "spearman": (0.3014464329, 0.5891079605),
        "cosine": (0.8480463169, 0.9042842862),
        "kendall": (0.2028329134, 0.4116237906),
    }
    for compare, bounds in recorded.items():
        ours = noise_ceiling("rsa", rdms, metric="precomputed", compare=compare)
        assert ours == pytest.approx(bounds, rel=2e-9)


# --- SciPy and scikit-learn ------------------------------------------------------------------------------


def drawn(stream, n=60, p=7, q=10):
    r = rng(3, 990, stream)
    shared = r.normal(size=(n, 5))
    return tuple(np.tanh(shared @ r.normal(size=(5, w))) + 0.3 * r.normal(size=(n, w)) for w in (p, q))


def test_cca_is_the_cosines_of_scipys_subspace_angles():
    X, Y = drawn(0)
    angles = linalg.subspace_angles(X - X.mean(axis=0), Y - Y.mean(axis=0))
    np.testing.assert_allclose(similarity.cca(X, Y), np.cos(angles)[::-1], atol=1e-12)


def test_cca_is_scikit_learns():
    X, Y = drawn(1)
    A, B = CCA(n_components=2, scale=False, max_iter=10000, tol=1e-14).fit_transform(X, Y)
    theirs = [stats.pearsonr(a, b).statistic for a, b in zip(A.T, B.T, strict=True)]
    np.testing.assert_allclose(similarity.cca(X, Y)[:2], theirs, rtol=1e-6)


def test_svcca_is_cca_of_scikit_learns_components():
    X, Y = drawn(2)
    cut = [PCA(0.9, svd_solver="full").fit_transform(A) for A in (X, Y)]
    assert similarity.svcca(X, Y, variance=0.9) == pytest.approx(similarity.mean_cca(*cut), rel=1e-10)


def test_regression_is_scikit_learns():
    X, Y = drawn(3)
    for model, options in ((LinearRegression(), {}), (Ridge(3.0), {"ridge": 3.0})):
        theirs = r2_score(Y, model.fit(X, Y).predict(X), multioutput="variance_weighted")
        assert similarity.linear_regression_r2(X, Y, **options) == pytest.approx(theirs, rel=1e-10)


def test_procrustes_is_scipys():
    """Whose disparity is 1 − s², neither the distance nor its square."""
    X, Y = drawn(4)
    padded = np.pad(X, ((0, 0), (0, 3)))
    disparity = spatial.procrustes(padded, Y)[2]
    assert similarity.procrustes_similarity(X, Y) == pytest.approx(np.sqrt(1 - disparity), rel=1e-10)


def test_neighbours_are_scikit_learns():
    X, Y = drawn(5, n=300)
    for metric in ("cosine", "euclidean"):
        lists = [
            NearestNeighbors(n_neighbors=6, metric=metric).fit(A).kneighbors(return_distance=False)
            for A in (X, Y)
        ]
        overlap = np.mean([len(set(a) & set(b)) / 6 for a, b in zip(*lists, strict=True)])
        assert similarity.mutual_knn(X, Y, k=6, metric=metric) == pytest.approx(overlap)


# --- rsatoolbox, repsim and DPPy, where their environment is ---------------------------------------------------


def basis():
    """Three orthonormal columns whose rows differ much in leverage."""
    r = rng(3, 992)
    return np.linalg.qr(r.normal(size=(9, 3)) * r.uniform(0.2, 2, (9, 1)))[0]


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """Fresh arrays, and what the peers make of them."""
    python = next(
        (p for p in (PEERS / "bin" / "python", PEERS / "Scripts" / "python.exe") if p.exists()), None
    )
    if python is None:
        assert not os.environ.get("CI"), "in CI the peers must be there: run `make peers` before the tests"
        pytest.skip("NOT COMPARED with rsatoolbox, repsim and DPPy: run `make peers` to install them")
    X, Y = drawn(6)
    subjects = np.stack([X + rng(3, 991, s).normal(size=X.shape) for s in range(4)])
    path = tmp_path_factory.mktemp("peers") / "arrays.npz"
    np.savez(path, X=X, Y=Y, subjects=subjects, basis=basis())
    command = [python, Path(__file__).with_name("peers.py"), path]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=environment)
    assert done.returncode == 0, done.stderr
    return X, Y, subjects, json.loads(done.stdout[done.stdout.index("{") :])


def test_repsim(live):
    X, Y, _, theirs = live
    assert similarity.linear_cka(X, Y) == pytest.approx(theirs["linear_cka repsim"], rel=1e-9)
    assert similarity.kernel_cka(X, Y) == pytest.approx(theirs["kernel_cka repsim"], rel=1e-9)
    assert similarity.mean_cca(X, Y) == pytest.approx(theirs["mean_cca repsim"], rel=1e-9)
    squared = similarity.mean_cca(X, Y, squared=True)
    assert squared == pytest.approx(theirs["mean_cca squared repsim"], rel=1e-9)


def test_rsatoolbox(live):
    """Its Euclidean distances are squared, and divided by the number of units."""
    X, Y, subjects, theirs = live
    names = {
        "spearman": "spearman",
        "pearson": "corr",
        "cosine": "cosine",
        "kendall": "tau-b",
        "whitened cosine": "cosine_cov",
    }
    for ours, metric in (("correlation", "correlation"), ("sqeuclidean", "euclidean")):
        for compare, name in names.items():
            value = similarity.rsa(X, Y, metric=ours, compare=compare)
            assert value == pytest.approx(theirs[f"rsa {metric} {name}"], rel=1e-6), (metric, name)
    distances = similarity.rdm(X, "sqeuclidean")[np.triu_indices(len(X), 1)] / X.shape[1]
    np.testing.assert_allclose(distances, theirs["rdm euclidean"], rtol=1e-9)
    assert similarity.procrustes_similarity(X, Y) == pytest.approx(theirs["rsa euclidean bures"], rel=1e-6)
    assert similarity.linear_cka(X, Y) == pytest.approx(theirs["rsa euclidean cosine_cov"], rel=1e-6)
    rdms = [similarity.rdm(A, "sqeuclidean") for A in subjects]
    for compare in ("pearson", "spearman", "cosine", "kendall"):
        bounds = noise_ceiling("rsa", rdms, metric="precomputed", compare=compare)
        assert bounds == pytest.approx(theirs[f"noise_ceiling {names[compare]}"], rel=1e-6)


def test_crossnobis_of_rsatoolbox(live):
    """Its distances are divided by the number of units."""
    _, _, subjects, theirs = live
    folds, n, p = subjects.shape
    labels = {"stimuli": np.tile(np.arange(n), folds), "folds": np.repeat(np.arange(folds), n)}
    noise = np.cov(np.vstack(subjects - subjects.mean(axis=0)).T)
    for name, given in (("", {}), (" whitened", {"noise": noise})):
        ours = similarity.rdm(np.vstack(subjects), "crossnobis", **labels, **given)
        np.testing.assert_allclose(ours / p, theirs[f"crossnobis{name}"], rtol=1e-8, atol=1e-10)


def test_projection_dpp_of_dppy(live):
    """Both draw rows, and pairs of rows, as often as the projection's kernel K says: K_ii, and K_ii K_jj − K_ij²."""
    theirs, draws, ours = np.array(live[3]["projection DPP"]), 4000, np.zeros((9, 9))
    for k in range(draws):
        rows = projection_dpp(basis(), rng(3, 993, k))
        ours[np.ix_(rows, rows)] += 1 / draws
    K = basis() @ basis().T
    law = np.outer(np.diag(K), np.diag(K)) - K**2 + np.diag(np.diag(K))
    for counted in (ours, theirs):
        np.testing.assert_allclose(counted, law, atol=4.5 * 0.5 / draws**0.5)
    np.testing.assert_allclose(ours, theirs, atol=6.4 * 0.5 / draws**0.5)
