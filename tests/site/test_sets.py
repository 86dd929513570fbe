"""The sums that the page computes are those of the networks that it was given, and a hand can move the digits."""

from functools import partial

import numpy as np
import pytest

from .conftest import move_figure

PAGE = "lessons/03-sets.html"
READ = """(f) => ({ bars: Array.from(f.figure.plot.data[1].x), truth: f.figure.plot.data[2].x[0],
                    first: Array.from(f.figure.first.data[1].x), net: f.figure.first.layout.meta })"""


move = partial(move_figure, READ)


def affine(v, layer):
    return np.array(layer[0]) @ v + np.array(layer[1])


def relu(v):
    return np.maximum(v, 0)


def test_first_view_is_what_the_networks_said(figure):
    """The first view of the figure was computed by torch."""
    seen = figure.evaluate(READ)
    assert seen["bars"] == pytest.approx(seen["first"], abs=0.05)


@pytest.mark.parametrize(("size", "shuffle"), [(1, 0), (5, 3), (8, 11)])
def test_page_computes_both_networks(figure, size, shuffle):
    seen = move(figure, size=size - 1, shuffle=shuffle)
    net, inside = seen["net"], seen["net"]["orders"][shuffle][:size]
    code = np.sum([net["code"][k] for k in inside], axis=0)
    listed = net["first"] + np.sum([net["share"][k][place] for place, k in enumerate(inside)], axis=0)
    sums = [
        affine(relu(affine(relu(listed), net["rest"][0])), net["rest"][1])[0],
        affine(relu(affine(code, net["readout"][0])), net["readout"][1])[0],
    ]
    assert seen["bars"] == pytest.approx([10 * s for s in sums], rel=1e-6)
    assert seen["truth"] == sum(net["label"][k] for k in inside)


def test_order_moves_the_list_and_not_the_set(figure):
    views = [move(figure, size=7, shuffle=k) for k in range(4)]
    lists, sets = np.array([view["bars"] for view in views]).T
    assert np.ptp(sets) < 1e-9 and np.ptp(lists) > 0.5


def test_a_tap_takes_a_digit_out_and_brings_it_back(figure):
    before = move(figure, size=4, shuffle=0)
    where = """(f, [row, place]) => {
      const plot = f.figure.plot, { xaxis, yaxis } = plot._fullLayout, box = plot.getBoundingClientRect();
      return [box.left + xaxis._offset + xaxis.d2p(9 * place + 4), box.top + yaxis._offset + yaxis.d2p(10 * row + 4)];
    }"""

    def tap(row, place):
        figure.page.mouse.click(*figure.evaluate(where, [row, place]))
        figure.page.wait_for_timeout(300)
        return figure.evaluate(READ)

    order, label = before["net"]["orders"][0], before["net"]["label"]
    assert tap(0, 2)["truth"] == before["truth"] - label[order[2]]
    assert tap(1, 3)["truth"] == before["truth"]
