"""Which of several representations is closest: differences, with what is the same in both taken out."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import false_discovery_control

from commonground.inference._pairs import Draws, Pairs, best, direction
from commonground.inference.groups import RESAMPLE, averages
from commonground.inference.intervals import Spread
from commonground.inference.results import LEVEL, from_to, interval_in_words, shown, shown_p, table
from commonground.inputs import choice

CORRECTIONS = ("holm", "benjamini hochberg", "none")


@dataclass(frozen=True)
class Difference:
    """How much closer one representation is than another.

    Attributes
    ----------
    measure : str
    value : float
        Above 0 where Y is closer to X than Z is.
    interval : (float, float)
        95 %.
    p : float
        How likely a difference at least as large, either way, is if there is none.
    resampled : str
        In words, what was drawn anew.
    """

    measure: str
    value: float
    interval: tuple[float, float]
    p: float
    resampled: str

    def __repr__(self):
        closer = "Y is closer" if self.value > 0 else "Z is closer" if self.value < 0 else "neither is closer"
        told = closer if self.p < 1 - LEVEL else f"{closer}, but not surely"
        return (
            f"{self.measure} differs by {shown(self.value)}{interval_in_words(*self.interval)} ({self.resampled}); "
            f"p {shown_p(self.p)}: {told}"
        )

    def _repr_html_(self):
        row = [self.measure, shown(self.value), from_to(*self.interval), shown_p(self.p)]
        return table(["measure", "difference", "95 % interval", "p"], [row], self.resampled)


@dataclass(frozen=True)
class Differences:
    """Several representations by how close they are to one, and which of the differences are sure.

    Attributes
    ----------
    measure : str
    names : list of str
    values : ndarray, shape (models,)
    intervals : ndarray, shape (models, 2)
        95 %, of each value by itself.
    p : ndarray, shape (models, models)
        Of each pair's difference, corrected for their number; 1 on the diagonal.
    closer : ndarray of bool, shape (models, models)
        Whether the model of the row is surely closer than that of the column: p below .05.
    correction : str
    resampled : str
    kind : str
        Of the measure: "similarity" or "distance".
    """

    measure: str
    names: list[str]
    values: np.ndarray
    intervals: np.ndarray
    p: np.ndarray
    closer: np.ndarray
    correction: str
    resampled: str
    kind: str

    def _lines(self):
        for i in np.argsort(self.values if self.kind == "distance" else -self.values):
            beaten = [self.names[j] for j in np.flatnonzero(self.closer[i])]
            yield [
                self.names[i],
                shown(self.values[i]),
                from_to(*self.intervals[i]),
                ", ".join(beaten) or "none",
            ]

    def __repr__(self):
        lines = [
            f"{name}: {value} ({interval}); closer than {beaten}"
            for name, value, interval, beaten in self._lines()
        ]
        return "\n".join([f"{self.measure}, {self.resampled}, {self.correction}", *lines])

    def _repr_html_(self):
        heads = ["", self.measure, "95 % interval", "surely closer than"]
        return table(heads, list(self._lines()), f"{self.resampled}; {self.correction}")


def difference(
    measure: str | Callable[..., float],
    X: ArrayLike | Sequence[ArrayLike],
    Y: ArrayLike,
    Z: ArrayLike,
    *,
    resample: str | None = None,
    subjects: Sequence[Hashable] | None = None,
    n_bootstrap: int = 1000,
    seed: int | np.random.Generator = 0,
    n_jobs: int | None = None,
    progress: bool = False,
    **options: Any,
) -> Difference:
    """Return how much closer Y is to X than Z is, with its interval and the p of no difference.

    Both are compared on the same halves of the stimuli and for the same subjects, so that what moves both together does
    not count: two intervals that overlap may well belong to a sure difference.

    Parameters
    ----------
    measure : str or callable
        As in :func:`compare`.
    X : array-like, shape (n, p), or a list of these
        What is to be explained: one representation, or one for each session of each subject.
    Y, Z : array-like, shapes (n, q) and (n, r)
        Two representations of the same stimuli, two models for instance.
    resample : str, optional
        "stimuli", "subjects" or "both"; by default "both" for several subjects, else "stimuli".
    subjects : sequence of labels, optional
        Whose each X is, as in :func:`compare_groups`.
    n_bootstrap, seed, n_jobs, progress, **options
        As in :func:`compare`.

    Returns
    -------
    Difference
        ``value`` above 0 where Y is closer. p is that of a t-test on the value and its spread.

    Raises
    ------
    ValueError
        As :func:`compare_groups`.
    """
    found = _Table(measure, X, [Y, Z], resample, subjects, n_bootstrap, seed, n_jobs, progress, options)
    value, spread = found.contrast([1, -1])
    return Difference(
        found.measure.name, value, spread.interval(value, float("nan"), 1), spread.p(value), found.words
    )


def differences(
    measure: str | Callable[..., float],
    X: ArrayLike | Sequence[ArrayLike],
    Ys: Sequence[ArrayLike] | Mapping[str, ArrayLike],
    *,
    names: Sequence[str] | None = None,
    correction: str = "holm",
    resample: str | None = None,
    subjects: Sequence[Hashable] | None = None,
    n_bootstrap: int = 1000,
    seed: int | np.random.Generator = 0,
    n_jobs: int | None = None,
    progress: bool = False,
    **options: Any,
) -> Differences:
    """Return how close several representations are to one, and which pairs of them surely differ: a bar chart's numbers.

    Parameters
    ----------
    measure : str or callable
        As in :func:`compare`.
    X : array-like, shape (n, p), or a list of these
        As in :func:`difference`.
    Ys : list of array-like, or dict of str to array-like
        The models; a dict names them.
    names : sequence of str, optional
        Their names, by default their places.
    correction : str
        Of p for the number of pairs: "holm" keeps the chance of any false difference below .05; "benjamini-hochberg" keeps
        the share of false ones among those found below .05; "none".
    resample, subjects, n_bootstrap, seed, n_jobs, progress, **options
        As in :func:`difference`.

    Returns
    -------
    Differences

    Raises
    ------
    ValueError
        As :func:`difference`; or if there are fewer than two models, or names that do not fit.

    References
    ----------
    Holm (1979), "A simple sequentially rejective multiple test procedure".
    Benjamini & Hochberg (1995), "Controlling the false discovery rate: a practical and powerful approach to multiple testing".
    """
    correction = choice(correction, CORRECTIONS, "correction")
    if isinstance(Ys, Mapping):
        names, Ys = list(Ys), list(Ys.values())
    names = [str(i) for i in range(len(Ys))] if names is None else list(names)
    if len(Ys) < 2 or len(names) != len(Ys):
        raise ValueError(
            f"there are {len(Ys)} models and {len(names)} names: give at least two models, a name for each"
        )
    found = _Table(measure, X, Ys, resample, subjects, n_bootstrap, seed, n_jobs, progress, options)
    k, places = len(Ys), list(combinations(range(len(Ys)), 2))
    alone = [found.contrast(np.eye(k)[i]) for i in range(k)]
    pairs = [found.contrast(np.eye(k)[i] - np.eye(k)[j]) for i, j in places]
    corrected = _corrected(np.array([spread.p(value) for value, spread in pairs]), correction)
    p, closer = np.ones((k, k)), np.zeros((k, k), dtype=bool)
    for (i, j), (value, _), sure in zip(places, pairs, corrected, strict=True):
        p[i, j] = p[j, i] = sure
        closer[i, j], closer[j, i] = sure < 1 - LEVEL and value > 0, sure < 1 - LEVEL and value < 0
    return Differences(
        measure=found.measure.name,
        names=names,
        values=np.array([found.sign * value for value, _ in alone]),
        intervals=np.array(
            [spread.interval(found.sign * value, best(found.measure), found.sign) for value, spread in alone]
        ),
        p=p,
        closer=closer,
        correction="p as it is" if correction == "none" else f"p corrected by {correction.title()}",
        resampled=found.words,
        kind=found.measure.kind,
    )


class _Table:
    """The models (columns) for each subject (rows), whole and on random halves; closer is larger."""

    def __init__(self, measure, X, Ys, resample, subjects, n_bootstrap, seed, n_jobs, progress, options):
        several = isinstance(X, list | tuple) and np.ndim(X[0]) == 2
        resample = choice(resample or ("both" if several else "stimuli"), RESAMPLE, "resample")
        if not n_bootstrap:
            raise ValueError("n_bootstrap is 0: a difference is told from none by them; give at least 2")
        pairs = Pairs(measure, X if several else [X], Ys, options, ("X", "Ys"))
        self.measure, self.sign, self.n = pairs.measure, direction(pairs.measure), pairs.n
        mean = averages(subjects, len(pairs.xs), "subjects")
        if resample == "subjects" and len(mean) == 1:
            raise ValueError("X is of one subject: resample='stimuli', or give more subjects")
        self.whole = self.sign * (mean @ pairs.values())
        times = 0 if resample == "subjects" else n_bootstrap
        self.halves = self.sign * (mean @ Draws(seed, n_jobs, progress).halves(pairs, times))
        self.over_subjects = resample != "stimuli" and len(mean) > 1
        who = [f"{len(mean)} subjects"] * self.over_subjects + [f"{pairs.n} stimuli"] * (times > 0)
        self.words = "over " + " and ".join(who)

    def contrast(self, weights) -> tuple[float, Spread]:
        """Return a weighted sum of the models' values, and its spread."""
        each, halves = self.whole @ weights, self.halves @ weights
        parts, shared, s = [], 0.0, len(each)
        if self.over_subjects:
            parts.append((float(each.var(ddof=1) / s), s - 1))
        if len(halves):
            parts.append((float(halves.mean(axis=1).var(ddof=1)), self.n - 1))
        if len(parts) == 2:  # each subject's own response to each stimulus stands in both
            own = halves - halves.mean(axis=1, keepdims=True)
            shared = float(own.var(axis=0, ddof=1).sum() / (s * (s - 1)))
        return float(each.mean()), Spread(parts, shared)


def _corrected(p: np.ndarray, correction: str) -> np.ndarray:
    if correction == "none":
        return p
    if correction == "benjamini hochberg":
        return false_discovery_control(p)
    order = np.argsort(p)
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)).clip(max=1)
    corrected = np.empty(len(p))
    corrected[order] = stepped
    return corrected
