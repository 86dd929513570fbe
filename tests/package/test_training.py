import copy
import re

import numpy as np
import pytest
import torch
from torch import nn

from commonground import data
from commonground.networks import CNN, MLP, Transformer
from commonground.training import accuracy, activations, fit, fit_many, fit_own, many

DIGITS = data.digits()
X, y = DIGITS.X_train[:300], DIGITS.y_train[:300]


def mlps(n, **options):
    return [MLP(64, 24, 2, 10, seed=seed, **options) for seed in range(n)]


def distance(a, b):
    """Largest difference between two networks' weights."""
    pairs = zip(a.parameters(), b.parameters(), strict=True)
    return max((v - w).abs().max().item() for v, w in pairs)


def test_training_learns_and_its_loss_falls():
    network = MLP(64, 64, 2, 10, seed=0)
    before = accuracy(network, DIGITS.X_test, DIGITS.y_test)
    history = fit(network, DIGITS.X_train, DIGITS.y_train, seed=0, epochs=15)
    assert before < 0.3 < 0.94 < accuracy(network, DIGITS.X_test, DIGITS.y_test)
    assert history.loss.shape == (15,) and history.loss[-1] < 0.2 * history.loss[0]


@pytest.mark.parametrize(
    "build",
    [
        lambda seed: MLP(64, 24, 2, 10, seed=seed),
        lambda seed: MLP(64, 24, 3, 10, activation="relu", gain=2**0.5, seed=seed),
        lambda seed: CNN(8, 4, 2, 10, seed=seed),
        lambda seed: Transformer(8, 8, 1, 10, seed=seed),
    ],
)
def test_many_at_once_are_the_same_as_one_by_one(build):
    plan = dict(epochs=4, batch_size=64, record=(0, 2, 4), probes=DIGITS.X_test[:20])
    alone, together = [build(s) for s in range(5)], [build(s) for s in range(5)]
    single = [fit(network, X, y, seed=10 + k, **plan) for k, network in enumerate(alone)]
    many = fit_many(together, X, y, seeds=range(10, 15), **plan)
    for k in range(5):
        assert distance(alone[k], together[k]) < 2e-5
        assert distance(alone[k], build(k)) > 1e-3  # training did move the weights
        np.testing.assert_allclose(many.loss[k], single[k].loss, rtol=1e-4)
        for epoch in (0, 2, 4):
            for a, b in zip(single[k].recorded[epoch], many.recorded[epoch][k], strict=True):
                np.testing.assert_allclose(a, b, atol=1e-4)


def test_groups_that_fit_the_cache_change_nothing(monkeypatch):
    whole, parts = mlps(5), mlps(5)
    plan = dict(seeds=range(5), epochs=2, record=(2,), probes=X[:7])
    a = fit_many(whole, X, y, **plan)
    monkeypatch.setattr(many, "WEIGHTS_AT_ONCE", 2 * sum(w.numel() for w in whole[0].parameters()))
    b = fit_many(parts, X, y, **plan)
    assert max(map(distance, whole, parts)) < 2e-5
    assert a.loss.shape == b.loss.shape == (5, 2)
    assert len(b.recorded[2]) == 5 and b.recorded[2][4][0].shape == (7, 24)


def test_each_seed_has_its_own_order():
    same, other = MLP(64, 24, 2, 10, seed=0), MLP(64, 24, 2, 10, seed=0)
    fit_many([same, other], X, y, seeds=[1, 2], epochs=1)
    assert distance(same, other) > 1e-5


def test_training_leaves_the_global_generator_alone():
    before = torch.get_rng_state()
    fit_many(mlps(2), X, y, seeds=[0, 1], epochs=1)
    assert torch.equal(torch.get_rng_state(), before)


def test_a_network_with_dropout_is_trained_one_by_one():
    def build():
        return nn.Sequential(nn.Linear(64, 16), nn.Dropout(0.5), nn.Linear(16, 10))

    history = fit_many([build(), build()], X, y, seeds=[0, 1], epochs=2)
    assert history.loss.shape == (2, 2)


