"""Answers to the exercises of module 3 that are not the reference, right and wrong."""

from itertools import combinations_with_replacement, permutations, product

import numpy as np
import pytest

from commonground.checks.exercise import find
from commonground.checks.here import here
from commonground.checks.m03 import too_few, trays
from commonground.checks.run import examine

from .conftest import judged


def one_by_one(X, sizes, U, b, V):
    return [np.tanh(sum(np.maximum(x @ U + b, 0) for x in S[:n]) @ V) for S, n in zip(X, sizes, strict=True)]


def by_matrix(x, lam, gam):
    n = len(x)
    return (lam * np.eye(n) + gam * np.ones((n, n))) @ x


def by_least_squares(W):
    n = len(W)
    forms = np.stack([np.eye(n).ravel(), np.ones(n * n)], axis=1)
    return np.linalg.lstsq(forms, W.ravel())[0]


def three_times(S):
    return np.concatenate([S, S[::-1], S]).tolist()


def last_many_times(S):
    return np.concatenate([S, np.repeat(S[-1:], 7, axis=0)])


def by_loops(F, x):
    n = len(x)
    return sum(F[x[i], x[j]] for i in range(n) for j in range(n) if i != j) / (n * (n - 1))


def order_by_order(F, x, orders):
    return np.mean([F[x[order][0], x[order][1]] for order in orders])


def by_companion(p):
    e1 = p[0]
    e2 = (e1**2 - p[1]) / 2
    e3 = (p[0] ** 3 - 3 * p[0] * p[1] + 2 * p[2]) / 6
    return np.linalg.eigvals(np.array([[e1, -e2, e3], [1, 0, 0], [0, 1, 0]])).real[::-1]


def random_orders():
    r = np.random.default_rng(1)
    return [r.permutation(6) for _ in range(60)], r.normal(size=6)


def random_questions():
    orders, x = random_orders()
    return [x, *(x[order] for order in orders)]


def random_verdict(answers):
    first, orders = np.asarray(answers[0]), random_orders()[0]
    if all(np.allclose(answer, first) for answer in answers):
        return "invariant"
    if first.shape == (6,) and all(
        np.allclose(a, first[o]) for a, o in zip(answers[1:], orders, strict=True)
    ):
        return "equivariant"
    return "neither"


@pytest.mark.parametrize(
    ("number", "answers"),
    [
        ("3.1", [one_by_one]),
        ("3.2", [by_matrix, by_least_squares]),
        ("3.3", [three_times, last_many_times]),
        ("3.4", [by_loops, order_by_order]),
        ("3.5", [lambda x: [np.sum(x), np.sum(x * x), np.sum(x * x * x)], by_companion]),
        ("3.6", [random_questions, random_verdict]),
    ],
)
@pytest.mark.parametrize("seed", range(5))
def test_other_right_answers_pass(number, answers, seed):
    assert judged(number, *answers, seed=seed).passed, judged(number, *answers, seed=seed)


def test_the_set_itself_confuses_nobody():
    report = judged("3.3", lambda S: S, lambda S: S[np.random.default_rng(0).permutation(len(S))])
    assert report.points == 0 and "should be another set" in str(report)


def test_a_set_with_a_stranger_is_told_who_it_is():
    report = judged("3.3", lambda S: np.concatenate([S, [S[0] + 100]]), lambda S: S[:-1])
    assert "a φ that is 1 on" in str(report) and report.points == 0


def test_too_few_questions_let_a_sly_box_through():
    x = np.array([0.3, -1.2, 2.5, 0.9])

    def verdict(answers):
        first = np.asarray(answers[0])
        if np.allclose(answers[1], first):
            return "invariant"
        return "equivariant" if first.shape == (4,) and np.allclose(answers[1], first[::-1]) else "neither"

    report = judged("3.6", lambda: [x, x[::-1]], verdict)
    assert 0 < report.points < find("3.6").points
    assert "in a sly way" in str(report)


def test_all_orders_of_the_sample_are_all_pairs():
    """What 3.4 promises: the sample is unbiased."""
    r = np.random.default_rng(2)
    F, x = r.normal(size=(5, 5)), r.integers(5, size=4)
    orders = np.array(list(permutations(range(4))))
    assert order_by_order(F, x, orders) == pytest.approx(by_loops(F, x))


def test_no_trays_differ_more_than_the_best(some_seeds):
    """All trays of three elements and five places, against the construction."""
    for seed in some_seeds:
        for low, high in ((-9, 10), (1, 20), (-20, 0)):
            stock = np.sort(trays.stocked(np.random.default_rng(seed), low, high)[:3])
            every = [np.array(t) for k in range(1, 6) for t in combinations_with_replacement(stock, k)]
            for pool, target in product(trays.TARGETS, trays.TARGETS):
                alike = {}
                for tray in every:
                    known = tuple(sorted(trays.kept(pool, tray).items()))
                    alike.setdefault(known, []).append(trays.TARGETS[target](tray))
                pair = trays.trays(pool, target, stock, 5)
                found = trays.difference(target, pair) if pair else 0
                assert found == pytest.approx(max(max(group) - min(group) for group in alike.values()))


def test_no_set_of_the_same_two_sums_is_further_than_the_twin(some_seeds):
    for seed in some_seeds:
        x = too_few.drawn(np.random.default_rng(seed), 1.0)
        r, angle = np.linalg.norm(x - x.mean()), np.linspace(0, 2 * np.pi, 2000)
        waves = np.cos(angle[:, None] + 2 * np.pi * np.arange(3) / 3)
        round_ = x.mean() + r * np.sqrt(2 / 3) * waves
        assert np.allclose((round_**2).sum(1), (x**2).sum())
        furthest = abs((too_few.furthest_twin(x) ** 3).sum() - (x**3).sum())
        assert furthest >= np.abs((round_**3).sum(1) - (x**3).sum()).max() - 1e-9
