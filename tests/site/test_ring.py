"""The bumps that the page moves round a ring of cells are those that NumPy moves."""

from functools import partial

import numpy as np
import pytest

from .conftest import come_to, move_figure

PAGE = "lessons/08-function-spaces.html"
READ = """(f) => ({ traces: f.figure.plot.data.map((t) => [Array.from(t.x), Array.from(t.y)]),
                    first: f.figure.first.data.map((t) => [Array.from(t.x), Array.from(t.y)]),
                    jitter: Array.from(f.figure.first.layout.meta.jitter) })"""
CELLS, CENTRES = [10, 20, 40, 80], 2 * np.pi * np.arange(60) / 60

move = partial(move_figure, READ)


@pytest.fixture
def ring(window):
    """The figure with the ring, at the view that it opens with."""
    return come_to(window, "#f9")


def numpys(jitter, cells, uneven, weighted, steps):
    """Places of the cells, the twentieth bump, and the directions of all, with every synapse written out."""
    x = 2 * np.pi * (np.arange(cells) + uneven * np.array(jitter[:cells])) / cells
    left, right = (x - np.roll(x, 1)) % (2 * np.pi), (np.roll(x, -1) - x) % (2 * np.pi)
    share = (left + right) / (4 * np.pi)
    synapses = (6 * np.cos(x[:, None] - x) - 2) * (share if weighted else 1 / cells)
    u = 1.5 * np.cos(x - CENTRES[:, None])
    for _ in range(steps):
        u = u + 0.25 * (-u + 1 / (1 + np.exp(-8 * (u - 0.25))) @ synapses.T)
    return x, u[20], np.exp(1j * np.angle(u * share @ np.exp(1j * x)))


def directions(trace):
    return np.exp(1j * np.array(trace[1]))


def test_the_first_view_is_numpys(ring):
    seen = ring.evaluate(READ)
    for here, there in zip(seen["traces"], seen["first"], strict=True):
        assert np.array(here) == pytest.approx(np.array(there), abs=1e-3)


@pytest.mark.parametrize(
    ("cells", "uneven", "weighted", "time"), [(0, 2, 0, 3), (2, 4, 1, 11), (3, 4, 0, 6), (1, 0, 1, 0)]
)
def test_the_page_moves_bumps_as_numpy_does(ring, cells, uneven, weighted, time):
    seen = move(ring, cells=cells, uneven=uneven, synapses=weighted, time=time)
    x, bump, ends = numpys(seen["jitter"], CELLS[cells], uneven / 4, weighted, 20 * time)
    assert seen["traces"][1][0] == pytest.approx(x, abs=1e-4)
    assert seen["traces"][1][1] == pytest.approx(bump, abs=1e-3)
    # Bumps that stand where two basins meet may fall to either side, by rounding.
    assert np.mean(np.abs(directions(seen["traces"][3]) - ends) < 1e-2) >= 0.95


def test_weights_hold_the_bumps(ring):
    """On an uneven ring of 80 cells: plain synapses let bumps drift several times as far."""
    drift = []
    for synapses in (0, 1):
        seen = move(ring, cells=3, uneven=4, synapses=synapses, time=11)
        drift.append(np.abs(directions(seen["traces"][3]) - np.exp(1j * CENTRES)).mean())
    assert drift[1] < drift[0] / 2
