"""Shape and sampling."""

import numpy as np

from .words import falls, lengths, level, rises

LESSON = "11-shape-and-sampling"
SAYS_NOTHING = {
    "f1": "what scale, density and outliers do is computed in the page: tests/site/test_barcode.py holds it",
}


def gap(view):
    """The chord of the widest gap between points of a circle."""
    dots = view["markers", 1]
    angles = np.sort(np.arctan2(dots.y, dots.x))
    return 2 * np.sin(np.diff([*angles, angles[0] + 2 * np.pi]).max() / 2)


def test_the_bar_begins_at_the_chord_of_the_widest_gap(f2):
    f2.says("the bar begins at the chord of the widest gap", "Its height is the share of uniform draws")
    law, bar, _ = f2.all(("lines", 2))  # what dragging does is computed in the page: tests/site/test_gaps.py
    assert np.isclose(bar.x[0], gap(f2.first), atol=0.002)
    assert np.allclose(bar.y, np.interp(bar.x[0], law.x, law.y), atol=0.01)


def long_bars(bars):
    """How many bars stand out: those before the largest step down among the first four."""
    length = lengths(bars)[:4]
    ratio = length[:-1] / np.maximum(length[1:], 0.05)
    return ratio.argmax() + 1 if ratio.max() > 1.5 else 0


def test_head_directions_have_one_long_loop_a_grid_module_two_and_a_hollow(f3):
    f3.says(
        "Head directions have one long bar of loops. A grid module has two long bars of loops and one of hollows"
    )
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
    f4.says(
        "With 40 outliers a ring still has deaths far to the right, higher up", "The other shape has none"
    )
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
    f6.says(
        "Uniform points follow the dotted law; repelling ones rise far earlier; even ones are at 1 from ten points on"
    )
    law, uniform, repelling, even = (f6[name, 1] for name in ("law", "uniform", "repelling", "even"))
    assert np.allclose(uniform.y, law.y, atol=0.05)
    assert repelling[15] > 0.9 > 0.5 > law[20]
    assert np.allclose(even.y, 1) and even.x[0] == 10


def test_on_a_torus_farthest_points_show_both_loops_from_49_on(f6):
    f6.says(
        "farthest points show both loops from 49 points on; uniform ones seldom do",
        "repelling is not even enough",
    )
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
    f8.says(
        "Waves: uniform and Christoffel coincide, repelling is lower", "weighing by leverage changes nothing"
    )
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
    found = [np.allclose(share, [0.5, 0.5, 0.5, 0.5, 0], atol=0.06) for share in shares(f9, 0.7)]
    assert sum(found) > len(found) / 2


def test_dense_features_have_unequal_shares(f9):
    f9.says("at 0 uneven arrows", "from unequal shares")
    assert np.ptp(shares(f9, 0), axis=1).min() > 0.3


def test_shares_add_up_to_two(f9):
    f9.says("The shares always add up to two")
    for sparsity in f9.values("sparsity"):
        assert np.allclose(shares(f9, sparsity).sum(axis=1), 2, atol=0.03)


def test_ten_outliers_or_more_shorten_the_loop_but_not_that_of_dense_points(slices):
    slices.says(
        "Of all points it halves with fifteen; of the best density slice it stays until then and falls slowly"
    )
    all_points, dense = slices["all points", 1], slices["best slice", 1]
    assert all_points[15] < all_points[0] / 2 < all_points[10]
    assert dense[15] > 0.9 * dense[0] and dense[30] > 0.6 * dense[0]


def test_the_best_slice_finds_no_loop_where_there_is_none(slices):
    slices.says("on a disc both are short, and the slice is no longer", "finds no loop where there is none")
    all_points, dense = slices["all points", 2], slices["best slice", 2]
    assert max(all_points.y.max(), dense.y.max()) < 0.2 and (dense.y < all_points.y + 0.01).all()


def test_without_sparse_moments_a_drowned_torus_comes_out(sparsest):
    sparsest.says("Left, few spikes: all alike at first; the second loop rises to twice the control")
    second, third, rolled = (sparsest[name, 1] for name in ("second loop", "third loop", "rolled"))
    assert level([curve[0] for curve in (second, third, rolled)], 0.03)
    assert rises(second.y) and second[0.75] > 2 * rolled[0.75]


def test_on_a_clean_module_the_cut_tears_holes(sparsest):
    sparsest.says("the second loop is far above the third at first, and the third rises towards it")
    sparsest.says("the third loop, which should not be, grows up to a share of 0.6")
    second, third = sparsest["second loop", 2], sparsest["third loop", 2]
    assert second[0] > 2 * third[0] and rises(third.y[third.x < 0.65])
    assert second[0.75] / third[0.75] < 0.7 * second[0] / third[0]


def curves(view):
    return [view[f"{spikes} spikes"] for spikes in (2, 5, 10, 20)]


def test_most_curves_rise_with_cells_and_with_spikes(region):
    region.says("Most rise with cells and with spikes", "Cells and spikes", "buy one another")
    views = region.over("kind")
    with_cells = [curve.y[-1] > curve.y[0] for view in views for curve in curves(view)]
    with_spikes = [
        np.polyfit(range(4), [curve.y[i] for curve in curves(view)], 1)[0] > 0
        for view in views
        for i in range(4)
    ]
    assert np.mean(with_cells) > 0.6 and np.mean(with_spikes) > 0.6


def test_place_cells_need_wide_fields(region):
    region.says("Place cells with fields of 15 cm hardly rise above 1; those with wider ones do")
    highest = [
        max(curve.y.max() for curve in curves(region.at(kind=f"place cells, {w} cm"))) for w in (15, 25, 40)
    ]
    assert highest[0] < 1.3 < 2 < highest[1] < highest[2]


def test_a_jitter_of_a_quarter_of_a_second_takes_the_loop_and_leaves_the_maps(f10):
    f10.says("It falls to 1 by 250 ms", "They fall slowly, from 1 to about 0.8")
    assert falls(f10["loops"].y) and f10["loops"][0] > 1.7 and f10["loops"][250] < 1.1
    assert f10["maps"][250] > 0.9 and round(f10["maps"][500], 1) == 0.8
