"""A figure with controls as one small document: a first view, and what changes from it in each other view.

The document is what the page's script draws (``book/_static/figures.js``)::

    {"data": [...], "layout": {...},            the first view, as plotly writes it
     "controls": [{"name", "label", "values", "start"}, ...],
     "frames": [[[path, i], ...], ...],          one a combination of values, the last control fastest:
     "pool": [value, ...]}                       at `path` in the figure stands pool[i]

Numbers are float32 typed arrays in base64, as plotly.js reads them, and each array is stored once.
"""

import base64
import itertools
import json
from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

__all__ = ["document", "figure_json"]

SHORT = 8
"""Lists up to this length stay readable JSON: base64 would not be smaller."""


def document(f, controls: Mapping[str, Sequence], start: dict, labels: dict[str, str]) -> dict:
    """Call ``f`` at every combination of the controls' values and return the figure's document."""
    names = list(controls)
    first = figure_json(f(**start))
    pool: list = []
    index, frames = {}, []
    for values in itertools.product(*controls.values()):
        at = dict(zip(names, values, strict=True))
        view = figure_json(f(**at))
        _require_same_traces(first, view, at)
        frame = []
        for path, value in _differences(first, view):
            key = json.dumps(value)
            if key not in index:
                index[key] = len(pool)
                pool.append(value)
            frame.append([path, index[key]])
        frames.append(frame)
    return first | {"controls": describe(controls, start, labels), "frames": frames, "pool": pool}


def describe(controls: Mapping[str, Sequence], start: dict, labels: dict[str, str]) -> list[dict]:
    """Return the controls as the page needs them: name, label, values, index of the first view's value."""
    return [
        {
            "name": name,
            "label": labels.get(name, name),
            "values": [_plain(v) for v in values],
            "start": list(values).index(start[name]),
        }
        for name, values in controls.items()
    ]


def figure_json(fig: go.Figure) -> dict:
    """Return ``fig`` as plotly's JSON with its arrays packed and its template's look written out."""
    raw = json.loads(fig.to_json())
    layout = raw["layout"] | {"template": _slim(raw["layout"].get("template", {}))}
    return {"data": [_pack(trace) for trace in raw["data"]], "layout": layout}


def _slim(template: dict) -> dict:
    """Keep of a template what the course's own template sets; plotly fills in the rest."""
    return {part: template[part] for part in ("layout", "data") if part in template}


def _plain(value):
    return value.item() if isinstance(value, np.generic) else value


def _pack(value):
    """Pack every list of numbers below ``value`` into a float32 typed array."""
    if isinstance(value, dict):
        if "bdata" in value:
            return _pack_array(_unpack_array(value))
        return {k: _pack(v) for k, v in value.items()}
    if isinstance(value, list):
        array = _numbers(value)
        return _pack_array(array) if array is not None else [_pack(v) for v in value]
    return value


def _numbers(values: list) -> np.ndarray | None:
    """Return a long list of numbers, or a list of such lists, as an array; anything else as None."""
    rows = values if values and isinstance(values[0], list) else [values]
    if len({len(row) for row in rows}) != 1 or len(rows) * len(rows[0]) <= SHORT:
        return None
    if not all(isinstance(v, int | float) and not isinstance(v, bool) for row in rows for v in row):
        return None
    return np.array(values, dtype=float)


def _unpack_array(packed: dict) -> np.ndarray:
    array = np.frombuffer(base64.b64decode(packed["bdata"]), dtype=packed["dtype"])
    shape = packed.get("shape")
    return array.reshape([int(n) for n in shape.split(",")]) if shape else array


def _pack_array(array: np.ndarray) -> dict:
    packed = {"dtype": "f4", "bdata": base64.b64encode(np.asarray(array, "<f4").tobytes()).decode()}
    return packed | ({"shape": ", ".join(map(str, array.shape))} if array.ndim > 1 else {})


def _differences(a, b, path=()):
    """Yield (path, value in b) for each place where the views differ; an array counts as one place."""
    both_dicts = isinstance(a, dict) and isinstance(b, dict) and "bdata" not in a and "bdata" not in b
    if both_dicts and a.keys() == b.keys():
        for key in a:
            yield from _differences(a[key], b[key], (*path, key))
    elif path in {("data",)}:
        for i, (x, y) in enumerate(zip(a, b, strict=True)):
            yield from _differences(x, y, (*path, i))
    elif a != b:
        yield list(path), b


def _require_same_traces(first: dict, view: dict, at: dict) -> None:
    kinds = [[trace.get("type") for trace in v["data"]] for v in (first, view)]
    if kinds[0] != kinds[1]:
        raise ValueError(
            f"the figure at {at} has traces {kinds[1]}, the first view {kinds[0]}: "
            "draw the same traces for every value, and give an absent one empty arrays"
        )
