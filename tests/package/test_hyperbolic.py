"""Hyperbolic space: values that are known, what motions leave as it is, and what is refused."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from commonground.hyperbolic import (
    ball_distances,
    distances,
    exp0,
    hyperbolic_procrustes,
    log0,
    relative_delta,
    sarkar,
    to_ball,
    to_centre,
)

RING = np.array([[0, 1, 2, 1], [1, 0, 1, 2], [2, 1, 0, 1], [1, 2, 1, 0.0]])
BINARY = np.r_[-1, np.arange(62) // 2]
coordinates = st.floats(-4, 4, allow_subnormal=False)
clouds = st.integers(1, 3).flatmap(lambda d: arrays(float, (7, d), elements=coordinates, unique=True))
trees = st.lists(st.integers(0, 10**6), min_size=2, max_size=11).map(
    lambda draws: np.array([-1, *(draw % v for v, draw in enumerate(draws, start=1))])
)
several = settings(max_examples=60, deadline=None)


def along(parents):
    """Distances along a tree."""
    D = np.zeros((len(parents), len(parents)))
    for v, p in enumerate(parents[1:], start=1):
        D[v, :v] = D[:v, v] = D[p, :v] + 1
    return D


def mirror(d):
    return np.diag([1.0, *[1] * (d - 1), -1])


# --- points and motions


def test_distances_that_are_known():
    """From the centre they are lengths; at a right angle, cosh c = cosh a · cosh b; along one line they add."""
    X = exp0([[0, 0], [2, 0], [0, 3], [-5, 0]])
    assert distances(X)[0] == pytest.approx([0, 2, 3, 5])
    assert np.cosh(distances(X)[1, 2]) == pytest.approx(np.cosh(2) * np.cosh(3))
    assert distances(X)[1, 3] == pytest.approx(7)
    assert to_ball(X)[1] == pytest.approx([np.tanh(1), 0])


@several
@given(clouds)
def test_there_and_back(V):
    X = exp0(V)
    assert log0(X) == pytest.approx(V, abs=1e-12)
    assert X[:, 0] ** 2 - (X[:, 1:] ** 2).sum(axis=1) == pytest.approx(1, abs=1e-9 * X.max() ** 2)


@several
@given(clouds)
def test_the_charts_agree_and_so_does_the_inner_product(V):
    X = exp0(V)
    D = distances(X)
    assert np.cosh(D) == pytest.approx(np.outer(X[:, 0], X[:, 0]) - X[:, 1:] @ X[:, 1:].T, rel=1e-6)
    apart = ~np.eye(len(D), dtype=bool) & (D > 1e-3)
    assert ball_distances(to_ball(X))[apart] == pytest.approx(D[apart], rel=1e-5)


@several
@given(clouds)
def test_a_motion_carries_its_point_to_the_centre_and_changes_no_distance(V):
    X = exp0(V)
    M = to_centre(X[0])
    form = np.diag([-1.0, *np.ones(V.shape[1])])
    assert M.T @ form @ M == pytest.approx(form, abs=1e-9 * M.max() ** 2)
    assert M @ X[0] == pytest.approx([1, *np.zeros(V.shape[1])], abs=1e-9 * M.max() ** 2)
    assert distances(X @ M.T) == pytest.approx(distances(X), abs=1e-5)


def test_points_far_out_are_told_apart():
    """Where cosh of their distance, a difference of numbers of size e⁶⁰, has no digit left."""
    angle = 2 * np.arcsinh(np.sinh(0.5) / np.sinh(30))
    X = exp0(30 * np.array([[1, 0], [np.cos(angle), np.sin(angle)]]))
    assert distances(X)[0, 1] == pytest.approx(1, abs=0.01)


def test_the_ball_keeps_its_floats_and_has_a_rim():
    Y = to_ball(exp0([[1, 0], [3, 0], [60, 0]]))
    assert ball_distances(Y.astype(np.float32)).dtype == np.float32
    assert ball_distances(Y) == pytest.approx(np.array([[0, 2, np.inf], [2, 0, np.inf], [np.inf, np.inf, 0]]))


# --- trees


@several
@given(trees)
def test_all_edges_have_their_length_and_none_is_nearer_than_a_neighbour(parents):
    X, T = sarkar(parents, 3.0), along(parents)
    D = distances(X)
    assert D[T == 1] == pytest.approx(3)
    assert (D <= 3 * T + 1e-9).all(), "a way along edges is never shorter than the straight one"


def test_longer_edges_bring_the_tree_closer_to_itself():
    T = along(BINARY)
    off = ~np.eye(len(T), dtype=bool)
    ratios = [distances(sarkar(BINARY, tau))[off] / T[off] for tau in (1, 2, 3, 6)]
    worst = [ratio.max() / ratio.min() for ratio in ratios]
    assert worst == sorted(worst, reverse=True)
    assert worst[0] > 2 and worst[-1] < 1.06


def test_children_share_the_turn():
    X = to_ball(sarkar([-1, 0, 0, 0, 0], 1.0))
    assert X[1:] == pytest.approx(np.tanh(0.5) * np.array([[1, 0], [0, 1], [-1, 0], [0, -1]]), abs=1e-12)
    path = to_ball(sarkar([-1, 0, 1, 2], 1.0))
    assert path == pytest.approx(np.c_[np.tanh(np.arange(4) / 2), np.zeros(4)], abs=1e-12), (
        "a path runs straight"
    )


# --- δ


def test_delta_of_a_ring_is_one_and_of_a_tree_zero():
    assert relative_delta(RING) == 1
    assert relative_delta(along(BINARY)) == 0
    assert relative_delta(1 - np.eye(6)) == 0, "all alike: a star"


@several
@given(arrays(float, (6, 2), elements=coordinates, unique=True), st.floats(0.01, 100))
def test_delta_is_the_worst_of_all_fours_in_whatever_unit(X, unit):
    D = np.linalg.norm(X[:, None] - X, axis=-1)
    worst = 0.0
    for i, j, k, l in combinations(range(6), 4):
        _, middle, high = sorted([D[i, j] + D[k, l], D[i, k] + D[j, l], D[i, l] + D[j, k]])
        worst = max(worst, high - middle)
    assert relative_delta(D) == pytest.approx(worst / D.max(), abs=1e-12)
    assert relative_delta(unit * D) == pytest.approx(relative_delta(D))


@pytest.mark.parametrize("radius", [0.5, 2, 8])
def test_delta_of_the_plane_is_at_most_ln_2(radius):
    """No four points of the hyperbolic plane have a larger δ."""
    V = np.random.default_rng(0).normal(size=(25, 2))
    D = distances(exp0(radius * V / np.linalg.norm(V, axis=1, keepdims=True)))
    assert 0 < relative_delta(D) * D.max() / 2 <= np.log(2)


# --- Procrustes


@several
@given(clouds, st.integers(0, 6))
def test_a_motion_and_a_mirror_are_not_seen(V, which):
    X = exp0(V)
    Y = X @ to_centre(X[which]).T @ mirror(V.shape[1])
    assert hyperbolic_procrustes(X, Y) == pytest.approx(1, abs=1e-5)
    assert hyperbolic_procrustes(Y, X) == pytest.approx(hyperbolic_procrustes(X, Y))


def test_a_permutation_is_seen():
    X = sarkar(BINARY, 0.8)
    assert hyperbolic_procrustes(X, np.roll(X, 7, axis=0)) < 0.6


# --- what is refused


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: log0([[1.0, 1.0]]), "row 0.*as exp0 makes them"),
        (lambda: to_ball([[-1.0, 0.0]]), "does not lie on the hyperboloid"),
        (lambda: distances([[1.0], [1.0]]), r"points are \(n, d \+ 1\)"),
        (lambda: exp0([1.0, 2.0]), r"pass V\[:, None\]"),
        (lambda: exp0([[np.nan]]), "NaN at row 0"),
        (lambda: exp0([[400.0, 0]]), "lengths up to 300"),
        (lambda: ball_distances([[0.9, 0.9]]), "as to_ball makes them"),
        (lambda: to_centre([[1.0, 0]]), r"as in X\[0\]"),
        (lambda: to_centre([2.0, 0]), "x does not lie on the hyperboloid"),
        (lambda: sarkar([0, 0], 1.0), "−1 for the root"),
        (lambda: sarkar([-1.0, 0.0], 1.0), "whole numbers"),
        (lambda: sarkar([-1, 2, 0], 1.0), r"parents\[1\] is 2: number the nodes"),
        (lambda: sarkar([-1, 0], 0), "above 0"),
        (lambda: sarkar(BINARY, 9.0), "choose tau up to 6.8"),
        (lambda: relative_delta(np.ones((4, 3))), "squareform"),
        (lambda: relative_delta(np.eye(4)), "is it a similarity"),
        (lambda: relative_delta(-RING), "0 or above"),
        (lambda: relative_delta(RING[:3, :3]), "at least 4 are needed"),
        (lambda: relative_delta(np.zeros((4, 4))), "not zeros alone"),
        (
            lambda: hyperbolic_procrustes(exp0(np.eye(3)), exp0(np.eye(3)[:2])),
            "keep the stimuli that both have",
        ),
        (lambda: hyperbolic_procrustes(exp0(np.eye(3)), exp0(np.eye(3)[:, :2])), "points of one space"),
        (lambda: hyperbolic_procrustes(exp0(np.ones((3, 2))), exp0(np.eye(3)[:, :2])), "X are the same"),
    ],
)
def test_nonsense_is_refused_with_the_mend(wrong, message):
    with pytest.raises(ValueError, match=message):
        wrong()


# --- beside a library, where it is there


def test_charts_and_motions_are_those_of_geoopt():
    geoopt = pytest.importorskip("geoopt", reason="geoopt is not installed: pip install geoopt==0.5.1")
    import torch

    V = np.random.default_rng(0).normal(size=(9, 3))
    X, lorentz, ball = exp0(V), geoopt.Lorentz(), geoopt.PoincareBall()
    x, y = torch.tensor(X), torch.tensor(to_ball(X))
    tangent = torch.tensor(np.c_[np.zeros(9), V])
    assert pytest.approx(lorentz.expmap0(tangent).numpy()) == X
    assert log0(X) == pytest.approx(lorentz.logmap0(x).numpy()[:, 1:])
    assert distances(X) == pytest.approx(lorentz.dist(x[:, None], x).numpy(), abs=1e-5)
    assert ball_distances(to_ball(X)) == pytest.approx(ball.dist(y[:, None], y).numpy(), abs=1e-6)
    moved = to_ball(X @ to_centre(X[0]).T)
    assert moved == pytest.approx(ball.mobius_add(-y[:1], y).numpy())
