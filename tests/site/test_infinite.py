"""The networks that the page trains by their inner products are those that NumPy trains by their weights."""

from base64 import b64decode
from functools import partial

import numpy as np
import pytest

from .conftest import move_figure

PAGE = "lessons/06-infinite-width.html"
READ = """(f) => ({ traces: f.figure.plot.data.map((t) => [Array.from(t.x), Array.from(t.y)]),
                    first: f.figure.first.data.map((t) => [Array.from(t.x), Array.from(t.y)]),
                    meta: { P: f.figure.first.layout.meta.P.map((row) => Array.from(row)), W: f.figure.first.layout.meta.W } })"""
WIDTHS, SCALINGS = ["8", "32", "128", "512", "∞"], ["μP", "NTK"]

move = partial(move_figure, READ)


def analogies_solved(K):
    right = []
    for a, b, c in np.ndindex(48, 48, 48):
        if a // 4 == b // 4 and a != b and a % 4 == c % 4 and a != c:
            fit = (K[b] - K[a] + K[c]) / np.sqrt(np.diag(K))
            fit[[a, b, c]] = -np.inf
            right.append(fit.argmax() == c - a % 4 + b % 4)
    return 100 * np.mean(right)


def trained(meta, width, scaling):
    """The kernel of the words after 200 steps of gradient descent on the weights of a real network."""
    P = np.array(meta["P"]) / 60_000
    units = np.frombuffer(b64decode(meta["W"]), "i1").reshape(512, 96) / 32
    W = 96**0.5 * np.eye(96) if width == "∞" else units[: int(width)]
    n = len(W)
    rate, gain = (0.08, 1.0) if scaling == "μP" else (0.6 / n**0.5, n**0.5)
    for _ in range(200):
        U, V = W[:, :48], W[:, 48:].T
        p = np.exp(gain * V @ U / n)
        R = 48 * (p / p.sum(axis=0) * P.sum(axis=0) - P)
        W = W - rate * np.c_[V.T @ R, U @ R.T]
    return W[:, :48].T @ W[:, :48] / n


def test_the_first_view_is_numpys(figure):
    seen = figure.evaluate(READ)
    for here, there in zip(seen["traces"], seen["first"], strict=True):
        assert np.array(here) == pytest.approx(np.array(there), abs=2e-3, nan_ok=True)


@pytest.mark.parametrize(("width", "scaling"), [("∞", "μP"), ("128", "μP"), ("32", "NTK")])
def test_page_and_numpy_solve_the_same_analogies(figure, width, scaling):
    seen = move(figure, width=WIDTHS.index(width), scaling=SCALINGS.index(scaling), step=20)
    curve = seen["traces"][4][1]
    assert curve[-1] == pytest.approx(analogies_solved(trained(seen["meta"], width, scaling)), abs=0.3)
    assert seen["traces"][5] == [[200], [pytest.approx(curve[-1])]]


def test_an_infinite_network_in_ntk_scaling_stands_still(figure):
    before = move(figure, width=WIDTHS.index("∞"), scaling=SCALINGS.index("NTK"), step=0)
    after = move(figure, step=20)
    assert before["traces"][:2] == after["traces"][:2]
    assert max(after["traces"][4][1]) < 5, "it solves no more than luck allows"


def test_lines_join_a_country_with_its_capital(figure):
    seen = move(figure, step=13)
    (cx, cy), (kx, ky), (x, y) = seen["traces"][:3]
    assert np.array(x)[0::3] == pytest.approx(cx) and np.array(x)[1::3] == pytest.approx(kx)
    assert np.array(y, float)[0::3] == pytest.approx(cy) and np.array(y, float)[1::3] == pytest.approx(ky)
