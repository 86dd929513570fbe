"""The barcode that the page computes is that of the package, and a hand or a key can move the points."""

from functools import partial

import numpy as np
import pytest

from commonground.topology import barcodes, density

from .conftest import come_to, move_figure

PAGE = "lessons/11-shape-and-sampling.html"
READ = """(f) => ({ traces: f.figure.plot.data.map((t) => [Array.from(t.x), Array.from(t.y)]),
                    points: f.figure.first.layout.meta.points.map((p) => Array.from(p)) })"""
LEAST = [0, 0.6, 0.7, 0.8, 0.9, 1.0]

move = partial(move_figure, READ)


@pytest.fixture
def cloud(window):
    """The figure with the cloud, at the view that it opens with."""
    return come_to(window, "#f1")


def bars(trace):
    """The bars of a broken line, the first born first."""
    x = [v for v in trace[0] if v is not None and np.isfinite(v)]
    return np.reshape(x, (-1, 2))


def packages(points, least):
    """Longer bars of pieces and of loops among the points that are dense enough."""
    X = np.array(points)
    found = barcodes(X[density(X, 0.2) >= least])
    kept = (b[np.isfinite(b[:, 1]) & (b[:, 1] - b[:, 0] > 0.04)] for b in found)
    return [b[np.lexsort((b[:, 1], b[:, 0]))] for b in kept]


@pytest.mark.parametrize(("scale", "least", "outliers"), [(8, 0, 4), (0, 0, 0), (30, 3, 10), (20, 5, 7)])
def test_the_page_has_the_bars_of_the_package(cloud, scale, least, outliers):
    seen = move(cloud, scale=scale, least=least, outliers=outliers)
    pieces, loops = packages(seen["points"][: 30 + outliers], LEAST[least])
    assert bars(seen["traces"][3]) == pytest.approx(pieces, abs=1e-4)
    assert bars(seen["traces"][4]) == pytest.approx(loops, abs=1e-4)


def test_edges_are_those_no_longer_than_the_scale(cloud):
    for step in (4, 16):
        seen = move(cloud, scale=step, least=0, outliers=10)
        X = np.array(seen["points"])
        far = np.linalg.norm(X[:, None] - X, axis=-1)[np.triu_indices(40, 1)]
        assert len(bars(seen["traces"][0])) == np.sum(far <= step / 20)


def test_outliers_take_the_loop_away_and_density_brings_it_back(cloud):
    def longest(**at):
        found = bars(move(cloud, scale=8, **at)["traces"][4])
        return (found[:, 1] - found[:, 0]).max()

    clean, spoiled = longest(least=0, outliers=0), longest(least=0, outliers=4)
    assert spoiled < 0.6 * clean
    assert longest(least=3, outliers=4) > 0.9 * clean


def test_an_outlier_moves_by_arrow_keys_and_by_hand(cloud):
    before = np.array(move(cloud, scale=8, least=0, outliers=2)["traces"][6])
    grip = cloud.locator(".cg-grip").nth(1)
    grip.focus()
    for _ in range(3):
        cloud.page.keyboard.press("ArrowRight")
    cloud.page.wait_for_timeout(300)
    after = np.array(cloud.evaluate(READ)["traces"][6])
    assert after[:, 0] == pytest.approx(before[:, 0]), "the other one stays"
    assert after[0, 1] - before[0, 1] == pytest.approx(0.15, abs=0.03)
    box = grip.bounding_box()
    cloud.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    cloud.page.mouse.down()
    cloud.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - 30, steps=3)
    cloud.page.mouse.up()
    cloud.page.wait_for_timeout(300)
    assert cloud.evaluate(READ)["traces"][6][1][1] > after[1, 1] + 0.1
