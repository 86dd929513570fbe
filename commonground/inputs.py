"""What measures, maps and training accept: two-dimensional arrays of finite numbers, rows the same stimuli on both sides."""

import contextlib
from collections.abc import Iterable, Mapping, Sequence, Sized
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

WITHOUT_IT = "drop that stimulus from every representation, drop that unit, or fill the value in"
FLOATS = np.dtype(np.float32), np.dtype(np.float64)
FEWEST = 3  # stimuli: two points differ in one distance only, so that there is nothing to compare


def representation(X: ArrayLike, name: str = "X", *, fewest: int = FEWEST, check: bool = True) -> np.ndarray:
    """Return ``X`` as a (stimuli, units) array of finite real numbers, without a copy where it can.

    Parameters
    ----------
    X : array-like, shape (n, p)
        NumPy array, PyTorch tensor or nested lists. Floats keep their width; all else becomes float64.
    name : str
        How messages call it.
    fewest : int
        The smallest n that the caller can work with.
    check : bool
        Look for NaN and infinity; else that is left to whoever takes the mean.

    Raises
    ------
    ValueError
        If ``X`` is anything else; the message says what, where, and the mend.
    """
    if type(X) is not np.ndarray or X.dtype not in FLOATS:  # the many other things that people have
        X = _plain(X, name)
    if X.ndim != 2:
        raise ValueError(f"{name} has shape {X.shape}: {_mend_shape(X, name)}")
    enough(X, name, fewest)
    if X.shape[1] == 0:
        raise ValueError(f"{name} has no units (columns), shape {X.shape}: give at least one")
    if check:
        finite(X, name)
    return X


def enough(X: np.ndarray, name: str, fewest: int) -> None:
    """Refuse fewer stimuli than a measure needs."""
    if len(X) < fewest:
        raise ValueError(
            f"{name} has {len(X)} stimuli (rows): at least {fewest} are needed, so give more of them"
        )


