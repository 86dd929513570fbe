"""Answers to the exercises of module 5 that are not the reference, right and wrong."""

import numpy as np
import pytest
import torch

from commonground import similarity
from commonground.checks.exercise import find
from commonground.checks.m05 import alignable, floor, shop
from commonground.checks.m05.odd_even import odd_even
from commonground.checks.m05.strangers import strangers
from commonground.checks.here import here
from commonground.checks.run import examine

from .conftest import judged


def by_lstsq(X, Y):
    X, Y = X - X.mean(0), Y - Y.mean(0)
    W = np.linalg.lstsq(X, Y)[0]
    return [W.tolist(), np.sum((X @ W) ** 2) / np.sum(Y**2)]  # what is explained, not what is left


def codes_turned(y):
    """Strangers whose units all hold a little of everything: labels and one loud thing, turned until equally loud."""
    n, labels = len(y), np.equal.outer(np.unique(y), y).T * 1.0
    noise = np.random.default_rng(9).normal(size=(n, 2))
    U = np.linalg.svd(labels - labels.mean(0), full_matrices=False)[0][:, : labels.shape[1] - 1]
    own = np.linalg.qr(np.c_[np.ones(n), U, noise])[0][:, -2:]
    hadamard = np.array([[1.0]])
    while len(hadamard) < U.shape[1] + 1:
        hadamard = np.block([[hadamard, hadamard], [hadamard, -hadamard]])
    return [np.c_[U, 500 * own[:, [k]]] @ hadamard[: U.shape[1] + 1] for k in (0, 1)]


def floor_by_projection(X, Y, y):
    """The same floor as what is left of both when only their decoders' directions are kept."""
    X, Y = X - X.mean(0), Y - Y.mean(0)
    U = floor.task_basis(y)
    P, Q = (np.linalg.qr(np.linalg.pinv(Z) @ U)[0] for Z in (X, Y))
    return np.linalg.norm((X @ P).T @ (Y @ Q)) ** 2 / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y))


def by_products(X, Y):
    """Ridge regression on units and on their products."""
    X = X - X[::2].mean(0)
    X = np.linalg.svd(X, full_matrices=False)[0] * np.sqrt(len(X))
    first, second = np.triu_indices(min(X.shape[1], 8))
    for word, Z in (("linear", X), ("nonlinear", np.c_[X, X[:, first] * X[:, second]])):
        Z = Z - Z[::2].mean(0)
        fit = Z[::2]
        W = fit.T @ np.linalg.solve(fit @ fit.T + 0.01 * np.eye(len(fit)), Y[::2] - Y[::2].mean(0))
        left = Y[1::2] - Y[::2].mean(0) - Z[1::2] @ W
        if np.sum(left**2) < 0.4 * np.sum((Y[1::2] - Y[1::2].mean(0)) ** 2):
            return word
    return "neither"


def trained_apart(S, y, A):
    """A layer that was trained: cross-entropy of a readout, and CKA as the penalty of the lesson."""
    r = torch.Generator().manual_seed(0)
    S, A, goal = torch.tensor(S), torch.tensor(A - A.mean(0)), torch.tensor(y)
    W = (0.3 * torch.randn(S.shape[1], 20, generator=r, dtype=torch.float64)).requires_grad_()
    V = (0.1 * torch.randn(20, len(np.unique(y)), generator=r, dtype=torch.float64)).requires_grad_()
    optimiser = torch.optim.Adam([W, V], lr=0.03)
    for _ in range(600):
        optimiser.zero_grad()
        B = torch.relu(S @ W)
        Z = B - B.mean(0)
        cka = (A.T @ Z).square().sum() / ((A.T @ A).norm() * (Z.T @ Z).norm())
        (torch.nn.functional.cross_entropy(B @ V, goal) + 10 * cka).backward()
        optimiser.step()
    return W


@pytest.mark.parametrize(
    ("number", "answer"),
    [("5.1", by_lstsq), ("5.2", codes_turned), ("5.3", floor_by_projection), ("5.3", floor.altered), ("5.6", trained_apart)],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_other_right_ways_pass(passes, number, answer):
    passes(number, answer)


def test_products_find_what_a_kernel_finds(some_seeds):
    for seed in some_seeds:
        outcomes = judged("5.5", by_products, seed=seed).outcomes
        assert outcomes[0].holds and outcomes[3].holds, seed


def test_the_floor_lies_below_cka_and_above_zero(some_seeds):
    for seed in some_seeds:
        r = np.random.default_rng(seed)
        y = r.permutation(np.repeat(np.arange(3), 8))
        X, Y = floor.solver(r, y, 4), floor.solver(r, y, 3)
        assert 0 < floor.cka_floor(X, Y, y) <= similarity.linear_cka(X, Y) + 1e-12


def test_the_floor_of_perfect_strangers_is_their_cka():
    y = np.repeat(np.arange(4), 10)
    X, Y = strangers(y)
    assert floor.cka_floor(X, Y, y) == pytest.approx(similarity.linear_cka(X, Y), rel=1e-5)


def test_odd_and_even_parts_have_nothing_in_common():
    r = np.random.default_rng(3)
    odd, even = odd_even(*r.normal(size=(2, 30, 5)))
    assert similarity.linear_cka(odd, even) < 1e-25 and similarity.cca(odd, even)[0] < 1e-12


def test_what_the_pairs_of_5_5_are_for():
    r = np.random.default_rng(4)
    assert similarity.linear_cka(*alignable.faint(r, "linear")) < 0.1, "CKA must not see the faint direction"
    X, Y = alignable.pair(r, "neither", n=60, widths=(80, 40))
    assert similarity.linear_regression_r2(X, Y) > 0.999, "a fit without held-out stimuli must look perfect"


def test_strangers_that_are_none_are_told_why():
    def one_table(y):
        return np.eye(len(y))

    def flat(y):
        return np.ones((len(y), 2)), np.ones((len(y), 2))

    assert "2 tables" in str(judged("5.2", one_table))
    assert "answer different stimuli differently" in str(judged("5.2", flat))


def test_alignable_needs_one_of_three_words():
    assert "should be one of 'linear', 'nonlinear', 'neither'" in str(judged("5.5", lambda X, Y: "Linear"))


def test_measures_of_the_shop_are_those_of_the_package():
    r = np.random.default_rng(5)
    X, Y = r.normal(size=(60, 4)), r.normal(size=(60, 6)) + 1
    for name, measure in shop.MEASURES.items():
        how = {"k": 5, "metric": "euclidean"} if name == "mutual_knn" else {}
        assert measure(X, Y) == pytest.approx(getattr(similarity, name)(X, Y, **how), abs=1e-9), name


def test_a_layer_of_another_shape_is_told_its_own():
    assert "shape (10, q)" in str(judged("5.6", lambda S, y, A: np.eye(3)))
    assert "at most 40" in str(judged("5.6", lambda S, y, A: np.ones((S.shape[1], 41))))
