"""Far readings."""

import numpy as np

from .words import falls, level, rises

LESSON = "12-far-readings"


def test_as_it_is_many_digits_are_found(f1):
    f1.says("how many digits are found, step by step", "In the field as it is, every path ends at one number")
    assert (
        f1["scatter", 2].y[-1] > 30
    )  # what dragging does is computed in the page: tests/site/test_lattice.py


def test_the_diagonal_is_the_fastest_formula(f2):
    f2.says("The diagonal rises steeply and straight, the path of two right and one up a little less so")
    f2.says("the path along x stays at the bottom")
    diagonal, between, right = (f2[name] for name in ("diagonal", "two right, one up", "right"))
    speed = np.diff(diagonal.y) / np.diff(diagonal.x)
    assert level(speed, 0.1 * speed.mean())
    assert 0.8 < between[60] / diagonal[60] < 1 and right[60] < 5


def test_along_x_each_digit_costs_three_to_four_times_as_many_steps(f2):
    f2.says("Along x each digit costs three to four times as many steps as the one before it")
    steps = np.exp(np.interp([2, 3, 4], f2["right"].y, np.log(f2["right"].x)))
    assert np.allclose(steps[1:] / steps[:-1], 3.5, atol=0.5)


def bias(figure, **parts):
    """The bias in standard errors, for each number of repeats."""
    return np.array([view["bar", 2].y[0] for view in figure.over("words", **parts)])


def width(view):
    """The standard deviation of a histogram."""
    at, count = view["bar", 1].x, view["bar", 1].y
    mean = np.average(at, weights=count)
    return np.sqrt(np.average((at - mean) ** 2, weights=count))


def test_with_weights_reset_and_moves_asked_there_is_no_bias(f3):
    f3.says("the bar is near zero in any order and at any number of repeats")
    for order in f3.values("order"):
        assert abs(bias(f3, order=order, weights="reset", moves="asked")).max() < 2


def test_a_wrong_part_moves_the_histogram(f3):
    f3.says("with weights kept the bar is long, and with all moves accepted too, where repeats are several")
    for order in f3.values("order"):
        assert bias(f3, order=order, weights="kept", moves="asked")[1:].max() < -4
        assert bias(f3, order=order, weights="reset", moves="all accepted")[1:].max() < -4


def test_with_one_repeat_moves_pass_unseen(f3):
    f3.says("With one repeat, moves that nobody asked about may pass unseen")
    asked, accepted = (bias(f3, weights="reset", moves=moves)[0] for moves in ("asked", "all accepted"))
    assert asked == accepted


def test_order_and_repeats_change_the_width(f3):
    f3.says("Order and repeats change the histogram's width")
    assert falls([width(view) for view in f3.over("words")])
    assert np.ptp([width(view) for view in f3.over("order")]) > 0.01


def test_a_chain_that_tunes_on_its_own_past_stays_too_close_to_the_middle(f9):
    f9.says("For the chain whose tuning stops about 100 times each")
    f9.says("about 200 times at both ends and fewer than 50 in the middle")
    stops, goes_on = f9["stops"].y, f9["goes on"].y
    assert np.allclose(stops, 100, atol=20)
    assert np.allclose(goes_on[[0, -1]], 200, atol=40) and goes_on[[9, 10]].max() < 50


def test_where_charges_repel_the_curve_lies_above_its_tangent(f4):
    f4.says("Where charges repel the curve lies above its tangent everywhere")
    for x, view in zip(f4.values("x"), f4.over("x"), strict=True):
        if x > 0:
            assert (view["scatter", 1].y >= view["lines", 1].y - 1e-6).all()
            assert (np.diff(view["scatter", 1].y, 2) > 0).all() and not view["scatter", 2].y.any()


def test_where_they_attract_it_bends_down_turns_complex_and_bends_up(f4):
    f4.says("the curve bends down, turns complex at 0.19, and its real part bends up from there")
    real, imaginary = f4.at(x=-0.1)["scatter", 1], f4.at(x=-0.1)["scatter", 2]
    bend, middle = np.diff(real.y, 2), real.x[1:-1]
    assert (bend[middle < 0.17] < 0).all() and (bend[middle > 0.23] > 0).all()
    assert np.allclose(imaginary.y[imaginary.x < 0.19], 0, atol=1e-6) and rises(
        imaginary.y[imaginary.x > 0.19]
    )


def spellings(figure, panel):
    """The points of each meaning's spellings in one of the maps, with all the others."""
    for family, view in zip(figure.values("family"), figure.over("family"), strict=True):
        yield tuple(
            np.stack([view[name, panel].x, view[name, panel].y], axis=1) for name in (family, "all others")
        )


def test_by_value_spellings_fall_on_one_point(f5):
    f5.says("by value they lie on one point")
    for own, _ in spellings(f5, panel=2):
        assert np.ptp(own, axis=0).max() < 1e-3


def test_by_subtree_they_are_scattered_among_other_meanings(f5):
    f5.says("By subtree they are scattered among other meanings", "scattered among the others")
    for own, others in spellings(f5, panel=1):
        farthest = np.linalg.norm(own[:, None] - own, axis=2).max(axis=1)
        nearest_other = np.linalg.norm(own[:, None] - others, axis=2).min(axis=1)
        assert (nearest_other < farthest).all()


def below(curve, place):
    """The share of a histogram that lies below a place."""
    return curve.y[curve.x < place].sum() / curve.y.sum()


def test_one_number_and_two_kinds_of_chance(f6):
    f6.says("The line is far from what shuffled rows give, and no higher than what shuffled families give")
    line = f6["as it is"].x[0]
    rows, families = f6["shuffled rows"], f6["shuffled families"]
    assert line > 1.5 * rows.x[rows.y > 0].max()
    assert below(families, line) < 0.5


def test_only_an_antisymmetric_part_leaves_the_posterior(f7):
    f7.says("Both agree for an antisymmetric part of any strength and not for a symmetric one")
    for part in f7.values("part"):
        for strength, view in zip(f7.values("strength"), f7.over("strength", part=part), strict=True):
            drawn, asked = view.all(("lines", 2))
            agrees = part == "antisymmetric" or strength == 0
            assert np.allclose(drawn.y, asked.y, rtol=0.02) == agrees


def test_the_flow_turns_and_the_cloud_stays(f7):
    f7.says("as the antisymmetric part grows, the flow turns and the cloud stays")
    first, *others = f7.over("strength", part="antisymmetric")
    for view in others:
        assert np.allclose(view["markers"].x, first["markers"].x, atol=1e-5)
        assert not np.allclose(view["lines", 1].x, first["lines", 1].x, atol=0.01, equal_nan=True)


def test_with_a_symmetric_part_one_half_is_too_sure_and_the_total_is_kept(f7):
    f7.says("the total variance is kept, but one half of the ring is too sure, and the other not sure enough")
    for view in f7.over("strength", part="symmetric")[1:]:
        drawn, asked = (line.y for line in view.all(("lines", 2)))
        assert np.isclose(drawn.sum(), asked.sum(), rtol=1e-3)
        assert (drawn < asked).sum() == (drawn > asked).sum() == len(drawn) / 2


def test_monkey_it_passes_all_three_kinds_of_chance_and_v1_does_not(f8):
    f8.says("Monkey IT lies above all three; the model of V1 does not")
    for name in ("monkey IT", "a model of V1"):
        bars = f8[name]
        chance = max(bars[kind] for kind in ("rows", "families", "within families"))
        assert (bars["as it is"] > chance) == (name == "monkey IT")
