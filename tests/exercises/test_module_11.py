"""Answers to the exercises of module 11 that are not the reference, right and wrong."""

import numpy as np
import pytest
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist, squareform

from commonground import sampling, topology
from commonground.checks.m11 import barcode, look, masses, pack, pieces, repel, ring, shares, undo


def deaths_by_clustering(D):
    return np.sort(linkage(squareform(D, checks=False), "single")[:, 2])


def deaths_by_ripser(D):
    return [float(d) for _, d in topology.barcodes(D, distances=True)[0] if np.isfinite(d)]


def deaths_by_a_growing_tree(D):
    """Prim: from one point on, always to the nearest that is not there yet."""
    there, far, deaths = {0}, D[0].copy(), []
    while len(there) < len(D):
        far[list(there)] = np.inf
        k = int(far.argmin())
        deaths.append(far[k])
        there.add(k)
        far = np.minimum(far, D[k])
    return sorted(deaths)


def birth_of_complex_points(theta):
    z = np.exp(1j * theta)
    z = z[np.argsort(np.angle(z))]
    return np.abs(z - np.roll(z, 1)).max()


def seen_by_a_recursion(n, a):
    """The same sum over the terms that are not 0, each binomial from the one before."""
    terms = range(int(1 / a) + 1)
    binomial = [1.0]
    for k in range(1, len(terms)):
        binomial.append(binomial[-1] * (n - k + 1) / k)
    return sum((-1) ** k * binomial[k] * (1 - k * a) ** (n - 1) for k in terms if k <= n)


def masses_by_four_corners(H):
    P = np.pad(H, ((1, 0), (1, 0)))
    return P[1:, 1:] - P[:-1, 1:] - P[1:, :-1] + P[:-1, :-1]


def sample_by_conditional_kernels(Phi, u):
    """Chances from the projection kernel, conditioned on what was taken by a Schur complement."""
    K = Phi @ np.linalg.solve(Phi.T @ Phi, Phi.T)
    rows = []
    for value in u:
        p = np.maximum(np.diag(K), 0)
        i = int(np.searchsorted(np.cumsum(p) / p.sum(), value))
        rows.append(i)
        K = K - np.outer(K[:, i], K[i]) / K[i, i]
    return rows


def fit_by_normal_equations(Phi, y, leverage):
    w = 1 / leverage
    return np.linalg.solve(Phi.T @ (w[:, None] * Phi), Phi.T @ (w * y))


def shares_by_loops(W):
    columns = list(W.T)
    return [(w @ w) ** 2 / sum((w @ v) ** 2 for v in columns) for w in columns]


def leverage_by_a_basis(W):
    _, s, Vt = np.linalg.svd(W, full_matrices=False)
    return (Vt[s > 1e-10 * s[0]] ** 2).sum(axis=0)


