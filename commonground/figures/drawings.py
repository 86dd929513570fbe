"""The drawings that lessons share: clouds, a similarity matrix, bars with spread, curves with bands and names.

Each draws into a panel of a figure (:func:`commonground.figures.panels`) and returns the figure. Whatever is measured
more than once is given as an array with the runs along its first axis, and shown as mean and standard deviation.
"""

from collections.abc import Sequence
from itertools import cycle

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from commonground.figures.panels import axis_names, panels
from commonground.figures.theme import COLOR, HEAT, SERIES

__all__ = ["bars", "clouds", "curves", "level", "similarity_matrix"]

LETTER = 7.2
"""Pixels that a letter of a figure takes, about."""

BAND = 0.16
"""Opacity of the band around a curve."""


def clouds(
    named: dict,
    *,
    fig: go.Figure | None = None,
    panel: int = 1,
    size: float | ArrayLike = 7,
    words: Sequence[str] | None = None,
    colours: dict | None = None,
) -> go.Figure:
    """Draw clouds of points in the plane, each in its own colour, on axes of one scale without numbers.

    Parameters
    ----------
    named : dict of str to array, shape (n, 2)
        The clouds. Those called ``"A"``, ``"B"`` or ``"brain"`` take the course's colour for that.
    fig, panel : Figure and int, optional
        Where to draw; a new figure of one panel if not given.
    size : float or array, shape (n,)
        Of a point, pixels.
    words : sequence of str, optional
        What is written in place of each point, such as the digit that it stands for.
    colours : dict, optional
        As in :func:`bars`.

    Raises
    ------
    ValueError
        If there is no cloud, or one is not two columns.
    """
    fig = _figure(fig, named)
    for (name, points), colour in zip(named.items(), _colours(named, colours), strict=True):
        points = np.asarray(points, float)
        if points.ndim != 2 or points.shape[1] != 2:
            raise ValueError(f"cloud {name!r} has shape {points.shape}: give (n, 2), a row per point")
        style = {"marker": {"color": colour, "size": size, "opacity": 0.75}, "mode": "markers"}
        if words is not None:
            style = {"textfont": {"color": colour, "size": 13}, "mode": "text", "text": list(words)}
        title = f"network {name}" if name in ("A", "B") else name
        _add(fig, panel, go.Scatter(x=points[:, 0], y=points[:, 1], name=title, hoverinfo="skip", **style))
    x, y = axis_names(panel)
    still = {"showticklabels": False, "ticks": "", "showgrid": False}
    return fig.update_layout({x: still, y: still | {"scaleanchor": x.replace("axis", "")}})


def similarity_matrix(
    values: ArrayLike,
    rows: Sequence[str],
    columns: Sequence[str] | None = None,
    *,
    label: str,
    low: float = 0.0,
    high: float = 1.0,
    distance: bool = False,
    numbers: bool = False,
    fig: go.Figure | None = None,
    panel: int = 1,
) -> go.Figure:
    """Draw a matrix of similarities or of distances: first row on top, dark = alike, and a bar that says what is shown.

    Panels of one figure share the scale and the bar.

    Parameters
    ----------
    values : array, shape (n_rows, n_columns)
        Similarities, or distances.
    rows, columns : sequence of str
        Names of rows and columns; the columns' are the rows' if not given. More than 16 are not written.
    label : str
        What the bar measures: ``"linear CKA"``.
    low, high : float
        Ends of the scale.
    distance : bool
        True: small values are alike, and dark.
    numbers : bool
        True: each cell holds its number, and no bar is drawn.
    fig, panel : Figure and int, optional
        As in :func:`clouds`.

    Raises
    ------
    ValueError
        If the names are not one per row and column.
    """
    values, columns = np.asarray(values, float), rows if columns is None else columns
    if values.shape != (len(rows), len(columns)):
        raise ValueError(
            f"a matrix of shape {values.shape} with {len(rows)} names of rows and {len(columns)} of columns: "
            "give one name per row and per column"
        )
    fig = panels() if fig is None else fig
    written = {"text": np.char.mod("%.2f", values).tolist(), "texttemplate": "%{text}"} if numbers else {}
    names = {key: list(map(str, n)) if len(n) <= 16 else None for key, n in (("x", columns), ("y", rows))}
    _add(fig, panel, go.Heatmap(z=values, coloraxis="coloraxis", hoverinfo="skip", **names, **written))
    bar = {"title": {"text": label, "side": "right"}, "thickness": 10, "outlinewidth": 0, "len": 0.9}
    scale = {"colorscale": HEAT, "reversescale": distance, "cmin": low, "cmax": high}
    x, y = axis_names(panel)
    bare = {"showgrid": False, "ticks": ""}
    top = {"autorange": "reversed"}
    fig.update_layout(
        {x: bare, y: bare | top, "coloraxis": scale | {"colorbar": bar, "showscale": not numbers}}
    )
    for axis, key in ((x, "x"), (y, "y")):
        if names[key] is None:
            fig.layout[axis].showticklabels = False
    _keep_bar_at_first_matrix(fig, y)
    return fig


