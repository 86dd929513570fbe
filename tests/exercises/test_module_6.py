"""Answers to the exercises of module 6 that are not the reference, right and wrong."""

import numpy as np
import pytest

from commonground.checks.m06 import arccos, core, intrinsic, scales, step, tangent

from .conftest import judged


def ntk_by_differences(W, v, X):
    """The kernel as JJᵀ, each gradient taken by small steps of each weight."""
    weights = np.concatenate([W.ravel(), v])

    def outputs(weights):
        W_, v_ = weights[: W.size].reshape(W.shape), weights[W.size :]
        return np.maximum(X @ W_.T, 0) @ v_ / len(v) ** 0.5

    steps = 1e-6 * np.eye(len(weights))
    J = np.transpose([(outputs(weights + s) - outputs(weights - s)) / 2e-6 for s in steps])
    return J @ J.T


def arccos_by_the_angle(X, depth):
    """The recursion on the angle and the lengths, which stay, in place of Σ."""
    length = np.linalg.norm(X, axis=1) / X.shape[1] ** 0.5
    cosine = np.clip(X @ X.T / X.shape[1] / np.outer(length, length), -1, 1)
    theta = cosine
    for _ in range(depth):
        angle = np.arccos(np.clip(cosine, -1, 1))
        cosine = (np.sin(angle) + (np.pi - angle) * np.cos(angle)) / np.pi
        theta = cosine + (np.pi - angle) / np.pi * theta
    return (theta * np.outer(length, length)).tolist()


def mup_as_arrays(width, base, optimizer):
    m = np.float64(width) / base
    powers = {"sgd": [1, 0, -1], "adam": [0, -1, -1]}[optimizer]
    return m ** np.array([0, -0.5, -1.0]), m ** np.array(powers, float)


def step_by_blocks(G, R, eta, decay):
    """The step block by block, never forming M."""
    d, keep = R.shape[1], 1 - eta * decay
    A, B, D = G[:d, :d], G[d:, :d], G[d:, d:]
    a = keep**2 * A - eta * keep * (B.T @ R + R.T @ B) + eta**2 * R.T @ D @ R
    b = keep**2 * B - eta * keep * (D @ R + R @ A) + eta**2 * R @ B.T @ R
    e = keep**2 * D - eta * keep * (R @ B.T + B @ R.T) + eta**2 * R @ A @ R.T
    return np.block([[a, b.T], [b, e]])


def d_int_in_a_loop(dims, acc, baseline, share=0.9):
    goal, before = share * baseline, None
    for d, a in zip(dims, acc, strict=True):
        if a >= goal:
            return d if before is None else np.interp(goal, [before[1], a], [before[0], d])
        before = d, a
    return -1


def tucker_axis_by_axis(core, tables):
    for axis, table in enumerate(tables):
        core = np.moveaxis(np.tensordot(table, core, (1, axis)), 0, axis)
    return core


def tuned_by_formula(regime, X, y, n):
    """No weights drawn: the largest eigenvalue is about that of half the Gram matrix, twice."""
    s = np.linalg.norm(X, axis=1).mean()
    alpha = 40 / s if regime == "lazy" else 0.8 / (s * np.sqrt(n))
    top = np.linalg.eigvalsh(arccos.arccos_ntk(X * np.sqrt(X.shape[1] / 2), 1))[-1] / len(X)
    return alpha, 1 / (alpha**2 * top) if regime == "lazy" else s / (alpha * top)


