"""Symmetric transport."""

import numpy as np

from .words import falls, level, log_slope, rises

LESSON = "07-symmetric-transport"


def correlation(trace):
    return np.corrcoef(trace.x, trace.y)[0, 1]


def slope(trace):
    return np.polyfit(trace.x, trace.y, 1)[0]


def test_with_symmetric_connections_two_paths_are_one_and_asymmetry_parts_them(f1):
    f1.says("With symmetric connections they are one; with asymmetry they part")
    ends = []
    for view in f1.over("ratio"):
        forward, backward = view.all(("lines", 1))[-2:]
        ends.append(abs(forward.x[-1] - backward.x[-1]))
    assert ends[0] == 0 and rises(ends[:11], slack=0.01) and ends[-1] > 0.5


def test_hidden_units_leave_the_diagonal_as_asymmetry_grows(f1):
    f1.says("60 hidden units leave the diagonal as asymmetry grows")
    along = [correlation(view["markers"]) for view in f1.over("ratio")]
    assert len(f1["markers"].x) == 60 and np.isclose(along[0], 1) and falls(along)


def test_in_a_symmetric_network_every_unit_comes_to_move_by_its_error(f2):
    f2.says(
        "Before the nudge none has moved",
        "within twenty steps every hidden unit has moved by nearly its own error",
    )
    before, *between, after = (view["markers"] for view in f2.over("step", asymmetry="ratio 0"))
    assert not before.y.any() and len(before.y) == 64
    assert rises([slope(dots) for dots in between])
    assert abs(slope(after) - 1) < 0.05 and abs(after.y - after.x).max() < 0.05 * np.ptp(after.x)


def test_at_ratio_1_the_message_is_wrong(f2):
    f2.says("With asymmetry they settle elsewhere", "settles just as calmly, and the message is wrong")
    last, end = (f2.at(asymmetry="ratio 1", step=step)["markers"] for step in (18, 20))
    assert abs(end.y - last.y).max() < 0.01  # it has settled
    assert correlation(end) < 0.3


def test_the_error_of_one_product_follows_the_formula_and_settling_has_its_slope(f3):
    f3.says("the error of one product follows the formula; settling has the same slope")
    assert np.allclose(f3["once"].y, f3["formula"].y, rtol=0.01)
    weak = f3["formula"].x < 0.5
    ratio = np.log(f3["settled"].y / f3["formula"].y)[weak]
    assert level(ratio, 0.25)


def test_two_symmetric_layers_lose_everything_and_mirrored_ones_nothing(f3):
    f3.says("jumps to about 1.4 at two layers; the mirrored stack stays at zero")
    assert f3["in a row"][1] < 0.01 and np.allclose(f3["in a row"].y[1:], 1.4, atol=0.03)
    assert np.allclose(f3["mirrored"].y, 0, atol=0.01)


def test_half_the_nudge_is_half_the_error_or_a_quarter(f4):
    f4.says("a line of slope 1 for one-sided and a lower one of slope 2 for two-sided nudging")
    f4.says("one-sided, the error halves; two-sided, it falls to a quarter")
    assert abs(log_slope(f4["one way"]) - 1) < 0.1 and abs(log_slope(f4["both ways"]) - 2) < 0.1
    assert (f4["both ways"].y < f4["one way"].y).all()


def test_with_asymmetry_no_weak_nudge_helps(f4):
    f4.says("the control is flat", "In a circuit with ρ = 1, the control, no weak nudge helps")
    assert level(f4["both ways, ρ = 1"].y, 0.03) and f4["both ways, ρ = 1"].y.min() > 0.5


def test_the_cosine_of_the_message_falls_through_0_at_asymmetry_1(f5):
    f5.says("falls from 1 through 0 at asymmetry 1 to below 0; through the transpose it stays 1")
    told = f5["nudge", 1]
    assert falls(told.y) and np.isclose(told[0], 1) and abs(told[1]) < 0.05 and told[2] < -0.3
    assert np.allclose(f5["through Wᵀ", 1].y, 1)


def test_accuracy_collapses_and_homeostasis_restores_most_of_it(f5):
    f5.says("accuracy collapses between 0.5 and 1; the transpose keeps it, homeostasis restores most of it")
    plain, kept, restored = f5["nudge", 2], f5["through Wᵀ", 2], f5["homeostasis", 2]
    assert plain[0.5] > 0.9 and plain[1] < 0.2
    assert level(kept.y, 0.01)
    for asymmetry in (1, 2):
        assert restored[asymmetry] - plain[asymmetry] > (kept[asymmetry] - plain[asymmetry]) / 2


