"""The still picture of a figure: an SVG for print, for readers without scripts, and until plotly has come.

plotly draws only in a browser, and a build has none, so the three kinds of trace that the course uses
(scatter, bar, heatmap) are drawn once more with matplotlib from the figure's own document.
"""

import io
import re
from typing import Any

import numpy as np
import plotly.graph_objects as go

from commonground.extras import lessons
from commonground.figures.theme import FONT, INK

__all__ = ["PHONE", "WIDTH", "narrowed", "still_svg", "svg_text"]

WIDTH, PHONE = 720, 340
"""Widths of a still picture, CSS pixels: the measure of the page's column, and of a phone's."""

MARGIN = {"l": 44, "r": 6, "t": 24, "b": 40}
"""Around a figure on a phone that asks for none; ``figures.js`` has the same."""

MARKERS = {
    "circle": "o",
    "diamond": "D",
    "square": "s",
    "x": "x",
    "cross": "P",
    "triangle-up": "^",
    "line-ns-open": "|",
    "line-ew-open": "_",
}
SIDES = {
    "left": "right",
    "right": "left",
    "center": "center",
    "top": "bottom",
    "bottom": "top",
    "middle": "center",
}
"""plotly says where a word lies from its point, matplotlib which of its edges is there."""

DASHES = {"solid": "-", "dash": "--", "dot": ":", "dashdot": "-.", "longdash": (0, (8, 3))}


def narrowed(fig):
    """Return a plotly figure as a phone shows it: with what its ``layout.meta["narrow"]`` changes."""
    view = go.Figure(fig)
    for path, value in ((fig.layout.meta or {}).get("narrow") or {}).items():
        view.layout[path] = value
    if not view.layout.margin.to_plotly_json():
        view.layout.margin = MARGIN
    return view


def still_svg(fig, salt: str, width: int = WIDTH) -> str:
    """Return a plotly figure as SVG text.

    Parameters
    ----------
    fig : plotly.graph_objects.Figure
        Traces of the kinds scatter, bar and heatmap.
    salt : str
        Makes the SVG's ids unique in the page and the same in every build.
    width : int
        In CSS pixels; the height is the figure's own.

    Raises
    ------
    ValueError
        If a trace is of another kind, or its markers of a shape that is not in ``MARKERS``.
    """
    with lessons():
        import matplotlib as mpl
        from matplotlib.figure import Figure

    layout = fig.layout
    height = layout.height or layout.template.layout.height or 380
    with mpl.rc_context({"figure.constrained_layout.use": False, "axes.grid": False}):
        canvas = Figure(figsize=(width / 100, height / 100), dpi=100)
        area = _area(layout, width, height)
        panels = {}
        for trace in fig.data:
            if trace.type not in DRAW:
                raise ValueError(f"a {trace.type!r} trace has no still picture: use one of {', '.join(DRAW)}")
            key = (getattr(trace, "xaxis", None) or "x", getattr(trace, "yaxis", None) or "y")
            if key not in panels:
                panels[key] = _panel(canvas, layout, area, *key)
            DRAW[trace.type](panels[key], trace, layout)
        for axes in panels.values():
            if len(axes.get_legend_handles_labels()[1]) > 1 and layout.showlegend is not False:
                _legend(canvas, axes, width)
        for note in layout.annotations:
            if (note.xref, note.yref) == ("paper", "paper"):
                place = area.x0 + area.width * note.x, area.y0 + area.height * note.y
                canvas.text(*place, _words(note.text), ha="center", fontsize=10)
        _fit(canvas)
        return svg_text(canvas, salt)


def svg_text(figure, salt: str) -> str:
    """Return a matplotlib figure as SVG text in which the course's ink is ``currentColor``."""
    import matplotlib as mpl

    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": salt, "svg.fonttype": "none"}):
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = out.getvalue()
    svg = re.sub(r"font-family: [^;\"]+", f"font-family: {FONT}", svg)
    return svg[svg.index("<svg") :].replace(INK, "currentColor")


def _area(layout, width: int, height: int):
    """Return the part of the picture that lies within the margins."""
    from matplotlib.transforms import Bbox

    common = layout.template.layout.margin
    left, right, top, bottom = (layout.margin[side] or common[side] or 40 for side in "lrtb")
    return Bbox([[left / width, bottom / height], [1 - right / width, 1 - top / height]])


