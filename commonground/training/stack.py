"""Networks of one architecture, their weights stacked: one product serves a layer of all of them."""

import copy
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.func import functional_call, stack_module_state, vmap

from commonground.training.one import device
from commonground.training.probe import activations


class Stack:
    """Networks that take their steps together.

    Parameters
    ----------
    networks : list of torch.nn.Sequential
        What :func:`check_networks` and :func:`stackable` let pass.
    lr, weight_decay : float
        AdamW's, the same for all.
    loss : callable
        ``loss(outputs, targets)`` → mean loss of one network's batch.
    """

    def __init__(self, networks: Sequence[nn.Sequential], lr: float, weight_decay: float, loss: Callable):
        self._networks = networks
        self._weights, _ = stack_module_state([network.to(device()) for network in networks])
        skeleton = copy.deepcopy(networks[0]).to("meta")
        self._losses = vmap(
            lambda weights, stimuli, targets: loss(functional_call(skeleton, weights, (stimuli,)), targets)
        )
        self._optimiser = torch.optim.AdamW(self._weights.values(), lr, weight_decay=weight_decay, fused=True)

    def step(self, X: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        """Take one step on a batch each, (networks, batch, …); return the losses before it, (networks,)."""
        self._optimiser.zero_grad()
        losses = self._losses(self._weights, X, y)
        losses.sum().backward()
        self._optimiser.step()
        return losses.detach()

    def activations(self, probes: Any) -> list[list[np.ndarray]]:
        """Return what each network answers to its own probes, layer by layer."""
        self._unstack()
        return [activations(network, X) for network, X in zip(self._networks, probes, strict=True)]

    def give_back(self) -> None:
        """Leave in each network the weights that it has learnt, on the CPU."""
        self._unstack()
        for network in self._networks:
            network.cpu()

    @torch.no_grad()
    def _unstack(self):
        for number, network in enumerate(self._networks):
            for name, parameter in network.named_parameters():
                parameter.copy_(self._weights[name][number])


def stackable(network: nn.Module) -> bool:
    """Tell whether stacking this network's weights is right (nothing but weights has a state) and faster."""
    slow = (nn.Conv1d, nn.Conv2d, nn.Conv3d, nn.Dropout)
    return not any(isinstance(part, slow) for part in network.modules()) and not list(network.buffers())


def check_networks(networks: Sequence[nn.Module], seeds: Sequence[int]) -> None:
    """Raise a ValueError unless there are networks, each its own, of one architecture, with a seed each."""
    if not networks:
        raise ValueError("networks is empty: give at least one")
    if len(seeds) != len(networks):
        raise ValueError(
            f"there are {len(networks)} networks and {len(seeds)} seeds: give one seed a network"
        )
    if len({id(network) for network in networks}) < len(networks):
        raise ValueError("a network stands twice in the list: build one object a seed")
    layouts = [[(name, tuple(w.shape)) for name, w in network.named_parameters()] for network in networks]
    for number, (network, layout) in enumerate(zip(networks, layouts, strict=True)):
        if layout != layouts[0] or str(network) != str(networks[0]):
            raise ValueError(f"network {number} has another architecture than network 0: train them apart")
