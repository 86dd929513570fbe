"""Answers to the exercises of module 2 that are not the reference, right and wrong."""

import numpy as np
import pytest

from commonground.checks.exercise import find
from commonground.checks.m02 import creases, direction_or_ring, directions, two_nn
from commonground.checks.m02.steepness import steepness
from commonground.checks.here import here
from commonground.checks.run import examine

from .conftest import judged


def point_by_point(X, W, b):
    return [[np.tanh(row @ x + shift) for row, shift in zip(W, b, strict=True)] for x in X]


def regions_by_halving(weights, biases, a, b):
    """Compare patterns of on and off at two ends; where they differ, or the middle differs, look at both halves."""

    def pattern(t):
        Z = creases.signals(weights, biases, (a + t * (b - a))[None])
        return tuple(np.concatenate(Z, axis=1)[0] > 0)

    t = np.linspace(0, 1, 20001)
    seen = [pattern(s) for s in t]

    def changes(low, high, at_low, at_high):
        if at_low == at_high:
            return 0
        if sum(x != y for x, y in zip(at_low, at_high, strict=True)) == 1 or high - low < 1e-14:
            return 1
        middle = (low + high) / 2
        at_middle = pattern(middle)
        return changes(low, middle, at_low, at_middle) + changes(middle, high, at_middle, at_high)

    return 1 + sum(changes(t[k], t[k + 1], seen[k], seen[k + 1]) for k in range(len(t) - 1))


def ratio_by_coordinates(D):
    """Find points that have these distances, seen from the first one, then their ratio."""
    S = np.asarray(D) ** 2
    values, vectors = np.linalg.eigh((S[0] + S[:, :1] - S) / 2)
    X = vectors * np.sqrt(np.maximum(values, 0))
    C = np.cov(X.T)
    return np.trace(C) ** 2 / np.sum(C * C)


def dimension_by_loops(X):
    mu = []
    for i, x in enumerate(X):
        first, second = sorted(np.sqrt(((x - z) ** 2).sum()) for j, z in enumerate(X) if j != i)[:2]
        mu.append(second / first)
    mu = np.log(sorted(mu))[: int(0.9 * len(mu))]
    y = -np.log(1 - np.arange(1, len(mu) + 1) / len(X))
    return np.linalg.lstsq(mu[:, None], y)[0][0]


def steepness_by_loops(H, t):
    slopes, way = [], 0.0
    for k in range(len(t) - 1):
        step = np.sqrt(np.sum((H[k + 1] - H[k]) ** 2))
        slopes.append(step / (t[k + 1] - t[k]))
        way += step
    return max(slopes) * (t[-1] - t[0]) / way


def by_class_means(X, y):
    """Cross-validate the two shapes by nearest neighbours of what a ridge regression predicts."""
    X, y = X - X[::2].mean(0), np.asarray(y, float)
    targets = np.c_[y, np.cos(np.pi * y / 6), np.sin(np.pi * y / 6)]
    fit, centre = X[::2], targets[::2].mean(0)
    W = fit.T @ np.linalg.solve(fit @ fit.T + 0.01 * np.eye(len(fit)), targets[::2] - centre)
    r = [np.corrcoef(p, t)[0, 1] for p, t in zip((X[1::2] @ W).T, targets[1::2].T, strict=True)]
    return "direction" if r[0] > 0.93 else "ring" if min(r[1:]) > 0.93 else "neither"


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("2.1", point_by_point),
        ("2.3", ratio_by_coordinates),
        ("2.4", dimension_by_loops),
        ("2.5", steepness_by_loops),
        ("2.6", by_class_means),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_other_right_ways_pass(passes, number, answer):
    passes(number, answer)


def test_halving_finds_the_same_creases(some_seeds):
    for seed in some_seeds:
        inputs = creases.segment(np.random.default_rng(seed), (2, 6, 6), (creases.on_a_grid,), near=False)
        assert regions_by_halving(*inputs) == creases.regions(*inputs)


def test_the_worked_examples_of_the_sheet():
    first, second = np.array([[1.0], [1.0]]), np.array([[1.0, -2.0]])
    walk = np.array([0.0]), np.array([3.0])
    assert creases.regions([first], [np.array([-1.0, -2.0])], *walk) == 3
    assert creases.regions([first, second], [np.array([-1.0, -2.0]), np.array([-0.5])], *walk) == 5
    cloud = np.array([[1.0, 0], [-1, 0], [0, 2], [0, -2]])
    for ratio in (directions.participation_ratio(cloud), directions.ratio_from_distances(directions.distances(cloud))):
        assert ratio == pytest.approx(25 / 17)
    assert two_nn.two_nn(np.array([[0.0], [1.0], [3.0]])) == pytest.approx(1.44, abs=0.005)
    assert steepness(np.array([[0.0], [1.0], [5.0]]), np.array([0.0, 1.0, 3.0])) == pytest.approx(1.2)


def test_tents_make_powers_of_two():
    """The lesson's sawtooth, as a network: each layer folds what the one before hands on."""
    weights = [np.array([[1.0], [1.0]])] + 4 * [np.array([[2.0, -4.0], [2.0, -4.0]])]
    biases = [np.array([0.0, -0.5])] * 5
    ends = np.array([1e-9]), np.array([1 - 1e-9])
    for depth in range(1, 6):
        assert creases.regions(weights[:depth], biases[:depth], *ends) == 2**depth


def test_what_the_activations_of_2_6_are_for():
    r = np.random.default_rng(5)
    X, y = direction_or_ring.activations(r, "ring")
    share = direction_or_ring.predicted(X, y)
    assert 0.4 < share < 0.75, "a probe for the value must look fair on a ring"
    X, y = direction_or_ring.activations(r, "neither", n=80, p=120)
    fit = direction_or_ring.predicted(X, y, fit=slice(None), test=slice(None))
    assert fit > 0.9, "a fit without held-out stimuli must look good"


def test_a_verdict_needs_one_of_three_words():
    assert "should be one of 'direction', 'ring', 'neither'" in str(judged("2.6", lambda X, y: "circle"))
