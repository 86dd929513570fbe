"""One palette and one template for both plotting libraries.

The colours are of middle lightness, so that each has a contrast of at least 3 : 1 on the white page and
on the dark one, and they stay apart for colour-blind readers (``tests/package/test_figures.py``).
Text, axes and grid take the page's own ink: in plotly the page sets it, in matplotlib it is drawn in
``INK`` and becomes the SVG's ``currentColor``.
"""

import plotly.graph_objects as go
import plotly.io as pio

__all__ = ["COLOR", "HEAT", "INK", "SERIES", "use"]

INK = "#1f2a33"

COLOR = {
    "A": "#2a7fc4",
    "B": "#d2660f",
    "brain": "#b0509e",
    "chance": "#7d8790",
    "paper": "#3a8f3e",
    "ink": INK,
}
"""A colour for each thing that every lesson shows: network A, network B, brain, chance, the paper's number."""

SERIES = ["#5a6fd6", "#a97c00", "#138a94", "#c2476b", "#8d63c4", "#5f8a2b"]
"""Colours for what is compared within one figure, such as measures, in this order."""

_RAMP = ["#f4f1ea", "#cfdcd6", "#93c0c0", "#4f9bb3", "#2a6f9e", "#233f7a"]

HEAT = [[i / (len(_RAMP) - 1), colour] for i, colour in enumerate(_RAMP)]
"""Scale of heat maps, light = low, as plotly takes it; matplotlib knows it as ``"commonground"``."""

FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def use() -> None:
    """Draw every plotly and matplotlib figure from here on in the look of the course.

    matplotlib is set up only if it is installed.
    """
    pio.templates["commonground"] = _plotly_template()
    pio.templates.default = "commonground"
    try:
        import matplotlib as mpl
    except ImportError:
        return
    mpl.rcParams.update(_matplotlib_style(mpl))


def _plotly_template() -> go.layout.Template:
    axis = {
        "showgrid": True,
        "gridcolor": "rgba(127,137,147,0.22)",
        "zeroline": False,
        "linecolor": "rgba(127,137,147,0.6)",
        "ticks": "outside",
        "tickcolor": "rgba(127,137,147,0.6)",
        "ticklen": 4,
        "automargin": True,
        "title": {"standoff": 8},
    }
    colorbar = {"thickness": 10, "outlinewidth": 0, "len": 0.9}
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 13, "color": INK},
            "colorway": SERIES,
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "xaxis": axis,
            "yaxis": axis,
            "margin": {"l": 52, "r": 12, "t": 24, "b": 44},
            "height": 380,
            "hovermode": "closest",
            "hoverlabel": {"font": {"family": FONT}},
            "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            "colorscale": {"sequential": HEAT},
        },
        data={"heatmap": [{"colorscale": HEAT, "colorbar": colorbar}]},
    )


def _matplotlib_style(mpl) -> dict:
    if "commonground" not in mpl.colormaps:
        ramp = mpl.colors.LinearSegmentedColormap.from_list("commonground", _RAMP)
        mpl.colormaps.register(ramp)
        mpl.colormaps.register(ramp.reversed())
    grey = "#7d8790"
    return {
        "axes.edgecolor": grey,
        "axes.labelcolor": INK,
        "axes.grid": True,
        "axes.axisbelow": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.prop_cycle": mpl.cycler(color=SERIES),
        "figure.facecolor": "none",
        "figure.constrained_layout.use": True,
        "figure.figsize": (5.6, 3.5),  # small, so that its words can be read on a phone
        "axes.facecolor": "none",
        "savefig.facecolor": "none",
        "grid.color": grey,
        "grid.alpha": 0.25,
        "image.cmap": "commonground",
        "legend.frameon": False,
        "text.color": INK,
        "xtick.color": grey,
        "ytick.color": grey,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "font.size": 10.5,
        "svg.fonttype": "none",
    }
