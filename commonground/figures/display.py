"""Put a figure where the reader is: in the page without a kernel, in a notebook with one.

In a build of the website a figure becomes a document that the page draws.
Elsewhere it becomes what a live notebook draws: plotly's own output, with ipywidgets to move it.
"""

import html
import json
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from commonground.extras import lessons
from commonground.figures.frames import describe, document, figure_json
from commonground.figures.static import PHONE, narrowed, still_svg, svg_text
from commonground.figures.theme import INK
from commonground.page import builds_page

if TYPE_CHECKING:
    import matplotlib.figure

__all__ = ["PAGE_MIME", "TABLE_MIME", "Budget", "explore", "show", "table"]

PAGE_MIME = "application/vnd.commonground.figure+json"
"""What the page's renderer looks for among the outputs of a cell: a figure."""

TABLE_MIME = "application/vnd.commonground.table+json"
"""The same for a table."""

LIMIT = 300_000
"""Bytes of data that one figure may carry."""


class Budget(ValueError):
    """A figure carries more data than a reader on a phone should have to load."""


def show(fig: "go.Figure | matplotlib.figure.Figure", *, name: str, alt: str, caption: str) -> None:
    """Show one figure with its caption.

    Parameters
    ----------
    fig : plotly.graph_objects.Figure or matplotlib.figure.Figure
        The figure. A matplotlib figure is closed afterwards. For a phone, ``layout.meta["narrow"]`` may hold what
        differs there, as ``{"height": 560, "xaxis.domain": [0, 1]}``.
    name : str
        Its name in the page's address, unique in the lesson: ``"f2"``.
    alt : str
        What the figure shows, for readers who cannot see it.
    caption : str
        What to see in it: one or two sentences of Markdown.

    Raises
    ------
    ValueError
        If a text is empty, or the figure carries more than 300 kB of data.
    """
    _require_texts(name, alt, caption)
    if isinstance(fig, go.Figure):
        if builds_page():
            _emit(name, alt, caption, **_stills(fig, name), figure=figure_json(fig))
        else:
            _publish(fig, _notebook_caption(caption))
    else:
        svg = svg_text(fig, name)
        _close(fig)
        if builds_page():
            _emit(name, alt, caption, still=svg, inline=True)
        else:
            with lessons():
                from IPython.display import SVG

            _publish(SVG(_with_white_paper(svg)), _notebook_caption(caption))


def explore(
    f: Callable[..., go.Figure],
    *,
    name: str,
    alt: str,
    caption: str,
    play: str | None = None,
    page: str | None = None,
    labels: dict[str, str] | None = None,
    start: dict | None = None,
    **controls: Sequence,
) -> None:
    """Show a figure that a reader can move, with a kernel or without one.

    With a kernel, ``f`` is called anew at each move of an ipywidgets control. In the page, ``f`` has been
    called beforehand at every combination of the values, and native controls choose among the results.

    Parameters
    ----------
    f : callable
        ``f(**values)`` returns a plotly figure, with the same traces for all values.
    name, alt, caption : str
        As in :func:`show`.
    play : str, optional
        The control that a play button moves; between its values the page interpolates numbers.
    page : str, optional
        The name of a script in ``book/_static/live/`` that computes the figure in the page from the first view and
        the controls' values. For figures with more combinations than can be stored. There a reader can drag the points
        of one trace, or move them by arrow keys, if ``layout.meta["handles"]`` says so: ``{"trace": 3, "name": "Sensor",
        "free": "x", "step": 1}``; ``"free": "xy"`` for both axes, ``"places"`` for
        all points where the first view does not show all.
    labels : dict, optional
        What a control is called in the page.
    start : dict, optional
        First values; without it, each control's first.
    **controls : sequence
        The values of each control: numbers make a slider, words a menu.

    Raises
    ------
    ValueError
        If there is no control, a control is empty, a start is not among its values, the traces change from
        view to view, or the figure carries more than 300 kB of data.
    """
    _require_texts(name, alt, caption)
    controls = {key: list(values) for key, values in controls.items()}
    labels = labels or {}
    if not controls or not all(controls.values()):
        raise ValueError(
            f"figure {name!r} has nothing to move: give each control its values, as in epoch=[0, 1, 5]"
        )
    first = {key: values[0] for key, values in controls.items()} | (start or {})
    for key in first:
        if key not in controls or first[key] not in controls[key]:
            raise ValueError(
                f"figure {name!r} starts at {key}={first[key]!r}: choose one of {controls.get(key, controls)}"
            )
    if play is not None and play not in controls:
        raise ValueError(f"figure {name!r} plays {play!r}: name one of its controls, {', '.join(controls)}")
    if not builds_page():
        _explore_live(f, controls, first, labels, caption)
        return
    if page is None:
        figure = document(f, controls, first, labels)
    else:
        figure = figure_json(f(**first)) | {"controls": describe(controls, first, labels), "page": page}
    _emit(name, alt, caption, **_stills(f(**first), name), figure=figure | {"play": play})


