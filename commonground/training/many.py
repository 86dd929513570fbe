"""Train many networks at once."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import nn
from torch.nn.functional import cross_entropy

from commonground.progress import progress_bar
from commonground.training.inputs import as_stimuli, as_targets, check_plan
from commonground.training.one import History, device, fit
from commonground.training.stack import Stack, check_networks, stackable

# On a CPU, stacks beyond this many weights fall out of the cache, and a larger group is slower.
WEIGHTS_AT_ONCE = 2_500_000


def fit_many(
    networks: Sequence[nn.Sequential],
    X: ArrayLike,
    y: ArrayLike,
    *,
    seeds: Sequence[int],
    epochs: int = 20,
    lr: float = 1e-3,
    batch_size: int = 64,
    weight_decay: float = 0.01,
    loss: Callable = cross_entropy,
    record: Sequence[int] = (),
    probes: ArrayLike | None = None,
    progress: bool = True,
) -> History:
    """Train networks of one architecture in place, all at once where that is faster.

    The weights of the networks are stacked, so that one product serves a layer of all of them. The
    result is that of ``fit`` on each network with its own seed, to rounding error. Convolutions are
    faster one network after another, so networks that have them are trained that way.

    Parameters
    ----------
    networks : sequence of torch.nn.Sequential
        Same architecture, each with its own weights; changed by the call.
    seeds : sequence of int
        One a network: of the order in which it is shown the stimuli.
    X, y, epochs, lr, batch_size, weight_decay, loss, record, probes, progress
        As in :func:`fit`; all networks share them.

    Returns
    -------
    History
        ``loss`` has shape (networks, epochs); ``recorded[epoch]`` is a list over networks.

    Raises
    ------
    ValueError
        If there are no networks, not one seed each, or their shapes differ; else as in :func:`fit`.
    """
    networks, seeds = list(networks), list(seeds)
    check_plan(epochs, lr, batch_size, record, probes)
    check_networks(networks, seeds)
    X = as_stimuli(X)
    y = as_targets(y, X)
    plan: dict[str, Any] = dict(
        epochs=epochs, lr=lr, batch_size=batch_size, weight_decay=weight_decay, loss=loss
    )
    plan |= dict(record=record, probes=probes)
    bar = progress_bar(f"{len(networks)} networks", len(networks) * epochs, shown=progress)

    if not stackable(networks[0]):
        runs = []
        for network, seed in zip(networks, seeds, strict=True):
            runs.append(fit(network, X, y, seed=seed, progress=False, **plan))
            if epochs:
                bar.set_postfix_str(f"training loss {runs[-1].loss[-1]:.3f}", refresh=False)
            bar.update(epochs)
        bar.close()
        recorded = {epoch: [run.recorded[epoch] for run in runs] for epoch in record}
        return History(np.stack([run.loss for run in runs]), recorded)

    size = len(networks)
    if device().type == "cpu":
        size = max(1, WEIGHTS_AT_ONCE // sum(weights.numel() for weights in networks[0].parameters()))
    losses, recorded = [], {epoch: [] for epoch in record}
    for start in range(0, len(networks), size):
        group = slice(start, start + size)
        run = _fit_stack(networks[group], seeds[group], X, y, bar, **plan)
        losses.append(run.loss)
        for epoch in record:
            recorded[epoch] += run.recorded[epoch]
    bar.close()
    return History(np.concatenate(losses), recorded)


def _fit_stack(networks, seeds, X, y, bar, *, epochs, lr, batch_size, weight_decay, loss, record, probes):
    """Train one group with stacked weights."""
    X, y = X.to(device()), y.to(device())
    stack = Stack(networks, lr, weight_decay, loss)
    shuffles = [torch.Generator().manual_seed(seed) for seed in seeds]
    losses, recorded = [], {}
    for epoch in range(epochs + 1):
        if epoch in record:
            recorded[epoch] = stack.activations([probes] * len(networks))
        if epoch == epochs:
            break
        order = torch.stack([torch.randperm(len(X), generator=shuffle) for shuffle in shuffles]).to(X.device)
        batches = order.split(batch_size, dim=1)
        total = sum(stack.step(X[batch], y[batch]) * batch.shape[1] for batch in batches)
        losses.append((total / len(X)).cpu().numpy())
        bar.set_postfix_str(f"training loss {losses[-1].mean():.3f}", refresh=False)
        bar.update(len(networks))
    stack.give_back()
    return History(np.array(losses).reshape(epochs, len(networks)).T, recorded)
