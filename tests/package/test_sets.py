"""Networks on sets: what order, padding and size may do to them, and what they may not."""

import numpy as np
import pytest
import torch

from commonground.networks import GRU, DeepSets, as_rows
from commonground.training import activations, fit, fit_many

POOLS = ["sum", "mean", "max"]


def some_sets(n=6, m=5, d=3):
    return np.random.default_rng(0).normal(size=(n, m, d)).astype(np.float32)


def says(network, rows):
    return activations(network, rows)[-1]


def test_rows_mark_who_is_there():
    rows = as_rows([[[7.0], [8.0]], [[9.0], [1.0]]], [2, 1])
    assert rows.dtype == np.float32
    assert rows.tolist() == [[7, 1, 8, 1], [9, 1, 0, 0]]


@pytest.mark.parametrize("pool", POOLS)
def test_order_does_not_matter(pool):
    network, X = DeepSets(3, 8, 4, 2, pool=pool, seed=1), some_sets()
    np.testing.assert_allclose(says(network, as_rows(X)), says(network, as_rows(X[:, ::-1])), atol=1e-5)


def test_order_matters_to_a_gru():
    network, X = GRU(3, 8, 2, seed=1), some_sets()
    assert np.abs(says(network, as_rows(X)) - says(network, as_rows(X[:, ::-1]))).max() > 0.01


@pytest.mark.parametrize(
    "build",
    [*(lambda p=p: DeepSets(3, 8, 4, 2, pool=p, seed=1) for p in POOLS), lambda: GRU(3, 8, 2, seed=1)],
)
def test_empty_places_do_not_matter(build):
    network, X = build(), some_sets()
    padded = as_rows(X, [3] * len(X))
    np.testing.assert_allclose(says(network, padded), says(network, as_rows(X[:, :3])), atol=1e-6)


@pytest.mark.parametrize(("pool", "same"), [("sum", False), ("mean", True), ("max", True)])
def test_only_the_sum_counts(pool, same):
    network, X = DeepSets(3, 8, 4, 2, pool=pool, seed=1), some_sets()
    once, twice = says(network, as_rows(X)), says(network, as_rows(np.concatenate([X, X], axis=1)))
    assert np.allclose(once, twice, atol=1e-5) == same


def test_the_pooled_code_is_the_sum_of_codes():
    network, X = DeepSets(3, 8, 4, 2, seed=1), some_sets()
    single = activations(network, as_rows(X.reshape(-1, 1, 3)))[0][:, :-1].reshape(6, 5, 4)
    pooled = network.pool(network.element(torch.tensor(as_rows(X)))).detach().numpy()
    np.testing.assert_allclose(pooled, single.sum(axis=1), atol=1e-5)


def test_gru_is_torchs_own():
    ours, theirs = GRU(3, 8, 2, seed=1), torch.nn.GRU(3, 8, batch_first=True)
    cell = ours.recurrence

    def torchs(layer):  # torch keeps its gates in the order forget, write, new; and writes what ours keeps
        new, forget, write = layer.chunk(3)
        return torch.cat([forget, -write, new])

    with torch.no_grad():
        theirs.weight_ih_l0.copy_(torchs(cell.seen.weight))
        theirs.bias_ih_l0.copy_(torchs(cell.seen.bias))
        theirs.weight_hh_l0.copy_(torchs(cell.known.weight))
        theirs.bias_hh_l0.copy_(torchs(cell.known.bias))
        expected = ours.readout(theirs(torch.tensor(some_sets()))[1][0])
    np.testing.assert_allclose(says(ours, as_rows(some_sets())), expected, atol=1e-5)


@pytest.mark.parametrize("build", [lambda s: DeepSets(2, 8, 4, 1, seed=s), lambda s: GRU(2, 8, 1, seed=s)])
def test_many_at_once_are_those_one_by_one(build):
    X, y = as_rows(some_sets(64, 4, 2), np.arange(64) % 4 + 1), np.linspace(-1, 1, 64)[:, None]
    plan = dict(epochs=3, lr=1e-2, batch_size=16, loss=torch.nn.functional.mse_loss)
    alone, together = [build(1), build(2)], [build(1), build(2)]
    for network, seed in zip(alone, (3, 4), strict=True):
        fit(network, X, y, seed=seed, **plan)
    fit_many(together, X, y, seeds=[3, 4], **plan)
    for one, many in zip(alone, together, strict=True):
        np.testing.assert_allclose(says(one, X), says(many, X), atol=1e-4)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: as_rows(np.ones((2, 3))), "sets, elements, numbers"),
        (lambda: as_rows(np.ones((2, 0, 3))), "none of them 0"),
        (lambda: as_rows(np.ones((2, 3, 1)), [1, 4]), "from 1 to 3"),
        (lambda: as_rows(np.ones((2, 3, 1)), [0, 3]), "no set empty"),
        (lambda: as_rows(np.ones((2, 3, 1)), [3]), "one a set"),
        (lambda: DeepSets(0, 8, 4, 1, seed=0), "1 or more"),
        (lambda: DeepSets(2, 8, 4, 1, pool="median", seed=0), "sum, mean, max"),
        (lambda: DeepSets(2, 8, 4, 1, gain=0, seed=0), "positive"),
        (lambda: GRU(2, 0, 1, seed=0), "1 or more"),
    ],
)
def test_nonsense_is_refused_with_the_mend(wrong, message):
    with pytest.raises(ValueError, match=message):
        wrong()
