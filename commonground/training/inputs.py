"""What training accepts, and sentences for what it does not."""

from collections.abc import Sized

import numpy as np
import torch
from numpy.typing import ArrayLike

from commonground.inputs import array


def as_stimuli(X: ArrayLike) -> torch.Tensor:
    """Return X as a float32 tensor of shape (n, inputs), or say what is wrong with it."""
    X = torch.as_tensor(np.asarray(array(X)), dtype=torch.float32)
    if X.ndim != 2:
        raise ValueError(f"X has shape {tuple(X.shape)}: give one row a stimulus, one column an input")
    if X.numel() == 0:
        raise ValueError(f"X has shape {tuple(X.shape)}: it holds no stimuli")
    bad = (~torch.isfinite(X)).nonzero()
    if len(bad):
        row, column = bad[0].tolist()
        raise ValueError(f"X holds a NaN or an infinity at row {row}, column {column}: remove that stimulus")
    return X


def as_targets(y: ArrayLike, X: Sized) -> torch.Tensor:
    """Return y as a tensor with one entry a row of X: int64 labels, or float32 values."""
    y = torch.as_tensor(np.asarray(array(y)))
    if y.ndim == 0 or len(y) != len(X):
        raise ValueError(f"X has {len(X)} rows and y has shape {tuple(y.shape)}: give one target a stimulus")
    if y.is_floating_point():
        if not torch.isfinite(y).all():
            raise ValueError("y holds a NaN or an infinity: remove those stimuli")
        return y.to(torch.float32)
    if (y < 0).any():
        raise ValueError(f"y holds the label {int(y.min())}: labels count from 0")
    return y.to(torch.int64)


def check_plan(length: int, lr: float, batch_size: int, record, probes, *, unit: str = "epochs") -> None:
    """Raise a ValueError when a training run of this length, in epochs or steps, makes no sense."""
    if length < 0 or batch_size < 1 or not 0 < lr < np.inf:
        raise ValueError(
            f"{unit}, lr, batch_size are {length}, {lr}, {batch_size}: "
            f"{unit} must be 0 or more, lr positive, batch_size 1 or more"
        )
    if any(moment not in range(length + 1) for moment in record):
        raise ValueError(
            f"record is {list(record)}: name whole {unit} from 0 (untrained) to {length} (trained)"
        )
    if len(record) and probes is None:
        raise ValueError("record asks for activations: give the stimuli to record them on as probes=X")
