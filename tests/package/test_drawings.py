"""The drawings that lessons share show what was measured, in the course's directions and colours."""

import itertools
import json
import re

import numpy as np
import plotly.graph_objects as go
import pytest

from commonground import figures
from commonground.figures.static import still_svg
from commonground.figures.theme import COLOR, HEAT, SERIES

RUNS = np.array([[0.5, 0.7], [0.7, 0.9], [0.9, 1.1]])
"""Three runs of two numbers: means 0.7 and 0.9, deviations 0.2."""


@pytest.fixture(autouse=True)
def look():
    figures.use()


def traces(fig, kind):
    return [trace for trace in fig.data if trace.type == kind]


def named(fig, name):
    return next(trace for trace in fig.data if trace.name == name)


def colour_at(fig, value):
    """The colour that a matrix gives a value, as the index of the nearest stop of the scale: 0 is the lightest."""
    scale = fig.layout.coloraxis
    share = (value - scale.cmin) / (scale.cmax - scale.cmin)
    return round((1 - share if scale.reversescale else share) * (len(HEAT) - 1))


@pytest.mark.parametrize("distance", [False, True])
def test_in_every_matrix_dark_is_alike_and_the_first_row_on_top(distance):
    fig = figures.similarity_matrix(np.eye(2), ["a", "b"], label="CKA", distance=distance)
    alike, unlike = (0, 1) if distance else (1, 0)
    assert colour_at(fig, alike) == len(HEAT) - 1 and colour_at(fig, unlike) == 0
    assert fig.layout.yaxis.autorange == "reversed"
    assert fig.layout.coloraxis.colorbar.title.text == "CKA"


def test_the_panels_of_a_figure_share_one_bar():
    fig = figures.panels(2)
    for panel in (1, 2):
        figures.similarity_matrix(np.eye(3), "abc", label="CKA", fig=fig, panel=panel)
    assert {trace.coloraxis for trace in fig.data} == {"coloraxis"}
    assert [trace.xaxis for trace in fig.data] == ["x", "x2"]
    assert still_svg(fig, "f1").count(">CKA<") == 1


@pytest.mark.parametrize("matrices", [(1,), (1, 2), (2,)])
def test_on_a_phone_the_bar_stands_beside_the_first_matrix(matrices):
    fig = figures.panels(2)
    for panel in matrices:
        figures.similarity_matrix(np.eye(3), "abc", label="CKA", fig=fig, panel=panel)
    narrow = fig.layout.meta["narrow"]
    low, high = narrow["yaxis.domain" if matrices[0] == 1 else "yaxis2.domain"]
    centre, length = narrow["coloraxis.colorbar.y"], narrow["coloraxis.colorbar.len"]
    assert low < centre - length / 2 < centre + length / 2 < high


def test_dots_of_a_curve_have_its_colour_in_the_still_picture():
    fig = figures.curves([1, 2], {"CKA": RUNS}, colours={"CKA": "brain"}, band=False)
    assert set(re.findall("fill: (#[0-9a-f]{6})", still_svg(fig, "f1"))) >= {COLOR["brain"]}
    assert SERIES[0] not in still_svg(fig, "f1")


def test_a_matrix_with_numbers_shows_them_and_no_bar():
    fig = figures.similarity_matrix([[0.25, 1]], ["a"], ["b", "c"], label="CKA", numbers=True)
    assert [list(row) for row in fig.data[0].text] == [["0.25", "1.00"]]
    assert fig.layout.coloraxis.showscale is False
    assert ">0.25<" in still_svg(fig, "f1")


def test_many_rows_have_no_names():
    fig = figures.similarity_matrix(np.eye(40), range(40), label="CKA")
    assert fig.data[0].x is None and fig.layout.xaxis.showticklabels is False


def test_bars_are_means_with_their_deviation():
    fig = figures.bars({"CKA": RUNS[:, 0], "CCA": RUNS[:, 1]})
    (bar,) = traces(fig, "bar")
    np.testing.assert_allclose(bar.y, [0.7, 0.9])
    np.testing.assert_allclose(bar.error_y.array, [0.2, 0.2])


def test_bars_to_the_right_leave_room_for_their_names_and_show_each_run():
    fig = figures.bars({"a name of many letters": RUNS[:, 0], "b": RUNS[:, 1]}, horizontal=True, dots=True)
    assert fig.layout.margin.l > 150 and fig.layout.yaxis.autorange == "reversed"
    assert sorted(traces(fig, "scatter")[0].x) == sorted(RUNS.ravel())


