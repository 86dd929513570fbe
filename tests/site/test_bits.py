"""The page rounds embeddings to so many bits, and rebuilds trees from them, as NumPy does."""

from functools import partial

import numpy as np
import pytest

from commonground.hyperbolic import distances, exp0

from .conftest import come_to, move_figure

PAGE = "lessons/10-curved-spaces.html"
READ = """(f) => ({ bars: Array.from(f.figure.plot.data[2].x), spread: Array.from(f.figure.plot.data[2].error_x.array),
                    first: Array.from(f.figure.first.data[2].x),
                    drawn: [Array.from(f.figure.plot.data[1].x), Array.from(f.figure.plot.data[1].y)],
                    drawnFirst: [Array.from(f.figure.first.data[1].x), Array.from(f.figure.first.data[1].y)],
                    worlds: f.figure.controls[0].values.map((name) => f.figure.first.layout.meta.worlds[name]).map(
                      ({ edges, spaces }) => ({ edges: edges.map((pair) => Array.from(pair)),
                        spaces: spaces.map((s) => ({ ...s, points: s.points.map((row) => Array.from(row)) })) })) })"""

move = partial(move_figure, READ)


@pytest.fixture
def bits(window):
    """The figure of equal bits, at the view that it opens with."""
    return come_to(window, "#f3")


def rounded(V, bits):
    places, size = int(2 ** (bits / V.shape[1]) + 1e-9), np.abs(V).max()
    return (2 * np.round((V / size + 1) / 2 * (places - 1)) / (places - 1) - 1) * size


def precision(D, edges):
    """Mean average precision, a node and a neighbour at a time; a tie counts against."""
    near = np.zeros(D.shape, bool)
    near[tuple(np.array(edges, int).T)] = True
    near |= near.T
    found = []
    for i, row in enumerate(D):
        others = ~near[i] & (np.arange(len(D)) != i)
        reach = row[near[i]][:, None] * (1 + 1e-9)
        right, wrong = (row[near[i]] <= reach).sum(axis=1), (row[others] <= reach).sum(axis=1)
        found.append(np.mean(right / (right + wrong)))
    return np.mean(found)


def numpys(space, edges, bits):
    """Mean and spread over runs, each at its best choice."""
    scores = []
    for row in space["points"]:
        V = rounded(np.reshape(row, (-1, space["d"])), bits)
        D = distances(exp0(V)) if space["curved"] else np.linalg.norm(V[:, None] - V, axis=-1)
        scores.append(precision(D, edges))
    best = np.reshape(scores, (-1, space["runs"])).max(axis=0)
    return best.mean(), best.std(ddof=1) if len(best) > 1 else 0.0


def test_the_first_view_is_pythons(bits):
    seen = bits.evaluate(READ)
    assert seen["bars"] == pytest.approx(seen["first"], abs=1e-6)
    here, there = (np.array(seen[name], float) for name in ("drawn", "drawnFirst"))
    assert here == pytest.approx(there, abs=1e-6, nan_ok=True)


@pytest.mark.parametrize(("tree", "budget"), [(1, 6), (2, 9), (0, 15), (3, 8)])
def test_the_page_rebuilds_as_numpy_does(bits, tree, budget):
    seen = move(bits, tree=tree, bits=budget - 6)
    world = seen["worlds"][tree]
    expected = [numpys(space, world["edges"], budget) for space in world["spaces"]]
    assert seen["bars"] == pytest.approx([mean for mean, _ in expected], abs=1e-6)
    assert seen["spread"] == pytest.approx([spread for _, spread in expected], abs=1e-6)


def test_more_bits_rebuild_more(bits):
    few, many = move(bits, tree=1, bits=0)["bars"], move(bits, tree=1, bits=18)["bars"]
    assert all(m > f for f, m in zip(few, many, strict=True))
