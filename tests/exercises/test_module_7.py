"""Answers to the exercises of module 7 that are not the reference, right and wrong."""

import numpy as np
import pytest

from commonground import data
from commonground.checks.m07 import (
    beyond_noise,
    break_it,
    by_nudges,
    feedback,
    lopsided,
    nudge,
    settle,
    which_product,
    wires_meet,
)


def pushed_many_ways(n):
    """Other probes: the network's own, and beside them some for the box alone."""
    V = np.cos(np.outer(np.arange(1, 6), np.arange(n)) + 1)
    return V, np.vstack([V[1:], V[:1] - V[1:2]])


def by_differences(V, U, JV, answers):
    """The box's answers to probes that the network got, and every u against every v."""
    shared = [(i, j) for i, u in enumerate(U) for j, v in enumerate(V) if np.array_equal(u, v)]
    ahead = all(np.allclose(answers[i], JV[j]) for i, j in shared)
    back = all(abs(u @ JV[j] - answers[i] @ v) < 1e-8 for i, u in enumerate(U) for j, v in enumerate(V))
    return {(True, True): "both", (True, False): "forward", (False, True): "backward"}.get(
        (ahead, back), "neither"
    )


def by_one_corner(S, error):
    """Another antisymmetric part: a single pair of entries."""
    J = S.copy()
    size = np.tan(np.arcsin(error / 2)) * np.sqrt((S**2).sum() / 2)
    J[0, 1] += size
    J[1, 0] -= size
    return J


def by_an_angle(J, error):
    """The same projection, by angles."""
    S, A = (J + J.T) / 2, (J - J.T) / 2
    s, a = np.sqrt((S**2).sum()), np.sqrt((A**2).sum())
    wanted, there = np.arcsin(error / 2), np.arctan2(a, s)
    length = np.hypot(s, a) * np.cos(max(there - wanted, 0))
    angle = min(there, wanted)
    return length * (np.cos(angle) * S / s + np.sin(angle) * A / a)


def by_newton(W, drive):
    """Fixed points by Newton's method along a path on which the drive grows."""
    rows = []
    for h in drive:
        r = np.zeros(len(W))
        for share in np.linspace(0.02, 1, 50):
            for _ in range(20):
                f = np.tanh(W @ r + share * h)
                r = r - np.linalg.solve(np.eye(len(W)) - (1 - f**2)[:, None] * W, r - f)
        rows.append(r)
    return np.array(rows)


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


def meet_in_batches(X, Y, W1, W2, B):
    """Kolen and Pollack's rule on batches, with a rate that falls."""
    r = np.random.default_rng(0)
    for rate in np.linspace(0.8, 0.1, 3000):
        some = r.permutation(len(X))[:50]
        h = np.tanh(X[some] @ W1)
        p = np.exp(h @ W2)
        e = rate * (Y[some] - p / p.sum(axis=1, keepdims=True)) / 50
        W1 = W1 + X[some].T @ ((e @ B) * (1 - h**2))
        W2, B = 0.998 * W2 + h.T @ e, 0.998 * B + (h.T @ e).T
    return W1, W2, B


def taught_from_rest(X, T, W, U):
    """Learning at one rate, settled from rest each time, with the diagonal of W learning as well."""
    k = T.shape[1]
    for _ in range(300):
        phases = []
        for pull in (0.2, -0.2):
            r = np.zeros((len(X), len(W)))
            for _ in range(25):
                missing = np.pad(T - r[:, -k:], ((0, 0), (len(W) - k, 0)))
                r = (r + np.tanh(r @ W + X @ U.T + pull * missing)) / 2
            phases.append(r)
        up, down = phases
        U = U + 0.7 * (up - down).T @ X / (0.4 * len(X))
        W = W + 0.03 * (up.T @ up - down.T @ down) / (0.4 * len(X))
    return W, U


