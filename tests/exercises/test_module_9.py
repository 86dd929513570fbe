"""Answers to the exercises of module 9 that are not the reference, right and wrong."""

import numpy as np
import pytest
from scipy.linalg import expm, logm
from scipy.signal import correlate2d

from commonground.checks.m09 import (
    charge,
    commuting,
    equivariance,
    haar,
    is_a_turn,
    lift,
    polar,
    reading,
    rebalance,
)

from .conftest import judged


def error_by_elements(W, A, B, X):
    def code(x):
        return np.maximum(W @ x, 0)

    off = [[np.sum((code(a @ x) - b @ code(x)) ** 2) for x in X] for a, b in zip(A, B, strict=True)]
    return (np.sum(off) / len(A) / sum(np.sum(code(x) ** 2) for x in X)) ** 0.5


def lift_by_the_image(image, w):
    """Turn the image back, slide, and turn the map: the filter never moves."""
    return [np.rot90(correlate2d(np.rot90(image, -t), w, "valid"), t) for t in range(4)]


def conv_by_the_maps(maps, w):
    """The demand of the statement, used as the definition."""
    found = []
    for s in range(4):
        back = np.roll(np.rot90(maps, -s, axes=(1, 2)), -s, axis=0)
        found.append(np.rot90(sum(correlate2d(m, f, "valid") for m, f in zip(back, w, strict=True)), s))
    return np.stack(found)


def read_by_the_polar_factor(X, Y):
    """XᵀY (its symmetric root)⁺, from the eigenvalues of the smaller product."""
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    M = X.T @ Y
    λ, U = np.linalg.eigh(M.T @ M)
    root = np.where(λ > 1e-9 * λ[-1], 1 / np.sqrt(np.maximum(λ, 1e-300)), 0)
    return M @ (U * root) @ U.T


def count_by_eigenvalues(Qs):
    λ = np.linalg.eigvals(Qs[1])
    return [int(np.sum(np.abs(λ - point) < 0.1)) for point in (1, 1j, -1, -1j)]


def polar_by_svd(g):
    U, s, Vt = np.linalg.svd(g)
    R = U @ Vt
    return np.arctan2(R[1, 0], R[0, 0]), (Vt.T * np.log(s)) @ Vt


def mean_by_traces(values, g, density):
    """cosh(s₁ − s₂) = tr(gᵀg) / (2 det g)."""
    d = np.arccosh(np.maximum(1, np.sum(g**2, axis=(1, 2)) / (2 * np.linalg.det(g))))
    w = np.sinc(1j * d / np.pi).real / density
    return np.average(values, weights=w)


def charge_from_any_weights(q, dW, db, dV, lr, decay):
    """Weights of these charges, orthogonal to the gradients, and a real step."""
    w, v = np.sqrt(np.maximum(q, 0)), np.sqrt(np.maximum(-q, 0))
    keep = 1 - lr * decay
    into = (keep * w) ** 2 + lr**2 * (np.sum(dW**2, axis=1) + db**2)
    return into - (keep * v) ** 2 - lr**2 * np.sum(dV**2, axis=0)