def bars(
    named: dict,
    *,
    groups: bool = False,
    horizontal: bool = False,
    dots: bool = False,
    numbers: bool = False,
    intervals: dict | None = None,
    colours: dict | None = None,
    fig: go.Figure | None = None,
    panel: int = 1,
) -> go.Figure:
    """Draw means as bars, with the standard deviation over runs as whiskers, or with each run as a dot.

    Parameters
    ----------
    named : dict of str to array, shape (n_runs,), or of str to such a dict
        What was measured; with ``groups`` each name holds a dict of bars, and stands in the legend.
    groups : bool
        True: bars of the same name stand side by side, a colour per group.
    horizontal : bool
        True: bars run to the right, the first on top: for long names.
    dots : bool
        True: each run is a dot, in place of whiskers.
    numbers : bool
        True: the mean stands at the bar's end; not with ``groups``.
    intervals : dict of str to (low, high), optional
        Of each name: drawn as whiskers in place of the spread over runs; not with ``groups``.
    colours : dict of str to str, optional
        A name's colour: a meaning of ``figures.COLOR`` (``"A"``, ``"chance"``), or a colour. Names
        that are themselves such a meaning have its colour; all others take the neutral series in order.
    fig, panel : Figure and int, optional
        As in :func:`clouds`.

    Raises
    ------
    ValueError
        If there is nothing to draw, a number is not finite, or numbers are asked for in groups.
    """
    if groups and (numbers or intervals):
        what = "numbers" if numbers else "intervals"
        raise ValueError(f"bars in groups are too narrow for {what}: leave out one of the two")
    if intervals is not None and set(intervals) != set(named):
        raise ValueError(
            f"intervals are of {list(intervals)} and bars of {list(named)}: give one for each bar"
        )
    fig = _figure(fig, named)
    sets = named if groups else {"": named}
    tones = _colours(named, colours)
    for place, (group, values) in enumerate(sets.items()):
        means = [float(np.mean(_runs(name, runs))) for name, runs in values.items()]
        spreads = [float(np.std(runs, ddof=1)) if np.size(runs) > 1 else 0.0 for runs in values.values()]
        tone = tones[place] if groups else tones
        along = {"x": means, "y": list(values)} if horizontal else {"x": list(values), "y": means}
        side = "error_x" if horizontal else "error_y"
        error = {side: _whiskers(spreads)} if any(spreads) and not dots else {}
        if intervals:
            below, above = zip(
                *((m - intervals[k][0], intervals[k][1] - m) for k, m in zip(values, means, strict=True)),
                strict=True,
            )
            error = {side: _whiskers(list(above)) | {"symmetric": False, "arrayminus": list(below)}}
        style = {
            "marker": {"color": tone, "opacity": 0.45 if dots else 1},
            "orientation": "h" if horizontal else "v",
        }
        _add(fig, panel, go.Bar(name=group, showlegend=groups, **along, **error, **style))
        if numbers:
            ends = [m + s for m, s in zip(means, spreads, strict=True)]  # beyond the whiskers
            label = {
                "text": [f" {m:.2f}" for m in means],
                "textposition": "middle right" if horizontal else "top center",
            }
            at = {"x": ends, "y": list(values)} if horizontal else {"x": list(values), "y": ends}
            style = {"mode": "text", "cliponaxis": False, "showlegend": False, "hoverinfo": "skip"}
            _add(fig, panel, go.Scatter(**at, **label, **style))
        if dots:
            runs = [(name, value) for name, all_runs in values.items() for value in np.ravel(all_runs)]
            name, value = [list(part) for part in zip(*runs, strict=True)]
            dot = {"color": COLOR["chance"], "size": 6}  # seen on a white page and on a dark one
            at = {"x": value, "y": name} if horizontal else {"x": name, "y": value}
            _add(fig, panel, go.Scatter(mode="markers", marker=dot, showlegend=False, **at))
    if horizontal:
        longest = max(len(str(name)) for values in sets.values() for name in values)
        fig.update_layout({axis_names(panel)[1]: {"autorange": "reversed"}})
        fig.update_layout(margin_l=max(fig.layout.margin.l or 0, 16 + LETTER * longest))
    return fig.update_layout(barmode="group")


