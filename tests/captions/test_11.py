"""Shape and sampling."""

import numpy as np

from .words import falls, lengths, level, log_slope, rises, vertical

LESSON = "11-shape-and-sampling"
SAYS_NOTHING = {
    "f1": "what scale, density and outliers do is computed in the page: tests/site/test_barcode.py holds it",
}


def gap(view):
    """The chord of the widest gap between points of a circle; of a third of it, where gaps are wider."""
    dots = view["markers", 1]
    angles = np.sort(np.arctan2(dots.y, dots.x))
    widest = np.diff([*angles, angles[0] + 2 * np.pi]).max()
    return 2 * np.sin(min(widest, 2 * np.pi / 3) / 2)


def birth(view):
    """The law's scales and probabilities, and where this loop is born."""
    law, born = view.all(("lines", 2))
    return law.x, law.y, vertical(born)


def test_the_chord_of_the_widest_gap_is_the_birth_of_the_loop(f2):
    f2.says("The chord of the widest gap is the birth of the loop")
    for sampler in f2.values("sampler"):
        for view in f2.over("draw", sampler=sampler):
            scales, _, born = birth(view)
            assert np.isclose(min(born, scales[-1]), gap(view), atol=0.002)


def test_births_of_repelling_points_come_long_before_the_law(f2):
    f2.says("Choose repelling: births come long before that law would have them")
    for points in f2.values("points"):
        early = []
        for view in f2.over("draw", sampler="repelling", points=points):
            scales, law, born = birth(view)
            early.append(np.interp(born, scales, law))
        assert np.mean(early) < 0.1


def long_bars(bars):
    """How many bars stand out: those before the largest step down among the first four."""
    length = lengths(bars)[:4]
    ratio = length[:-1] / np.maximum(length[1:], 0.05)
    return ratio.argmax() + 1 if ratio.max() > 1.5 else 0


def test_head_directions_have_one_long_loop_a_grid_module_two_and_a_hollow(f3):
    f3.says("Head directions have one long bar of loops. A grid module has two long bars of loops and one of hollows")
    for view in f3.over("draw", code="head directions"):
        assert long_bars(view["loops"]) == 1
    for view in f3.over("draw", code="grid module"):
        assert (long_bars(view["loops"]), long_bars(view["hollows"])) == (2, 1)


def test_with_time_courses_rolled_no_bar_is_long(f3):
    f3.says("With time courses rolled, no bar is long")
    for code in ("head directions, rolled", "grid module, rolled"):
        for view in f3.over("draw", code=code):
            assert long_bars(view["loops"]) == long_bars(view["hollows"]) == 0


def test_among_outliers_a_ring_still_dies_far_to_the_right(f4):
    f4.says("With 40 outliers a ring still has deaths far to the right, higher up", "The other shape has none")
    ring, other = (f4.at(shape=shape, outliers=40)["dies"] for shape in ("ring", "no ring"))
    assert (ring.x[ring.y > 0] > 1.4).sum() >= 3 and ring.x[ring.y == 0].max() < 1
    assert other.x.max() < 1


def test_with_both_parameters_shapes_are_named_among_outliers(f5):
    f5.says("the share named right stays above 0.9; with scale alone it falls from 1 to little above chance")
    both, alone = f5["both"], f5["scale alone"]
    assert both.y.min() > 0.9 and falls(alone.y)
    assert alone[0] > 0.98 and 0 < alone[40] - f5["chance"].y[0] < 0.05


def test_without_outliers_the_second_parameter_gains_nothing(f5):
    f5.says("Without outliers, the control, the second parameter gains nothing")
    assert abs(f5["both"][0] - f5["scale alone"][0]) < 0.02


def test_uniform_points_lie_on_the_law_and_repelling_ones_rise_far_earlier(f6):
    f6.says("Uniform points follow the dotted law; repelling ones rise far earlier; even ones are at 1 from ten points on")
    law, uniform, repelling, even = (f6[name, 1] for name in ("law", "uniform", "repelling", "even"))
    assert np.allclose(uniform.y, law.y, atol=0.05)
    assert repelling[15] > 0.9 > 0.5 > law[20]
    assert np.allclose(even.y, 1) and even.x[0] == 10


