"""The drawing of barcodes draws the bars that are there."""

import numpy as np
import pytest

from commonground import figures

BARS = [np.array([[0, 0.5], [0, 0.2], [0, np.inf]]), np.array([[0.4, 1.5], [0.3, 0.35]])]


def segments(trace):
    """(x from, x to, height) of each line of a trace."""
    x, y = (np.reshape(list(side), (-1, 3)) for side in (trace.x, trace.y))
    assert np.isnan(x[:, 2]).all() and (y[:, 0] == y[:, 1]).all()
    return [tuple(row) for row in np.c_[x[:, :2], y[:, 0]]]


def test_bars_stand_one_above_the_other_in_the_order_of_births():
    fig = figures.barcode(BARS)
    pieces, loops = fig.data
    assert (pieces.name, loops.name) == ("pieces", "loops")
    assert segments(pieces) == [(0, 0.2, 0), (0, 0.5, 1)]
    assert segments(loops) == [(0.3, 0.35, 3), (0.4, 1.5, 4)]


def test_the_longest_are_drawn_where_few_are_asked_for():
    pieces, loops = figures.barcode(BARS, shown=1, shortest=0.1).data
    assert segments(pieces) == [(0, 0.5, 0)] and segments(loops) == [(0.4, 1.5, 2)]


def test_it_draws_into_a_panel():
    fig = figures.barcode(BARS, fig=figures.panels(2), panel=2)
    assert {trace.xaxis for trace in fig.data} == {"x2"}
    assert fig.layout.xaxis2.title.text == "scale"


@pytest.mark.parametrize("bars", [[], [np.zeros((1, 2))] * 4, [np.zeros((2, 3))]])
def test_what_are_no_bars_is_refused(bars):
    with pytest.raises(ValueError, match=r"give"):
        figures.barcode(bars)