def curves(
    x: ArrayLike,
    named: dict,
    *,
    band: bool = True,
    markers: bool = True,
    dashes: dict | None = None,
    colours: dict | None = None,
    y_range: tuple[float, float] | None = None,
    log: str = "",
    fig: go.Figure | None = None,
    panel: int = 1,
) -> go.Figure:
    """Draw curves with a band of one standard deviation over runs, each with its name at its end.

    Parameters
    ----------
    x : sequence of float, length n
        Where the curves were measured.
    named : dict of str to array, shape (n,) or (n_runs, n)
        The curves; with runs, their mean is drawn.
    band : bool
        False: no band.
    markers : bool
        False: no dots where it was measured.
    dashes : dict of str to str, optional
        A name's dash: ``"dot"`` for what is a formula or a control.
    colours : dict, optional
        As in :func:`bars`.
    y_range : (float, float), optional
        Ends of the vertical axis; from the data if not given.
    log : str
        The axes that are logarithmic: ``"x"``, ``"y"`` or ``"xy"``.
    fig, panel : Figure and int, optional
        As in :func:`clouds`.

    Raises
    ------
    ValueError
        If there is no curve, one has not as many values as ``x``, or a number is not finite.
    """
    fig = _figure(fig, named)
    x = np.asarray(x, float)
    runs = {name: np.atleast_2d(_runs(name, values)) for name, values in named.items()}
    for name, values in runs.items():
        if values.shape[1:] != x.shape:
            raise ValueError(f"curve {name!r} has {values.shape[-1]} values for {len(x)} of x: give one each")
    tones = dict(zip(named, _colours(named, colours), strict=True))
    for name, values in runs.items():
        mean = values.mean(axis=0)
        if band and len(values) > 1:
            spread = values.std(axis=0, ddof=1)
            low = mean - spread if "y" not in log else np.maximum(mean - spread, mean / 10)
            _add(fig, panel, _band(x, low, mean + spread, tones[name]))
        line = {"color": tones[name], "dash": (dashes or {}).get(name, "solid"), "width": 2.2}
        mode = "lines+markers" if markers and line["dash"] == "solid" else "lines"
        _add(fig, panel, go.Scatter(x=x, y=mean, name=name, mode=mode, line=line, showlegend=False))
    y_range = y_range or _room(runs.values(), "y" in log)
    x_axis, y_axis = axis_names(panel)
    fig.update_layout({y_axis: {"range": list(np.log10(y_range) if "y" in log else y_range)}})
    if "x" in log:
        # Lists: the page's plotly reads no packed array where it looks for ticks.
        ticks = x.tolist() if len(x) <= 10 else _ticks(float(x.min()), float(x.max()))
        fig.layout[x_axis].update(type="log", tickvals=ticks, ticktext=[f"{v:,g}" for v in ticks])
    if "y" in log:
        ticks = _ticks(*y_range)
        fig.layout[y_axis].update(type="log", tickvals=ticks, ticktext=[f"{v:,g}" for v in ticks])
    ends = {name: values.mean(axis=0)[-1] for name, values in runs.items()}
    _name_ends(fig, panel, x, ends, tones, y_range, log)
    return fig


