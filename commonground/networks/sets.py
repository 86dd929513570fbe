"""Networks that take a set, and one that takes a sequence.

A set of elements with d numbers each travels as a row, so that it can be trained like any stimulus:
each element takes d + 1 columns, its numbers and then a 1; places left over hold zeros. See :func:`as_rows`.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import nn
from torch.nn.utils import skip_init as blank

from commonground.networks.start import initialise

POOLS = ("sum", "mean", "max")


def as_rows(elements: ArrayLike, sizes: Sequence[int] | np.ndarray | None = None) -> np.ndarray:
    """Return sets as the rows that :class:`DeepSets` and :class:`GRU` take.

    Parameters
    ----------
    elements : array, shape (n, m, d)
        n sets with room for m elements of d numbers.
    sizes : sequence of int, shape (n,), optional
        How many elements each set has, the first so many of its m; without it, all have m.

    Returns
    -------
    ndarray of float32, shape (n, m · (d + 1))
        Each element followed by a 1, each empty place all zeros.

    Raises
    ------
    ValueError
        If elements is not three-dimensional, or a size is below 1 or above m.
    """
    elements = np.asarray(elements, dtype=np.float32)
    if elements.ndim != 3 or elements.size == 0:
        raise ValueError(
            f"elements has shape {elements.shape}: give (sets, elements, numbers an element), none of them 0"
        )
    n, m, _ = elements.shape
    sizes = np.full(n, m) if sizes is None else np.asarray(sizes)
    if sizes.shape != (n,) or sizes.min() < 1 or sizes.max() > m:
        raise ValueError(f"sizes must be {n} whole numbers from 1 to {m}: one a set, and no set empty")
    here = (np.arange(m) < sizes[:, None])[..., None]
    return np.where(here, np.concatenate([elements, np.ones((n, m, 1), np.float32)], axis=2), 0).reshape(
        n, -1
    )


class Elements(nn.Module):
    """φ: the same perceptron for each element. Takes rows, returns (sets, m, code + 1), the last one the mark."""

    def __init__(self, inputs: int, width: int, code: int) -> None:
        super().__init__()
        self.inputs = inputs
        self.perceptron = nn.Sequential(
            blank(nn.Linear, inputs, width), nn.ReLU(), blank(nn.Linear, width, code)
        )

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        elements = rows.unflatten(1, (-1, self.inputs + 1))
        return torch.cat([self.perceptron(elements[..., :-1]), elements[..., -1:]], dim=-1)


class Pool(nn.Module):
    """Sum, mean or max over the elements that are there: (sets, m, code + 1) → (sets, code)."""

    def __init__(self, how: str) -> None:
        super().__init__()
        self.how = how

    def forward(self, marked: torch.Tensor) -> torch.Tensor:
        codes, here = marked[..., :-1], marked[..., -1:]
        if self.how == "max":
            return torch.where(here > 0, codes, -torch.inf).amax(dim=-2)
        total = (codes * here).sum(dim=-2)
        return total / here.sum(dim=-2) if self.how == "mean" else total


class DeepSets(nn.Sequential):
    """ρ(pool φ(x)): embed each element, aggregate, decode (Zaheer et al. 2017).

    Its children are ``element`` (φ, one hidden layer), ``pool``, and ``readout`` (ρ, one hidden layer).
    Sets come as rows, see :func:`as_rows`, and may have any size, also one never trained on.

    Parameters
    ----------
    inputs, width, code, outputs : int
        Numbers an element has, units of the hidden layers, dimensions of φ, output dimensions; all ≥ 1.
    pool : {"sum", "mean", "max"}
        How the codes of the elements become one.
    gain : float
        Weights start as Gaussians of variance gain² / fan-in, biases at zero.
    seed : int
        Of this network's own generator.

    Raises
    ------
    ValueError
        If a size is below 1, the gain is not positive, or the pool is unknown.
    """

    def __init__(
        self,
        inputs: int,
        width: int,
        code: int,
        outputs: int,
        *,
        pool: str = "sum",
        gain: float = 2**0.5,
        seed: int,
    ) -> None:
        super().__init__()
        if min(inputs, width, code, outputs) < 1:
            raise ValueError(
                f"inputs, width, code, outputs are {inputs}, {width}, {code}, {outputs}: each must be 1 or more"
            )
        if pool not in POOLS:
            raise ValueError(f"pool is {pool!r}: choose one of {', '.join(POOLS)}")
        self.add_module("element", Elements(inputs, width, code))
        self.add_module("pool", Pool(pool))
        readout = nn.Sequential(blank(nn.Linear, code, width), nn.ReLU(), blank(nn.Linear, width, outputs))
        self.add_module("readout", readout)
        initialise(self, gain, seed)


class Recurrence(nn.Module):
    """Gated recurrent units that read the elements in the order in which they stand: rows → (sets, width)."""

    def __init__(self, inputs: int, width: int) -> None:
        super().__init__()
        self.inputs = inputs
        self.seen = blank(nn.Linear, inputs, 3 * width)
        self.known = blank(nn.Linear, width, 3 * width)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        elements = rows.unflatten(1, (-1, self.inputs + 1))
        seen, here = self.seen(elements[..., :-1]), elements[..., -1:]
        state = torch.zeros_like(seen[:, 0, : seen.shape[-1] // 3])
        for k in range(elements.shape[1]):
            new, forget, write = seen[:, k].chunk(3, dim=-1)
            old, forgotten, written = self.known(state).chunk(3, dim=-1)
            proposal = torch.tanh(new + torch.sigmoid(forget + forgotten) * old)
            state = state + here[:, k] * torch.sigmoid(write + written) * (proposal - state)
        return state


class GRU(nn.Sequential):
    """A gated recurrent network (Cho et al. 2014) that reads a set one element after another.

    Its children are ``recurrence`` and ``readout`` (linear). It takes the rows of :func:`as_rows`, of any
    length, and its answer depends on the order of the elements.

    Parameters
    ----------
    inputs, width, outputs : int
        Numbers an element has, units of the state, output dimensions; all ≥ 1.
    seed : int
        Of this network's own generator.

    Raises
    ------
    ValueError
        If a size is below 1.
    """

    def __init__(self, inputs: int, width: int, outputs: int, *, seed: int) -> None:
        super().__init__()
        if min(inputs, width, outputs) < 1:
            raise ValueError(
                f"inputs, width, outputs are {inputs}, {width}, {outputs}: each must be 1 or more"
            )
        self.add_module("recurrence", Recurrence(inputs, width))
        self.add_module("readout", blank(nn.Linear, width, outputs))
        initialise(self, 1.0, seed)
