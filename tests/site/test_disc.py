"""A tree in the disc follows the hand, no distance changes, and the page measures as the package does."""

from functools import partial

import numpy as np
import pytest

from commonground.hyperbolic import ball_distances
from commonground.similarity import kernel_cka, linear_cka, procrustes_similarity

from .conftest import move_figure

PAGE = "lessons/10-curved-spaces.html"
READ = """(f) => ({ range: Array.from(f.figure.plot._fullLayout.xaxis.range), traces: f.figure.plot.data.map((t) => [Array.from(t.x), Array.from(t.y)]),
                    first: f.figure.first.layout.meta })"""
PLACE = """(f, [x, y]) => {
  const plot = f.figure.plot, { xaxis, yaxis } = plot._fullLayout, box = plot.getBoundingClientRect();
  return [box.left + xaxis._offset + xaxis.d2p(x), box.top + yaxis._offset + yaxis.d2p(y)];
}"""

move = partial(move_figure, READ)


def nodes(seen):
    """Where the page has put the nodes, in the order of the slider: each edge is drawn as its two ends and a gap."""
    x, y = np.array(seen["traces"][1], float)
    ends = np.stack([x, y], axis=1).reshape(-1, 3, 2)[:, :2]
    found = np.empty_like(np.array(seen["first"]["nodes"], float))
    for (i, j), (a, b) in zip(seen["first"]["edges"], ends, strict=True):
        found[i], found[j] = a, b
    return found


def drag(figure, start, end):
    mouse = figure.page.mouse
    mouse.move(*figure.evaluate(PLACE, list(map(float, start))))
    mouse.down()
    mouse.move(*figure.evaluate(PLACE, list(map(float, end))), steps=5)
    mouse.up()
    figure.page.wait_for_timeout(300)
    return figure.evaluate(READ)


def undragged(figure):
    """The first picture: what was moved by hand holds until the slider is moved."""
    move(figure, node=3)
    return move(figure, node=0)


def distances_of_the_first(seen):
    return ball_distances(np.array(seen["first"]["nodes"], float))


@pytest.mark.parametrize("node", [0, 7, 62])
def test_page_and_package_agree(figure, node):
    seen = move(figure, node=node)
    still, moved = np.array(seen["first"]["nodes"], float), nodes(seen)
    assert moved[node] == pytest.approx([0, 0], abs=1e-9)

    def kernel(Y):
        return np.exp(-ball_distances(Y))

    expected = [
        linear_cka(still, moved),
        procrustes_similarity(still, moved),
        kernel_cka(still, moved, kernel=kernel),
    ]
    assert seen["traces"][3][0] == pytest.approx(expected, abs=1e-6)
    assert expected[0] < 0.999 or node == 0


def test_a_node_is_dragged_to_the_centre_and_no_distance_changes(figure):
    before = undragged(figure)
    leaf = nodes(before)[5]
    after = drag(figure, leaf, (0, 0))
    assert nodes(after)[5] == pytest.approx([0, 0], abs=0.03), "the node is where the hand left it"
    assert after["range"] == before["range"], "the hand moves the node and does not zoom"
    assert ball_distances(nodes(after)) == pytest.approx(distances_of_the_first(after), abs=1e-6)
    assert after["traces"][3][0][0] < 0.9 and after["traces"][3][0][2] == pytest.approx(1, abs=1e-6)


def test_a_hand_beside_all_nodes_moves_nothing(figure):
    before = undragged(figure)
    after = drag(figure, (0.1, 0.25), (0.5, 0.5))
    assert nodes(after) == pytest.approx(nodes(before))


def test_a_node_stays_within_the_disc(figure):
    before = undragged(figure)
    after = drag(figure, nodes(before)[0], (1.05, 1.05))
    assert np.linalg.norm(nodes(after), axis=1).max() < 1
    assert ball_distances(nodes(after)) == pytest.approx(distances_of_the_first(after), abs=1e-4)


def test_arrow_keys_move_the_tree_and_home_puts_it_back(figure):
    before = nodes(undragged(figure))
    plot = figure.locator(".cg-plot")
    plot.focus()
    figure.page.keyboard.press("ArrowRight")
    figure.page.wait_for_timeout(200)
    moved = figure.evaluate(READ)
    assert nodes(moved)[0] == pytest.approx(before[0] + [0.1, 0], abs=1e-9)
    assert ball_distances(nodes(moved)) == pytest.approx(distances_of_the_first(moved), abs=1e-6)
    figure.page.keyboard.press("Home")
    figure.page.wait_for_timeout(200)
    assert nodes(figure.evaluate(READ)) == pytest.approx(before)
    assert "ArrowRight" in plot.get_attribute("aria-keyshortcuts")
