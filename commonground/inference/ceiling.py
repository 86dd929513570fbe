"""The lowest and the highest agreement that the true model could reach with several subjects."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from commonground.inference._pairs import Pairs
from commonground.inference.groups import averages


def noise_ceiling(
    measure: str | Callable[..., float],
    Xs: Sequence[ArrayLike],
    *,
    subjects: Sequence[Hashable] | None = None,
    **options: Any,
) -> tuple[float, float]:
    """Return the lowest and the highest agreement that the true model could have with several subjects.

    Subjects differ, so no one model agrees with all of them perfectly. Upper: the mean agreement of each subject with what
    all have in common. Lower: the mean agreement with what the *others* have in common.

    For RSA and CKA, which compare matrices of stimuli, what subjects have in common is the mean of their matrices, each
    brought to the scale that the measure sees (ranks, unit length), so that no subject dominates; no model exceeds the upper
    bound, but for Kendall's τ, where the mean of ranks is not exactly the best. For other measures it is all their units
    side by side, each subject at the same total variance; the upper bound is then 1 where a measure can pick a subject's
    own units out of everyone's, as regression can.

    Parameters
    ----------
    measure : str or callable
        As in :func:`compare`.
    Xs : list of array-like, each of shape (n, pᵢ)
        Representations, one a session; or RDMs, with ``metric="precomputed"``.
    subjects : sequence of labels, optional
        Whose session each is; sessions of one subject are averaged first. By default each is a subject of its own.
    **options
        Passed on to the measure.

    Returns
    -------
    lower, upper : float

    Raises
    ------
    ValueError
        As the measure; or if there are fewer than 2 subjects.

    References
    ----------
    Nili, Wingfield, Walther, Su, Marslen-Wilson & Kriegeskorte (2014), "A toolbox for representational similarity
    analysis".
    """
    pairs = Pairs(measure, Xs, Xs, options, ("Xs", "Xs"))
    whose = averages(subjects, len(pairs.xs), "subjects") > 0
    if len(whose) < 2:
        raise ValueError("Xs are of one subject: a noise ceiling needs at least two")
    common, compare = _in_common(pairs)
    sessions = np.arange(len(pairs.xs))
    own = [common([sessions[sessions_of]]) for sessions_of in whose]
    every = common([sessions[sessions_of] for sessions_of in whose])
    others = [
        common([sessions[some] for other, some in enumerate(whose) if other != subject])
        for subject in range(len(whose))
    ]
    lower = np.mean([compare(rest, mine) for rest, mine in zip(others, own, strict=True)])
    upper = np.mean([compare(every, mine) for mine in own])
    return float(lower), float(upper)


def _in_common(pairs: Pairs) -> tuple[Callable, Callable]:
    """Return how to make what groups of sessions have in common, and how to compare it."""
    entry = pairs.measure
    if entry.common is not None:
        return _mean_state(entry.common, pairs.xs), entry.compare
    if entry.matrix is not None:
        entries = [entry.matrix(x, always=True).entries for x in pairs.xs]
        return _mean_matrix(entries), lambda A, B: float(np.vdot(A, B))
    return _side_by_side(pairs), entry.compare


def _mean_state(common: Callable, xs: list) -> Callable:
    """The mean of what the measure sees, subject by subject."""
    return lambda groups: common([common([xs[i] for i in group]) for group in groups])


def _mean_matrix(entries: list[np.ndarray]) -> Callable:
    """The mean of the matrices of stimuli, those of each subject at unit length."""

    def mean(matrices):
        return _unit(np.sum(list(matrices), axis=0))

    return lambda groups: mean(mean(entries[i] for i in group) for group in groups)


def _side_by_side(pairs: Pairs) -> Callable:
    """The units of all, those of each subject at unit variance."""

    def common(groups):
        sides = [_unit(np.hstack([_unit(pairs.Xs[i]) for i in group])) for group in groups]
        return pairs.measure.prepare(np.hstack(sides), "Xs", **pairs.options)

    return common


def _unit(X: np.ndarray) -> np.ndarray:
    X = X - X.mean(axis=0)
    return X / np.linalg.norm(X)
