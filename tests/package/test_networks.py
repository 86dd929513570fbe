import numpy as np
import pytest
import torch

from commonground.networks import CNN, MLP, Transformer, infinite_relu


def test_an_mlp_names_its_layers():
    network = MLP(64, 32, 3, 10, seed=0)
    assert [name for name, _ in network.named_children()] == ["layer1", "layer2", "layer3", "readout"]
    assert network(torch.zeros(5, 64)).shape == (5, 10)


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_a_cnn_takes_rows_of_pixels_and_halves_them_once(depth):
    network = CNN(8, 6, depth, 10, seed=0)
    rows = torch.rand(5, 64)
    assert network(rows).shape == (5, 10)
    names = [name for name, _ in network.named_children()]
    assert names == ["image", *(f"layer{i + 1}" for i in range(depth)), "readout"]
    if depth > 1:
        for layer in list(network)[:-1]:
            rows = layer(rows)
        assert rows.shape == (5, 6, 4, 4)


def stream_of(network, rows):
    """The residual stream after the last block."""
    for layer in list(network)[:-2]:
        rows = layer(rows)
    return rows


def test_a_transformer_adds_to_a_stream_of_rows():
    network = Transformer(8, 12, 2, 10, seed=0)
    assert [name for name, _ in network.named_children()] == ["rows", "block1", "block2", "mean", "readout"]
    images = torch.rand(5, 64)
    assert network(images).shape == (5, 10) and stream_of(network, images).shape == (5, 8, 12)
    with torch.no_grad():
        for block in (network.block1, network.block2):
            for weights in (block.tell.weight, block.bend[2].weight):
                weights.zero_()
    assert torch.equal(stream_of(network, images), network.rows(images))


def test_attention_is_softmax_of_matches():
    block, x = Transformer(8, 12, 1, 10, normed=False, seed=0).block1, torch.rand(1, 8, 12)
    with torch.no_grad():
        block.bend[2].weight.zero_()
        added = (block(x) - x)[0].double().numpy()
        ask, offer, tell = (part(x)[0].double().numpy() for part in (block.ask, block.offer, block.tell))
    for row in range(8):
        weights = np.exp(offer @ ask[row] / 12**0.5)
        assert added[row] == pytest.approx(weights @ tell / weights.sum(), abs=1e-5)


def test_the_mean_in_place_of_attention_tells_all_rows_the_same():
    block, x = Transformer(8, 12, 1, 10, attends=False, seed=0).block1, torch.rand(1, 8, 12)
    with torch.no_grad():
        block.bend[2].weight.zero_()
        added = (block(x) - x)[0]
    assert torch.allclose(added, added[:1].expand(8, 12), atol=1e-6) and added.abs().max() > 0.01


@pytest.mark.parametrize("normed", [True, False])
def test_layer_norm_makes_a_transformer_blind_to_the_length_of_the_stream(normed):
    network, x = Transformer(8, 12, 1, 10, normed=normed, seed=0), torch.randn(3, 8, 12)
    assert torch.allclose(network.mean(x), network.mean(5 * x), atol=1e-4) == normed


def test_a_transformer_knows_the_place_of_a_row():
    network, images = Transformer(8, 12, 2, 10, seed=0), torch.rand(5, 8, 8)
    upside_down = images.flip(1).flatten(1)
    assert (network(images.flatten(1)) - network(upside_down)).abs().max() > 0.01
    with torch.no_grad():
        network.rows.place.zero_()
    assert torch.allclose(network(images.flatten(1)), network(upside_down), atol=1e-5)


@pytest.mark.parametrize(
    "build",
    [
        lambda s: MLP(64, 32, 2, 10, seed=s),
        lambda s: CNN(8, 4, 2, 10, seed=s),
        lambda s: Transformer(8, 12, 2, 10, seed=s),
    ],
)
def test_the_seed_and_nothing_else_makes_the_weights(build):
    def weights(seed):
        return torch.cat([w.flatten() for w in build(seed).parameters()])

    before = torch.get_rng_state()
    assert torch.equal(weights(3), weights(3)) and not torch.equal(weights(3), weights(4))
    assert torch.equal(torch.get_rng_state(), before)  # torch's global generator is not touched