def by_weak_nudges(S, A, drive, target):
    """The breaking ratio by nudging there and back, and secants."""
    k = target.shape[1]

    def moved(J, rest):
        pull, ends = np.zeros_like(rest), []
        pull[:, -k:] = target - rest[:, -k:]
        for sign in (1, -1):
            r, h = rest, np.arctanh(rest) - rest @ J.T + sign * 1e-4 * pull
            for _ in range(250):
                r = (r + np.tanh(r @ J.T + h)) / 2
            ends.append(r[:, :-k])
        return (ends[0] - ends[1]).ravel()

    def gap(ratio):
        J, rest = (S + ratio * A) / np.sqrt(1 + ratio**2), np.zeros_like(drive)
        for _ in range(250):
            rest = (rest + np.tanh(rest @ J.T + drive)) / 2
        told, owed = moved(J, rest), moved(J.T, rest)
        return told @ owed / np.sqrt(told @ told * (owed @ owed)) - 0.5

    low, high = 0.0, 2.0
    for _ in range(14):
        middle = (low + high) / 2
        low, high = (middle, high) if gap(middle) > 0 else (low, middle)
    return middle


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
    ("number", "answers"),
    [
        ("7.1", (pushed_many_ways, by_differences)),
        ("7.2", (by_one_corner, by_an_angle)),
        ("7.3", (by_newton,)),
        ("7.4", (input_by_input,)),
        ("7.6", (meet_in_batches,)),
        ("7.8", (taught_from_rest,)),
        ("7.9", (by_weak_nudges,)),
    ],
    ids=["7.1", "7.2", "7.3", "7.4", "7.6", "7.8", "7.9"],
)
def test_other_right_ways_pass(passes, number, answers):
    passes(number, *answers)


def test_loops_and_another_jackknife_pass(passes):
    passes("7.7", entry_by_entry, by_errors_squared)


@pytest.mark.parametrize("kind", [which_product.halves, which_product.one_wire])
def test_wrong_boxes_differ_from_both_products(kind):
    for J, box, name in kind(np.random.default_rng(0), 12):
        assert name == "neither" and not np.allclose(box, J) and not np.allclose(box, J.T)


def test_a_built_matrix_is_wrong_by_so_much_for_random_vectors():
    r = np.random.default_rng(1)
    J, v = lopsided.lopsided(lopsided.symmetric(r, 30), 0.7), r.normal(size=(30, 20_000))
    measured = np.linalg.norm(J @ v - J.T @ v) / np.linalg.norm(J.T @ v)
    assert measured == pytest.approx(0.7, rel=0.02)


def test_no_other_matrix_that_is_good_enough_is_nearer():
    r = np.random.default_rng(2)
    J = r.normal(size=(3, 3))
    M = lopsided.mend(J, 0.5)
    for _ in range(2000):
        other = J + (M - J) + 0.1 * r.normal(size=(3, 3))
        if lopsided.wrong_by(other) <= 0.5:
            assert np.linalg.norm(other - J) > np.linalg.norm(M - J)


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


def test_wires_get_nearer_for_any_updates():
    r = np.random.default_rng(5)
    X, y = wires_meet.stimuli(r, 40, 0.3, 0)
    W1, W2, B = r.normal(size=(3, 4)), r.normal(size=(4, 2)), r.normal(size=(2, 4))
    _, V2, C = wires_meet.meet(X, np.eye(2)[y], W1, W2, B)
    assert np.allclose(C - V2.T, 0.997**1500 * (B - W2.T))


def test_outputs_alone_cannot_read_what_is_learnt_by_nudges():
    r = np.random.default_rng(6)
    X, y = by_nudges.quarters(r, 120, 0.4, flip=0)
    W, U = by_nudges.beginning(r, 24, 2, 3)
    T = np.where(np.eye(2)[y] > 0, 0.6, -0.6)
    Z, z = by_nudges.quarters(r, 600, 0.4, flip=0)
    shares = [
        (by_nudges.read(*answer(X, T, W, U), Z, 2) == z).mean()
        for answer in (by_nudges.outputs_alone, by_nudges.learn_by_nudges)
    ]
    assert shares[0] < 0.8 < 0.9 < shares[1]


def test_a_settled_circuit_breaks_elsewhere_than_a_single_product():
    ratios = [
        break_it.breaking_ratio(*break_it.circuit(np.random.default_rng(k), 16, 4, 2, 0.25)) for k in range(8)
    ]
    assert np.std(ratios) > 0.05 and min(ratios) > 0.3


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
