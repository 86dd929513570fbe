"""A measure for every pair of many representations, each one's own work done once."""

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import ceil
from typing import Any

import numpy as np
from joblib import Parallel, delayed, effective_n_jobs
from joblib.parallel import get_active_backend
from numpy.typing import ArrayLike

from commonground.inputs import same_stimuli
from commonground.progress import progress_bar
from commonground.similarity._measure import Measure, Together, rows_of
from commonground.similarity._sources import Source, sources
from commonground.similarity.registry import find, measures

Given = ArrayLike | Callable[[], ArrayLike]


def pairwise(
    measure: str | Callable[..., float],
    Xs: Iterable[Given],
    Ys: Iterable[Given] | None = None,
    *,
    Xs_test: Iterable[Given] | None = None,
    Ys_test: Iterable[Given] | None = None,
    n_jobs: int | None = None,
    progress: bool = False,
    **options: Any,
) -> np.ndarray:
    """Return the matrix of a measure between all pairs of representations.

    What concerns one representation alone (centring, factorising, norms, neighbour lists) is done once instead
    of for every pair, and a symmetric measure is computed for half of the pairs.

    Parameters
    ----------
    measure : str or callable
        A measure of :func:`measures`, by name or as the function; or any function of two representations that
        returns a number (then nothing is reused, and symmetry is not assumed).
    Xs : sequence of array-like, each of shape (n, pᵢ)
        Representations of the same n stimuli, in the same order. Some may be functions without arguments that load
        one, or arrays on disk (``np.memmap``, zarr, h5py): see the notes.
    Ys : sequence of array-like, each of shape (n, qⱼ), optional
        Others to compare them with; by default ``Xs`` themselves.
    Xs_test, Ys_test : sequence of array-like, each of shape (m, pᵢ) and (m, qⱼ), optional
        The same representations of m other stimuli. What the measure fits, a rotation or weights, is fitted on ``Xs``
        and ``Ys`` and scored on these, so that what many units can fit by chance does not count. For measures that
        fit something: the Procrustes family, the CCA family, and ``linear_regression_r2``.
    n_jobs : int, optional
        Workers, as in joblib: -1 for all cores. By default whatever ``joblib.parallel_config`` says, which is how a
        cluster is used (``with parallel_config("dask"): ...``), else one.
    progress : bool
        Show a bar that says how much is done.
    **options
        Passed on to the measure.

    Returns
    -------
    ndarray, shape (len(Xs), len(Xs)) or (len(Xs), len(Ys))
        Entry (i, j) is ``measure(Xs[i], Ys[j], **options)``, up to rounding.

    Raises
    ------
    ValueError
        As the measure, naming the representation at fault as ``Xs[i]`` or ``Ys[j]``; if there are none; or if the
        measure is unknown or returns more than one number; or if there are held-out stimuli and it fits nothing.

    Notes
    -----
    If any representation is on disk or is to be loaded, all are read by the worker that needs them, and forgotten: at
    most 9 are in the memory of a worker at once. Each is then read, and its own work done, about len(Xs) / 16 times for
    a symmetric measure, len(Xs) / 8 for others.

    Held out, the stimuli are taken less the mean of the fitted ones. Procrustes turns the narrower representation into the
    wider; the distance is then as it is, the cosine may be negative, and the angle is at most π. The canonical variates
    keep their weights, and their correlations may be negative. R² is negative where the mean of the held-out Y
    predicts better.

    Examples
    --------
    >>> import numpy as np
    >>> layers = [np.random.default_rng(i).normal(size=(50, 8)) for i in range(3)]
    >>> pairwise("linear_cka", layers).shape
    (3, 3)
    """
    entry, options = as_measure(measure, options)
    xs, others = sources(Xs, Ys, Xs_test, Ys_test)
    ys = xs if others is None else others
    work = _work(entry, options, held_out=Xs_test is not None)
    run = Parallel(n_jobs=n_jobs, return_as="generator_unordered")
    if any(source.lazy for source in (*xs, *ys)):
        return _read_as_needed(run, work, xs, ys, n_jobs, progress)
    together = entry.together if Xs_test is None else None
    if together and together.cheaper([x.train for x in xs], [y.train for y in ys]):
        return _together(run, together, xs, ys, options, n_jobs, progress)
    mirrored = work.mirrors(xs, ys)
    left = _prepared(run, work, xs)
    right = left if ys is xs else _prepared(run, work, ys)
    tasks = (
        delayed(_compared)(
            work.compare,
            rows,
            mirrored,
            *(left[i] for i in rows),
            *(right[: rows[-1] + 1] if mirrored else right),
        )
        for rows in _dealt(range(len(xs)), n_jobs)
    )
    return _matrix(run(tasks), work, xs, ys, progress)


