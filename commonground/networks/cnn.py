"""Convolutional networks."""

from torch import nn
from torch.nn.utils import skip_init as blank

from commonground.networks.start import initialise


class CNN(nn.Sequential):
    """A small all-convolutional network for square images that come as rows of pixels.

    Its children are ``image`` (rows to squares), ``layer1`` … ``layerN`` (3 × 3 convolution and ReLU;
    the middle one halves the resolution), and ``readout`` (mean over positions, then linear).

    Parameters
    ----------
    side : int
        Pixels along a side of the image, at least 2.
    channels, depth, outputs : int
        Channels of a layer, number of convolutions, output dimensions; all ≥ 1.
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
        self, side: int, channels: int, depth: int, outputs: int, *, gain: float = 2**0.5, seed: int
    ) -> None:
        super().__init__()
        if side < 2 or min(channels, depth, outputs) < 1:
            raise ValueError(
                f"side, channels, depth, outputs are {side}, {channels}, {depth}, {outputs}: "
                "side must be 2 or more, the others 1 or more"
            )
        self.add_module("image", nn.Unflatten(1, (1, side, side)))
        for number in range(1, depth + 1):
            below = 1 if number == 1 else channels
            stride = 2 if number == (depth + 1) // 2 + 1 else 1
            convolution = blank(nn.Conv2d, below, channels, 3, stride=stride, padding=1)
            self.add_module(f"layer{number}", nn.Sequential(convolution, nn.ReLU()))
        head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), blank(nn.Linear, channels, outputs))
        self.add_module("readout", head)
        initialise(self, gain, seed)