def level(
    fig: go.Figure,
    value: float | tuple[float, float],
    name: str,
    *,
    colour: str = "chance",
    panel: int = 1,
    upright: bool = False,
) -> go.Figure:
    """Draw a dotted line, or a band, across a panel: chance, a ceiling, a paper's number; the legend names it.

    Parameters
    ----------
    fig : Figure
        With a drawing in this panel.
    value : float, or (low, high)
        Where the line runs; of two values, the band between them.
    name : str
        What it is; nothing for a line that another panel's has named.
    colour : str
        A meaning of ``figures.COLOR``, or a colour.
    panel : int
        The panel.
    upright : bool
        True: the line stands at ``x = value``, from the bottom of the panel to its top.
    """
    along, across = ("y", "x") if upright else ("x", "y")
    names = dict(zip("xy", (axis.replace("axis", "") for axis in axis_names(panel)), strict=True))
    ends, tone = np.array(_ends(fig, names[along], along)), COLOR.get(colour, colour)
    if isinstance(value, tuple):
        low, high = value
        first, last = ends[0], ends[-1]
        outline = {along: [first, last, last, first], across: [low, low, high, high]}
        look = {"line": {"width": 0, "color": tone}, "fill": "toself", "fillcolor": _faint(tone)}
    else:
        outline = {along: ends, across: [value] * 2}
        look = {"line": {"color": tone, "dash": "dot", "width": 1.6}}
    line = go.Scatter(mode="lines", name=name, showlegend=bool(name), hoverinfo="skip", **outline, **look)
    return _add(fig, panel, line)


# ---- what the drawings share


def _figure(fig, named: dict) -> go.Figure:
    if not named:
        raise ValueError("there is nothing to draw: give a dict with a name for each thing")
    return panels() if fig is None else fig


def _add(fig: go.Figure, panel: int, trace) -> go.Figure:
    axes = [axis.replace("axis", "") for axis in axis_names(panel)]
    return fig.add_trace(trace.update(xaxis=axes[0], yaxis=axes[1]))


def _keep_bar_at_first_matrix(fig: go.Figure, y_axis: str) -> None:
    """On a phone panels stand one under the other: the bar then stands beside the first matrix, and does not pass them all."""
    narrow = (fig.layout.meta or {}).get("narrow")
    if narrow and "coloraxis.colorbar.y" not in narrow:
        low, high = narrow[f"{y_axis}.domain"]
        place = {"coloraxis.colorbar.y": (low + high) / 2, "coloraxis.colorbar.len": 0.9 * (high - low)}
        fig.update_layout(meta={"narrow": narrow | place})


def _runs(name: str, runs) -> np.ndarray:
    values = np.asarray(runs, float)
    if not values.size or not np.isfinite(values).all():
        raise ValueError(
            f"{name!r} is empty or holds a number that is not finite: leave it out, or find out why"
        )
    return values


def _colours(named, chosen: dict | None) -> list[str]:
    """A colour for each name: the chosen one, that of its meaning, or the next of the neutral series."""
    series = cycle(SERIES)
    found = []
    for name in named:
        wish = (chosen or {}).get(name, name if name in COLOR else None)
        found.append(next(series) if wish is None else COLOR.get(wish, wish))
    return found


def _whiskers(spreads: list[float]) -> dict:
    """Whiskers in a grey of middle lightness: the page sets the ink of words in the dark, not that of traces."""
    return {"array": spreads, "thickness": 1.4, "width": 3, "color": COLOR["chance"]}


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},{BAND})"


def _band(x: np.ndarray, low: np.ndarray, high: np.ndarray, colour: str) -> go.Scatter:
    return go.Scatter(
        x=np.r_[x, x[::-1]],
        y=np.r_[high, low[::-1]],
        mode="lines",
        line={"width": 0, "color": colour},
        fill="toself",
        fillcolor=_faint(colour),
        hoverinfo="skip",
        showlegend=False,
    )


