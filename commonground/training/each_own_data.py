"""Train many networks at once, each on stimuli of its own."""

from collections.abc import Callable, Sequence

import torch
from numpy.typing import ArrayLike
from torch import nn
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pad_sequence

from commonground.progress import progress_bar
from commonground.training.inputs import as_stimuli, as_targets, check_plan
from commonground.training.one import History, device
from commonground.training.stack import Stack, check_networks, stackable

LOOKS = 50
"""How often the bar of progress is told the loss in a run: a GPU would have to stop for it at each step."""


def fit_own(
    networks: Sequence[nn.Sequential],
    Xs: Sequence[ArrayLike],
    ys: Sequence[ArrayLike],
    *,
    seeds: Sequence[int],
    steps: int = 400,
    lr: float = 1e-3,
    batch_size: int = 64,
    weight_decay: float = 0.01,
    loss: Callable = cross_entropy,
    record: Sequence[int] = (),
    probes: Sequence[ArrayLike] | None = None,
    progress: bool = True,
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
    progress : bool
        Show a bar that counts the steps, in a notebook or a terminal.

    Returns
    -------
    History
        ``loss`` has shape (networks, steps), of the batches; ``recorded[step]`` is a list over networks.

    Raises
    ------
    ValueError
        If networks, stimuli, targets and seeds are not as many, their shapes do not fit, or the plan makes no sense.
    """
    networks, seeds = list(networks), list(seeds)
    check_plan(steps, lr, batch_size, record, probes, unit="steps")
    check_networks(networks, seeds)
    if not stackable(networks[0]):
        raise ValueError("networks with convolutions, dropout or buffers cannot be stacked: use fit_many")
    stimuli, ys = [as_stimuli(X) for X in Xs], list(ys)
    if not len(stimuli) == len(ys) == len(networks):
        raise ValueError(
            f"there are {len(networks)} networks, {len(stimuli)} sets of stimuli and {len(ys)} of targets: give one a network"
        )
    if len(record) and probes is not None and len(probes) != len(networks):
        raise ValueError(
            f"there are {len(networks)} networks and {len(probes)} sets of probes: give one a network"
        )
    targets = [as_targets(y, X) for X, y in zip(stimuli, ys, strict=True)]

    X, y = (pad_sequence(parts, batch_first=True).to(device()) for parts in (stimuli, targets))
    stack = Stack(networks, lr, weight_decay, loss)
    draws = _batches(stimuli, seeds, steps, batch_size)
    each = torch.arange(len(networks), device=X.device)[:, None]
    losses, recorded = torch.empty(len(networks), steps, device=X.device), {}
    bar = progress_bar(f"{len(networks)} networks", steps, shown=progress)
    for step in range(steps + 1):
        if step in record:
            recorded[step] = stack.activations(probes)
        if step == steps:
            break
        batch = each, draws[:, step]
        losses[:, step] = stack.step(X[batch], y[batch])
        if (step + 1) % max(1, steps // LOOKS) == 0 or step + 1 == steps:
            bar.set_postfix_str(f"training loss {losses[:, step].mean():.3f}", refresh=False)
        bar.update()
    bar.close()
    stack.give_back()
    return History(losses.cpu().numpy(), recorded)


def _batches(stimuli, seeds, steps, batch_size: int):
    """Return the rows that each network draws at each step: (networks, steps, batch_size)."""
    draws = [
        torch.randint(len(X), (steps, batch_size), generator=torch.Generator().manual_seed(seed))
        for X, seed in zip(stimuli, seeds, strict=True)
    ]
    return torch.stack(draws).to(device())
