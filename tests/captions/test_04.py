"""Convergence."""

import numpy as np
from scipy.stats import spearmanr

from .words import level, off_diagonal, rises

LESSON = "04-convergence"


def test_trained_dots_move_right_and_up_along_one_curve(f1):
    f1.says("As they train, the dots move right and up along one curve")
    first, *_, last = (view["a network"] for view in f1.over("step"))
    assert (last.x > first.x).all() and last.y.mean() > first.y.mean()
    assert spearmanr(last.x, last.y).statistic > 0.95


def test_only_good_readers_agree_more_than_raw_pixels_do(f1):
    f1.says("Only networks that read more than 85 per cent rise over a dotted line")
    network = f1["a network"]
    above = network.y > f1["raw pixels"].y[0]
    assert above.any() and network.x[above].min() > 0.85


def test_on_shuffled_labels_nobody_climbs(f1):
    f1.says("choose shuffled labels and see who still climbs")
    for measure in f1.values("measure"):
        for view in f1.over("step", world="shuffled labels", measure=measure):
            assert view["a network"].y.max() < view["raw pixels"].y[0]


def test_plain_cka_climbs_along_the_formula(f2):
    f2.says("Plain CKA climbs along the dotted formula")
    for view in f2.over("n"):
        assert rises(view["CKA"].y, slack=0.02)
        assert np.allclose(view["CKA"].y, view["p/(n + p)"].y, atol=0.06)


def test_debiased_cka_stays_near_0_and_knn_near_chance(f2):
    f2.says("Debiased CKA stays near 0 and mutual kNN near chance")
    neighbours = 10
    for n, view in zip(f2.values("n"), f2.over("n"), strict=True):
        assert abs(view["CKA, debiased"].y).max() < 0.1
        assert np.allclose(view["mutual kNN"].y, neighbours / (n - 1), atol=0.05)


def test_with_more_stimuli_the_trouble_moves_to_the_right(f2):
    f2.says("With more stimuli the trouble moves to the right")
    reaches_half = [np.interp(0.5, view["CKA"].y, view["CKA"].x) for view in f2.over("n")]
    assert rises(reaches_half)


def likeness(view):
    """Correlation of the coordinates of two panels' points."""
    one, other = (np.concatenate([view["markers", panel].x, view["markers", panel].y]) for panel in (1, 2))
    return np.corrcoef(one, other)[0, 1]


def test_with_questions_two_clouds_become_one_map(f3):
    f3.says("With one question the clouds are unlike", "With 32, turned onto each other, they are one map")
    alike = [likeness(view) for view in f3.over("asked_of", turned="onto the picture")]
    assert rises(alike) and alike[0] < 0.3 and alike[-1] > 0.9
    assert likeness(f3.at(turned="its own")) < 0.3


def test_pixels_agree_most_with_profiles_and_components(f8):
    f8.says("Pixels agree most with profiles and with components")
    matrix = f8["heatmap"]
    most = np.sort(np.unique(off_diagonal(matrix.z)))[::-1]
    assert list(most[:2]) == [matrix["pixels", "profiles"], matrix["pixels", "components"]]


def pairs(figure, **values):
    return off_diagonal(figure.at(**values)["heatmap"].z)


def test_training_makes_all_measures_rise(f8):
    f8.says("Go from untrained to trained networks, and all measures rise")
    for measure in f8.values("measure"):
        before, after = (
            pairs(f8, measure=measure, of=f"{kind} networks") for kind in ("untrained", "trained")
        )
        assert (after > before).all()


def test_cka_of_trained_networks_passes_that_of_raw_features_in_all_pairs_but_one(f8):
    f8.says("Training raises CKA above that of the raw features in all pairs but one")
    raw, trained = (pairs(f8, measure="linear CKA", of=of) for of in ("raw features", "trained networks"))
    assert (trained < raw).sum() == 2  # a pair stands twice in the matrix


def test_neighbours_within_one_digit_stay_below_the_raw_features(f8):
    f8.says(
        "neighbours within one digit stay below", "within one digit most pairs agree more than the networks"
    )
    raw, trained = (
        pairs(f8, measure="within one digit", of=of) for of in ("raw features", "trained networks")
    )
    assert (trained < raw).all()


