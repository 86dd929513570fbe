"""A barcode: when each piece, loop and hollow of a cloud is born, and when it dies."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from commonground.figures.panels import axis_names, panels
from commonground.figures.theme import COLOR, SERIES

__all__ = ["barcode"]

KINDS = {"pieces": COLOR["chance"], "loops": SERIES[3], "hollows": SERIES[0]}
"""What the bars of each dimension are called, and their colour."""


def barcode(
    bars: Sequence[ArrayLike],
    *,
    shown: int | None = None,
    shortest: float = 0.0,
    fig: go.Figure | None = None,
    panel: int = 1,
) -> go.Figure:
    """Draw barcodes as horizontal lines over scale: pieces lowest, loops above them, then hollows.

    Parameters
    ----------
    bars : list of array, shape (n, 2)
        Births and deaths of dimension 0, 1, 2, as :func:`commonground.topology.barcodes` returns them. Bars that
        never die are left out.
    shown : int, optional
        Draw so many of each dimension, the longest; all if not given.
    shortest : float
        Draw bars longer than this.
    fig, panel : Figure and int, optional
        As in :func:`clouds`.

    Raises
    ------
    ValueError
        If there are no bars, more than three dimensions, or one is not two columns.
    """
    if not 1 <= len(bars) <= len(KINDS):
        raise ValueError(f"bars of {len(bars)} dimensions: give a list of one to three arrays")
    fig = panels() if fig is None else fig
    axes = [axis.replace("axis", "") for axis in axis_names(panel)]
    height = 0
    for (kind, colour), some in zip(KINDS.items(), bars, strict=False):
        x, y = _lines(_drawn(some, shown, shortest), height)
        line = {"color": colour, "width": 1.6 if kind == "pieces" else 3}
        fig.add_trace(go.Scatter(x=x, y=y, mode="lines", name=kind, line=line, hoverinfo="skip"))
        fig.data[-1].update(xaxis=axes[0], yaxis=axes[1])
        height += len(x) // 3 + 1
    bare = {"showticklabels": False, "ticks": "", "showgrid": False}
    return fig.update_layout({axis_names(panel)[0]: {"title": {"text": "scale"}}, axis_names(panel)[1]: bare})


def _drawn(bars: ArrayLike, shown: int | None, shortest: float) -> np.ndarray:
    """Return the bars to draw, in the order of their births."""
    bars = np.asarray(bars, dtype=float)
    if bars.ndim != 2 or bars.shape[1] != 2:
        raise ValueError(f"bars have shape {bars.shape}: give (n, 2), a birth and a death per row")
    length = bars[:, 1] - bars[:, 0]
    keep = np.flatnonzero(np.isfinite(length) & (length > shortest))
    keep = keep[np.argsort(-length[keep], kind="stable")][:shown]
    return bars[keep][np.lexsort((bars[keep, 1], bars[keep, 0]))]


def _lines(bars: np.ndarray, height: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the bars as one broken line, one above the other."""
    gap = np.full(len(bars), np.nan)
    rows = height + np.arange(len(bars))
    return np.c_[bars, gap].ravel(), np.c_[rows, rows, gap].ravel()