def _panel(canvas, layout, area, x: str, y: str):
    """Add the axes that a plotly pair of axes, such as ``x2`` and ``y2``, spans."""
    xaxis, yaxis = (layout[a[0] + "axis" + a[1:]] for a in (x, y))
    left, right = xaxis.domain or (0, 1)
    low, high = yaxis.domain or (0, 1)
    axes = canvas.add_axes(
        (
            area.x0 + area.width * left,
            area.y0 + area.height * low,
            area.width * (right - left),
            area.height * (high - low),
        )
    )
    axes.set_xlabel(_words(xaxis.title.text))
    axes.set_ylabel(_words(yaxis.title.text))
    for axis, name in ((xaxis, "x"), (yaxis, "y")):
        if axis.type == "log":
            axes.set(**{f"{name}scale": "log"})
        if axis.range:
            ends = np.power(10.0, axis.range) if axis.type == "log" else axis.range
            axes.set(**{f"{name}lim": tuple(ends)})
        if axis.autorange == "reversed":
            getattr(axes, f"invert_{name}axis")()
        if axis.visible is False:
            getattr(axes, f"{name}axis").set_visible(False)
            axes.spines[{"x": "bottom", "y": "left"}[name]].set_visible(False)
        elif axis.showticklabels is False:
            axes.tick_params(axis=name, **{f"label{'bottom' if name == 'x' else 'left'}": False})
        if axis.tickvals is not None:
            getattr(axes, f"set_{name}ticks")(list(axis.tickvals), list(axis.ticktext or axis.tickvals))
        if axis.tickangle:
            axes.tick_params(axis=name, labelrotation=-axis.tickangle)
    if yaxis.scaleanchor:
        axes.set_aspect("equal", adjustable="box" if xaxis.range and yaxis.range else "datalim")
    return axes


