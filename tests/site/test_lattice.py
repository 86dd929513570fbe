"""The number that the page finds along a path is the package's, in whole numbers, and a hand or a key moves the path."""

from fractions import Fraction
from functools import partial
from itertools import pairwise

import pytest

from commonground.bench import MatrixField, digits

from .conftest import come_to, move_figure

PAGE = "lessons/12-far-readings.html"
READ = """(f) => ({ path: f.figure.plot.data[1].x.map((x, i) => [x, f.figure.plot.data[1].y[i]]),
                    turns: f.figure.plot.data[2].x.map((x, i) => [x, f.figure.plot.data[2].y[i]]),
                    text: f.figure.plot.data[3].text[0], digits: Array.from(f.figure.plot.data[4].y) })"""
PUT = "(f, places) => { f.figure.places = places; f.figure.redraw(); }"
FIELDS = [
    MatrixField(
        lambda x, y: x**3 + 2 * x * x * y + 2 * x * y * y + y**3,
        lambda x, y, last=last: -(x**3) + 2 * x * x * y - 2 * x * y * y + last * y**3,
    )
    for last in (1, 2)
]
LIMIT = FIELDS[0].value("xy" * 60)
STAIRS = [[[4, 3], [8, 6], [11, 8]], [[1, 10], [5, 10], [9, 10]], [[13, 1], [13, 2], [13, 9]]]

move = partial(move_figure, READ)


@pytest.fixture
def lattice(window):
    """The figure with the path, at the view that it opens with."""
    found = come_to(window, "#f1")
    put(found, STAIRS[0])
    return found


def put(figure, places, field=0):
    figure.evaluate(PUT, places)
    return move(figure, field=field)


def steps(path):
    return "".join("x" if b[0] > a[0] else "y" for a, b in pairwise(path))


def number(value):
    whole = int(10**16 * abs(1 / (1 + Fraction(value))))
    return f"{'−' if value < -1 else ''}{whole // 10**16}.{whole % 10**16:016d}"


@pytest.mark.parametrize("field", [0, 1], ids=["as it is", "spoiled"])
@pytest.mark.parametrize("places", STAIRS, ids=["stairs", "up first", "right first"])
def test_the_page_finds_what_the_package_finds(lattice, places, field):
    seen = put(lattice, places, field)
    path = steps(seen["path"])
    assert seen["turns"] == places and (path.count("x"), path.count("y")) == (12, 9)
    assert seen["text"] == number(FIELDS[field].value(path))
    want = [digits(FIELDS[field].value(path[:k]), LIMIT) for k in range(1, 22)]
    assert seen["digits"][1:] == pytest.approx(want[1:], abs=1)  # of ζ(3), and of 1/ζ(3) − 1


def test_only_in_the_spoiled_field_does_the_path_matter(lattice):
    numbers = [{put(lattice, places, field)["text"] for places in STAIRS} for field in (0, 1)]
    assert [len(found) for found in numbers] == [1, 3]


def test_a_corner_pushes_those_after_it_on(lattice):
    assert put(lattice, [[9, 7], [3, 8], [5, 2]])["turns"] == [[9, 7], [9, 8], [9, 8]]


def test_a_corner_moves_by_arrow_keys_and_by_hand(lattice):
    before = move(lattice, field=0)
    grip = lattice.locator(".cg-grip").nth(1)
    grip.focus()
    lattice.page.keyboard.press("ArrowRight")
    lattice.page.keyboard.press("ArrowDown")
    lattice.page.wait_for_timeout(300)
    after = lattice.evaluate(READ)
    assert after["turns"] == [[4, 3], [9, 5], [11, 8]]
    assert after["path"] != before["path"] and after["text"] == before["text"]
    box = grip.bounding_box()
    lattice.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    lattice.page.mouse.down()
    lattice.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 300, steps=3)
    lattice.page.mouse.up()
    lattice.page.wait_for_timeout(300)
    assert lattice.evaluate(READ)["turns"] == [[4, 3], [9, 3], [11, 8]], "not below the corner before it"