def test_on_a_torus_farthest_points_show_both_loops_from_49_on(f6):
    f6.says("farthest points show both loops from 49 points on; uniform ones seldom do", "repelling is not even enough")
    assert f6["farthest"][49] == f6["farthest"][81] == 1
    assert f6["uniform", 2].y.max() < 0.5 and f6["repelling", 2][49] < 0.5


def misses(figure, sampler, points):
    """How far the fit is off at worst, in each draw."""
    views = figure.over("draw", sampler=sampler, points=points)
    return [abs(view["fit"].y - view["function"].y).max() for view in views]


def test_from_few_uniform_points_the_fit_flies_off_at_the_ends(f7):
    f7.says("Uniform points leave out the ends, and there the fit flies off")
    assert min(misses(f7, "uniform", 24)) > 1
    off = abs(f7["fit"].y - f7["function"].y)
    assert abs(f7["fit"].x[off.argmax()]) > 0.9


def test_from_as_many_repelling_points_it_lies_on_the_bump(f7):
    f7.says("with repelling points it lies on the bump", "as many points, no luck needed")
    assert max(misses(f7, "repelling", 24)) < 0.05


def test_where_leverage_differs_weighing_by_it_helps(f8):
    f8.says("uniform far above Christoffel, Christoffel above repelling")
    uniform, christoffel, repelling = (f8[name, 1] for name in ("uniform", "Christoffel", "repelling"))
    assert (uniform.y > 2 * christoffel.y).all() and (christoffel.y > repelling.y).all()
    for sampler in (uniform, christoffel, repelling):
        assert falls(sampler.y)


def test_where_leverage_is_flat_weighing_changes_nothing(f8):
    f8.says("Waves: uniform and Christoffel coincide, repelling is lower", "weighing by leverage changes nothing")
    uniform, christoffel, repelling = (f8[name, 2].y for name in ("uniform", "Christoffel", "repelling"))
    assert np.allclose(christoffel, uniform, rtol=0.3) and (repelling < christoffel).all()


def shares(figure, sparsity):
    """The dimensionality of each feature in each network, the largest first."""
    return np.array([-np.sort(-view["markers", 2].y) for view in figure.over("net", sparsity=sparsity)])


def test_five_features_end_as_a_pentagon(f9):
    f9.says("At sparsity 0.95 a regular pentagon with 0.4 each")
    assert np.allclose(shares(f9, 0.95), 0.4, atol=0.02)


def test_in_between_mostly_two_opposite_pairs(f9):
    f9.says("near 0.7 mostly two pairs of opposite arrows with 0.5 each and one feature left out")
    pairs = np.allclose
    found = [pairs(share, [0.5, 0.5, 0.5, 0.5, 0], atol=0.06) for share in shares(f9, 0.7)]
    assert sum(found) > len(found) / 2


def test_dense_features_have_unequal_shares(f9):
    f9.says("at 0 uneven arrows", "from unequal shares")
    assert np.ptp(shares(f9, 0), axis=1).min() > 0.3


def test_shares_add_up_to_two(f9):
    f9.says("The shares always add up to two")
    for sparsity in f9.values("sparsity"):
        assert np.allclose(shares(f9, sparsity).sum(axis=1), 2, atol=0.03)


def test_a_torus_needs_cells_and_spikes(f10):
    f10.says("It rises with both", "a torus needs cells and spikes, and one buys the other")
    curves = [f10[f"{spikes} spikes"] for spikes in (2, 5, 10, 20)]
    assert all(rises(curve.y, slack=0.05) for curve in curves)
    assert rises([curve[240] for curve in curves], slack=0.05)


def test_a_jitter_of_a_quarter_of_a_second_takes_the_loop_and_leaves_the_maps(f10):
    f10.says("The loops fall towards 1 by 250 ms; the maps stay alike")
    assert falls(f10["loops"].y) and f10["loops"][250] < 1.2 and f10["loops"][0] > 1.7
    assert f10["maps"][250] > 0.9
