"""Multi-layer perceptrons."""

from torch import nn
from torch.nn.utils import skip_init as blank

from commonground.networks.start import initialise

ACTIVATIONS = {"tanh": nn.Tanh, "relu": nn.ReLU}


class MLP(nn.Sequential):
    """A perceptron with ``depth`` hidden layers of ``width`` units each, and a linear readout.

    Its children are ``layer1`` … ``layerN`` (a linear map and its nonlinearity) and ``readout``.

    Parameters
    ----------
    inputs, width, depth, outputs : int
        Input dimensions, units of a hidden layer, number of hidden layers, output dimensions; all ≥ 1.
    activation : {"tanh", "relu"}
        The nonlinearity.
    gain : float
        Weights start as Gaussians of variance gain² / (units of the layer below), biases at zero.
        1 keeps small signals at their size under tanh; √2 keeps their power under relu.
    seed : int
        Of this network's own generator: the same seed gives the same weights, whatever else ran before.

    Raises
    ------
    ValueError
        If a size is below 1, the gain is not positive, or the activation is unknown.
    """

    def __init__(
        self,
        inputs: int,
        width: int,
        depth: int,
        outputs: int,
        *,
        activation: str = "tanh",
        gain: float = 1.0,
        seed: int,
    ) -> None:
        super().__init__()
        if min(inputs, width, depth, outputs) < 1:
            raise ValueError(
                f"inputs, width, depth, outputs are {inputs}, {width}, {depth}, {outputs}: "
                "each must be 1 or more"
            )
        if activation not in ACTIVATIONS:
            raise ValueError(f"activation is {activation!r}: choose one of {', '.join(ACTIVATIONS)}")
        for number in range(1, depth + 1):
            below = inputs if number == 1 else width
            self.add_module(
                f"layer{number}", nn.Sequential(blank(nn.Linear, below, width), ACTIVATIONS[activation]())
            )
        self.add_module("readout", blank(nn.Linear, width, outputs))
        initialise(self, gain, seed)