Rows = list[tuple[int, np.ndarray]]  # the number of a row of the matrix, and it and perhaps some that follow


@dataclass(frozen=True)
class Work:
    """What is done with each representation, and with each pair."""

    prepare: Callable  # (X, [X_test,] name, **options) → its own work
    compare: Callable  # (x, y) → a number
    symmetric: bool
    options: dict[str, Any]

    def mirrors(self, xs: list[Source], ys: list[Source]) -> bool:
        """Whether half of the pairs are enough."""
        return self.symmetric and ys is xs

    def pairs(self, xs: list[Source], ys: list[Source]) -> int:
        return len(xs) * (len(xs) + 1) // 2 if self.mirrors(xs, ys) else len(xs) * len(ys)

    def done(self, source: Source) -> "State":
        """Read a representation and do its own work."""
        X, *test = source.read()
        return State(source.name, X.shape, self.prepare(X, *test, source.name, **self.options))


class State:
    """One representation's own work, on its way to the workers that compare it with others.

    Dask keeps an argument that says it is large, and sends it to a worker once, not with each task that takes it.
    """

    def __init__(self, name: str, shape: tuple[int, ...], value: Any):
        self.name, self.shape, self.value = name, shape, value

    def __len__(self) -> int:
        return self.shape[0]

    def __sizeof__(self) -> int:
        return 2**20


def _work(entry: Measure, options: dict[str, Any], held_out: bool) -> Work:
    if held_out and entry.held_out is None:
        fitting = ", ".join(m.name for m in measures() if m.fits)
        raise ValueError(
            f"{entry.name} fits nothing that could be scored on held-out stimuli: give it the held-out ones as Xs, "
            f"or choose one of {fitting}"
        )
    how = entry.held_out if held_out and entry.held_out else entry
    return Work(how.prepare, how.compare, entry.symmetric, options)


def _prepared(run: Parallel, work: Work, given: list[Source]) -> list[State]:
    """Return each representation's own work, in the given order."""
    numbered = run(delayed(_numbered)(i, work.done, source) for i, source in enumerate(given))
    return [state for _, state in sorted(numbered, key=lambda pair: pair[0])]


def _numbered(i: int, function: Callable, argument: Any) -> tuple[int, Any]:
    return i, function(argument)


def _compared(compare: Callable, rows: range, mirrored: bool, *given: State) -> Rows:
    """Return rows of the matrix: of the first of what is given with all that follow."""
    xs, ys = given[: len(rows)], given[len(rows) :]
    return [
        (i, np.array([[compare(x.value, y.value) for y in (ys[: i + 1] if mirrored else ys)]]))
        for i, x in zip(rows, xs, strict=True)
    ]


def _dealt(work: range, n_jobs: int | None) -> list[range]:
    """Return the work in tasks: each piece by itself; on a cluster, as many tasks as there are cores.

    A worker keeps what it was sent while it has a task that needs it, and may forget it between two: with one long
    task a core, nothing is sent to a worker twice.
    """
    remote = hasattr(get_active_backend()[0], "client")  # dask's
    tasks = min(effective_n_jobs(n_jobs), len(work)) if remote else len(work)
    return [work[task::tasks] for task in range(tasks)]


def _matrix(
    results: Iterable[Rows], work: Work, xs: list[Source], ys: list[Source], progress: bool
) -> np.ndarray:
    """Return the matrix from its rows, one or a few at a time, in whatever order they come."""
    matrix, mirrored = np.full((len(xs), len(ys)), np.nan), work.mirrors(xs, ys)
    with progress_bar("pairwise", work.pairs(xs, ys), shown=progress, anywhere=True) as bar:
        for i, rows in chain.from_iterable(results):
            matrix[i : i + len(rows), : rows.shape[1]] = rows
            bar.update(sum(range(i + 1, i + len(rows) + 1)) if mirrored else rows.size)
    if mirrored:
        above = np.triu_indices(len(xs), 1)
        matrix[above] = matrix.T[above]
    return matrix


# ---- all at once


