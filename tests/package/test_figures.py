"""Figures: what travels to the page is complete, small, and the same in every build."""

import base64
import json
import re

import nbformat
import numpy as np
import plotly.graph_objects as go
import pytest
from IPython.utils.capture import capture_output
from nbclient import NotebookClient

from commonground import figures
from commonground.figures.display import PAGE_MIME, TABLE_MIME
from commonground.figures.static import PHONE, WIDTH, still_svg
from commonground.figures.theme import COLOR, FONT, SERIES

TEXTS = {"name": "f1", "alt": "A cloud of points.", "caption": "See the *cloud*."}
POINTS = np.random.default_rng(0).standard_normal((2, 300))


@pytest.fixture(autouse=True)
def page(monkeypatch):
    """Build for the page, in the course's look."""
    monkeypatch.setenv("COMMONGROUND_PAGE", "1")
    figures.use()


def cloud(turn=0.0, who="A"):
    fig = go.Figure(go.Scatter(x=POINTS[0], y=POINTS[1], mode="markers"))
    fig.add_scatter(x=POINTS[0] + turn, y=POINTS[1], mode="markers", marker_color=COLOR[who])
    return fig


def sent(call, *arguments, **options):
    with capture_output() as captured:
        call(*arguments, **(TEXTS | options))
    return captured.outputs[0].data[PAGE_MIME]


def numbers(packed):
    flat = np.frombuffer(base64.b64decode(packed["bdata"]), "<f4")
    return flat.reshape([int(n) for n in packed["shape"].split(",")]) if "shape" in packed else flat


def test_arrays_travel_as_float32_and_come_back():
    figure = sent(figures.show, cloud(0.5))["figure"]
    np.testing.assert_allclose(numbers(figure["data"][1]["x"]), POINTS[0] + 0.5, rtol=1e-6)


def test_heat_map_keeps_its_shape():
    z = np.arange(12.0).reshape(3, 4)
    figure = sent(figures.show, go.Figure(go.Heatmap(z=z)))["figure"]
    np.testing.assert_array_equal(numbers(figure["data"][0]["z"]), z)


def test_only_what_changes_is_stored_and_once():
    turns = np.linspace(0, 1, 11)
    figure = sent(figures.explore, cloud, turn=turns, who=["A", "B"])["figure"]
    assert len(figure["frames"]) == 22
    assert figure["frames"][0] == []
    paths = {json.dumps(path) for frame in figure["frames"] for path, _ in frame}
    assert paths == {'["data", 1, "x"]', '["data", 1, "marker", "color"]'}
    assert len(figure["pool"]) == 10 + 1
    assert len(json.dumps(figure)) < 28_000


def test_each_frame_is_what_the_function_draws():
    turns = [0.0, 0.25, 1.0]
    figure = sent(figures.explore, cloud, turn=turns, who=["A", "B"])["figure"]
    for i, turn in enumerate(turns):
        frame = {json.dumps(path): figure["pool"][at] for path, at in figure["frames"][2 * i + 1]}
        assert frame['["data", 1, "marker", "color"]'] == COLOR["B"]
        if turn:
            np.testing.assert_allclose(numbers(frame['["data", 1, "x"]']), POINTS[0] + turn, rtol=1e-6)


def test_the_first_view_may_be_any_value():
    figure = sent(figures.explore, cloud, turn=[0.0, 1.0], start={"turn": 1.0})["figure"]
    assert figure["controls"] == [{"name": "turn", "label": "turn", "values": [0.0, 1.0], "start": 1}]
    np.testing.assert_allclose(numbers(figure["data"][1]["x"]), POINTS[0] + 1, rtol=1e-6)
    assert figure["frames"][1] == []


def test_the_same_figure_gives_the_same_bytes():
    one, two = (json.dumps(sent(figures.explore, cloud, turn=[0.0, 1.0])) for _ in range(2))
    assert one == two