def test_activations_are_plain_arrays_one_a_layer():
    layers = activations(MLP(64, 24, 3, 10, seed=0), DIGITS.X_test)
    assert [layer.shape for layer in layers] == [(500, 24)] * 3 + [(500, 10)]
    assert all(type(layer) is np.ndarray and layer.dtype == np.float32 for layer in layers)
    shapes = [layer.shape for layer in activations(CNN(8, 6, 3, 10, seed=0), DIGITS.X_test)]
    assert shapes == [(500, 384), (500, 384), (500, 96), (500, 10)]


def test_recording_before_training_is_the_untrained_network():
    network = MLP(64, 24, 2, 10, seed=0)
    untrained = activations(copy.deepcopy(network), X[:9])
    history = fit(network, X, y, seed=0, epochs=3, record=(0, 3), probes=X[:9])
    np.testing.assert_array_equal(history.recorded[0][1], untrained[1])
    np.testing.assert_array_equal(history.recorded[3][1], activations(network, X[:9])[1])
    assert not np.allclose(history.recorded[0][1], history.recorded[3][1])


def test_real_values_can_be_learnt():
    network = MLP(64, 24, 1, 2, seed=0)
    history = fit(network, X, X[:, 20:22], seed=0, epochs=20, loss=nn.functional.mse_loss)
    assert history.loss[-1] < 0.5 * history.loss[0]


def test_accuracy_counts_what_is_right():
    network = nn.Sequential(nn.Linear(2, 2, bias=False))
    with torch.no_grad():
        network[0].weight.copy_(torch.eye(2))
    points = [[1, 0], [0, 1], [0, 1], [1, 0]]
    assert accuracy(network, points, [0, 1, 0, 0]) == 0.75


def test_zero_epochs_train_nothing():
    networks = mlps(2)
    assert fit_many(networks, X, y, seeds=[0, 1], epochs=0).loss.shape == (2, 0)
    assert max(map(distance, networks, mlps(2))) == 0


