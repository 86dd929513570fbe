"""How the weights of a network start."""

import math

import torch
from torch import nn


@torch.no_grad()
def initialise(network: nn.Module, gain: float, seed: int) -> None:
    """Draw every weight from a Gaussian of variance gain² / fan-in, and set every bias to zero.

    Raises
    ------
    ValueError
        If the gain is not positive.
    """
    if not 0 < gain < math.inf:
        raise ValueError(f"gain is {gain}: it must be a positive number")
    generator = torch.Generator().manual_seed(seed)
    for parameter in network.parameters():
        if parameter.ndim > 1:
            fan_in = parameter[0].numel()
            parameter.normal_(0, gain / math.sqrt(fan_in), generator=generator)
        else:
            parameter.zero_()
