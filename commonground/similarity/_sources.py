"""Where representations come from: arrays, or what is read when and where it is needed."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from commonground.inputs import all_same_labels, representation, same_stimuli


class Lazy:
    """A representation that is read in the worker that needs it: a function that loads it, or an array on disk.

    What travels to another process is where it stands, not what it holds.
    """

    def __init__(self, given: Any):
        self.given = given

    def read(self) -> Any:
        return self.given() if callable(self.given) else self.given[...]

    def __reduce__(self):
        if isinstance(self.given, np.memmap):
            return _open_memmap, _place_in_file(self.given)
        if hasattr(self.given, "file"):  # of HDF5, as h5py has it
            return _open_hdf5, (self.given.file.filename, self.given.name)
        return Lazy, (self.given,)


def _is_lazy(X: Any) -> bool:
    """Whether this is a function, a ``np.memmap``, or a chunked array as zarr, h5py and dask have it."""
    if isinstance(X, np.memmap):
        return X.filename is not None
    return callable(X) or (hasattr(X, "chunks") and hasattr(X, "shape"))


def _place_in_file(X: np.memmap) -> tuple:
    whole = X
    while isinstance(whole.base, np.memmap):  # a part of a file does not know where it starts
        whole = whole.base
    start = whole.offset + X.__array_interface__["data"][0] - whole.__array_interface__["data"][0]
    return X.filename, X.dtype, X.shape, start, X.strides


def _open_memmap(filename, dtype, shape, start, strides) -> Lazy:
    return Lazy(np.ndarray(shape, dtype, np.memmap(filename, mode="r"), start, strides))


def _open_hdf5(filename: str, name: str) -> Lazy:
    import h5py

    return Lazy(h5py.File(filename, "r")[name])


@dataclass(frozen=True)
class Source:
    """One representation, and what it is on held-out stimuli if those are given."""

    name: str
    train: Any
    test: Any = None

    @property
    def lazy(self) -> bool:
        return isinstance(self.train, Lazy) or isinstance(self.test, Lazy)

    def __sizeof__(self) -> int:  # so that dask sends it to a worker once, and not with each task
        return sum(X.nbytes for X in (self.train, self.test) if isinstance(X, np.ndarray))

    def read(self) -> list[np.ndarray]:
        """Return the representation, and the one of held-out stimuli if there is one, checked."""
        X = read(self.train, self.name)
        if self.test is None:
            return [X]
        name = self.name.replace("[", "_test[")
        X_test = read(self.test, name)
        if X.shape[1] != X_test.shape[1]:
            raise ValueError(
                f"{self.name} has {X.shape[1]} units (columns) and {name} has {X_test.shape[1]}: "
                "give the same units, in the same order"
            )
        return [X, X_test]


def sources(Xs: Any, Ys: Any, Xs_test: Any, Ys_test: Any) -> tuple[list[Source], list[Source] | None]:
    """Return the representations of ``Xs``, and of ``Ys`` if they are given, those that are there already checked."""
    if (Xs_test is None) != (Ys_test is None) and (Ys is not None or Xs_test is None):
        there, missing = ("Ys_test", "Xs_test") if Xs_test is None else ("Xs_test", "Ys_test")
        raise ValueError(f"{there} is given and {missing} is not: held-out stimuli need both representations")
    if Ys is None and Ys_test is not None:
        raise ValueError("Ys_test is given and Ys is not: give Ys, or leave Ys_test out")
    train = _checked({"Xs": Xs, "Ys": Ys})
    test = _checked({"Xs_test": Xs_test, "Ys_test": Ys_test})
    return _joined("Xs", train, test), None if Ys is None else _joined("Ys", train, test)


def _checked(lists: dict[str, Any]) -> dict[str, list]:
    """Return lists of arrays of the same stimuli, and of what is yet to be read."""
    given = {key: as_list(Xs, key) for key, Xs in lists.items() if Xs is not None}
    ready = of_the_same_stimuli({f"{key}[{i}]": X for key, Xs in given.items() for i, X in enumerate(Xs)})
    return {key: [ready[f"{key}[{i}]"] for i in range(len(Xs))] for key, Xs in given.items()}


def of_the_same_stimuli(named: dict[str, Any]) -> dict[str, Any]:
    """Return arrays, and what is yet to be read, by the names that messages call them; their stimuli are the same."""
    all_same_labels(named)
    ready = {name: Lazy(X) if _is_lazy(X) else representation(X, name) for name, X in named.items()}
    arrays = [(name, X) for name, X in ready.items() if not isinstance(X, Lazy)]
    for name, X in arrays:
        same_stimuli(arrays[0][1], X, arrays[0][0], name)
    return ready


def as_list(Xs: Any, name: str) -> list:
    if len(getattr(Xs, "shape", ())) == 2:
        raise ValueError(f"{name} has shape {tuple(Xs.shape)}, one representation: give a list of them")
    Xs = list(Xs)
    if not Xs:
        raise ValueError(f"{name} is empty: give a list of representations, each (stimuli, units)")
    return Xs


def _joined(key: str, train: dict[str, list], test: dict[str, list]) -> list[Source]:
    Xs = train[key]
    tests = test.get(f"{key}_test", [None] * len(Xs))
    if len(tests) != len(Xs):
        raise ValueError(
            f"{key} has {len(Xs)} representations and {key}_test has {len(tests)}: give the same, in the same order"
        )
    return [Source(f"{key}[{i}]", X, X_test) for i, (X, X_test) in enumerate(zip(Xs, tests, strict=True))]


def read(given: Any, name: str) -> np.ndarray:
    return representation(given.read(), name) if isinstance(given, Lazy) else given
