"""How much of a recording is the same from one half of its trials to the other."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from commonground.inference._pairs import direction
from commonground.inputs import array, representation, whole
from commonground.similarity.pairs import as_measure


def reliability(
    trials: ArrayLike,
    measure: str | Callable[..., float] | None = None,
    *,
    n_splits: int = 100,
    seed: int | np.random.Generator = 0,
    **options: Any,
) -> float | np.ndarray:
    """Return how well the mean of all trials would agree with that of as many others: split halves, Spearman–Brown.

    The trials are split into two halves at random, many times; the halves' means agree by r on average; the mean of twice
    as many trials agrees with another such mean by 2r / (1 + r).

    Parameters
    ----------
    trials : array-like, shape (trials, n, p)
        Responses of p units to n stimuli, shown several times.
    measure : str or callable, optional
        A similarity, as in :func:`compare`: one number for the whole representation. By default the correlation across
        stimuli, for each unit.
    n_splits : int
        Random splits.
    seed : int or numpy.random.Generator
    **options
        Passed on to the measure.

    Returns
    -------
    float, or ndarray of shape (p,)
        1 for trials that are all alike, around 0 for noise.

    Raises
    ------
    ValueError
        If there are fewer than 2 trials, shapes do not fit, an entry is not finite, or a unit responds to all stimuli alike
        (then its correlation is undefined); or if the measure is a distance.

    References
    ----------
    Spearman (1910), "Correlation calculated from faulty data". Brown (1910), "Some experimental results in the correlation
    of mental abilities".
    """
    trials = array(trials, "trials")
    if np.ndim(trials) != 3 or len(trials) < 2:
        raise ValueError(
            f"trials has shape {np.shape(trials)}: give (trials, stimuli, units), at least 2 trials of every stimulus"
        )
    trials = np.stack([representation(trial, f"trials[{i}]") for i, trial in enumerate(trials)]).astype(float)
    agree = _unit_by_unit if measure is None else _whole(measure, options)
    rng, m = np.random.default_rng(seed), len(trials)
    splits = []
    for _ in range(whole(n_splits, "n_splits")):
        order = rng.permutation(m)
        splits.append(agree(trials[order[: m // 2]].mean(axis=0), trials[order[m // 2 :]].mean(axis=0)))
    r = np.mean(splits, axis=0)
    corrected = 2 * r / (1 + r)
    return float(corrected) if measure is not None else corrected


def _unit_by_unit(X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    lengths = np.linalg.norm(X, axis=0) * np.linalg.norm(Y, axis=0)
    if not lengths.all():
        raise ValueError(
            f"unit {int(np.argmin(lengths))} responds to all stimuli alike in half of the trials, so that nothing "
            "correlates: leave it out"
        )
    return (X * Y).sum(axis=0) / lengths


def _whole(measure: str | Callable[..., float], options: dict) -> Callable:
    entry, options = as_measure(measure, options)
    if direction(entry) < 0:
        raise ValueError(
            f"{entry.name} is a distance, which Spearman–Brown does not hold for: give a similarity"
        )
    return lambda X, Y: entry(X, Y, **options)
