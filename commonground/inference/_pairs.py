"""Comparisons of prepared representations, and how they change when the stimuli are drawn anew."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from joblib import Parallel, delayed

from commonground.inputs import whole
from commonground.progress import progress_bar
from commonground.similarity._matrix import StimulusMatrix
from commonground.similarity._measure import Measure
from commonground.similarity._sources import as_list, of_the_same_stimuli, read
from commonground.similarity.pairs import as_measure

FEWEST = 10  # stimuli, so that a random half of them has something to compare
ROWS = 128  # of a matrix, read in another order at a time: what fits in a core's cache
CHUNK = 25  # draws that a worker makes before it reports
Matrices = tuple[list[StimulusMatrix], list[StimulusMatrix]]
TRIES = 20  # halves drawn for one that cannot be compared, such as one of equal distances


class Pairs:
    """All comparisons of some representations with others, each one's own work done once.

    Parameters
    ----------
    measure : str or callable
    Xs, Ys : list of array-like
        Of the same n stimuli. The same list twice compares its members with each other.
    options : dict
        Of the measure.
    names : tuple of str
        How messages call the two lists, or the members where there is only one.
    """

    def __init__(self, measure, Xs, Ys, options: dict, names=("Xs", "Ys")):
        self.measure, self.options = as_measure(measure, options)
        lists = [as_list(Zs, name) for Zs, name in zip((Xs, Ys), names, strict=True)]
        called = [
            [_called(name, len(Zs), i) for i in range(len(Zs))] for name, Zs in zip(names, lists, strict=True)
        ]
        ready = of_the_same_stimuli(dict(zip(called[0] + called[1], lists[0] + lists[1], strict=True)))
        self.Xs, self.Ys = ([read(ready[name], name) for name in side] for side in called)
        self.n = len(self.Xs[0])
        self.xs = self._prepared(self.Xs, called[0])
        self.ys = self.xs if Ys is Xs else self._prepared(self.Ys, called[1])
        self.matrices = self._matrices(always=False)

    def _prepared(self, arrays, names):
        return [self.measure.prepare(Z, name, **self.options) for Z, name in zip(arrays, names, strict=True)]

    def matrices_at_any_cost(self) -> Matrices | None:
        """Return both lists as matrices of the stimuli, where the measure is their inner product."""
        return self.matrices or self._matrices(always=True)

    def _matrices(self, always: bool) -> Matrices | None:
        """Return both lists as matrices of the stimuli, ``always`` or where they cost less than the measure itself."""
        if self.measure.matrix is None:
            return None
        xs = [self.measure.matrix(x, always=always) for x in self.xs]
        ys = xs if self.ys is self.xs else [self.measure.matrix(y, always=always) for y in self.ys]
        return None if any(state is None for state in (*xs, *ys)) else (xs, ys)

    @property
    def tied(self) -> float:
        """How far apart two comparisons may be by rounding alone."""
        single = self.matrices and any(m.entries.dtype == np.float32 for side in self.matrices for m in side)
        return 1e-6 if single else 1e-12

    def values(self) -> np.ndarray:
        """Return the comparisons (len(Xs), len(Ys))."""
        return self._table(self.xs, self.ys)

    def permuted(self, order: np.ndarray) -> np.ndarray:
        """Return the comparisons when the stimuli of every Y come in another order."""
        if self.matrices is not None:
            return _reordered(*self.matrices, order)
        if self.measure.reorder is None:
            ys = [self.measure.prepare(Y[order], "Y", **self.options) for Y in self.Ys]
        else:
            ys = [self.measure.reorder(y, order) for y in self.ys]
        return self._table(self.xs, ys)

    def part(self, rows: np.ndarray) -> np.ndarray:
        """Return the comparisons on some of the stimuli."""
        again = self.matrices[0][0].again if self.matrices else None
        if self.matrices and again:
            xs, ys = ([again(m.entries[np.ix_(rows, rows)]).ravel() for m in side] for side in self.matrices)
            return np.array([[x @ y for y in ys] for x in xs])
        xs, ys = (
            [
                self.measure.prepare(self.measure.take(Z, rows, **self.options), "Z", **self.options)
                for Z in Zs
            ]
            for Zs in (self.Xs, self.Ys)
        )
        return self._table(xs, ys)

    def _table(self, xs, ys):
        return np.array([[self.measure.compare(x, y) for y in ys] for x in xs])


@dataclass(frozen=True)
class Draws:
    """How often to draw, and who draws."""

    seed: Any
    n_jobs: int | None
    progress: bool

    def halves(self, pairs: Pairs, times: int) -> np.ndarray:
        """Return the comparisons on ``times`` random halves of the stimuli: (times, len(Xs), len(Ys))."""
        times = whole(times, "n_bootstrap", least=0)
        if times and pairs.n < FEWEST:
            raise ValueError(
                f"there are {pairs.n} stimuli: an interval over stimuli needs at least {FEWEST}; give more, or leave it "
                "out with n_bootstrap=0"
            )
        larger = (pairs.n / (pairs.n // 2)) ** pairs.measure.growth(**pairs.options)
        return larger * self._drawn(_half, pairs, times, 0, "random halves")

    def orders(self, pairs: Pairs, times: int) -> np.ndarray:
        """Return the comparisons under ``times`` random orders of the stimuli of every Y."""
        return self._drawn(_order, pairs, whole(times, "n_permutations", least=0), 1, "random orders")

    def _drawn(self, draw, pairs, times, stream, what):
        seeds = np.random.SeedSequence(self._entropy(), spawn_key=(stream,)).spawn(times)
        chunks = [seeds[start : start + CHUNK] for start in range(0, times, CHUNK)]
        run = Parallel(n_jobs=self.n_jobs, return_as="generator")
        found = []
        with progress_bar(what, times, shown=self.progress, anywhere=True) as bar:
            for tables in run(delayed(_several)(draw, pairs, chunk) for chunk in chunks):
                found += tables
                bar.update(len(tables))
        return np.array(found).reshape(times, len(pairs.xs), len(pairs.ys))

    def _entropy(self):
        if isinstance(self.seed, np.random.Generator):
            return int(self.seed.integers(2**63))
        return whole(self.seed, "seed", least=0)


def _several(draw, pairs, seeds):
    return [draw(pairs, np.random.default_rng(seed)) for seed in seeds]


def _order(pairs, rng):
    return pairs.permuted(rng.permutation(pairs.n))


def _half(pairs, rng):
    for _ in range(TRIES):
        rows = np.sort(rng.permutation(pairs.n)[: pairs.n // 2])
        try:
            return pairs.part(rows)
        except ValueError as error:
            fault = error
    raise ValueError(
        f"the interval compares random halves of the stimuli, and {TRIES} halves in a row could not be compared: {fault}; "
        "give more varied stimuli, or leave the interval out with n_bootstrap=0"
    )


def _reordered(xs, ys, order):
    """Return ⟨A, PBPᵀ⟩ for all A and B: n² products of numbers read in another order, half of them thanks to symmetry."""
    n, table = len(order), np.zeros((len(xs), len(ys)))
    for start in range(0, n, ROWS):
        rows, later = order[start : start + ROWS], order[start:]
        square = len(rows)
        parts = [x.entries[start : start + ROWS, start:] for x in xs]
        for j, y in enumerate(ys):
            other = y.entries[rows].take(later, axis=1)
            for i, part in enumerate(parts):
                table[i, j] += 2 * _product(part, other) - _product(part[:, :square], other[:, :square])
    return table


def _product(A, B):
    """Return ⟨A, B⟩: along rows in their own precision, over rows in float64."""
    return np.vecdot(A, B).sum(dtype=np.float64)


def _called(name: str, members: int, i: int) -> str:
    """Return how messages call a member of a list: by its place, but for a list of one that is called as its member."""
    return f"{name}[{i}]" if name.endswith("s") or members > 1 else name


def pair_of(measure, X, Y, options) -> Pairs:
    """Return the comparison of one representation with one other."""
    return Pairs(measure, [X], [Y], options, ("X", "Y"))


def direction(measure: Measure) -> int:
    """Return 1 for a similarity, −1 for a distance: closer is larger, times this."""
    return -1 if measure.kind == "distance" else 1


def best(measure: Measure) -> float:
    """Return what the measure gives for the same representation, its bound; NaN for a caller's own, which nobody knows."""
    if not measure.invariances:
        return float("nan")
    return 0.0 if measure.kind == "distance" else 1.0
