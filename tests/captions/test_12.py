"""Far readings."""

import numpy as np

from .words import falls, level, rises

LESSON = "12-far-readings"
SAYS_NOTHING = {}


def test_every_path_ends_at_one_number_and_in_the_spoiled_field_few_digits_are_found(f1):
    f1.says("In the field as it is, every path ends at one number", "few digits are found")
    found = {
        field: [view["scatter", 2].y[-1] for north in f1.values("north") for view in f1.over("east", field=field, north=north)]
        for field in f1.values("field")
    }
    assert level(found["as it is"], 0.01) and min(found["as it is"]) > 30
    assert max(found["spoiled"]) < 3 and not level(found["spoiled"], 0.01)


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
    """The bias in standard errors, for each number of words."""
    return np.array([view["bar", 2].y[0] for view in figure.over("words", **parts)])


def width(view):
    """The standard deviation of a histogram."""
    at, count = view["bar", 1].x, view["bar", 1].y
    mean = np.average(at, weights=count)
    return np.sqrt(np.average((at - mean) ** 2, weights=count))


def test_with_weights_reset_and_moves_asked_there_is_no_bias(f3):
    f3.says("With weights reset and moves asked the histogram stands around 1 and the bar is near zero")
    assert abs(bias(f3, weights="reset", moves="asked")).max() < 2


def test_a_wrong_part_moves_the_histogram(f3):
    f3.says("with weights kept the bar is long, and with all moves accepted too, where words are several")
    assert bias(f3, weights="kept", moves="asked").max() < -4
    assert bias(f3, weights="reset", moves="all accepted")[1:].max() < -4


def test_with_one_word_moves_pass_unseen(f3):
    f3.says("With one word, moves that nobody asked about pass unseen")
    asked, accepted = (bias(f3, weights="reset", moves=moves)[0] for moves in ("asked", "all accepted"))
    assert asked == accepted


def test_more_words_make_the_histogram_narrower(f3):
    f3.says("More words make the histogram narrower")
    assert falls([width(view) for view in f3.over("words", weights="reset", moves="asked")])


def test_where_charges_repel_the_curve_lies_above_its_tangent(f4):
    f4.says("Where charges repel the curve lies above its tangent everywhere")
    for view in f4.over("q", sign="charges repel, λ > 0"):
        assert (view["scatter", 1].y >= view["lines", 1].y - 1e-6).all()


def test_where_they_attract_it_bends_down_turns_complex_and_bends_up(f4):
    f4.says("the curve bends down, turns complex at 0.19, and its real part bends up from there")
    view = f4.at(sign="charges attract, λ < 0")
    real, imaginary = view["scatter", 1], view["scatter", 2]
    bend, middle = np.diff(real.y, 2), real.x[1:-1]
    assert (bend[middle < 0.17] < 0).all() and (bend[middle > 0.23] > 0).all()
    assert np.allclose(imaginary.y[imaginary.x < 0.19], 0, atol=1e-6) and rises(imaginary.y[imaginary.x > 0.19])


def spellings(figure, panel):
    """The points of each meaning's spellings in one of the maps, with all the others."""
    for family, view in zip(figure.values("family"), figure.over("family"), strict=True):
        yield tuple(np.stack([view[name, panel].x, view[name, panel].y], axis=1) for name in (family, "all others"))


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


def test_two_networks_sample_the_posterior_and_the_broken_one_does_not(f7):
    f7.says("Both agree for the symmetric and the antisymmetric network and not for the broken one")
    for kind in f7.values("kind"):
        for view in f7.over("contrast", kind=kind):
            drawn, asked = view.all(("lines", 2))
            assert np.allclose(drawn.y, asked.y, rtol=0.02) == (kind != "broken")


def test_the_broken_one_is_too_sure_of_half_of_the_ring(f7):
    f7.says("too sure of half of the ring, and not sure enough of the rest")
    for view in f7.over("contrast", kind="broken"):
        one, other = (line.y for line in view.all(("lines", 2)))
        assert (one < other).sum() == (one > other).sum() == len(one) / 2


def test_the_path_shrinks_as_contrast_rises(f7):
    f7.says("which shrinks as contrast rises")
    for kind in f7.values("kind"):
        assert falls([np.hypot(v["lines+markers"].x.std(), v["lines+markers"].y.std()) for v in f7.over("contrast", kind=kind)])


def test_monkey_it_passes_all_three_kinds_of_chance_and_v1_does_not(f8):
    f8.says("Monkey IT lies above all three; the model of V1 does not")
    for name in ("monkey IT", "a model of V1"):
        bars = f8[name]
        chance = max(bars[kind] for kind in ("rows", "families", "within families"))
        assert (bars["as it is"] > chance) == (name == "monkey IT")