@pytest.mark.parametrize("gain", [0.5, 1.0, 2.0])
def test_gain_sets_the_spread_of_the_weights(gain):
    network = MLP(200, 400, 2, 10, gain=gain, seed=1)
    weights = network.layer2[0].weight
    assert weights.std().item() == pytest.approx(gain / 400**0.5, rel=0.02)
    assert not network.layer2[0].bias.any()


def test_relu_keeps_no_negative_signal():
    network = MLP(8, 16, 1, 2, activation="relu", seed=0)
    assert network[0](torch.randn(50, 8, generator=torch.Generator().manual_seed(0))).min() == 0


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: MLP(0, 8, 1, 2, seed=0), "1 or more"),
        (lambda: MLP(8, 8, 0, 2, seed=0), "1 or more"),
        (lambda: MLP(8, 8, 1, 2, activation="sine", seed=0), "tanh, relu"),
        (lambda: MLP(8, 8, 1, 2, gain=0.0, seed=0), "positive"),
        (lambda: MLP(8, 8, 1, 2, gain=float("nan"), seed=0), "positive"),
        (lambda: CNN(1, 8, 1, 2, seed=0), "2 or more"),
        (lambda: Transformer(1, 8, 1, 2, seed=0), "2 or more"),
        (lambda: Transformer(8, 8, 0, 2, seed=0), "1 or more"),
        (lambda: Transformer(8, 8, 1, 2, gain=0.0, seed=0), "positive"),
        (lambda: CNN(8, 0, 1, 2, seed=0), "1 or more"),
        (lambda: CNN(8, 8, 1, 2, gain=-1.0, seed=0), "positive"),
    ],
)
def test_nonsense_is_refused_with_the_mend(build, message):
    with pytest.raises(ValueError, match=message):
        build()


def wide_draws(X, widths, r):
    """Outputs and neural tangent kernel of one ReLU network of these widths, by hand."""
    signal, gates, signals = X, [], [X / X.shape[1] ** 0.5]
    for width in widths:
        W = r.normal(size=(signal.shape[1], width)) * (2 / signal.shape[1]) ** 0.5
        signal = signal @ W
        gates.append((signal > 0, W))
        signal = np.maximum(signal, 0)
        signals.append(signal / width**0.5)
    v = r.normal(size=widths[-1]) / widths[-1] ** 0.5
    back, kernel = np.tile(v, (len(X), 1)), signals[-1] @ signals[-1].T
    for below, (gate, W) in zip(signals[-2::-1], gates[::-1], strict=True):
        back = back * gate
        kernel = kernel + 2 * (below @ below.T) * (back @ back.T)
        back = back @ W.T
    return signal @ v, kernel


@pytest.mark.parametrize("depth", [1, 2])
def test_the_infinite_network_is_what_wide_ones_come_to(depth):
    r = np.random.default_rng(1)
    X = r.normal(size=(5, 7))
    gp, ntk = infinite_relu(X, depth)
    outputs, kernels = zip(*(wide_draws(X, [400] * depth, r) for _ in range(300)), strict=True)
    assert np.mean(kernels, axis=0) == pytest.approx(ntk, rel=0.05)
    assert np.cov(np.transpose(outputs)) == pytest.approx(gp, abs=0.25 * gp.max())


def test_a_stimulus_with_itself_is_as_large_as_it_is():
    X = np.random.default_rng(2).normal(size=(4, 9))
    gp, ntk = infinite_relu(X, 3)
    assert np.diag(gp) == pytest.approx((X**2).mean(axis=1))
    assert np.diag(ntk) == pytest.approx(4 * (X**2).mean(axis=1))


def test_nearly_equal_stimuli_have_no_impossible_angle():
    X = np.ones((2, 3)) * np.pi
    assert np.isfinite(infinite_relu(X + np.array([[0], [1e-12]]), 4)).all()


@pytest.mark.parametrize(
    ("X", "depth"),
    [(np.ones(3), 1), (np.zeros((2, 3)), 1), (np.full((2, 3), np.nan), 1), (np.ones((2, 3)), 0)],
)
def test_the_infinite_network_refuses_what_has_no_kernel(X, depth):
    with pytest.raises(ValueError, match=r"give|or more"):
        infinite_relu(X, depth)
