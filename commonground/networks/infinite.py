"""What a perceptron of infinite width is before training, and under training in NTK scaling: two kernels."""

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["infinite_relu"]


def infinite_relu(X: ArrayLike, depth: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the two kernels of an infinitely wide ReLU network on the stimuli X.

    The network has ``depth`` hidden layers without biases, weights of variance 2 / fan-in and a readout of variance
    1 / fan-in. Its output is a Gaussian process with the first kernel; gradient descent on it is gradient descent with
    the second, the neural tangent kernel, which does not move.

    Parameters
    ----------
    X : array, shape (n, inputs)
        The stimuli, none of them all zeros.
    depth : int
        How many hidden layers, 1 or more.

    Returns
    -------
    gp, ntk : ndarray, shape (n, n)

    Raises
    ------
    ValueError
        If X is not such an array, or the depth is below 1.
    """
    X = np.asarray(X, dtype=float)
    if X.ndim != 2 or X.size == 0 or not np.isfinite(X).all() or not X.any(axis=1).all():
        raise ValueError(
            f"X has shape {X.shape}: give (n, inputs), finite numbers, and no row of zeros, whose angle has no meaning"
        )
    if depth < 1:
        raise ValueError(f"depth is {depth}: a network has 1 hidden layer or more")
    gp = ntk = X @ X.T / X.shape[1]
    for _ in range(depth):
        size = np.sqrt(np.diag(gp))
        size = np.outer(size, size)
        angle = np.arccos(np.clip(gp / size, -1, 1))
        both_active = (
            1 - angle / np.pi
        )  # twice the share of units that answer both stimuli: the 2 of their variance
        gp = size * (np.sin(angle) / np.pi + both_active * np.cos(angle))
        ntk = gp + both_active * ntk
    return gp, ntk
