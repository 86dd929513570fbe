"""Answers to the exercises of module 7 that are not the reference, right and wrong."""

import numpy as np
import pytest

from commonground import data
from commonground.checks.exercise import find
from commonground.checks.m07 import (
    beyond_noise,
    feedback,
    kolen_pollack,
    nudge,
    products,
    settle,
    substitute,
)
from commonground.checks.here import here
from commonground.checks.run import examine

from .conftest import judged


def by_the_matrix(x, v, u, W1, W2):
    J = W2 @ np.diag(1 / np.cosh(W1 @ x) ** 2) @ W1
    return J @ v, u @ J


def by_traces(J):
    A = (J - J.T) / 2
    return J - A, A, np.sqrt(np.trace((J - J.T) @ (J - J.T).T) / np.trace(J @ J.T))


def undamped(W, drive):
    r = drive
    for _ in range(500):
        r = np.tanh(drive + (W @ r.T).T)
    return r


def input_by_input(W, drive, target, beta):
    """The same update by damped steps on one input after the other."""
    total, n, k = 0, len(W), target.shape[1]
    for h, t in zip(drive, target, strict=True):
        pair = []
        for sign in (1, -1):
            r = np.zeros(n)
            for _ in range(800):
                pull = np.r_[np.zeros(n - k), sign * beta * (t - r[-k:])]
                r = 0.4 * r + 0.6 * np.tanh(W @ r + h + pull)
            pair.append(np.outer(r, r))
        total = total + (pair[0] - pair[1]) / (2 * beta)
    return total / len(drive)


def by_powers(W, B, updates, decay):
    keep = (1 - decay) ** np.arange(len(updates), -1, -1)
    total = np.tensordot(keep[1:], updates, 1)
    return keep[0] * W + total, keep[0] * B + total.T, (1 - decay) ** len(updates)


def entry_by_entry(trials, least):
    """The three numbers by loops over pairs, and ranks by sorting."""
    n, first, second, mirrored = len(trials), [], [], []
    for i in range(n):
        for j in range(n):
            there, back = (t[~np.isnan(t)] for t in (trials[i, j], trials[j, i]))
            if i != j and min(len(there), len(back)) >= least:
                first.append(np.median(there[0::2]))
                second.append(np.median(there[1::2]))
                mirrored.append(np.median(back[1::2]))
    a, b, turned = (np.searchsorted(np.sort(x), x) for x in (first, second, mirrored))
    itself, transposed = np.corrcoef([a, b, turned])[0, 1:]
    return itself, transposed, transposed / itself


def by_errors_squared(trials, least):
    """The interval by blotting a neuron out in place of cutting, and a sum in place of a variance."""
    seen = np.isfinite(trials).sum(2)
    counted = np.minimum(seen, seen.T) >= least
    np.fill_diagonal(counted, False)
    ratios = []
    for k in np.flatnonzero(counted.any(1)):
        fewer = trials.copy()
        fewer[k] = fewer[:, k] = np.nan
        ratios.append(entry_by_entry(fewer, least)[2])
    m, deviations = len(ratios), np.array(ratios) - np.mean(ratios)
    reach = 2 * np.sqrt((m - 1) / m * deviations @ deviations)
    ratio = entry_by_entry(trials, least)[2]
    return ratio - reach, ratio + reach


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("7.1", by_the_matrix),
        ("7.2", by_traces),
        ("7.3", undamped),
        ("7.4", input_by_input),
        ("7.6", by_powers),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_other_right_ways_pass(passes, number, answer):
    passes(number, answer)


def test_loops_and_another_jackknife_pass(passes):
    passes("7.7", entry_by_entry, by_errors_squared)


def test_the_two_products_agree():
    r = np.random.default_rng(0)
    x, v, u, W1, W2 = products.network(r, (4, 6, 3))
    forward, backward = products.products(x, v, u, W1, W2)
    assert u @ forward == pytest.approx(backward @ v)


def test_the_predicted_error_is_the_measured_one():
    r = np.random.default_rng(1)
    J, v = r.normal(size=(30, 30)), r.normal(size=(30, 20_000))
    measured = np.linalg.norm(J @ v - J.T @ v) / np.linalg.norm(J.T @ v)
    assert substitute.substitute(J)[2] == pytest.approx(measured, rel=0.02)


def test_settled_rates_are_a_fixed_point():
    r = np.random.default_rng(2)
    W, drive = settle.connections(r, 10), r.normal(size=(5, 10))
    rates = settle.settle(W, drive)
    assert np.allclose(rates, np.tanh(rates @ W.T + drive), atol=1e-10)


def test_a_weak_nudge_is_the_finite_difference_of_the_cost():
    r = np.random.default_rng(3)
    W, drive, target = nudge.task(r, 5, 3, 2)

    def cost(W):
        return ((nudge.relaxed(W, drive, target, 0.0)[:, -2:] - target) ** 2).sum() / 2 / len(drive)

    step = np.zeros_like(W)
    step[1, 4] = step[4, 1] = 1e-5
    slope = (cost(W + step) - cost(W - step)) / 2e-5
    assert nudge.nudge(W, drive, target, 1e-3)[1, 4] == pytest.approx(-slope, rel=1e-4)


def test_with_the_transposed_weights_feedback_alignment_is_the_gradient():
    r = np.random.default_rng(4)
    X, Y, W1, W2, W3, *_ = feedback.case(r, 7, (4, 5, 6, 3))

    def cost(W1):
        scores = np.tanh(np.tanh(X @ W1) @ W2) @ W3
        return -(Y * (scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)))).sum() / len(X)

    step = np.zeros_like(W1)
    step[2, 3] = 1e-5
    slope = (cost(W1 + step) - cost(W1 - step)) / 2e-5
    assert feedback.feedback(X, Y, W1, W2, W3, W2.T, W3.T)[0][2, 3] == pytest.approx(-slope, rel=1e-5)


def test_what_is_left_does_not_depend_on_the_updates():
    r = np.random.default_rng(5)
    W, B = r.normal(size=(3, 4)), r.normal(size=(4, 3))
    for scale in (0.0, 1.0, 100.0):
        left = kolen_pollack.kolen_pollack(W, B, scale * r.normal(size=(12, 3, 4)), 0.1)[2]
        assert left == pytest.approx(0.9**12)


@pytest.mark.parametrize("share", [1.0, 0.5, 0.0])
def test_the_ratio_is_what_the_population_was_made_with(share):
    ratios = [
        beyond_noise.symmetry(beyond_noise.population(np.random.default_rng(k), 60, 8, share, 2.0), 2)[2]
        for k in range(5)
    ]
    assert np.mean(ratios) == pytest.approx(share, abs=0.08)
    assert np.std(ratios) < 0.1


def test_the_interval_holds_the_truth():
    held = 0
    for k in range(20):
        low, high = beyond_noise.interval(
            beyond_noise.population(np.random.default_rng(k), 16, 8, 0.5, 1.0), 4
        )
        held += low < 0.5 < high
    assert held >= 16


def test_a_worm_is_more_symmetric_than_chance_and_no_more_than_a_symmetric_one():
    recorded = data.worm_responses().wild_type
    itself, transposed, ratio = beyond_noise.symmetry(recorded.trials, 4)
    assert 0.1 < transposed < itself < 0.25
    assert 0.5 < ratio < 1
