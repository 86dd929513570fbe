"""The figures of the built lessons, as arrays by trace name, for captions to be held against.

::

    f3 = figures("08-function-spaces")["f3"]
    f3["operator"].y                      a trace of the first view, by its name in the legend
    f3["operator", 2]                     that of the second panel, where two have the name
    f3["bar"], f3["heatmap"]              a trace without a name, by its kind
    f3.at(wave="rough")["operator"][64]   in the view at that value of a control, the value at a place
"""

import base64
import html
import itertools
import json
import re
from copy import deepcopy
from functools import cache, cached_property, reduce
from operator import getitem
from pathlib import Path

import numpy as np

SITE = Path(__file__).resolve().parents[2] / "_build" / "html"
FIGURE = re.compile(r"<figure class=\"cg-figure.*?</figure>", re.DOTALL)


@cache
def figures(lesson):
    """Every figure of a lesson's page, by its name in the page; ``-`` in a name is ``_`` here, as in Python."""
    page = SITE / "lessons" / f"{lesson}.html"
    return {one.name: one for one in map(Figure, FIGURE.findall(page.read_text("utf8")))}


class Figure:
    """One figure: what it says, and its views. It reads like its first view."""

    def __init__(self, element):
        self.name = re.search(r' id="([^"]+)"', element)[1].replace("-", "_")
        said = (
            re.search(r'aria-label="([^"]*)"', element)[1],
            re.search(r"<figcaption>(.*)</figcaption>", element, re.DOTALL)[1],
        )
        self.words = " ".join(html.unescape(re.sub(r"<[^>]+>", "", " ".join(said))).replace("’", "'").split())
        self._source = re.search(r'data-src="([^"]+)"', element)

    def says(self, *words):
        """Hold that caption or alternative text has these words: what is checked below is what is said."""
        for each in words:
            assert each in self.words, f"{self.name} no longer says {each!r}, but: {self.words}"

    def at(self, **values):
        """Return the view at these values of controls, the others where a reader finds them."""
        start = {c["name"]: c["values"][c["start"]] for c in self._document["controls"]}
        assert values.keys() <= start.keys(), f"{self.name} has the controls {list(start)}"
        places = itertools.product(*(c["values"] for c in self._document["controls"]))
        frame = self._document["frames"][list(places).index(tuple((start | values).values()))]
        data = deepcopy(self._document["data"])
        for (part, *way, last), i in frame:
            if part == "data":
                reduce(getitem, way, data)[last] = self._document["pool"][i]
        return View(data)

    def values(self, control):
        """All values of a control."""
        return next(c["values"] for c in self._document["controls"] if c["name"] == control)

    def over(self, control, **values):
        """Every view along one control, from its first value to its last."""
        return [self.at(**values | {control: value}) for value in self.values(control)]

    def __getitem__(self, key):
        return self.first[key]

    def all(self, key):
        """Every trace of that name or kind in the first view."""
        return self.first.all(key)

    @property
    def meta(self):
        """What the figure gives to the script that computes its views in the page."""
        return self._document["layout"]["meta"]

    @cached_property
    def first(self):
        """The view that a reader finds."""
        return View(self._document["data"])

    @cached_property
    def _document(self):
        assert self._source, f"{self.name} is a drawing without data: say so in SAYS_NOTHING"
        written = (SITE / "lessons" / self._source[1]).read_text("utf8")
        return json.loads(written[written.index(",") + 1 : written.rindex(")")])


class View:
    """A figure at one value of each control: its traces."""

    def __init__(self, data):
        self.traces = [Trace(**trace) for trace in data]

    def __getitem__(self, key):
        found = self.all(key)
        assert len(found) == 1, (
            f"{len(found)} traces {key!r} among {[(t.name, t.panel) for t in self.traces]}"
        )
        return found[0]

    def all(self, key):
        """Every trace of that name or kind: ``"markers"``, or ``("markers", 2)`` for those of the second panel."""
        name, panel = key if isinstance(key, tuple) else (key, None)
        return [t for t in self.traces if t.name == name and panel in (None, t.panel)]


class Trace:
    """One trace; ``trace[place]`` is its value there: a bar's by its name, a line's by its x, a cell's by row and column."""

    def __init__(
        self, type, name="", mode="", x=(), y=(), z=(), xaxis="x", error_x=(), error_y=(), marker=None, **_
    ):
        self.kind = type
        self.name = name or mode.removesuffix("+text") or type
        self.panel = int(xaxis[1:] or 1)
        self.x, self.y, self.z = _array(x), _array(y), _array(z)
        opacity = (marker or {}).get("opacity", 1)
        self.opacity = _array(opacity) if isinstance(opacity, dict | list) else opacity
        lies = self.x.dtype.kind == "f" and self.y.dtype.kind == "U"
        self.places, self.values = (self.y, self.x) if lies else (self.x, self.y)
        self._error = error_x if lies else error_y

    def __getitem__(self, place):
        if self.kind == "heatmap":
            row, column = place
            return self.z[self._where(row, self.y), self._where(column, self.x)]
        return self.values[self._where(place)]

    def low(self, place):
        """Return where the whisker at this place begins."""
        error = dict(self._error)
        return self[place] - _array(error.get("arrayminus", error["array"]))[self._where(place)]

    def high(self, place):
        """Return where the whisker at this place ends."""
        return self[place] + _array(self._error["array"])[self._where(place)]

    def _where(self, place, places=None):
        places = self.places if places is None else places
        (found,) = np.flatnonzero(places == place if places.dtype.kind == "U" else np.isclose(places, place))
        return found


def _array(values):
    if isinstance(values, dict):
        flat = np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"])
        shape = values.get("shape", str(flat.size))
        return flat.reshape([int(n) for n in shape.split(",")]).astype(float)
    if any(isinstance(value, str) for value in values):
        return np.array([str(value).strip() for value in values])
    if any(isinstance(value, list) for value in values):
        return np.array([_array(value) for value in values])
    return np.array(values, dtype=float)
