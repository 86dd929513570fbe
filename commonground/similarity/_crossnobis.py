"""Squared distances that noise does not make larger: what one fold says, times what another says."""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import LinAlgError, cholesky, solve_triangular

from commonground.inputs import representation

Labels = Sequence[Hashable] | None


def crossnobis(X: np.ndarray, stimuli: Labels, folds: Labels, noise: ArrayLike | None) -> np.ndarray:
    """Return the crossvalidated squared Mahalanobis distances (n, n) between n stimuli.

    The mean over pairs of different folds f and g of ⟨δᶠ, δᵍ⟩, δ the difference between the mean responses to two stimuli,
    whitened by the noise. Noise is independent between folds, so it adds nothing on average.
    """
    means = _means(X, stimuli, folds)
    if noise is not None:
        means = _whitened(means, representation(noise, "noise", fewest=1))
    means -= means.mean(axis=(0, 1))  # differences do not see it, and products cancel less
    whole, f = means.sum(axis=0), len(means)
    # The sum over different folds is that over all less that over equal ones.
    products = (whole @ whole.T - np.einsum("fip,fjp->ij", means, means)) / (f * (f - 1))
    own = products.diagonal()
    distances = own + own[:, None] - products - products.T
    np.fill_diagonal(distances, 0)
    return distances


def _means(X: np.ndarray, stimuli: Labels, folds: Labels) -> np.ndarray:
    """Return the mean response (folds, stimuli, units)."""
    which, names = _numbered(stimuli, "stimuli", len(X))
    where, runs = _numbered(folds, "folds", len(X))
    if len(names) < 3 or len(runs) < 2:
        raise ValueError(
            f"there are {len(names)} stimuli and {len(runs)} folds: crossnobis needs at least 3 stimuli, each in at least 2 "
            "folds whose noise is independent"
        )
    counts = np.zeros((len(runs), len(names)))
    np.add.at(counts, (where, which), 1)
    if not counts.all():
        run, stimulus = np.argwhere(counts == 0)[0]
        raise ValueError(
            f"fold {runs[run]!r} has no response to stimulus {names[stimulus]!r}: every fold must hold every stimulus, so "
            "leave out that fold or that stimulus"
        )
    sums = np.zeros((*counts.shape, X.shape[1]))
    np.add.at(sums, (where, which), X)
    return sums / counts[..., None]


def _numbered(labels: Labels, name: str, rows: int) -> tuple[np.ndarray, list]:
    """Return the number of each row's label, and the labels in the order in which they first come."""
    if labels is None:
        raise ValueError(f"crossnobis needs {name}: a label for every row of X")
    labels = np.asarray(labels).tolist()
    if len(labels) != rows:
        raise ValueError(f"{name} has {len(labels)} labels and X has {rows} rows: give one for each row")
    known = {label: i for i, label in enumerate(dict.fromkeys(labels))}
    return np.array([known[label] for label in labels]), list(known)


def _whitened(means: np.ndarray, noise: np.ndarray) -> np.ndarray:
    p = means.shape[2]
    if noise.shape != (p, p) or abs(noise - noise.T).max() > 1e-6 * abs(noise).max():
        raise ValueError(f"noise has shape {noise.shape}: give the symmetric covariance of the {p} units")
    try:
        R = cholesky(noise.astype(np.float64))
    except LinAlgError:
        raise ValueError(
            "noise is singular, or no covariance: shrink it, as sklearn.covariance.ledoit_wolf does"
        ) from None
    flat = means.reshape(-1, p)
    return solve_triangular(R, flat.T, trans="T").T.reshape(means.shape)