@pytest.mark.parametrize(
    ("number", "answers"),
    [
        ("9.1", (error_by_elements,)),
        ("9.2", (lift_by_the_image, conv_by_the_maps)),
        ("9.3", (read_by_the_polar_factor, count_by_eigenvalues)),
        ("9.4", (polar_by_svd,)),
        ("9.5", (mean_by_traces,)),
        ("9.6", (charge_from_any_weights,)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_right_ways_pass(passes, number, answers):
    passes(number, *answers)


def test_both_layers_together_respect_turns(some_seeds):
    for seed in some_seeds:
        r = np.random.default_rng(seed)
        image, first, second = r.normal(size=(6, 6)), r.normal(size=(3, 3)), r.normal(size=(4, 2, 2))
        maps, turned = (lift.group_conv(lift.lift(x, first), second) for x in (image, np.rot90(image)))
        assert turned == pytest.approx(np.roll(np.rot90(maps, axes=(1, 2)), 1, axis=0))
        assert turned.mean(axis=(0, 1, 2)) == pytest.approx(maps.mean(axis=(0, 1, 2))), "pooled: invariant"


def test_a_representation_without_noise_is_read_as_it_is(some_seeds):
    for seed in some_seeds:
        r = np.random.default_rng(seed)
        Q = reading.representation(r, (2, 1, 1))
        first = r.normal(size=(20, 5))
        X = np.concatenate([first @ q for q in Q])
        read = [reading.read_representation(X, np.roll(X, -20 * k, axis=0)) for k in range(4)]
        assert np.stack(read) == pytest.approx(Q, abs=1e-9)
        assert reading.multiplicities(np.stack(read)) == pytest.approx([2, 1, 1, 1])


def test_a_matrix_without_logarithm_is_put_together_again(some_seeds):
    for seed in some_seeds:
        r = np.random.default_rng(seed)
        while not polar.has_no_log(g := r.normal(size=(2, 2))) or np.linalg.det(g) < 0:
            pass
        assert np.iscomplexobj(logm(g)) and np.abs(np.imag(logm(g))).max() > 0.1
        angle, S = polar.polar(g)
        R = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        assert pytest.approx(S.T) == S and R @ expm(S) == pytest.approx(g)


def test_moving_all_samples_leaves_a_haar_mean():
    """Samples of another density, the moved ones, give the same ratio of two integrals."""
    r, σ, n = np.random.default_rng(1), 0.8, 40_000
    S = σ * r.normal(size=(n, 3))
    d = np.hypot(S[:, 1], S[:, 2])
    h, k = np.exp(S[:, 0]) * np.sinc(1j * d / np.pi).real, np.exp(S[:, 0]) * np.cosh(d)
    P = np.stack([k + S[:, 1] * h, S[:, 2] * h, S[:, 2] * h, k - S[:, 1] * h], -1).reshape(n, 2, 2)
    angle = r.uniform(0, 2 * np.pi, n)
    g = np.stack([np.cos(angle), -np.sin(angle), np.sin(angle), np.cos(angle)], -1).reshape(n, 2, 2) @ P
    density = np.exp(-np.sum(S**2, axis=1) / (2 * σ**2))

    def match(g, power):
        M = g @ np.diag([2.0, 0.5]) @ g.swapaxes(1, 2)
        return (4 * np.linalg.det(M) / np.linalg.det(M + np.eye(2)) ** 2) ** power

    def ratio(move, mean):
        return mean(match(g @ move, 2), g, density) / mean(match(g @ move, 1.5), g, density)

    move = np.diag([1.6, 1 / 1.6])
    assert ratio(move, haar.haar_mean) == pytest.approx(ratio(np.eye(2), haar.haar_mean), rel=0.03)


def test_charges_follow_a_whole_training(some_seeds):
    for seed in some_seeds:
        inputs, after = charge.by_training(np.random.default_rng(seed))
        assert charge.charge_step(*inputs) == pytest.approx(after, abs=1e-12)


def test_numbers_of_the_statements():
    swap = np.stack([np.eye(2), np.eye(2)[::-1]])
    one = np.ones((2, 1, 1))
    found = equivariance.equivariance_error(np.array([[1.0, 0.0]]), swap, one, np.array([[3.0, 4.0]]))
    assert found == pytest.approx(0.236, abs=5e-4)
    corner = np.array([[1.0, 0.0], [0.0, 0.0]])
    assert lift.lift(np.array([[1.0, 2.0], [3.0, 4.0]]), corner).ravel().tolist() == [1, 3, 4, 2]
    quarter = np.array([[0.0, 1.0], [-1.0, 0.0]])
    plane = np.stack([np.linalg.matrix_power(quarter, k) for k in range(4)])
    assert reading.multiplicities(plane) == pytest.approx([0, 1, 0, 1])
    angle, S = polar.polar(np.diag([-4.0, -1.0]))
    assert abs(angle) == pytest.approx(np.pi) and pytest.approx(np.diag([np.log(4), 0])) == S
    g = np.stack([np.array([[0.0, -1.0], [1.0, 0.0]]), np.diag([np.e, 1 / np.e])])
    assert haar.haar_mean(np.array([0.0, 1.0]), g, np.ones(2)) == pytest.approx(0.645, abs=5e-4)
    one_unit = np.array([[3.0]]), np.array([0.0]), np.array([[1.0]])
    assert charge.charge_step(np.array([2.0]), *one_unit, 0.1, 1.0) == pytest.approx(1.70)


def test_arctan_is_told_where_the_turn_is_large():
    report = judged("9.4", polar.by_arctan)
    assert [outcome.holds for outcome in report.outcomes] == [True, False, False]


def test_a_pure_turn_is_told_apart():
    report = judged("9.5", haar.without_limit)
    assert [outcome.holds for outcome in report.outcomes] == [True, False, True]


def by_the_whole_group(W, A, B):
    """Multiply generators until nothing new comes up, and average over all elements."""
    found = [(np.eye(A.shape[1]), np.eye(B.shape[1]))]
    for a, b in found:
        for x, y in zip(A, B, strict=True):
            new = x @ a, y @ b
            if not any(np.allclose(new[0], c) and np.allclose(new[1], d) for c, d in found):
                found.append(new)
    return np.mean([b.T @ W @ a for a, b in found], axis=0)


def unit_by_unit(W, b, V, q):
    """The factor of each unit by halving an interval, in logarithms."""
    W, b, V = W.copy(), b.copy(), V.copy()
    for j, wanted in enumerate(q):
        s, t, low, high = W[j] @ W[j] + b[j] ** 2, V[:, j] @ V[:, j], -20.0, 20.0
        for _ in range(100):
            middle = (low + high) / 2
            low, high = (middle, high) if np.exp(middle) * s - np.exp(-middle) * t < wanted else (low, middle)
        c = np.exp(middle / 2)
        W[j], b[j], V[:, j] = c * W[j], c * b[j], V[:, j] / c
    return W, b, V


@pytest.mark.parametrize(("number", "answer"), [("9.7", by_the_whole_group), ("9.8", unit_by_unit)])
def test_what_is_made_in_another_way_passes(passes, number, answer):
    passes(number, answer)


def test_the_nearest_layer_has_no_error_of_equivariance():
    r = np.random.default_rng(0)
    A = np.array([commuting.SHIFT, commuting.SWAP])
    M = commuting.nearest_layer(r.normal(size=(4, 4)), A, A)
    assert equivariance.equivariance_error(M, A, A, r.normal(size=(6, 4))) == pytest.approx(0, abs=1e-9)
    assert len(set(np.round(M.ravel(), 9))) == 2, "one number on the diagonal and another elsewhere"


def test_ordered_charges_are_those_that_training_conserves():
    r = np.random.default_rng(1)
    W, b, V = r.normal(size=(4, 3)), r.normal(size=4), r.normal(size=(2, 4))
    q = np.array([-3.0, 0.0, 1.0, 20.0])
    assert charge.charge(*rebalance.rebalance(W, b, V, q)) == pytest.approx(q)


@pytest.mark.parametrize("letter", "ABC")
def test_readings_are_of_the_kind_that_they_are_said_to_be(letter):
    for seed in range(10):
        Q1, Q2, again = is_a_turn.read(np.random.default_rng(seed), letter, 6)
        assert all(np.allclose(Q @ Q.T, np.eye(6)) for Q in (Q1, Q2, again)), "orthogonal, whatever was read"
        assert is_a_turn.is_a_turn(Q1, Q2, again)[1] == letter
