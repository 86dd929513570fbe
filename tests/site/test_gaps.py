"""The widest gap that the page lights up is that of the points, and the bar begins where the package's does."""

from functools import partial

import numpy as np
import pytest

from commonground.topology import barcodes, ring_birth, ring_birth_law

from .conftest import come_to, move_figure

PAGE = "lessons/11-shape-and-sampling.html"
READ = """(f) => ({ traces: f.figure.plot.data.map((t) => [Array.from(t.x), Array.from(t.y)]),
                    places: f.figure.places.map((p) => Array.from(p)) })"""
NUMBERS, SAMPLERS = [8, 10, 15, 20, 30, 40], ["uniform", "repelling", "even"]
ARC, LAW, BAR, UPRIGHT, POINTS = range(5)

move = partial(move_figure, READ)


@pytest.fixture
def circle(window):
    """The figure with the circle, at the view that it opens with."""
    return come_to(window, "#f2")


def angles(seen):
    x, y = seen["traces"][POINTS]
    return np.arctan2(y, x)


def drag(figure, grip, right, down):
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    figure.page.mouse.move(x, y)
    figure.page.mouse.down()
    figure.page.mouse.move(x + right, y + down, steps=4)
    figure.page.mouse.up()
    figure.page.wait_for_timeout(300)
    return figure.evaluate(READ)


def check(seen, n):
    """The picture says of its points what the package says of them."""
    a = angles(seen)
    assert len(a) == n
    assert np.hypot(*seen["traces"][POINTS]) == pytest.approx(1), "points stay on the circle"
    start, end = seen["traces"][BAR][0]
    assert end == pytest.approx(3**0.5)
    birth = ring_birth(a)
    assert start == pytest.approx(min(birth, 3**0.5), abs=1e-6)
    assert seen["traces"][UPRIGHT][0] == pytest.approx([start, start])
    if np.isfinite(birth):
        found = barcodes(np.c_[np.cos(a), np.sin(a)])[1]
        assert np.abs(found[:, 0] - start).min() < 1e-5, "a bar is born there"
        assert seen["traces"][BAR][1][0] == pytest.approx(float(ring_birth_law(birth, n)), abs=0.01)
    x, y = (np.array(v) for v in seen["traces"][ARC])
    chord = np.hypot(x[-1] - x[0], y[-1] - y[0])
    widest = np.diff(np.sort(a), append=np.sort(a)[0] + 2 * np.pi).max()
    assert chord == pytest.approx(2 * np.sin(widest / 2), abs=1e-6), "the lit arc is the widest gap"


@pytest.mark.parametrize(("points", "sampler", "draw"), [(3, 0, 0), (0, 0, 4), (5, 1, 7), (2, 2, 3)])
def test_the_bar_begins_at_the_widest_gap(circle, points, sampler, draw):
    seen = move(circle, points=points, sampler=sampler, draw=draw)
    check(seen, NUMBERS[points])


def test_points_stay_where_a_hand_puts_them_until_others_are_chosen(circle):
    before = move(circle, points=3, sampler=2, draw=0)  # even: every gap is the same
    after = drag(circle, circle.locator(".cg-grip").nth(4), 25, 15)
    moved = np.abs(np.exp(1j * angles(after)) - np.exp(1j * angles(before))) > 1e-3
    assert moved.tolist() == [i == 4 for i in range(20)]
    check(after, 20)
    assert after["traces"][BAR][0][0] > before["traces"][BAR][0][0] + 0.02, "its gap is wider now"
    again = move(circle, points=3, sampler=2, draw=1)
    assert np.ptp(np.diff(np.sort(angles(again)))) < 0.01, "another draw is even again"


def test_arrow_keys_move_a_point_along_the_circle(circle):
    before = move(circle, points=0, sampler=2, draw=0)
    grip = circle.locator(".cg-grip").first
    grip.focus()
    x, y = (v[0] for v in before["traces"][POINTS])
    for _ in range(6):
        circle.page.keyboard.press("ArrowUp" if abs(x) > abs(y) else "ArrowRight")
    circle.page.wait_for_timeout(300)
    seen = circle.evaluate(READ)
    assert abs(angles(seen)[0] - angles(before)[0]) > 0.05
    assert angles(seen)[1:] == pytest.approx(angles(before)[1:])
    check(seen, 8)


def test_the_address_brings_moved_points_back(circle):
    move(circle, points=1, sampler=1, draw=2)
    seen = drag(circle, circle.locator(".cg-grip").nth(2), -20, 20)
    circle.page.reload()
    again = come_to(circle.page, "#f2")
    circle.page.wait_for_timeout(500)
    assert np.exp(1j * angles(again.evaluate(READ))) == pytest.approx(np.exp(1j * angles(seen)), abs=1e-3)