def test_feedback_alignment_turns_to_the_gradient_and_redrawn_wires_do_not(f6):
    f6.says("Feedback alignment falls from 90 degrees to about 40", "redrawn feedback stays at 90 and fails")
    aligned, redrawn = f6["feedback alignment"].y, f6["redrawn"].y
    assert abs(aligned[0] - 90) < 5 and abs(aligned[-1] - 40) < 5
    assert np.allclose(redrawn, 90, atol=5)
    assert f6.at(what="test accuracy")["redrawn"].y[-1] < 0.5


def test_feedback_alignment_reads_about_as_well_as_backprop(f6):
    f6.says("reads about as well as backprop")
    read = f6.at(what="test accuracy")
    assert abs(read["feedback alignment"].y[-1] - read["backprop"].y[-1]) < 0.02


def test_which_rules_end_where_backprop_ends(f7):
    f7.says(
        "All rules lie near backprop, random wires a little further than the others; so does backprop from another"
    )
    cka = {rule: f7["heatmap"]["backprop", rule] for rule in f7["heatmap"].x}
    carried = [cka[rule] for rule in ("weight mirror", "sign symmetry", "Kolen–Pollack")]
    random = [cka[rule] for rule in ("feedback alignment", "direct")]
    assert min(carried) > max(random) > min(random) > 0.9
    assert cka["readout only"] < 0.7 < cka["other start"]  # which the last digits of a processor decide


def test_the_larger_the_network_the_nearer_to_a_right_angle(f8):
    f8.says(
        "falls along the predicted line as networks grow",
        "the larger the network, the nearer to a right angle",
    )
    assert falls(f8["measured"].y)
    assert np.allclose(f8["measured"].y, f8["√(2/πd)"].y, rtol=0.05)


def test_perturbing_units_is_far_better_than_perturbing_weights(f8):
    f8.says("perturbing units is far better than perturbing weights; the control learns nothing")
    bars = f8["bar"]
    assert bars["units"] > bars["weights"] + 0.2
    assert bars.low("control") <= 0.1 <= bars.high("control")


def test_how_far_a_worm_is_symmetric(f9):
    f9.says("With 2, 4, 8 and 12 trials or more, without partners and without gap junctions about 0.7 to 0.9")
    f9.says("nearness out 0.6; unc-31 wide", "The symmetric twin lies at 0.8, the unrelated one at 0")
    bars = f9["bar"]
    whole = [bars[place] for place in bars.places if "trials or more" in place or place.startswith("no ")]
    assert len(whole) == 6 and round(min(whole), 1) == 0.7 and round(max(whole), 1) == 0.9
    assert round(bars["nearness out"], 1) == 0.6
    widths = {place: bars.high(place) - bars.low(place) for place in bars.places}
    assert max(widths, key=widths.get) == "unc-31, 2 trials"
    assert round(bars["symmetric twin"], 1) == 0.8 and round(bars["unrelated twin"], 1) == 0


def test_the_eye_sees_little_in_the_pairs(f9):
    f9.says(
        "medians of the 429 pairs",
        "a cloud of pairs, loosely along the diagonal",
        "The eye sees little there",
    )
    assert len(f9["markers"].x) == 429 and 0.3 < correlation(f9["markers"]) < 0.7


def test_as_reciprocal_pairs_become_common_the_apical_signal_becomes_true(f10):
    f10.says("a cloud at chance, the diagonal where all pairs are reciprocal")
    f10.says("as reciprocal pairs become common the apical signal becomes true")
    along = [correlation(view["markers"]) for view in f10.over("c")]
    assert rises(along) and along[0] < 0.1 and np.isclose(along[-1], 1)


def test_what_is_learnt_from_own_settling_rises_to_what_the_true_error_teaches(f10):
    f10.says(
        "own settling, rises to what the true error teaches; dashed, CKA of the codes that the two teach"
    )
    own, true = f10["own settling"], f10["true error"]
    assert rises(own.y) and own[0] < 0.15 and abs(own[1] - true[1]) < 0.01
    assert rises(f10["CKA of codes"].y) and f10["CKA of codes"][1] > 0.95


def test_worm_and_rat_lie_on_the_way(f10):
    f10.says("worm and rat lie on the way", "Worm, 0.22, and rat, 0.4")
    own = f10["own settling"]
    assert own[0] < own[0.22] < own[0.4] < own[1]