def _legend(canvas, axes, width: int) -> None:
    """Put the names of a panel's traces above it; on a phone, from the picture's left edge, in as many columns as fit."""
    from matplotlib.transforms import blended_transform_factory

    look = dict(loc="lower left", fontsize=9, borderaxespad=0, ncols=4, bbox_to_anchor=(0, 1))
    if width <= PHONE:
        longest = max(map(len, axes.get_legend_handles_labels()[1]))
        look |= dict(ncols=max(1, 52 // (longest + 8)), columnspacing=1, handlelength=1.5)
        look |= dict(bbox_transform=blended_transform_factory(canvas.transFigure, axes.transAxes))
    axes.legend(**look)


def _fit(canvas) -> None:
    """Draw all that stands in the picture nearer together, as far as words cross its edges."""
    for _ in range(3):  # words keep their length: what was moved in may cross again, by less
        _fit_once(canvas)


def _fit_once(canvas) -> None:
    box, (width, height) = canvas.get_tightbbox(), canvas.get_size_inches()
    left, right = max(0, -box.x0 / width), max(0, box.x1 / width - 1)
    bottom, top = max(0, -box.y0 / height), max(0, box.y1 / height - 1)
    across, up = 1 - left - right, 1 - bottom - top
    for axes in canvas.axes:
        x, y, wide, high = axes.get_position(original=True).bounds
        axes.set_position((left + across * x, bottom + up * y, across * wide, up * high))
    for words in canvas.texts:
        x, y = words.get_position()
        words.set_position((left + across * x, bottom + up * y))


def _draw_scatter(axes, trace, layout) -> None:
    mode = trace.mode or "lines"
    x = np.arange(len(trace.y)) if trace.x is None else _places(axes, "x", trace, layout)
    y = _places(axes, "y", trace, layout)
    common = {"label": None if trace.showlegend is False else trace.name, "alpha": trace.opacity or 1.0}
    if "lines" in mode:
        line = trace.line
        if trace.fill == "toself":
            axes.fill(x, y, color=_rgba(trace.fillcolor), linewidth=0)
            return
        if trace.fill:
            axes.fill_between(x, y, color=_rgba(trace.fillcolor or line.color), linewidth=0)
        style = {
            "color": _rgba(line.color),
            "linewidth": line.width or 2,
            "linestyle": DASHES[line.dash or "solid"],
        }
        axes.plot(x, y, **style, **common)
        common["label"] = None
    if "markers" in mode:
        marker = trace.marker
        colour = trace.line.color if marker.color is None and "lines" in mode else marker.color
        shape = marker.symbol or "circle"
        if shape not in MARKERS:
            raise ValueError(f"{shape!r} markers have no still picture: use one of {', '.join(MARKERS)}")
        style = {
            "marker": MARKERS[shape],
            # plotly counts pixels across, matplotlib the area in points.
            "s": np.square(0.72 * np.asarray(6 if marker.size is None else marker.size, float)),
        }
        if isinstance(colour, str | None):
            axes.scatter(x, y, color=_rgba(colour), **style, **common)
        elif isinstance(colour[0], str):
            axes.scatter(x, y, color=[_rgba(c) for c in colour], **style, **common)
        else:
            axes.scatter(x, y, c=list(colour), cmap="commonground", **style, **common)
    _whiskers(axes, x, y, trace)
    if "text" in mode:
        texts: Any = [] if trace.text is None else np.broadcast_to(trace.text, len(x))
        font = trace.textfont
        up, _, across = (trace.textposition or "middle center").partition(" ")
        aligned = {"ha": SIDES[across], "va": SIDES[up], "annotation_clip": False}
        axes.update_datalim(np.column_stack([x, y]))
        axes.autoscale_view()
        for at, height, text in zip(x, y, texts, strict=False):
            axes.annotate(
                _words(text),
                (at, height),
                fontsize=0.72 * (font.size or 13),  # plotly counts pixels, matplotlib points
                color=_rgba(font.color),
                **aligned,
            )


def _places(axes, key: str, trace, layout):
    """Return a trace's x or y. Names become 0, 1, … in the order in which the panel's traces first use them, as of bars."""
    values = trace[key]
    if not isinstance(next(iter(values), None), str):
        return values
    axis = f"{key}axis"
    others = [t for t in layout._parent.data if t[axis] == trace[axis] and t[key] is not None]
    order = list(dict.fromkeys(name for t in others for name in t[key]))
    getattr(axes, f"set_{key}ticks")(range(len(order)), [_words(name) for name in order])
    return np.array([order.index(name) for name in values], float)


def _whiskers(axes, x, y, trace) -> None:
    """Draw a trace's spread, where it has one."""
    for name, error in (("xerr", trace.error_x), ("yerr", trace.error_y)):
        if error.array is not None:
            colour = _rgba(error.color) or INK
            axes.errorbar(x, y, **{name: error.array}, fmt="none", ecolor=colour, elinewidth=1.2, capsize=2)


def _draw_bar(axes, trace, layout) -> None:
    colour = trace.marker.color
    colours = _rgba(colour) if isinstance(colour, str | None) else [_rgba(c) for c in colour]
    siblings = [
        t
        for t in layout._parent.data
        if t.type == "bar" and t.xaxis == trace.xaxis and t.yaxis == trace.yaxis
    ]
    width = 0.8 / len(siblings)
    values, names = (trace.x, trace.y) if trace.orientation == "h" else (trace.y, trace.x)
    at = np.arange(len(values)) + width * (siblings.index(trace) - (len(siblings) - 1) / 2)
    draw = axes.barh if trace.orientation == "h" else axes.bar
    label = None if trace.showlegend is False else trace.name
    bars = draw(at, values, width * 0.92, color=colours, label=label, alpha=trace.marker.opacity or 1.0)
    x, y = (values, at) if trace.orientation == "h" else (at, values)
    _whiskers(axes, x, y, trace)
    if trace.text is not None and trace.textposition == "outside":
        axes.bar_label(bars, [_words(text) for text in trace.text], padding=3, fontsize=10)
    ticks = axes.set_yticks if trace.orientation == "h" else axes.set_xticks
    ticks(np.arange(len(values)), [_words(n) for n in names])


def _draw_heatmap(axes, trace, layout) -> None:
    z = np.asarray(trace.z, float)
    rows, columns = z.shape
    scale, (low, high) = layout.coloraxis, (trace.zmin, trace.zmax)
    if trace.coloraxis:
        low, high = scale.cmin, scale.cmax
    colours = "commonground_r" if trace.coloraxis and scale.reversescale else "commonground"
    image = axes.imshow(z, cmap=colours, vmin=low, vmax=high, aspect="auto", origin="lower")
    if trace.texttemplate:
        _write_cells(axes, trace.text, image)
    if layout[trace.yaxis.replace("y", "yaxis") if trace.yaxis else "yaxis"].autorange == "reversed":
        axes.invert_yaxis()
    for labels, count, ticks in ((trace.x, columns, axes.set_xticks), (trace.y, rows, axes.set_yticks)):
        if labels is not None and count <= 16:
            ticks(range(count), [_words(v) for v in labels])
    if trace.coloraxis:
        last = [t for t in layout._parent.data if t.type == "heatmap"][-1] is trace  # panels share one bar
        if last and scale.showscale is not False:
            axes.figure.colorbar(image, ax=axes, fraction=0.05, label=_words(scale.colorbar.title.text))
    elif trace.showscale is not False:
        axes.figure.colorbar(image, ax=axes, fraction=0.05)


def _write_cells(axes, texts, image) -> None:
    """Write each cell's number, light on dark cells."""
    for i, row in enumerate(texts):
        for j, text in enumerate(row):
            dark = np.mean(image.cmap(image.norm(image.get_array()[i, j]))[:3]) < 0.55
            axes.text(
                j, i, text, ha="center", va="center", fontsize=8, color="#ffffff" if dark else "#000000"
            )


DRAW = {"scatter": _draw_scatter, "bar": _draw_bar, "heatmap": _draw_heatmap}


def _rgba(colour):
    """Turn plotly's ``rgba(r,g,b,a)`` and ``rgb(r,g,b)`` into what matplotlib takes; leave the rest."""
    if isinstance(colour, str) and colour.startswith("rgb"):
        *rgb, alpha = (float(v) for v in [*re.findall(r"[\d.]+", colour), "1"][:4])
        return (*(v / 255 for v in rgb), alpha)
    return colour


def _words(text) -> str:
    """Plotly's text without its HTML tags."""
    return re.sub(r"<[^>]+>", " ", str(text)).strip() if text is not None else ""