def test_a_figure_without_words_is_refused():
    for missing in TEXTS:
        with pytest.raises(ValueError, match=missing):
            sent(figures.show, cloud(), **{missing: " "})
    with pytest.raises(TypeError):
        figures.show(cloud(), name="f1", caption="No alt text.")


@pytest.mark.parametrize(
    ("options", "mend"),
    [
        ({}, "give each control its values"),
        ({"turn": []}, "give each control its values"),
        ({"turn": [0, 1], "start": {"turn": 2}}, "choose one of"),
        ({"turn": [0, 1], "play": "epoch"}, "name one of its controls"),
        ({"turn": [0, 1], "name": "F 1"}, "stands in a link"),
    ],
)
def test_bad_controls_say_the_mend(options, mend):
    with pytest.raises(ValueError, match=mend):
        sent(figures.explore, cloud, **options)


def test_traces_that_come_and_go_are_refused():
    def f(extra):
        fig = cloud()
        return fig.add_bar(y=[1]) if extra else fig

    with pytest.raises(ValueError, match="same traces"):
        sent(figures.explore, f, extra=[0, 1])


def test_too_much_data_is_refused_with_the_size():
    big = go.Figure(go.Scatter(y=np.random.default_rng(0).random(80_000)))
    with pytest.raises(figures.Budget, match="428 kB"):
        sent(figures.show, big)


def test_a_still_picture_goes_along_and_takes_the_pages_ink():
    still = sent(figures.show, cloud())["still"]
    assert still.startswith("<svg") and "currentColor" in still and "#1f2a33" not in still


def test_still_pictures_are_written_in_the_pages_font():
    content = sent(figures.show, cloud())
    for still in (content["still"], content["phone"]):
        named = set(re.findall(r'font-family: ([^;"]+)', still))
        assert named == {FONT}


def test_a_phones_still_picture_has_its_size_and_what_the_figure_says_of_a_phone():
    fig = cloud().update_layout(
        height=300, meta={"narrow": {"height": 480, "xaxis.title.text": "on a phone"}}
    )
    content = sent(figures.show, fig)
    sizes = [re.search(r'viewBox="0 0 (\S+) (\S+)"', content[key]).groups() for key in ("still", "phone")]
    assert [(float(w) / 0.72, float(h) / 0.72) for w, h in sizes] == [
        pytest.approx((WIDTH, 300)),
        pytest.approx((PHONE, 480)),
    ]
    assert "on a phone" in content["phone"] and "on a phone" not in content["still"]
    assert fig.layout.height == 300, "the figure itself is left as it was"


def test_words_of_a_still_picture_stay_inside_it():
    from matplotlib.textpath import TextPath

    long = "a name longer than its margin"
    bars = go.Figure(go.Bar(x=[1, 2], y=[long, "b"], orientation="h"))
    for width in (WIDTH, PHONE):
        size, ends = re.search(
            rf'font-size: ([\d.]+)px[^>]*? x="([-\d.]+)"[^>]*>{long}', still_svg(bars, "s", width)
        ).groups()
        assert float(ends) >= TextPath((0, 0), long, float(size)).get_extents().width > 100


def test_a_still_picture_takes_a_size_and_a_colour_a_point():
    sizes, heights = np.array([4.0, 8.0]), np.array([0.1, 0.9])
    fig = go.Figure(go.Scatter(x=[0, 1], y=[0, 1], mode="markers", marker={"size": sizes, "color": heights}))
    assert "<svg" in sent(figures.show, fig)["still"]


def test_a_trace_that_no_page_can_draw_is_refused():
    with pytest.raises(ValueError, match="use one of scatter, bar, heatmap"):
        sent(figures.show, go.Figure(go.Pie(values=[1, 2])))


def test_matplotlib_figures_are_drawn_as_svg():
    import matplotlib.pyplot as plt

    fig, axes = plt.subplots()
    axes.plot([1, 2], [3, 4], label="a")
    content = sent(figures.show, fig)
    assert content["inline"] and "currentColor" in content["still"]
    assert not plt.get_fignums()


