"""Values as a page can have them: arrays and numbers, texts, and plain containers of these.

:func:`take` runs in the kernel of a lesson, just before a cell.
"""

import pickle
from collections.abc import Mapping
from pathlib import Path

import numpy as np

__all__ = ["NotPlain", "spell", "take"]

AS_TEXT = bool, int, str, bytes, type(None), range
KINDS = "biufcU"  # of an array's numbers or letters, as NumPy calls them


class NotPlain(Exception):
    """A value that no page can have; the message says what it is."""


def take(names: list[str], namespace: Mapping[str, object], file: str) -> None:
    """Write the values of these names into a file, as they are now; why not, if one of them is not plain."""
    taken: dict[str, object] = {}
    try:
        for name in names:
            if name in namespace:  # else it was deleted, or a branch not taken would have bound it
                spell(namespace[name], {})
                taken[name] = namespace[name]
    except NotPlain as why:
        taken = {"": f"{name} is {why}"}
    Path(file).write_bytes(pickle.dumps(taken))


def spell(value, arrays: dict[str, np.ndarray], *, narrow: bool = False) -> str:
    """Return a value as Python, with each array under a key in ``arrays``, read there by ``saved[key]``.

    Parameters
    ----------
    value : object
        Any.
    arrays : dict
        Is added to.
    narrow : bool
        Keep double precision as single; the text widens it again.

    Raises
    ------
    NotPlain
        If it is no array, number, text or plain container of these.
    """

    def inside(part):
        return spell(part, arrays, narrow=narrow)

    kind = type(value)
    if kind in AS_TEXT:
        return repr(value)
    if kind in (float, complex):
        return repr(value) if np.isfinite(value) else f"{kind.__name__}('{value}')"
    if isinstance(value, np.generic) and value.dtype.kind in KINDS:
        return f"{inside(np.asarray(value))}[()]"
    if kind is np.ndarray and value.dtype.kind in KINDS:
        return _of_array(value, arrays, narrow)
    if kind is dict:
        return f"{{{', '.join(f'{inside(k)}: {inside(v)}' for k, v in value.items())}}}"
    if kind in (list, tuple):
        parts = ", ".join(map(inside, value))
        return f"[{parts}]" if kind is list else f"({parts}{',' * (len(value) == 1)})"
    if kind in (set, frozenset):
        return f"{kind.__name__}([{', '.join(sorted(map(inside, value)))}])"
    if kind is slice:
        return repr(value)
    if kind is np.random.Generator:
        return f"generator({value.bit_generator.state!r})"
    raise NotPlain(f"of {kind.__module__}.{kind.__qualname__}")


def _of_array(value: np.ndarray, arrays: dict[str, np.ndarray], narrow: bool) -> str:
    single = {"f8": "f4", "c16": "c8"}.get(value.dtype.str[1:]) if narrow else None
    kept = np.ascontiguousarray(value).reshape(value.shape).astype(single or value.dtype, copy=False)
    same = [k for k, a in arrays.items() if a.dtype == kept.dtype and np.array_equal(a, kept, equal_nan=kept.dtype.kind in "fc")]  # fmt: skip
    key = same[0] if same else f"a{len(arrays)}"
    arrays.setdefault(key, kept)
    return f"saved[{key!r}].astype({value.dtype.str[1:]!r})" if single else f"saved[{key!r}]"