with_nan = X.copy()
with_nan[3, 5] = np.nan


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: fit(MLP(64, 8, 1, 10, seed=0), X[0], y, seed=0), "one row a stimulus"),
        (lambda: fit(MLP(64, 8, 1, 10, seed=0), X[:0], y[:0], seed=0), "no stimuli"),
        (lambda: fit(MLP(64, 8, 1, 10, seed=0), with_nan, y, seed=0), "row 3, column 5"),
        (lambda: fit(MLP(64, 8, 1, 10, seed=0), X, y[:-1], seed=0), "one target a stimulus"),
        (lambda: fit(MLP(64, 8, 1, 10, seed=0), X, -y, seed=0), "labels count from 0"),
        (lambda: fit(MLP(64, 8, 1, 10, seed=0), X, y / np.float64(0.0 + np.nan), seed=0), "NaN"),
        (lambda: fit(MLP(64, 8, 1, 10, seed=0), X, y, seed=0, epochs=-1), "epochs must be 0 or more"),
        (lambda: fit(MLP(64, 8, 1, 10, seed=0), X, y, seed=0, lr=0.0), "lr positive"),
        (lambda: fit(MLP(64, 8, 1, 10, seed=0), X, y, seed=0, epochs=2, record=(3,), probes=X), "from 0"),
        (lambda: fit(MLP(64, 8, 1, 10, seed=0), X, y, seed=0, epochs=2, record=(1,)), "probes=X"),
        (lambda: fit_many([], X, y, seeds=[]), "at least one"),
        (lambda: fit_many(mlps(2), X, y, seeds=[0]), "one seed a network"),
        (lambda: fit_many(mlps(1) * 2, X, y, seeds=[0, 1]), "stands twice"),
        (lambda: fit_many([*mlps(1), MLP(64, 9, 2, 10, seed=0)], X, y, seeds=[0, 1]), "another architecture"),
        (
            lambda: fit_many([*mlps(1), *mlps(1, activation="relu")], X, y, seeds=[0, 1]),
            "another architecture",
        ),
        (lambda: activations(MLP(64, 8, 1, 10, seed=0), X[0]), "one row a stimulus"),
        (lambda: accuracy(MLP(64, 8, 1, 10, seed=0), X, y[:5]), "one target a stimulus"),
    ],
)
def test_nonsense_is_refused_with_the_mend(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def own(n=3, **plan):
    """Train networks on 20, 40, … images of their own; return them with what was recorded."""
    networks = mlps(n)
    Xs, ys = [X[: 20 * (k + 1)] for k in range(n)], [y[: 20 * (k + 1)] for k in range(n)]
    plan = dict(seeds=range(n), steps=30) | plan
    return networks, fit_own(networks, Xs, ys, **plan)


def test_each_network_learns_its_own_images():
    networks, history = own(steps=400)
    assert history.loss.shape == (3, 400)
    for k, network in enumerate(networks):
        assert accuracy(network, X[: 20 * (k + 1)], y[: 20 * (k + 1)]) > 0.97
    assert accuracy(networks[0], X[20:], y[20:]) < accuracy(networks[2], X[60:], y[60:])


def test_a_network_among_others_is_the_network_alone():
    together, _ = own()
    alone = mlps(3)[1]
    fit_own([alone], [X[:40]], [y[:40]], seeds=[1], steps=30)
    assert distance(alone, together[1]) < 2e-5
    assert distance(alone, mlps(3)[1]) > 1e-3


def test_no_steps_train_nothing():
    networks, history = own(steps=0)
    assert history.loss.shape == (3, 0)
    assert max(map(distance, networks, mlps(3))) == 0


def test_what_is_recorded_is_what_the_networks_answer():
    probes = [X[k : k + 7] for k in range(3)]
    networks, history = own(record=(0, 30), probes=probes)
    for k, network in enumerate(networks):
        np.testing.assert_allclose(
            history.recorded[30][k][-1], activations(network, probes[k])[-1], atol=1e-5
        )
        np.testing.assert_allclose(
            history.recorded[0][k][-1], activations(mlps(3)[k], probes[k])[-1], atol=1e-5
        )


def test_own_targets_may_be_values():
    def squared(outputs, targets):
        return ((outputs - targets) ** 2).mean()

    networks = [MLP(64, 24, 1, 64, seed=k) for k in range(2)]
    history = fit_own(networks, [X[:50], X[50:80]], [X[:50], X[50:80]], seeds=[0, 1], steps=150, loss=squared)
    assert (history.loss[:, -10:].mean(1) < 0.5 * history.loss[:, 0]).all()


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: fit_own(mlps(2), [X], [y, y], seeds=[0, 1]), "give one a network"),
        (lambda: fit_own(mlps(2), [X, X], [y, y], seeds=[0]), "one seed a network"),
        (lambda: fit_own(mlps(1), [X], [y[:9]], seeds=[0]), "one target a stimulus"),
        (lambda: fit_own(mlps(1), [X], [y], seeds=[0], lr=0), "lr positive"),
        (
            lambda: fit_own(mlps(1), [X], [y], seeds=[0], steps=5, record=[6], probes=[X]),
            "name whole steps from 0",
        ),
        (lambda: fit_own(mlps(1), [X], [y], seeds=[0], steps=5, record=[5]), "probes=X"),
        (
            lambda: fit_own(mlps(2), [X, X], [y, y], seeds=[0, 1], steps=5, record=[5], probes=[X]),
            "sets of probes",
        ),
        (lambda: fit_own([CNN(8, 4, 2, 10, seed=0)], [X], [y], seeds=[0]), "use fit_many"),
    ],
)
def test_own_training_refuses_what_makes_no_sense(ask, says):
    with pytest.raises(ValueError, match=says):
        ask()


def once(progress):
    return fit(MLP(64, 24, 2, 10, seed=0), X, y, seed=0, epochs=3, progress=progress)


def many_times(progress):
    return fit_many(mlps(3), X, y, seeds=range(3), epochs=3, progress=progress)


@pytest.mark.parametrize("train", [once, many_times, lambda progress: own(steps=130, progress=progress)])
def test_a_terminal_sees_how_far_training_is(train, monkeypatch, capsys):
    monkeypatch.delenv("COMMONGROUND_PAGE", raising=False)
    train(True)
    assert capsys.readouterr().err == ""  # nobody watches
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    train(False)
    assert capsys.readouterr().err == ""
    train(True)
    last = capsys.readouterr().err.split("\r")[-1]
    assert re.search(r"networks?: 100%.*(\d+)/\1 .*training loss \d\.\d{3}", last) and last.endswith("\n")
    monkeypatch.setenv("COMMONGROUND_PAGE", "1")
    train(True)
    assert capsys.readouterr().err == ""
