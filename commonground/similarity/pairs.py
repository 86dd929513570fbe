"""A measure for every pair of many representations, each one's own work done once."""

import inspect
import sys
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import ArrayLike

from commonground.inputs import all_same_labels, representation, same_stimuli
from commonground.similarity.registry import find


def pairwise(
    measure: str | Callable[..., float],
    Xs: Iterable[ArrayLike],
    Ys: Iterable[ArrayLike] | None = None,
    *,
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
        Representations of the same n stimuli, in the same order.
    Ys : sequence of array-like, each of shape (n, qⱼ), optional
        Others to compare them with; by default ``Xs`` themselves.
    n_jobs : int, optional
        Workers, as in joblib: -1 for all cores. By default whatever ``joblib.parallel_config`` says, which is how a
        cluster is used (``with parallel_config("dask"): ...``), else one.
    progress : bool
        Show on standard error how much is done.
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
        measure is unknown or returns more than one number.

    Examples
    --------
    >>> import numpy as np
    >>> layers = [np.random.default_rng(i).normal(size=(50, 8)) for i in range(3)]
    >>> pairwise("linear_cka", layers).shape
    (3, 3)
    """
    entry = find(measure)
    arrays = _checked(_named(Xs, "Xs") | ({} if Ys is None else _named(Ys, "Ys")))
    Xs = [X for name, X in arrays.items() if name.startswith("Xs")]
    Ys = Xs if Ys is None else [Y for name, Y in arrays.items() if name.startswith("Ys")]
    run = Parallel(n_jobs=n_jobs, return_as="generator_unordered")
    if entry is not None:
        _refuse_unknown(entry, options)
    if entry is not None and entry.together and entry.together.cheaper(Xs, Ys):
        return _together(run, entry.together, Xs, Ys, progress, options)
    if entry is None:
        prepare, compare, symmetric, options = _itself, _Function(measure, options), False, {}
    else:
        prepare, compare, symmetric = entry.prepare, entry.compare, entry.symmetric
    xs, ys = _prepared(run, prepare, Xs, Ys, options)
    mirrored = ys is xs and symmetric
    result = np.empty((len(xs), len(ys)))
    total = len(xs) * (len(xs) + 1) // 2 if mirrored else result.size
    tasks = (delayed(_row)(compare, i, x, ys[: i + 1] if mirrored else ys) for i, x in enumerate(xs))
    for i, row in _counted(run(tasks), total, progress, lambda done: len(done[1])):
        result[i, : len(row)] = row
        if mirrored:
            result[: len(row), i] = row
    return result


def _together(run, how, Xs, Ys, progress: bool, options: Any):
    """Return the matrix by comparing all representations at once, part by part."""
    xs, ys = _prepared(run, how.prepare, Xs, Ys, options)
    parts = how.parts(len(Xs[0]))
    shares = run(delayed(how.compare)(xs, ys, part) for part in parts)
    return how.finish(xs, ys, list(_counted(shares, len(parts), progress, lambda done: 1)))


class _Function:
    """A caller's own measure in the place of a comparison."""

    def __init__(self, measure: Any, options: dict[str, Any]) -> None:
        self.measure, self.options = measure, options

    def __call__(self, X: np.ndarray, Y: np.ndarray):
        value = np.asarray(self.measure(X, Y, **self.options))
        if value.size != 1:
            name = getattr(self.measure, "__name__", repr(self.measure))
            raise ValueError(
                f"{name} returned an array of shape {value.shape} for one pair: give a function that returns one number, "
                "as in lambda X, Y: cca(X, Y).max()"
            )
        return value.item()


def _named(Xs: Any, name: str) -> dict[str, Any]:
    """Return the representations by what messages call them."""
    if len(getattr(Xs, "shape", ())) == 2:
        raise ValueError(f"{name} has shape {tuple(Xs.shape)}, one representation: give a list of them")
    named = {f"{name}[{i}]": X for i, X in enumerate(Xs)}
    if not named:
        raise ValueError(f"{name} is empty: give a list of representations, each (stimuli, units)")
    return named


def _checked(named: dict[str, Any]) -> dict[str, np.ndarray]:
    """Return the representations as arrays of the same stimuli."""
    arrays = {name: representation(X, name) for name, X in named.items()}
    for name, X in arrays.items():
        same_stimuli(arrays["Xs[0]"], X, "Xs[0]", name)
    all_same_labels(named)
    return arrays


def _refuse_unknown(entry, options: Any):
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


def _itself(X: np.ndarray, name: str):
    return X


def _prepared(run, prepare, Xs, Ys, options: Any):
    """Return each representation's own work, once."""
    xs = _in_order(run(delayed(_numbered)(prepare, i, X, f"Xs[{i}]", options) for i, X in enumerate(Xs)))
    if Ys is Xs:
        return xs, xs
    return xs, _in_order(
        run(delayed(_numbered)(prepare, i, Y, f"Ys[{i}]", options) for i, Y in enumerate(Ys))
    )


def _numbered(prepare, i: int, X: np.ndarray, name: str, options: Any):
    return i, prepare(X, name, **options)


def _in_order(numbered):
    return [state for _, state in sorted(numbered, key=lambda pair: pair[0])]


def _row(compare, i: int, x, ys):
    return i, [compare(x, y) for y in ys]


def _counted(results, total: int, show, size):
    """Yield results; if asked to, say on standard error how much is done."""
    done = 0
    for result in results:
        yield result
        done += size(result)
        if show:
            end = "\n" if done == total else ""
            print(f"\rpairwise: {100 * done // total} % done", end=end, file=sys.stderr, flush=True)