def _room(curves, logarithmic: bool) -> tuple[float, float]:
    """Ends of an axis that leave a little room around all curves and their bands."""
    low = min((values.mean(axis=0) - values.std(axis=0)).min() for values in curves)
    high = max((values.mean(axis=0) + values.std(axis=0)).max() for values in curves)
    if logarithmic:
        low = max(low, min(values.mean(axis=0).min() for values in curves) / 2)
        return low / 1.3, high * 1.3
    room = 0.06 * (high - low or 1.0)
    return low - room, high + room


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers of a logarithmic axis: 1, 2, 5 of each power of ten, or the powers alone where there are many."""
    steps = (1, 2, 5) if high < 200 * low else (1,)
    powers = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    return [tick for power in powers for step in steps if low <= (tick := step * 10.0**power) <= high]


def _name_ends(fig, panel: int, x, ends: dict, tones: dict, y_range, log: str) -> None:
    """Write each curve's name at its right end, moved up or down where two names would meet."""
    scale = np.log10 if "y" in log else np.asarray
    low, high = scale(np.asarray(y_range, float))
    line = 17 * (high - low) / max(1, (fig.layout.height or 400) - 80)  # a line of text, in units of the axis
    names = sorted(ends, key=lambda name: ends[name])
    wished = scale(np.array([ends[name] for name in names]))
    at = _apart(np.clip(wished, low + line / 2, high - line / 2), line, low + line / 2, high - line / 2)
    for name, height in zip(names, at, strict=True):
        y = float(10**height if "y" in log else height)
        font = {"color": tones[name], "size": 12}
        style = {"mode": "text", "text": [f" {name}"], "textposition": "middle right", "textfont": font}
        trace = go.Scatter(
            x=[float(x[-1])], y=[y], cliponaxis=False, showlegend=False, hoverinfo="skip", **style
        )
        _add(fig, panel, trace)
    x_axis = axis_names(panel)[0]
    begin, end = (np.log10(x) if "x" in log else x)[[0, -1]]
    room = LETTER * max(map(len, ends)) + 8
    if fig.layout[x_axis].anchor and _is_last(fig, x_axis):
        fig.update_layout(margin_r=room)
        fig.layout[x_axis].range = [begin - 0.02 * (end - begin), end + 0.01 * (end - begin)]
    else:  # the next panel stands to the right: the names need room inside this one
        width = 300 * (1 if fig.layout[x_axis].domain is None else 2 * np.ptp(fig.layout[x_axis].domain))
        fig.layout[x_axis].range = [
            begin - 0.02 * (end - begin),
            end + (end - begin) * room / max(width - room, 80),
        ]


def _apart(at: np.ndarray, line: float, low: float, high: float) -> np.ndarray:
    """Return rising places moved as little as may be so that each is a line above the one before, within the axis."""
    for _ in range(60):  # two that meet push each other
        for k in range(len(at) - 1):
            short = line - (at[k + 1] - at[k])
            if short > 1e-12:
                at[k], at[k + 1] = at[k] - short / 2, at[k + 1] + short / 2
    steps = line * np.arange(len(at))
    at = np.minimum(
        at, high - steps[::-1]
    )  # what stands above the axis is not drawn: all below it moves down
    return np.maximum(at, low + steps)


def _is_last(fig, x_axis: str) -> bool:
    domain = fig.layout[x_axis].domain
    return domain is None or domain[1] >= 0.99


def _ends(fig, axis: str, key: str) -> list:
    """First and last place of a panel's axis: its range if it is set, else of what is drawn there."""
    layout = fig.layout[axis.replace(key, f"{key}axis", 1)]
    if layout.range:
        return [10.0**v for v in layout.range] if layout.type == "log" else list(layout.range)
    drawn = [
        v
        for t in fig.data
        if (getattr(t, f"{key}axis") or key) == axis and t[key] is not None
        for v in t[key]
    ]
    if not drawn:
        raise ValueError("a line across an empty panel: draw what it is compared with first")
    return [drawn[0], drawn[-1]] if isinstance(drawn[0], str) else [min(drawn), max(drawn)]
