"""Looking into a network: what its layers answer, and how often it is right."""

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import nn

from commonground.training.inputs import as_stimuli, as_targets


@torch.no_grad()
def activations(network: nn.Sequential, X: ArrayLike) -> list[np.ndarray]:
    """Return the representation of the stimuli X in every layer of a network, the readout last.

    Parameters
    ----------
    network : torch.nn.Sequential
        Its children are its layers; children without weights, such as a reshape, are passed through.
    X : array, shape (n, inputs)
        The stimuli.

    Returns
    -------
    list of ndarray of float32, shape (n, units)
        One a layer, rows in the order of X; the positions of a feature map are units like any other.

    Raises
    ------
    ValueError
        If X is empty, not two-dimensional, or holds a NaN.
    """
    signal = as_stimuli(X).to(next(network.parameters()).device)
    was_training = network.training
    network.eval()
    layers = []
    for layer in network:
        signal = layer(signal)
        if any(True for _ in layer.parameters()):
            layers.append(signal.flatten(1).cpu().numpy())
    network.train(was_training)
    return layers


@torch.no_grad()
def accuracy(network: nn.Sequential, X: ArrayLike, y: ArrayLike) -> float:
    """Return the share of the stimuli X for which the network's largest output is the label y, in [0, 1].

    Raises
    ------
    ValueError
        If X is empty, not two-dimensional or holds a NaN, or y is not one label a row of X.
    """
    X = as_stimuli(X)
    y = as_targets(y, X)
    return float((torch.from_numpy(activations(network, X)[-1]).argmax(1) == y).float().mean())
