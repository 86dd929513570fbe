"""Symmetry."""

import numpy as np

from .words import falls, level, log_slope, rises

LESSON = "09-symmetry"


def apart(view):
    """How far each numeral stays from its partner."""
    one, other = view["code of the turned digit"], view["code, turned by Q"]
    return np.hypot(one.x - other.x, one.y - other.y)


def test_in_the_p4_network_each_numeral_lands_on_its_partner(f1):
    f1.says("In the p4 network each numeral lands on its partner", "in the other networks numerals stay away")
    for network, view in zip(f1.values("network"), f1.over("network", turned=100), strict=True):
        assert (apart(view).max() < 0.001) == (network == "p4")
        assert network == "p4" or apart(view).mean() > 0.4


def test_nearly_all_of_the_variance_of_the_logits_stays_in_two_networks(f1):
    f1.says("In the p4 network and in the augmented one nearly all of the logits' variance stays")
    for network in f1.values("network"):
        stays = f1.at(network=network)["stays"]["logits"]
        assert stays > 90 if network in ("p4", "augmented") else stays < 50


def test_a_stretched_circle_turned_around_has_no_real_logarithm(f2):
    f2.says(
        "Near a half turn with a stretch it enters the shaded region",
        "without a stretch it only touches the region's",
    )
    for stretch in f2.values("stretch"):
        dot = f2.at(angle=180, stretch=stretch)["markers"]
        edge = dot.x[0] ** 2 / 4  # below it the two negative eigenvalues differ
        assert np.isclose(dot.y[0], edge) if stretch == 0 else dot.x[0] < 0 < dot.y[0] < edge


def test_symmetry_is_worth_most_where_digits_are_few(f3):
    f3.says("With 100 digits the p4 and the augmented network lie far above the plain one")
    f3.says(
        "with 300 and 1,000 the three come closer",
        "Symmetry, built in or taught, is worth most where digits are few",
    )
    gains = [
        [f3[n][kind] - f3[n]["plain"] for n in ("100 digits", "300", "1,000")] for kind in ("p4", "augmented")
    ]
    assert all(falls(gain) and gain[0] > 0.15 for gain in gains)


def test_an_invariant_network_cannot_say_how_far_a_digit_was_turned(f3):
    f3.says("p4 stands at one quarter, the plain network at about 0.8")
    told = f3["bar", 2]
    assert told["p4"] == 0.25 == f3["chance"]["p4"] and round(told["plain"], 1) == 0.8


FOUR = np.array([1, 1j, -1, -1j])


def eigenvalues(view):
    found = view["markers"].x + 1j * view["markers"].y
    return found[~np.isnan(found)]


def from_the_four(view):
    """How far each eigenvalue is from the four that a quarter turn allows."""
    return abs(eigenvalues(view)[:, None] - FOUR).min(axis=1)


def test_eigenvalues_of_p4_are_the_four_that_a_quarter_turn_allows(f4):
    f4.says("Those of the p4 network lie on four points, 1, i, −1 and −i; at its logits on 1 alone")
    for layer, view in zip(f4.values("layer"), f4.over("layer", network="p4"), strict=True):
        assert from_the_four(view).max() < 0.01
        assert (abs(eigenvalues(view) - 1).max() < 0.01) == (layer == "logits")


def test_elsewhere_they_fill_the_circle(f4):
    f4.says("Those of all other networks spread around the circle in layers 2 and 3")
    f4.says("Elsewhere, in layers 2 and 3, they fill the circle")
    for network in f4.values("network")[1:]:
        for layer in ("layer 2", "layer 3"):
            angles = np.angle(eigenvalues(f4.at(network=network, layer=layer)))
            counts, _ = np.histogram(angles, 8, (-np.pi, np.pi))
            assert counts.min() > 0.05 * counts.sum()