def test_a_learner_comes_to_order_colours_as_an_eye_does(f4):
    f4.says("scattered after 300 meetings, in nearly the same order after a million")
    alike = [likeness(view) for view in f4.over("thousands")]
    assert rises(alike, slack=0.01) and alike[0] < 0.6 and alike[-1] > 0.8


def test_dark_parts_from_light_and_green_from_orange(f4):
    f4.says("dark parts from light, and green from orange")
    for direction in ("x", "y"):
        alike = [
            np.corrcoef(getattr(view["markers", 1], direction), getattr(view["markers", 2], direction))[0, 1]
            for view in f4.over("thousands")
        ]
        assert alike[-1] > max(0.7, alike[0] + 0.1)


def test_swapped_heads_read_at_these_accuracies(f5):
    f5.says("as it is at chance, relative codes rise to 0.91, a rotation and a linear map to 0.95 and above")
    assert np.allclose(f5["as it is"].y, 0.1, atol=0.01)
    assert round(f5["relative"].y[-1], 2) == 0.91 and rises(f5["relative"].y)
    for way in ("rotation", "linear map"):
        assert rises(f5[way].y) and round(f5[way].y[-1], 2) >= 0.95


def test_as_it_is_only_the_diagonal_reads(f5):
    f5.says("As it is: only the diagonal reads")
    found = f5.at(way="as it is")["heatmap"].z
    assert found.diagonal().min() > 0.9 and off_diagonal(found).max() < 0.2


def test_twenty_images_and_a_rotation_fit_every_head(f5):
    f5.says("Twenty shared images and a rotation, and nearly every body fits every head")
    assert f5.at(way="rotation", shared=20)["heatmap"].z.min() > 0.9


def test_a_trained_body_costs_next_to_nothing_at_any_depth(f6):
    f6.says("A trained body keeps 0.95 everywhere", "A trained body costs next to nothing at any depth")
    assert round(f6["trained body"].y.min(), 2) >= 0.95 and level(f6["trained body"].y, 0.02)


def test_an_untrained_body_costs_ever_more(f6):
    f6.says("an untrained one ever more", "an untrained body falls to below 0.8")
    assert rises(-f6["untrained body"].y) and f6["untrained body"].y[-1] < 0.8


def test_raw_pixels_do_nearly_as_well_down_to_layer_3(f6):
    f6.says("down to layer 3 they do nearly as well", "raw pixels nearly the same until the last layers")
    cost = f6["trained body"].y - f6["no body"].y
    assert abs(cost[:3]).max() < 0.02 < min(cost[3:])


KINDS = (0, 5)  # "standard" and "untrained, wide", in the order in which the figure names them


def test_at_nearly_equal_accuracy_agreement_differs(f7):
    f7.says(
        "At nearly equal accuracy CKA runs from 0.7 to 0.98",
        "nearly equal accuracy, very different agreement",
    )
    dots = f7["markers"]
    column = dots.y[dots.x > 0.91]
    assert round(column.min(), 1) == 0.7 and round(column.max(), 2) == 0.98


def test_wide_untrained_networks_agree_as_much_as_trained_ones(f7):
    f7.says("untrained wide networks agree as much as trained ones")
    standard, wide = f7["markers"].y[list(KINDS)]
    assert wide > standard and f7["markers"].x[KINDS[1]] < 0.15


def test_competence_pulls_up(f7):
    f7.says("Competence pulls up")
    for view in f7.over("ruler"):
        others = np.arange(len(view["markers"].x)) != KINDS[1]
        assert spearmanr(view["markers"].x[others], view["markers"].y[others]).statistic > 0.3


def test_one_person_twice_is_darkest_in_its_row(f9):
    f9.says("For two halves of a session the diagonal, one person twice, is darkest in its row")
    for view in f9.over("measure", pair="two halves"):
        found = view["heatmap"].z
        assert (found.argmax(axis=1) == np.arange(7)).all()


def test_elsewhere_no_diagonal_stands_out(f9):
    f9.says("Scrambled, or for fibres against activity, no diagonal stands out")
    for measure in f9.values("measure"):
        halves, *controls = (view["heatmap"].z for view in f9.over("pair", measure=measure))
        by, *others = (z.diagonal().mean() - off_diagonal(z).mean() for z in (halves, *controls))
        assert max(others) < by / 5
        assert all((z.argmax(axis=1) == np.arange(7)).sum() <= 2 for z in controls)