def pair(X: ArrayLike, Y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return both representations checked, NaN and infinity excepted, and of the same number of stimuli."""
    A, B = representation(X, "X", check=False), representation(Y, "Y", check=False)
    same_stimuli(A, B, "X", "Y")
    same_labels(X, Y, "X", "Y")
    return A, B


def same_stimuli(X: Any, Y: Any, name_x: str, name_y: str) -> None:
    """Refuse two arrays, or what else has a shape, of different length."""
    if len(X) != len(Y):
        hint = " (is one of them transposed?)" if X.shape[-1] == len(Y) or Y.shape[-1] == len(X) else ""
        raise ValueError(
            f"{name_x} has {len(X)} stimuli (rows) and {name_y} has {len(Y)}{hint}: "
            "row i of both must be the same stimulus, so keep the stimuli that both have"
        )


def same_labels(X: Any, Y: Any, name_x: str, name_y: str) -> None:
    """Refuse two pandas frames, known by their manners, whose rows are called by other names or stand in another order."""
    if not (_is_frame(X) and _is_frame(Y)) or X.index.equals(Y.index):
        return
    row, x, y = next((i, x, y) for i, (x, y) in enumerate(zip(X.index, Y.index, strict=True)) if x != y)
    if X.index.is_unique and Y.index.is_unique and set(X.index) == set(Y.index):
        mend = f"the stimuli are the same in another order, so pass {name_y}.loc[{name_x}.index]"
    else:
        mend = (
            f"keep the stimuli that both have, as in {name_x}.loc[both] and {name_y}.loc[both] with "
            f"both = {name_x}.index.intersection({name_y}.index); or, if row i of both is the same stimulus whatever "
            f"it is called, pass {name_y}.to_numpy()"
        )
    raise ValueError(f"row {row} is {x!r} in {name_x} and {y!r} in {name_y}: {mend}")


def all_same_labels(named: Mapping[str, Any]) -> None:
    """Refuse several representations of which two are frames as in :func:`same_labels`."""
    first, *others = [(X, name) for name, X in named.items() if _is_frame(X)] or [(None, "")]
    for X, name in others:
        same_labels(first[0], X, first[1], name)


def _is_frame(X: Any) -> bool:
    return hasattr(X, "iloc") and hasattr(X, "index")


def choice(value: object, allowed: Iterable[str], name: str) -> str:
    """Return the entry of ``allowed`` that ``value`` spells; case, spaces, '-' and '_' do not count."""
    key = str(value).lower().translate(str.maketrans("-_", "  "))
    if isinstance(value, str) and key in allowed:
        return key
    raise ValueError(f"{name} is {value!r}: choose one of {', '.join(map(repr, allowed))}")


def whole(value: object, name: str, *, least: int = 1) -> int:
    """Return ``value`` as an int that is at least ``least``."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise ValueError(f"{name} is {value!r}: it must be a whole number of at least {least}")
    return int(value)


def number(
    value: Any,
    name: str,
    *,
    above: float | None = None,
    least: float | None = None,
    most: float | None = None,
) -> float:
    """Return ``value`` as a finite float within bounds."""
    try:
        x = float(value)
    except (TypeError, ValueError):
        x = np.nan
    if not np.isfinite(x) or (above is not None and x <= above):
        bound = "a finite number" if above is None else f"a finite number above {above}"
    elif (least is not None and x < least) or (most is not None and x > most):
        bound = f"at least {least}" if most is None else f"between {least} and {most}"
    else:
        return x
    raise ValueError(f"{name} is {value!r}: it must be {bound}")


def array(X: Any, name: str = "X") -> Any:
    """Return PyTorch tensors, known by their manners so that torch need not be there, as arrays; all else as it is.

    Raises
    ------
    ValueError
        If a tensor is sparse or holds no data, or a value is missing as pandas has it.
    """
    if isinstance(X, list | tuple) and any(map(_is_tensor, X)):
        return [array(x, f"{name}[{i}]") for i, x in enumerate(X)]
    if not _is_tensor(X):
        _refuse_missing(X, name)
        return X
    if str(X.layout) != "torch.strided":
        raise ValueError(f"{name} is a sparse tensor: pass {name}.to_dense()")
    if X.device.type == "meta":
        raise ValueError(f"{name} is a tensor on the device 'meta', which holds no data: compute it first")
    X = X.detach().cpu().resolve_conj().resolve_neg()
    if X.is_quantized:
        X = X.dequantize()
    return (X.float() if X.is_floating_point() and not _numpy_knows(X) else X).numpy()


def _refuse_missing(X: Any, name: str) -> None:
    """Refuse pandas' NA, which no float can stand for. NaN, and None, which becomes it, are found with infinity."""
    if not (isinstance(X, list | tuple) or _is_frame(X) or getattr(X, "dtype", "") == "O"):
        return
    try:
        entries = np.asarray(X)
    except ValueError:  # rows differ in length, which is said elsewhere
        return
    if entries.dtype == "O":
        bad = [place for place, entry in np.ndenumerate(entries) if type(entry).__name__ == "NAType"]
        if bad:
            raise ValueError(
                f"{name} has a missing value (pd.NA) at {_place(bad[0])}{_more(bad)}: {WITHOUT_IT}"
            )


def _is_tensor(X: Any) -> bool:
    return hasattr(X, "detach") and hasattr(X, "layout")


def _numpy_knows(X: Any) -> bool:
    """Whether NumPy has this type of floating-point number; bfloat16 and those of 8 bits it has not."""
    return str(X.dtype).removeprefix("torch.") in ("float16", "float32", "float64")


def _plain(X: Any, name: str) -> np.ndarray:
    """Return a NumPy array of real floating-point numbers."""
    X = array(X, name)
    if np.ma.is_masked(X):
        raise ValueError(f"{name} has masked entries: drop those stimuli or units, or fill them in")
    if hasattr(X, "toarray"):
        raise ValueError(f"{name} is a sparse matrix: pass {name}.toarray()")
    try:
        X = np.asarray(X)
    except ValueError as error:
        raise ValueError(f"{name} is not an array: its rows differ in length ({error})") from None
    if X.dtype.kind in "OSU" and (text := _first_text(X)) is not None:
        raise ValueError(
            f"{name} has text at {text}: a representation holds real numbers; {name}.astype(float) reads them"
        )
    if X.dtype.kind == "O":
        with contextlib.suppress(TypeError, ValueError):
            X = X.astype(float)
    if X.dtype.kind not in "fiub":
        raise ValueError(f"{name} has entries of type {X.dtype}: a representation holds real numbers")
    return X if X.dtype in FLOATS else X.astype(np.float64)


def _first_text(X: np.ndarray) -> str | None:
    """Return the place of the first entry that is text, in words."""
    for place, entry in np.ndenumerate(X):
        if isinstance(entry, str | bytes):
            return _place(place)
    return None


def _place(place: Sequence[int]) -> str:
    """Return where an entry is, in words."""
    return (
        ", ".join(f"{axis} {i}" for axis, i in zip(("row", "column", "layer"), place, strict=False))
        or "its one entry"
    )


def _more(places: Sized) -> str:
    return f" and at {len(places) - 1} more places" if len(places) > 1 else ""


def _mend_shape(X: np.ndarray, name: str) -> str:
    if X.ndim == 1:
        return f"a representation is (stimuli, units); if this is one unit, pass {name}[:, None]"
    if X.ndim == 0:
        return "a representation is an array (stimuli, units)"
    return f"a representation is (stimuli, units); flatten the rest, as in {name}.reshape(len({name}), -1)"


def finite(X: np.ndarray, name: str, squares: np.ndarray | None = None) -> float:
    """Return the sum of squares of ``X``, as its own type has it, refusing entries that are not finite.

    ``squares`` (n,), if given, is filled with the sum of squares of every row.
    """
    if squares is None:
        flat = X.ravel(order="K")
        square = float(np.vdot(flat, flat))  # which, unlike @, warns of no overflow
    else:
        with np.errstate(over="ignore", invalid="ignore"):
            squares[:] = np.vecdot(X, X)
        square = float(squares.sum())
    if not isfinite(square):  # only then is looked for what and where
        _refuse_not_finite(X, name)
    return square


def _refuse_not_finite(X: np.ndarray, name: str) -> None:
    bad = np.argwhere(~np.isfinite(X))
    if len(bad):
        what = "NaN" if np.isnan(X[tuple(bad[0])]) else "infinity"
        raise ValueError(f"{name} has {what} at {_place(bad[0])}{_more(bad)}: {WITHOUT_IT}")
    if float(np.abs(X).max()) > 1e150:
        raise ValueError(f"{name} has entries above 1e150, whose squares overflow: divide it by a constant")
