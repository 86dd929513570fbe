"""Panels: the empty figure that the drawings fill, side by side on a page and one under the other on a phone."""

import plotly.graph_objects as go
from plotly.subplots import make_subplots

__all__ = ["axis_names", "panels"]

GAP, PHONE_GAP = 78, 84
"""Pixels between panels, which hold an axis' numbers and its title: side by side, and one under the other."""

WIDTH = 700
"""Pixels of a page's figure, of which the share of a gap is taken."""


def panels(
    count: int = 1,
    *,
    titles: tuple[str, ...] = (),
    widths: tuple[float, ...] = (),
    height: int = 400,
    phone: int = 320,
) -> go.Figure:
    """Return an empty figure of one or more panels, for the drawings of this package or traces of your own.

    Panel 2 has the axes ``xaxis2`` and ``yaxis2``; traces of your own go there with ``row=1, col=2``.

    Parameters
    ----------
    count : int
        How many panels, side by side.
    titles : tuple of str, optional
        What stands above each.
    widths : tuple of float, optional
        Their shares of the width; equal if not given.
    height : int
        Height on a page, pixels.
    phone : int
        Height of each panel on a phone, where they stand one under the other, pixels.

    Raises
    ------
    ValueError
        If there is no panel, or titles or widths are not one per panel.
    """
    if count < 1:
        raise ValueError(f"a figure of {count} panels: give one or more")
    for name, given in (("titles", titles), ("widths", widths)):
        if given and len(given) != count:
            raise ValueError(f"{len(given)} {name} for {count} panels: give one per panel")
    fig = make_subplots(
        1,
        count,
        column_widths=[w / sum(widths) for w in widths] if widths else None,
        horizontal_spacing=GAP / WIDTH if count > 1 else 0,
        subplot_titles=titles or None,
    )
    fig.update_layout(height=height, margin={"t": 58 if titles else 24})
    if titles:
        fig.update_annotations(font_size=13)  # plotly's own is made for titles of whole pages
        fig.update_layout(legend_y=1 + 26 / (height - 102))  # above the titles
    if count > 1:
        fig.update_layout(meta={"narrow": _stacked(count, bool(titles), phone)})
    return fig


def axis_names(panel: int) -> tuple[str, str]:
    """Return the names of a panel's axes in the layout: ``("xaxis2", "yaxis2")`` for panel 2."""
    place = "" if panel == 1 else str(panel)
    return f"xaxis{place}", f"yaxis{place}"


def _stacked(count: int, titled: bool, phone: int) -> dict:
    """What differs on a phone: domains one under the other, and titles above them."""
    total = count * phone + (count - 1) * PHONE_GAP
    changed: dict = {"height": total + 110}
    for panel in range(1, count + 1):
        top = 1 - (panel - 1) * (phone + PHONE_GAP) / total
        x, y = axis_names(panel)
        changed |= {f"{x}.domain": [0, 1], f"{y}.domain": [max(0, top - phone / total), top]}
        if titled:
            changed |= {f"annotations.{panel - 1}.x": 0.5, f"annotations.{panel - 1}.y": top}
    return changed