def test_a_number_stands_beyond_its_whisker():
    (words,) = traces(figures.bars({"CKA": RUNS[:, 0]}, numbers=True), "scatter")
    assert words.text == (" 0.70",) and words.y[0] == pytest.approx(0.9)


def test_groups_stand_in_the_legend_each_in_one_colour():
    fig = figures.bars({"trained": {"CKA": RUNS[:, 0]}, "chance": {"CKA": RUNS[:, 1]}}, groups=True)
    assert [bar.name for bar in fig.data] == ["trained", "chance"]
    assert [bar.marker.color for bar in fig.data] == [SERIES[0], COLOR["chance"]]


def test_a_colour_means_one_thing():
    """Blue and orange are networks A and B and nothing else, unless a lesson says so."""
    fig = figures.curves([0, 1], {f"measure {k}": RUNS for k in range(6)} | {"A": RUNS})
    used = {trace.line.color for trace in fig.data if trace.mode == "lines+markers" and trace.name != "A"}
    assert used == set(SERIES) and named(fig, "A").line.color == COLOR["A"]
    assert not {COLOR["A"], COLOR["B"]} & set(fig.layout.template.layout.colorway or ())
    chosen = figures.bars({"x": [1.0]}, colours={"x": "brain"})
    assert chosen.data[0].marker.color == (COLOR["brain"],)


def test_a_curve_is_the_mean_in_a_band_of_one_deviation():
    fig = figures.curves([1, 2], {"CKA": RUNS})
    np.testing.assert_allclose(named(fig, "CKA").y, [0.7, 0.9])
    (band,) = [trace for trace in fig.data if trace.fill == "toself"]
    np.testing.assert_allclose(band.y, [0.9, 1.1, 0.7, 0.5])


def test_curves_carry_their_names_at_their_ends_and_no_two_names_meet():
    fig = figures.curves(
        [1, 2], {name: [0.0, 0.5 + 0.001 * k] for k, name in enumerate("abcd")}, y_range=(0, 1)
    )
    words = [trace for trace in fig.data if trace.mode == "text"]
    assert [trace.text[0].strip() for trace in words] == list("abcd")
    heights = sorted(trace.y[0] for trace in words)
    assert min(b - a for a, b in itertools.pairwise(heights)) > 0.04
    assert all(abs(h - 0.5) < 0.12 for h in heights) and fig.layout.margin.r > 10


@pytest.mark.parametrize("end", [0.0, 1.0])
def test_no_name_stands_beyond_the_axis_where_it_would_not_be_drawn(end):
    fig = figures.curves([1, 2], {name: [0.5, end] for name in "abcdef"}, y_range=(0, 1))
    heights = sorted(trace.y[0] for trace in fig.data if trace.mode == "text")
    assert heights[0] >= 0 and heights[-1] <= 1
    assert min(b - a for a, b in itertools.pairwise(heights)) > 0.04


def test_names_of_a_left_panel_do_not_reach_into_the_next():
    fig = figures.panels(2)
    for panel in (1, 2):
        figures.curves([0, 1], {"a long name": RUNS}, fig=fig, panel=panel)
    assert fig.layout.xaxis.range[1] > 1.3 and fig.layout.xaxis2.range[1] < 1.1


def test_logarithmic_axes_have_round_numbers():
    fig = figures.curves([1, 10, 100], {"error": [1.0, 0.1, 0.02]}, log="xy")
    assert isinstance(fig.layout.xaxis.to_plotly_json()["tickvals"], list)  # the page draws no packed ticks
    assert list(fig.layout.xaxis.tickvals) == [1, 10, 100] and fig.layout.yaxis.type == "log"
    assert json.loads(fig.to_json())["layout"]["xaxis"]["tickvals"] == [1, 10, 100], (
        "not packed: no page reads it"
    )
    np.testing.assert_allclose(fig.layout.yaxis.tickvals, [0.02, 0.05, 0.1, 0.2, 0.5, 1])


def test_many_places_on_a_logarithmic_axis_have_round_numbers():
    x = list(range(3, 120, 9))
    fig = figures.curves(x, {"error": [1.0] * len(x)}, log="x")
    assert (
        list(fig.layout.xaxis.tickvals) == [5, 10, 20, 50, 100] == list(map(float, fig.layout.xaxis.ticktext))
    )