def _together(
    run: Parallel,
    how: Together,
    xs: list[Source],
    ys: list[Source],
    options: dict[str, Any],
    n_jobs: int | None,
    progress: bool,
) -> np.ndarray:
    """Return the matrix by comparing all representations at once, part by part."""
    work = Work(how.prepare, how.compare, False, options)
    left = _prepared(run, work, xs)
    states = left if ys is xs else left + _prepared(run, work, ys)
    parts, shares = how.parts(len(left[0])), []
    tasks = (
        delayed(_shares)(how.compare, [parts[i] for i in some], len(left), *states)
        for some in _dealt(range(len(parts)), n_jobs)
    )
    with progress_bar("pairwise", len(parts), shown=progress, anywhere=True) as bar:
        for found in run(tasks):
            shares += found
            bar.update(len(found))
    return how.finish(*_split(len(left), states), shares)


def _shares(compare: Callable, parts: list, split: int, *states: State) -> list:
    xs, ys = _split(split, states)
    return [compare(xs, ys, part) for part in parts]


def _split(split: int, states: Sequence[State]) -> tuple[list, list]:
    """Return the own work of Xs and of Ys: the same list if they are the same."""
    values = [state.value for state in states]
    return (values, values) if split == len(values) else (values[:split], values[split:])


# ---- read as needed

AT_ONCE = 8
"""Representations that a worker holds while it reads the others, one after another, and compares them with all of these."""


def _read_as_needed(
    run: Parallel, work: Work, xs: list[Source], ys: list[Source], n_jobs: int | None, progress: bool
) -> np.ndarray:
    same, mirrored = ys is xs, work.mirrors(xs, ys)
    few = min(AT_ONCE, ceil(len(xs) / effective_n_jobs(n_jobs)))
    given = xs if same else [*xs, *ys]
    tasks = (
        delayed(_read_and_compared)(work, firsts, few, len(xs), mirrored, *given)
        for firsts in _dealt(range(0, len(xs), few), n_jobs)
    )
    return _matrix(run(tasks), work, xs, ys, progress)


def _read_and_compared(
    work: Work, firsts: range, few: int, split: int, mirrored: bool, *given: Source
) -> Rows:
    """Return a few rows of the matrix from each of ``firsts`` on; NaN where the mirror image will stand."""
    xs, ys = given[:split], given[split:] or given
    return [(first, _few_rows(work, first, xs[first : first + few], ys, mirrored)) for first in firsts]


def _few_rows(
    work: Work, first: int, xs: Sequence[Source], ys: Sequence[Source], mirrored: bool
) -> np.ndarray:
    held = {source.name: work.done(source) for source in xs}
    rows = np.full((len(xs), first + len(xs) if mirrored else len(ys)), np.nan)
    for j, source in enumerate(ys[: rows.shape[1]]):
        y = held.get(source.name) or work.done(source)
        for i, x in enumerate(held.values()):
            same_stimuli(x, y, x.name, y.name)
            if not (mirrored and j > first + i):
                rows[i, j] = work.compare(x.value, y.value)
        del y  # before the next is read
    return rows


# ---- what callers give


def as_measure(
    measure: str | Callable[..., float], options: dict[str, Any]
) -> tuple[Measure, dict[str, Any]]:
    """Return any measure, a caller's own function too, and the options that it is still to be given."""
    entry = find(measure)
    if entry is not None:
        _refuse_unknown(entry, options)
        return entry, options
    assert callable(measure)  # else find has refused it
    own = Measure(
        name=_name(measure),
        function=measure,
        kind="similarity",
        invariances=(),
        symmetric=False,
        prepare=_itself,
        compare=_Function(measure, options),
        reorder=rows_of,
    )
    return own, {}


class _Function:
    """A caller's own measure in place of a comparison."""

    def __init__(self, measure: Callable, options: dict[str, Any]):
        self.measure, self.options = measure, options

    def __call__(self, X: np.ndarray, Y: np.ndarray) -> Any:
        value = np.asarray(self.measure(X, Y, **self.options))
        if value.size != 1:
            raise ValueError(
                f"{_name(self.measure)} returned an array of shape {value.shape} for one pair: give a function that "
                "returns one number, as in lambda X, Y: cca(X, Y).max()"
            )
        return value.item()


def _itself(X: np.ndarray, name: str) -> np.ndarray:
    return X


def _name(measure: Any) -> str:
    return getattr(measure, "__name__", repr(measure))


def _refuse_unknown(entry: Measure, options: dict[str, Any]) -> None:
    known = [
        p.name for p in inspect.signature(entry.function).parameters.values() if p.kind is p.KEYWORD_ONLY
    ]
    for name in options:
        if name not in known:
            raise ValueError(f"{entry.name} has no option {name!r}: it takes {', '.join(known) or 'none'}")
    for name in entry.needs:
        if name not in options:
            raise ValueError(
                f"{entry.name} needs {name}: pass it to pairwise, as in pairwise(..., {name}=...)"
            )