@pytest.mark.parametrize(
    ("number", "answers"),
    [
        ("11.1", (deaths_by_clustering,)),
        ("11.1", (deaths_by_ripser,)),
        ("11.1", (deaths_by_a_growing_tree,)),
        ("11.2", (birth_of_complex_points, seen_by_a_recursion)),
        ("11.3", (masses_by_four_corners,)),
        ("11.4", (sample_by_conditional_kernels,)),
        ("11.5", (fit_by_normal_equations,)),
        ("11.6", (shares_by_loops, leverage_by_a_basis)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_right_ways_pass(passes, number, answers):
    passes(number, *answers)


def test_what_students_write_is_what_the_package_has(some_seeds):
    for seed in some_seeds:
        r = np.random.default_rng(seed)
        X, W, H = r.normal(size=(9, 2)), r.normal(size=(3, 7)), r.integers(0, 4, (3, 5))
        bars = topology.barcodes(X)[0][:-1, 1]
        assert pieces.h0_deaths(squareform(pdist(X))) == pytest.approx(np.sort(bars), rel=1e-5)
        theta = 2 * np.pi * (np.arange(8) + 0.3 * r.uniform(size=8)) / 8
        assert ring.ring_birth(theta) == pytest.approx(topology.ring_birth(theta))
        chord = 2 * np.sin(np.pi * 0.25)
        assert ring.p_ring_seen(12, 0.25) == pytest.approx(float(topology.ring_birth_law(chord, 12)))
        assert masses.signed_measure(H).tolist() == topology.signed_measure(H).tolist()
        assert shares.dimensionality(W) == pytest.approx(sampling.dimensionality(W))
        assert shares.leverage(W) == pytest.approx(sampling.leverage(W.T))
        y, ell = r.normal(size=7), r.uniform(0.1, 1, 7)
        ours = sampling.weighted_least_squares(W.T, y, ell)
        assert undo.weighted_fit(W.T, y, ell) == pytest.approx(ours)


def test_the_sampler_takes_each_row_with_its_leverage():
    r = np.random.default_rng(5)
    Phi = repel.features(r, 6, 3)
    rows = np.array([repel.sample_dpp(Phi, r.uniform(size=3)) for _ in range(3000)])
    assert all(len(set(some)) == 3 for some in rows.tolist()), "never one twice"
    often = np.bincount(rows.ravel(), minlength=6) / 3000
    assert often == pytest.approx(sampling.leverage(Phi), abs=0.04)


# ---- what is made


def looked_by_chance(Phi, k):
    """The best of many draws of rows that repel each other by volume, then exchanged until nothing is better."""
    r = np.random.default_rng(0)

    def error(rows):
        return np.trace(np.linalg.solve(Phi[rows].T @ Phi[rows] + 1e-8 * np.eye(Phi.shape[1]), Phi.T @ Phi))

    rows = min((list(r.permutation(len(Phi))[:k]) for _ in range(200)), key=error)
    for _ in range(4):
        for place in range(k):
            for new in set(range(len(Phi))) - set(rows):
                other = [*rows[:place], new, *rows[place + 1 :]]
                if error(other) < error(rows):
                    rows = other
    return [int(row) for row in rows]


def packed_by_descent(m, n):
    """Unit vectors from a random start that spread until they cover all directions alike."""
    r = np.random.default_rng(1)
    W = r.normal(size=(m, n))
    W /= np.linalg.norm(W, axis=0)
    for _ in range(20_000):
        W = W - 0.2 * (W @ W.T - n / m * np.eye(m)) @ W
        W /= np.linalg.norm(W, axis=0)
        if np.abs(W @ W.T - n / m * np.eye(m)).max() < 1e-12:
            break
    return W


@pytest.mark.parametrize(("number", "answer"), [("11.7", looked_by_chance), ("11.8", packed_by_descent)])
def test_what_is_made_in_another_way_passes(passes, number, answer):
    passes(number, answer)


def test_the_error_of_a_design_is_the_one_that_noise_makes():
    r = np.random.default_rng(0)
    Phi = look.places(r, 40, 3)
    rows, c = look.where_to_look(Phi, 6), r.normal(size=4)
    off = []
    for _ in range(4000):
        y = Phi[rows] @ c + r.normal(size=6)
        off.append(np.mean((Phi @ np.linalg.lstsq(Phi[rows], y, rcond=None)[0] - Phi @ c) ** 2))
    assert np.mean(off) == pytest.approx(look.spread(Phi, rows), rel=0.06)


def test_equal_shares_are_the_ceiling():
    W = pack.pack(4, 9)
    assert shares.dimensionality(W) == pytest.approx(np.full(9, 4 / 9))
    assert shares.leverage(W) == pytest.approx(np.full(9, 4 / 9))


@pytest.mark.parametrize(("letter", "loops"), [("A", 1), ("B", 2), ("C", 0)])
def test_a_barcode_has_as_many_long_bars_as_it_is_said_to(letter, loops):
    for seed in range(20):
        bars, control = barcode.study(np.random.default_rng(seed), letter)
        lives = np.sort(np.ptp(bars, axis=1))[::-1]
        assert (lives > np.quantile(control, 0.95)).sum() == loops