def test_a_level_crosses_the_panel():
    fig = figures.level(figures.curves([1, 3], {"CKA": RUNS}, y_range=(0, 1)), 0.2, "chance")
    low, high = fig.layout.xaxis.range
    assert list(fig.data[-1].x) == [low, high] and list(fig.data[-1].y) == [0.2, 0.2]
    upright = figures.level(fig, 2, "trained to here", upright=True).data[-1]
    assert list(upright.x) == [2, 2] and list(upright.y) == [0, 1]
    band = figures.level(fig, (0.3, 0.4), "noise ceiling", colour="brain").data[-1]
    assert {*zip(band.x, band.y, strict=True)} == {(x, y) for x in (low, high) for y in (0.3, 0.4)}
    assert band.fill == "toself" and band.fillcolor.startswith("rgba(176,80,158,")
    over_bars = figures.level(figures.bars({"a": RUNS[:, 0], "b": RUNS[:, 1]}), 0.5, "chance").data[-1]
    assert list(over_bars.x) == ["a", "b"]


def test_clouds_have_one_scale_and_their_networks_colours():
    fig = figures.clouds({"A": np.zeros((3, 2)), "B": np.ones((3, 2))})
    assert [trace.marker.color for trace in fig.data] == [COLOR["A"], COLOR["B"]]
    assert fig.layout.yaxis.scaleanchor == "x" and fig.data[0].name == "network A"


def test_panels_stand_one_under_the_other_on_a_phone():
    narrow = figures.panels(3, titles=("a", "b", "c")).layout.meta["narrow"]
    domains = [narrow[f"yaxis{k}.domain"] for k in ("", "2", "3")]
    assert all(above[0] > below[1] for above, below in itertools.pairwise(domains))
    assert domains[0][1] == 1 and domains[2][0] == pytest.approx(0)
    assert all(narrow[f"xaxis{k}.domain"] == [0, 1] for k in ("", "2", "3"))


@pytest.mark.parametrize(
    ("draw", "mend"),
    [
        (lambda: figures.panels(0), "give one or more"),
        (lambda: figures.panels(2, titles=("a",)), "1 titles for 2 panels"),
        (lambda: figures.clouds({}), "nothing to draw"),
        (lambda: figures.clouds({"A": np.zeros(3)}), "a row per point"),
        (lambda: figures.similarity_matrix(np.eye(2), "abc", label="CKA"), "one name per row"),
        (lambda: figures.bars({"a": [np.nan, 1]}), "'a' is empty or holds a number that is not finite"),
        (lambda: figures.bars({"g": {"a": [1.0]}}, groups=True, numbers=True), "leave out one"),
        (lambda: figures.curves([1, 2], {"a": [1, 2, 3]}), "3 values for 2 of x"),
        (lambda: figures.level(figures.panels(), 1, "chance"), "empty panel"),
    ],
)
def test_bad_input_says_the_mend(draw, mend):
    with pytest.raises(ValueError, match=mend):
        draw()


def test_every_drawing_has_a_still_picture():
    drawn = [
        figures.clouds({"A": RUNS}, words="xyz"),
        figures.bars({"a": RUNS[:, 0]}, numbers=True),
        figures.level(figures.bars({"a": RUNS[:, 0]}, horizontal=True, dots=True), 0.4, "chance"),
        figures.curves([1, 2], {"CKA": RUNS}, log="x"),
    ]
    for fig in drawn:
        assert isinstance(fig, go.Figure) and still_svg(fig, "f1").startswith("<svg")
    assert ">a<" in still_svg(drawn[2], "f1") and ">CKA<" in still_svg(drawn[3], "f1")


def test_whiskers_and_dots_can_be_seen_in_the_dark():
    runs = {"a": [0.2, 0.4], "b": [0.5, 0.9]}
    assert figures.bars(runs).data[0].error_y.color == COLOR["chance"]  # of middle lightness, not ink
    assert figures.bars(runs, dots=True).data[1].marker.color == COLOR["chance"]


def test_bars_may_have_intervals_of_their_own():
    fig = figures.bars(
        {"a": [0.5], "b": [0.2]}, intervals={"a": (0.4, 0.7), "b": (0.1, 0.2)}, horizontal=True
    )
    error = fig.data[0].error_x
    np.testing.assert_allclose(error.array, [0.2, 0.0], atol=1e-12)
    np.testing.assert_allclose(error.arrayminus, [0.1, 0.1])
    with pytest.raises(ValueError, match="give one for each bar"):
        figures.bars({"a": [0.5]}, intervals={"b": (0, 1)})
