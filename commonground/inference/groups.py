"""Groups of people, animals or networks beside each other: the mean over pairs, and how sure it is."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from commonground.inference._pairs import Draws, Pairs, best, direction
from commonground.inference.intervals import Spread
from commonground.inference.results import Comparison, Null, p_value
from commonground.inputs import choice

RESAMPLE = ("subjects", "stimuli", "both")


def compare_groups(
    measure: str | Callable[..., float],
    Xs: Sequence[ArrayLike],
    Ys: ArrayLike | Sequence[ArrayLike] | None = None,
    *,
    resample: str = "both",
    subjects: Sequence[Hashable] | None = None,
    subjects_y: Sequence[Hashable] | None = None,
    n_bootstrap: int = 1000,
    n_permutations: int = 1000,
    seed: int | np.random.Generator = 0,
    n_jobs: int | None = None,
    progress: bool = False,
    **options: Any,
) -> Comparison:
    """Return the mean of a measure over all pairs of two groups, or within one, with its interval and what chance gives.

    The value is the mean over pairs of subjects; sessions of one subject are averaged first, and no subject is compared
    with itself. The interval is for the mean over *other* subjects, other stimuli, or both, as ``resample`` says.

    Subjects: the jackknife, which for a mean is its standard error, with one degree of freedom less than there are
    subjects: four people give wide intervals, as they should. Stimuli: random halves, as in :func:`compare`. Both: the
    variances add up, but the part of each subject's own response to each stimulus is in both of them; it is estimated and
    taken off once. In expectation that is the corrected two-factor bootstrap of Schütt et al. (2023), without its draws.

    Parameters
    ----------
    measure : str or callable
        As in :func:`compare`.
    Xs : list of array-like, each of shape (n, pᵢ)
        One representation for each session of each subject, all of the same n stimuli.
    Ys : list of array-like, or one array-like, optional
        The other group; or one representation, a model, which is taken as it is. By default ``Xs`` are compared with
        each other.
    resample : str
        "subjects", "stimuli" or "both".
    subjects, subjects_y : sequence of labels, optional
        Whose session each is. By default each is a subject of its own.
    n_bootstrap, n_permutations, seed, n_jobs, progress, **options
        As in :func:`compare`. A random order is the same for all subjects of ``Ys``.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        As :func:`compare`; if labels do not fit; or if there is one subject where several are needed.

    References
    ----------
    Schütt, Kipnis, Diedrichsen & Kriegeskorte (2023), "Statistical inference on representational geometries", eLife.
    """
    resample = choice(resample, RESAMPLE, "resample")
    within = Ys is None
    Ys = Xs if within else [Ys] if _single(Ys) else Ys
    pairs = Pairs(measure, Xs, Ys, options)
    of_x = averages(subjects, len(pairs.xs), "subjects")
    of_y = of_x if within else averages(subjects_y, len(pairs.ys), "subjects_y")
    if within and len(of_x) < 2:
        raise ValueError("Xs are of one subject: within a group at least two are compared")
    if resample == "subjects" and len(of_x) == len(of_y) == 1:
        raise ValueError("there is one subject on either side: resample='stimuli', or give more subjects")

    def by_subject(tables):
        return of_x @ tables @ of_y.T

    sign, draws = direction(pairs.measure), Draws(seed, n_jobs, progress)
    table = by_subject(pairs.values())
    value = _mean(table, within)
    halves = by_subject(draws.halves(pairs, n_bootstrap if resample != "subjects" else 0))
    orders = _mean(by_subject(draws.orders(pairs, n_permutations)), within)
    interval, words = (float("nan"), float("nan")), "no interval was asked for"
    if n_bootstrap:
        spread = _spread(table, halves, within, resample, pairs.n)
        interval = spread.interval(float(value), best(pairs.measure), sign)
        words = _words(len(of_x), len(of_y), within, resample, pairs.n)
    return Comparison(
        pairs.measure.name,
        float(value),
        interval,
        float(p_value(value, orders, sign, pairs.tied)) if len(orders) else float("nan"),
        Null.drawn(orders, sign) if len(orders) else None,
        words,
        best(pairs.measure),
    )


def averages(labels: Sequence[Hashable] | None, sessions: int, name: str) -> np.ndarray:
    """Return the matrix (subjects, sessions) that averages the sessions of each subject."""
    labels = list(range(sessions) if labels is None else labels)
    if len(labels) != sessions:
        raise ValueError(
            f"{name} has {len(labels)} labels and there are {sessions} representations: give one for each"
        )
    whose = np.array([[label == subject for label in labels] for subject in dict.fromkeys(labels)], float)
    return whose / whose.sum(axis=1, keepdims=True)


def _single(Ys: Any) -> bool:
    return len(getattr(Ys, "shape", ())) == 2


def _mean(tables: np.ndarray, within: bool) -> np.ndarray:
    """Return the mean over pairs of subjects; within a group, of different ones."""
    if not within:
        return tables.mean(axis=(-2, -1))
    s = tables.shape[-1]
    return (tables.sum(axis=(-2, -1)) - np.trace(tables, axis1=-2, axis2=-1)) / (s * (s - 1))


def _shares(tables: np.ndarray, within: bool) -> list[np.ndarray]:
    """Return, for each side that has several subjects, each one's share of the mean: jackknife pseudo-values."""
    if within:
        s = tables.shape[-1]
        diagonal = np.diagonal(tables, axis1=-2, axis2=-1)
        whole = _mean(tables, True)[..., None]
        own = tables.sum(axis=-1) + tables.sum(axis=-2) - 2 * diagonal  # of all pairs with this subject
        if s == 2:  # without one of two there is no pair left
            return []
        without = (whole * s * (s - 1) - own) / ((s - 1) * (s - 2))
        return [s * whole - (s - 1) * without]
    sides = [tables.mean(axis=-1), tables.mean(axis=-2)]
    return [shares for shares in sides if shares.shape[-1] > 1]


def _spread(table: np.ndarray, halves: np.ndarray, within: bool, resample: str, n: int) -> Spread:
    shares = _shares(table, within)
    if resample != "stimuli" and within and not shares:
        raise ValueError("there are two subjects: within a group at least three are needed to resample them")
    subjects = [(float(side.var(ddof=1) / len(side)), len(side) - 1) for side in shares]
    shared = 0.0
    if not within and min(table.shape) > 1:  # each pair's own part stands in the variance of both sides
        rest = table - table.mean(axis=0) - table.mean(axis=1, keepdims=True) + table.mean()
        free = (table.shape[0] - 1) * (table.shape[1] - 1)
        shared = float(np.square(rest).sum() / free / table.size)
    if resample == "subjects":
        return Spread(subjects, shared)
    means = _mean(halves, within)
    stimuli = (float(means.var(ddof=1)), n - 1)
    if resample == "stimuli" or not subjects:
        return Spread([stimuli])
    for side in _shares(halves, within):  # each subject's own response to each stimulus
        s = side.shape[-1]
        shared += float((side - means[:, None]).var(axis=0, ddof=1).sum() / (s * (s - 1)))
    return Spread([*subjects, stimuli], shared)


def _words(x: int, y: int, within: bool, resample: str, n: int) -> str:
    who = f"{x} subjects" if within or y == 1 else f"{x} and {y} subjects"
    if resample == "subjects":
        return f"over {who}"
    if resample == "stimuli":
        return f"over {n} stimuli"
    return f"over {who} and {n} stimuli" if max(x, y) > 1 else f"over {n} stimuli"
