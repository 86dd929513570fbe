"""Transformers."""

import math

import torch
from torch import nn
from torch.nn.utils import skip_init as blank

from commonground.networks.start import initialise


class Rows(nn.Module):
    """Images as their rows of pixels, each read, and marked with its place: (n, side²) → (n, side, width)."""

    def __init__(self, side: int, width: int) -> None:
        super().__init__()
        self.side = side
        self.read = blank(nn.Linear, side, width)
        self.place = nn.Parameter(torch.empty(side, width))

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        return self.read(X.unflatten(-1, (self.side, self.side))) + self.place


class Block(nn.Module):
    """What one row asks of all others is added to it; then what it makes of itself: (n, side, width) → the same."""

    def __init__(self, width: int, attends: bool, normed: bool) -> None:
        super().__init__()
        self.attends = attends
        self.norm = layer_norm(width, normed)
        self.ask = blank(nn.Linear, width, width)
        # A bias here would add one number to all matches of a row, which softmax forgets.
        self.offer = blank(nn.Linear, width, width, bias=False)
        self.tell = blank(nn.Linear, width, width)
        self.bend = nn.Sequential(
            blank(nn.Linear, width, 2 * width), nn.ReLU(), blank(nn.Linear, 2 * width, width)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        rows = self.norm(x)
        told = self.tell(rows)
        if self.attends:
            match = self.ask(rows) @ self.offer(rows).mT / math.sqrt(rows.shape[-1])
            x = x + match.softmax(dim=-1) @ told
        else:
            x = x + told.mean(dim=-2, keepdim=True)
        return x + self.bend(self.norm(x))


class Mean(nn.Module):
    """The mean of the rows: (n, side, width) → (n, width)."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.mean(dim=-2)


class Transformer(nn.Sequential):
    """A small transformer for square images that come as rows of pixels; it reads one as a sequence of its rows.

    Its children are ``rows`` (rows of pixels to the residual stream), ``block1`` … ``blockN`` (attention with one head, then a
    perceptron with one hidden layer, each added to the stream), ``mean`` (over rows), and ``readout`` (linear).

    Parameters
    ----------
    side : int
        Pixels along a side of the image, at least 2.
    width, depth, outputs : int
        Dimensions of the residual stream, number of blocks, output dimensions; all ≥ 1.
    attends : bool
        False: every row is told the plain mean of all rows, in place of the mean that attention weighs.
    normed : bool
        True: LayerNorm, without weights of its own, before attention, perceptron and mean.
    gain : float
        Weights start as Gaussians of variance gain² / fan-in, biases at zero.
    seed : int
        Of this network's own generator.

    Raises
    ------
    ValueError
        If a size is too small or the gain is not positive.
    """

    def __init__(
        self,
        side: int,
        width: int,
        depth: int,
        outputs: int,
        *,
        attends: bool = True,
        normed: bool = True,
        gain: float = 1.0,
        seed: int,
    ) -> None:
        super().__init__()
        if side < 2 or min(width, depth, outputs) < 1:
            raise ValueError(
                f"side, width, depth, outputs are {side}, {width}, {depth}, {outputs}: "
                "side must be 2 or more, the others 1 or more"
            )
        self.add_module("rows", Rows(side, width))
        for number in range(1, depth + 1):
            self.add_module(f"block{number}", Block(width, attends, normed))
        self.add_module("mean", nn.Sequential(layer_norm(width, normed), Mean()))
        self.add_module("readout", blank(nn.Linear, width, outputs))
        initialise(self, gain, seed)


def layer_norm(width: int, normed: bool) -> nn.Module:
    """Return what sets every vector to mean 0 and variance 1, or leaves it alone."""
    return nn.LayerNorm(width, elementwise_affine=False) if normed else nn.Identity()