LIVE = """
import plotly.graph_objects as go
from commonground import figures

figures.explore(lambda turn, who: go.Figure(go.Scatter(y=[0, turn], name=who)), turn=[0, 7], who=["A", "B"],
                name="f1", alt="A line.", caption="See it *move*.", start={"who": "B"})
"""
MOVE = """
import gc
from ipywidgets import SelectionSlider

turn = next(o for o in gc.get_objects() if isinstance(o, SelectionSlider) and o.description == "turn")
turn.value = 7
"""


@pytest.mark.kernel
def test_with_a_kernel_a_figure_is_drawn_at_once_and_moves(monkeypatch):
    monkeypatch.delenv("COMMONGROUND_PAGE")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in (LIVE, MOVE)])
    # It answers widgets on the socket from which it awaits a cell's reply, may miss that, and then looks after this time.
    client = NotebookClient(notebook, timeout=20)
    drawn = []
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
            (widget,) = client.comm_objects.values()
            (output,) = widget.outputs
            (trace,) = output["data"]["application/vnd.plotly.v1+json"]["data"]
            drawn.append((trace["name"], trace["y"][1]))
    assert drawn == [("B", 0), ("B", 7)]
    (shown,) = notebook.cells[0].outputs
    assert "application/vnd.jupyter.widget-view+json" in shown.data


def test_a_table_needs_a_cell_for_every_name():
    with pytest.raises(ValueError, match="row 1 has 1 cells"):
        figures.table([["a", 1], ["b"]], ["name", "value"], caption="c")
    with capture_output() as captured:
        figures.table([["<b>a</b>", "x < y"]], ["name", "value"], caption="c")
    cells = captured.outputs[0].data[TABLE_MIME]["cells"]
    assert '<th scope="row"><b>a</b></th>' in cells and "x &lt; y" in cells


def luminance(colour):
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear, float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("ground", ["#ffffff", "#14191d"])
@pytest.mark.parametrize("colour", [*(COLOR[k] for k in COLOR if k != "ink"), *SERIES])
def test_every_colour_stands_out_on_both_pages(colour, ground):
    light, dark = sorted((luminance(colour)[1], luminance(ground)[1]), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


# Machado, Oliveira & Fernandes 2009, severity 1: what a protan, a deutan and a tritan reader sees, linear RGB.
SEES = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def lab(linear):
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(
        linear, 0, 1
    )
    f = np.cbrt(xyz / [0.9505, 1.0, 1.089])
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eye", SEES)
def test_networks_a_and_b_brain_and_paper_stay_apart_for_colour_blind_readers(eye):
    names = ["A", "B", "brain", "paper"]
    seen = {name: lab(np.array(SEES[eye]) @ luminance(COLOR[name])[0]) for name in names}
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            assert np.linalg.norm(seen[one] - seen[other]) > 12, (eye, one, other)


def test_a_still_picture_makes_room_for_long_words():
    def start(name):
        still = still_svg(go.Figure(go.Bar(x=[1.0], y=[name], orientation="h")), "f1")
        return float(re.search(r'id="patch_2">\s*<path d="M ([\d.]+)', still)[1])

    assert start("a name of many letters") > start("a") + 60


def test_a_still_picture_shows_the_spread():
    def strokes(**spread):
        bars = go.Bar(x=["a", "b"], y=[1.0, 2.0], **spread)
        dots = go.Scatter(x=["a", "b"], y=[1.0, 2.0], mode="markers", **spread)
        return still_svg(go.Figure([bars, dots]), "f1").count("LineCollection")

    assert strokes() == 0 and strokes(error_y={"array": [0.1, 0.2]}) == 2


def test_a_still_picture_refuses_markers_that_it_cannot_draw():
    fig = go.Figure(go.Scatter(x=[0], y=[0], mode="markers", marker={"symbol": "hexagram"}))
    with pytest.raises(ValueError, match="'hexagram' markers have no still picture: use one of circle,"):
        still_svg(fig, "f1")
