"""Train one network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import nn
from torch.nn.functional import cross_entropy

from commonground.progress import progress_bar
from commonground.training.inputs import as_stimuli, as_targets, check_plan
from commonground.training.probe import activations


@dataclass(frozen=True)
class History:
    """What happened in a training run.

    Attributes
    ----------
    loss : ndarray, shape (epochs,); from ``fit_many`` (networks, epochs), from ``fit_own`` (networks, steps)
        Mean training loss of each epoch, or of each step's batch.
    recorded : dict of int to list
        For each recorded epoch or step (0 is before training) what :func:`activations` returned; from
        ``fit_many`` and ``fit_own`` a list of those, one a network.
    """

    loss: np.ndarray
    recorded: dict[int, list] = field(default_factory=dict)


def device() -> torch.device:
    """Return the GPU where there is one, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def fit(
    network: nn.Sequential,
    X: ArrayLike,
    y: ArrayLike,
    *,
    seed: int,
    epochs: int = 20,
    lr: float = 1e-3,
    batch_size: int = 64,
    weight_decay: float = 0.01,
    loss: Callable = cross_entropy,
    record: Sequence[int] = (),
    probes: ArrayLike | None = None,
    progress: bool = True,
) -> History:
    """Train a network in place with AdamW.

    Parameters
    ----------
    network : torch.nn.Sequential
        Changed by the call.
    X, y : array, shape (n, inputs) and (n,) or (n, outputs)
        Stimuli and what to answer: whole-number labels, or real values for another ``loss``.
    seed : int
        Of the order in which stimuli are shown; nothing else is random.
    epochs, lr, batch_size, weight_decay
        Passes over X, learning rate, stimuli a step, AdamW's decay.
    loss : callable
        ``loss(outputs, targets)`` → mean loss of a batch.
    record : sequence of int
        Epochs after which to record activations on ``probes``; 0 is before training.
    probes : array, shape (m, inputs), optional
        The stimuli to record on.
    progress : bool
        Show a bar that counts the epochs, in a notebook or a terminal.

    Raises
    ------
    ValueError
        If the stimuli, the targets or the plan of the run make no sense.
    """
    check_plan(epochs, lr, batch_size, record, probes)
    X = as_stimuli(X).to(device())
    y = as_targets(y, X).to(device())
    network.to(device())
    optimiser = torch.optim.AdamW(network.parameters(), lr, weight_decay=weight_decay, fused=True)
    shuffle = torch.Generator().manual_seed(seed)
    bar = progress_bar("1 network", epochs, shown=progress)
    losses, recorded = [], {}
    for epoch in range(epochs + 1):
        if epoch in record:
            recorded[epoch] = activations(network, probes)
        if epoch == epochs:
            break
        total = 0.0
        for batch in torch.randperm(len(X), generator=shuffle).to(X.device).split(batch_size):
            optimiser.zero_grad()
            value = loss(network(X[batch]), y[batch])
            value.backward()
            optimiser.step()
            total += value.detach() * len(batch)
        losses.append(float(total) / len(X))
        bar.set_postfix_str(f"training loss {losses[-1]:.3f}", refresh=False)
        bar.update()
    bar.close()
    network.cpu()
    return History(np.array(losses), recorded)
