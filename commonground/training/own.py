"""Train many networks at once, each on stimuli of its own."""

import copy
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import nn
from torch.func import functional_call, stack_module_state, vmap
from torch.nn.functional import cross_entropy

from commonground.training.inputs import as_stimuli, as_targets
from commonground.training.look import activations
from commonground.training.many import _check_networks, _stackable, _unstack
from commonground.training.one import History, device


def fit_own(
    networks: Sequence[nn.Sequential],
    Xs,
    ys,
    *,
    seeds: Sequence[int],
    steps: int = 400,
    lr: float = 1e-3,
    batch_size: int = 64,
    weight_decay: float = 0.01,
    loss: Callable = cross_entropy,
    record: Sequence[int] = (),
    probes=None,
) -> History:
    """Train networks of one architecture in place, all at once, each on its own stimuli and targets.

    All take the same number of steps. At each step a network draws its batch from its own stimuli, with repeats,
    so that few stimuli and many cost the same. The weights are stacked, so that one product serves a layer of all.

    Parameters
    ----------
    networks : sequence of torch.nn.Sequential
        Same architecture, each with its own weights; changed by the call.
    Xs : sequence of array, each of shape (nᵢ, inputs)
        One a network: its stimuli. They may differ in number.
    ys : sequence of array, each of shape (nᵢ,) or (nᵢ, outputs)
        One a network: what to answer, as in :func:`fit`.
    seeds : sequence of int
        One a network: of the batches that it draws.
    steps, lr, batch_size, weight_decay
        Updates, learning rate, stimuli a step, AdamW's decay; the same for all.
    loss : callable
        ``loss(outputs, targets)`` → mean loss of a batch.
    record : sequence of int
        Steps after which to record activations on ``probes``; 0 is before training.
    probes : sequence of array, each of shape (m, inputs), optional
        One a network: the stimuli to record on.

    Returns
    -------
    History
        ``loss`` has shape (networks, steps), of the batches; ``recorded[step]`` is a list over networks.

    Raises
    ------
    ValueError
        If networks, stimuli, targets and seeds are not as many, their shapes do not fit, or the plan makes no sense.
    """
    networks, seeds, record = list(networks), list(seeds), list(record)
    _check_networks(networks, seeds)
    if not _stackable(networks[0]):
        raise ValueError("networks with convolutions, dropout or buffers cannot be stacked: use fit_many")
    Xs, ys = [as_stimuli(X) for X in Xs], list(ys)
    if not len(Xs) == len(ys) == len(networks):
        raise ValueError(
            f"there are {len(networks)} networks, {len(Xs)} sets of stimuli and {len(ys)} of targets: give one a network"
        )
    ys = [as_targets(y, X) for X, y in zip(Xs, ys, strict=True)]
    if steps < 0 or batch_size < 1 or not 0 < lr < np.inf:
        raise ValueError(
            f"steps, lr, batch_size are {steps}, {lr}, {batch_size}: "
            "steps must be 0 or more, lr positive, batch_size 1 or more"
        )
    if any(step not in range(steps + 1) for step in record) or (record and probes is None):
        raise ValueError(
            f"record is {record}: name steps from 0 (untrained) to {steps} (trained), and give probes to record on"
        )

    X, y = (torch.nn.utils.rnn.pad_sequence(parts, batch_first=True).to(device()) for parts in (Xs, ys))
    weights, _ = stack_module_state([network.to(device()) for network in networks])
    skeleton = copy.deepcopy(networks[0]).to("meta")
    objective = vmap(lambda own, stimuli, targets: loss(functional_call(skeleton, own, (stimuli,)), targets))
    optimiser = torch.optim.AdamW(weights.values(), lr, weight_decay=weight_decay, fused=True)
    draws = _batches(Xs, seeds, steps, batch_size)
    each, losses, recorded = torch.arange(len(networks), device=X.device)[:, None], [], {}
    for step in range(steps + 1):
        if step in record or step == steps:
            _unstack(weights, networks)
        if step in record:
            recorded[step] = [
                activations(network, probe) for network, probe in zip(networks, probes, strict=True)
            ]
        if step == steps:
            break
        optimiser.zero_grad()
        values = objective(weights, X[each, draws[:, step]], y[each, draws[:, step]])
        values.sum().backward()
        optimiser.step()
        losses.append(values.detach().cpu().numpy())
    for network in networks:
        network.cpu()
    return History(np.array(losses).reshape(steps, len(networks)).T, recorded)


def _batches(Xs, seeds, steps, batch_size):
    """Return the rows that each network draws at each step: (networks, steps, batch_size)."""
    draws = [
        torch.randint(len(X), (steps, batch_size), generator=torch.Generator().manual_seed(seed))
        for X, seed in zip(Xs, seeds, strict=True)
    ]
    return torch.stack(draws).to(device())
