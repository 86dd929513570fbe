"""The views that the page computes are projections of the cloud that it was given."""

from base64 import b64decode
from functools import partial

import numpy as np
import pytest

from .conftest import move_figure

PAGE = "lessons/02-folding-space.html"
READ = """(f) => ({ traces: f.figure.plot.data.map((t) => [Array.from(t.x), Array.from(t.y)]),
                    first: f.figure.first.data.map((t) => [Array.from(t.x), Array.from(t.y)]), meta: f.figure.first.layout.meta })"""


move = partial(move_figure, READ)


def projected(meta, turn, epoch):
    """What NumPy sees from there: one (2, n) array a digit."""
    shape = (len(meta["epochs"]), meta["points"], meta["dimensions"])
    cloud = np.frombuffer(b64decode(meta["bytes"]), "i1").reshape(shape) * meta["scale"]
    view = cloud[epoch] @ np.reshape(meta["planes"][turn], (-1, 2))
    return [view[group].T for group in meta["members"]]


def test_the_first_view_is_numpys(figure):
    seen = figure.evaluate(READ)
    for here, there in zip(seen["traces"], seen["first"], strict=True):
        assert np.array(here) == pytest.approx(np.array(there), abs=2e-3)


@pytest.mark.parametrize(("turn", "epoch"), [(0, 0), (17, 4), (60, 9)])
def test_page_and_numpy_agree(figure, turn, epoch):
    seen = move(figure, turn=turn, epoch=epoch)
    for here, there in zip(seen["traces"], projected(seen["meta"], turn, epoch), strict=True):
        assert np.array(here) == pytest.approx(there, abs=1e-9)


def test_every_point_is_one_digit(figure):
    meta = figure.evaluate(READ)["meta"]
    assert sorted(i for group in meta["members"] for i in group) == list(range(meta["points"]))