def table(rows: Sequence[Sequence], header: Sequence[str], *, caption: str) -> None:
    """Show a table with named columns, whose first column names the rows.

    Parameters
    ----------
    rows : sequence of sequences
        Cells, turned into text with ``str``; a cell that starts with ``<`` is taken as HTML.
    header : sequence of str
        One name a column.
    caption : str
        What to see in it: one or two sentences of Markdown.

    Raises
    ------
    ValueError
        If a row has not as many cells as the header has names.
    """
    with lessons():
        from IPython.display import HTML

    for i, row in enumerate(rows):
        if len(row) != len(header):
            raise ValueError(
                f"row {i} has {len(row)} cells, the header {len(header)} names: give one a column"
            )
    head = "".join(f'<th scope="col">{_cell(name)}</th>' for name in header)
    body = "".join(
        f'<tr><th scope="row">{_cell(row[0])}</th>'
        + "".join(f"<td>{_cell(c)}</td>" for c in row[1:])
        + "</tr>"
        for row in rows
    )
    cells = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    if builds_page():
        _publish({TABLE_MIME: {"cells": cells, "caption": caption}, "text/plain": caption}, raw=True)
    else:
        _publish(HTML(f"<table><caption>{_inline(caption)}</caption>{cells}</table>"))


def _require_texts(name: str, alt: str, caption: str) -> None:
    for what, text in (("name", name), ("alt", alt), ("caption", caption)):
        if not isinstance(text, str) or not text.strip():
            raise ValueError(
                f"a figure needs {what}=…: a name, what it shows (alt), and what to see in it (caption)"
            )
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise ValueError(
            f"figure name {name!r}: use small letters, digits and hyphens, as in 'f2', since it stands in a link"
        )


def _emit(name: str, alt: str, caption: str, **parts) -> None:
    content = {"name": name, "alt": alt, "caption": caption, **parts}
    size = len(json.dumps(parts.get("figure", "")))
    if size > LIMIT:
        raise Budget(
            f"figure {name!r} carries {size / 1000:.0f} kB, the budget is {LIMIT / 1000:.0f} kB: "
            "use fewer values of a control, fewer points, or change fewer arrays"
        )
    _publish({PAGE_MIME: content, "text/plain": alt}, raw=True)


def _stills(fig, name: str) -> dict[str, str]:
    """Return the figure's still picture, and the one that a phone shows."""
    return {"still": still_svg(fig, name), "phone": still_svg(narrowed(fig), f"{name}-phone", PHONE)}


def _explore_live(f, controls: dict, first: dict, labels: dict, caption: str) -> None:
    with lessons():
        from IPython.display import clear_output
        from ipywidgets import HTML, Output, SelectionSlider, VBox

    sliders = {
        key: SelectionSlider(
            options=values, value=first[key], description=labels.get(key, key), continuous_update=False
        )
        for key, values in controls.items()
    }
    drawing = Output()

    def draw(_=None):
        with drawing:
            clear_output(wait=True)
            _publish(f(**{key: slider.value for key, slider in sliders.items()}))

    for slider in sliders.values():
        slider.observe(draw, names="value")
    _publish(VBox([*sliders.values(), drawing, HTML(_inline(caption))]))
    draw()  # when the widgets stand: ipywidgets 7 draws into nothing else


def _publish(*things, raw: bool = False) -> None:
    with lessons():
        from IPython.display import display

    display(*things, raw=raw)


def _close(fig) -> None:
    import matplotlib.pyplot as plt

    plt.close(fig)


def _with_white_paper(svg: str) -> str:
    """A notebook may be dark, where the page's ``currentColor`` is not set: give the picture its own paper."""
    return svg.replace("<svg ", f'<svg style="background:#fff;color:{INK}" ', 1)


def _notebook_caption(caption: str):
    with lessons():
        from IPython.display import Markdown

    return Markdown(caption)


def _inline(text: str) -> str:
    """Emphasis and code of Markdown as HTML; everything else escaped."""
    text = html.escape(text, quote=False)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    return re.sub(r"\*([^*]+)\*", r"<em>\1</em>", text)


def _cell(value) -> str:
    text = str(value)
    return text if text.startswith("<") else html.escape(text)