def test_errors_are_zero_for_p4_and_large_for_the_others(f4):
    f4.says("residual and error of the group law, zero for p4 and large for the others")
    for network in f4.values("network"):
        for view in f4.over("layer", network=network):
            errors = view["bar"].y
            assert errors.max() < 1e-3 if network == "p4" else errors.min() > 0.4


def test_with_the_density_a_sampled_integral_gets_ever_better(f5):
    f5.says("falls nearly with the root of the number of samples with J, and stays level without")
    assert falls(f5["with J"].y) and abs(log_slope(f5["with J"]) + 0.5) < 0.1
    assert level(f5["without J"].y, 0.03)


def test_larger_orbits_name_more_digits_and_rotations_stop_early(f5):
    f5.says(
        "larger orbits of 500 digits name more distorted digits. The control, rotations alone, stops early"
    )
    group, rotations = f5["all of GL⁺(2)"], f5["rotations"]
    assert rises(group.y) and group.y[-1] > rotations.y[-1] + 0.1
    assert rotations[256] - rotations[64] < 0.03 < group[256] - group[64]


def charges(view):
    """Twelve units' charges over time; their curves are drawn one after the other, with gaps."""
    drawn = view["lines", 1].y
    return drawn[~np.isnan(drawn)].reshape(12, -1)


def test_charges_are_flat_under_sgd_climb_under_adam_and_bend_with_tanh(f6):
    f6.says("Under SGD they are flat lines; under Adam they climb; with tanh in place of ReLU they bend")
    sgd, adam, tanh = (charges(view) for view in f6.over("training"))
    assert np.ptp(sgd, axis=1).max() < 0.03
    climbed = adam[:, -1] - adam[:, 0]
    assert climbed.min() > -0.01 and climbed.mean() > 0.5
    assert np.ptp(tanh, axis=1).max() > 0.1


def test_the_drift_falls_in_proportion_to_the_step_under_sgd_alone(f6):
    f6.says(
        "under SGD the drift falls with it, in proportion", "in proportion to the step size for SGD alone"
    )
    assert abs(log_slope(f6["SGD"]) - 1) < 0.05
    assert max(abs(log_slope(f6[name])) for name in ("Adam", "tanh, SGD")) < 0.3


def test_where_weights_start_small_features_move_far_and_digits_are_named(f7):
    f7.says("Two falling curves", "features move far and more digits are named right")
    for panel in (1, 2):
        assert falls(f7["lines+markers", panel].y)


def waves(view):
    """Length and direction of the wave vectors."""
    dots = view["markers", 1].x + 1j * view["markers", 1].y
    return abs(dots), np.degrees(np.angle(dots))


def hexagonal(view):
    """Whether the wave vectors are of one length and point in six directions."""
    length, direction = waves(view)
    return level(length, 0.1 * length.max()) and abs(np.exp(6j * np.radians(direction)).mean()) > 0.9


def test_grid_cells_are_a_hexagon_at_steps_shorter_than_half_a_wave(f8):
    f8.says("Grid cells: a hexagon, at steps shorter than half a wave")
    length, _ = waves(f8.at(population="grid cells", step=4))
    half_a_wave = 100 * np.pi / length.mean()  # centimetres
    for step, view in zip(f8.values("step"), f8.over("step", population="grid cells"), strict=True):
        assert hexagonal(view) == (step < half_a_wave)


def test_place_cells_crowd_near_the_middle(f8):
    f8.says("those of place cells crowd near the middle")
    grid, place = (
        waves(f8.at(population=population, step=4))[0] for population in ("grid cells", "place cells")
    )
    assert place.max() < grid.min() / 2


def test_only_grid_cells_can_be_turned_by_long_steps(f8):
    f8.says("the residual stays low for grid cells at all steps and rises with the step for the two controls")
    assert f8["grid cells"].y.max() < 0.25
    for control in ("place cells", "own lattices"):
        assert rises(f8[control].y) and f8[control][50] > 1