@pytest.mark.parametrize(
    ("number", "answers"),
    [
        ("6.1", (ntk_by_differences,)),
        ("6.2", (arccos_by_the_angle,)),
        ("6.3", (mup_as_arrays,)),
        ("6.4", (step_by_blocks,)),
        ("6.5", (d_int_in_a_loop,)),
        ("6.6", (tucker_axis_by_axis, core.count, core.lora_count)),
        ("6.7", (tuned_by_formula,)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_right_ways_pass(passes, number, answers):
    passes(number, *answers)


def test_wide_networks_have_the_kernel_without_weights():
    """Mean over draws of exercise 6.1 = exercise 6.2, once each counts weights as the other does."""
    r = np.random.default_rng(1)
    X, inputs, units = r.normal(size=(4, 6)), 6, 200
    draws = []
    for _ in range(400):
        W = (2 / inputs) ** 0.5 * r.normal(size=(units, inputs))
        readout, hidden = tangent.parts(W, r.normal(size=units), X)
        # in 6.2 a hidden weight is √(2 / inputs) times a number of variance 1, and that number learns
        draws.append((readout + 2 / inputs * hidden) / units)
    assert np.mean(draws, axis=0) == pytest.approx(arccos.arccos_ntk(X, 1), rel=0.1)


def test_a_step_is_that_of_a_real_network(some_seeds):
    for seed in some_seeds:
        r = np.random.default_rng(seed)
        W, R, n = r.normal(size=(7, 5)), r.normal(size=(2, 3)), 7
        M = np.block([[np.zeros((3, 3)), R.T], [R, np.zeros((2, 2))]])
        after = W - 0.1 * (W @ M + 0.3 * W)
        assert step.limit_step(W.T @ W / n, R, 0.1, 0.3) == pytest.approx(after.T @ after / n)


def test_orthogonal_units_are_infinitely_many():
    r = np.random.default_rng(2)
    target, G = r.normal(size=(2, 3)), np.eye(5)
    W = 9**0.5 * np.linalg.qr(r.normal(size=(9, 5)))[0]
    for _ in range(50):
        R = G[3:, :3] - target
        M = np.block([[np.zeros((3, 3)), R.T], [R, np.zeros((2, 2))]])
        W, G = W - 0.1 * W @ M, step.limit_step(G, R, 0.1, 0)
    assert W.T @ W / 9 == pytest.approx(G, abs=1e-12)
    assert G[3:, :3] == pytest.approx(target, abs=0.05), "it has learned"


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_factors_are_powers_of_the_width(optimizer):
    widths = 2.0 ** np.arange(4, 10)
    factors = np.array([np.concatenate(scales.mup(w, 16, optimizer)) for w in widths])
    powers = np.polyfit(np.log(widths), np.log(factors), 1)[0]
    assert powers == pytest.approx([*scales.STD, *scales.RATE[optimizer]], abs=1e-9)


def test_a_tucker_kernel_has_the_ranks_of_its_core():
    r = np.random.default_rng(3)
    K = core.tucker(r.normal(size=(2, 3, 1, 2)), [r.normal(size=s) for s in ((8, 2), (9, 3), (3, 1), (3, 2))])
    ranks = [np.linalg.matrix_rank(np.moveaxis(K, k, 0).reshape(K.shape[k], -1)) for k in range(4)]
    assert ranks == [2, 3, 1, 2]


def test_numbers_of_the_statements():
    assert tangent.ntk(np.array([[1.0, 0.0]]), np.array([2.0]), np.array([[1.0, 1.0]])) == [[9.0]]
    assert intrinsic.d_int(np.array([10, 20, 40.0]), np.array([0.2, 0.6, 0.8]), 0.8) == pytest.approx(32)
    assert core.count((32, 32, 3, 3), (4, 4, 2, 2)) == 332 and core.lora_count((32, 32, 3, 3), 1) == 320
    assert step.limit_step(np.eye(2), np.ones((1, 1)), 0.1, 0) == pytest.approx(np.array([[1.01, -0.2], [-0.2, 1.01]]))
    X = np.random.default_rng(4).normal(size=(1, 5))
    assert arccos.arccos_ntk(X, 3) == pytest.approx(4 * X @ X.T / 5)


def test_whole_number_division_is_told():
    def floored(width, base, optimizer):
        return scales.mup(max(width // base, 1), 1, optimizer)

    assert [outcome.holds for outcome in judged("6.3", floored).outcomes] == [True, True, False]


def test_a_curve_that_is_smoothed_first_is_wrong_where_it_dips(some_seeds):
    for seed in some_seeds:
        report = judged("6.5", lambda *x: intrinsic.crossing(x[0], x[1], (x[3:] or (0.9,))[0] * x[2], last=True), seed=seed)
        assert [outcome.holds for outcome in report.outcomes] == [True, False, True]
