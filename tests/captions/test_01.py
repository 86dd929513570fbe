"""Measuring alignment."""

import numpy as np

from commonground.data import kriegeskorte92

from .words import falls, level, off_diagonal, rises

LESSON = "01-measuring-alignment"


def test_a_turn_moves_no_bar(f1):
    f1.says("Rotate, scale, shift: no bar moves")
    assert np.allclose(f1["bar"].values, 1)


def stands_out(square):
    """In how many rows the diagonal is the largest."""
    return (square.argmax(axis=1) == np.arange(len(square))).sum()


def test_out_of_a_blur_comes_a_diagonal_for_tanh(f2):
    f2.says("For tanh a dark diagonal forms", "out of a blur comes a diagonal")
    first, *_, last = f2.over("epoch", network="tanh, 5 layers")
    assert stands_out(first["heatmap"].z) == 1
    assert stands_out(last["heatmap"].z) == 5


def test_relu_has_a_block_and_hardly_a_diagonal(f2):
    f2.says("a block, and hardly a diagonal")
    found = f2.at(network="ReLU, 8 layers")["heatmap"].z
    assert stands_out(found) <= 4
    block, beside = found[3:, 3:], found[3:, 0]
    assert level(block, 0.06) and block.min() > beside.max()


def test_with_few_stimuli_only_cka_finds_the_layers(f3):
    f3.says("CKA finds all with few and with many stimuli", "With few stimuli only CKA finds the layers")
    few, many = f3["200 stimuli, 256 units"], f3["500 stimuli, 256 units"]
    assert few["linear CKA"] == many["linear CKA"] == 100
    assert max(few["regression"], few["CCA"], few["SVCCA"]) < 50


def test_with_many_regression_and_cca_find_most(f3):
    f3.says("regression and CCA most, with many only", "with many, regression and CCA do, too")
    many = f3["500 stimuli, 256 units"]
    assert min(many["regression"], many["CCA"]) > 80


def test_untrained_networks_are_at_chance(f3):
    f3.says("Untrained networks: chance")
    for measure in f3["untrained"].places:
        assert f3["untrained"].low(measure) <= f3["chance"][measure] <= f3["untrained"].high(measure)


def test_all_but_two_measures_rise_on_noise(f4):
    f4.says("All but debiased CKA and RSA rise towards 1", "Debiased CKA and RSA stay at zero")
    for view in f4.over("n"):
        for name in ("linear CKA", "RBF CKA", "CCA (ρ²)", "Procrustes"):
            assert rises(view[name].y, slack=1e-6) and view[name].y[-1] > 0.95
        for name in ("debiased CKA", "RSA"):
            assert abs(view[name].y).max() < 0.1


def test_cka_and_cca_lie_on_their_theory(f4):
    f4.says("Dotted: theory for CKA and CCA")
    for view in f4.over("n"):
        assert np.allclose(view["linear CKA"].y, view["p/(n + p)"].y, atol=0.04)
        assert np.allclose(view["CCA (ρ²)"].y, view["p/(n − 1)"].y, atol=0.04)


def test_pushed_away_stimuli_fool_cka_most(f5):
    f5.says("Linear CKA falls to zero, Procrustes falls, the others fall less or not at all")
    for view in f5.over("count"):
        cka, procrustes = view["linear CKA"].y, view["Procrustes"].y
        assert falls(cka) and cka[-1] < 0.05
        assert falls(procrustes) and procrustes[-1] < 0.5
        others = [view[name].y for name in ("RBF CKA", "mean CCA", "RSA", "mutual kNN")]
        assert min(y[0] - y[-1] for y in [cka, procrustes]) > max(y[0] - y[-1] for y in others)


def test_one_stimulus_is_enough(f5):
    f5.says("One stimulus of 300 is enough to take linear CKA from one to near zero")
    cka = f5.at(count="1 stimulus")["linear CKA"].y
    assert cka[0] > 0.99 and cka[-1] < 0.05


def test_a_diamond_marks_where_a_cut_layer_passes_for_a_healthy_one(f6):
    f6.says("diamonds mark where a cut layer passes for one")
    for measure, diamond in zip(("linear CKA", "Procrustes"), f6.all("markers"), strict=True):
        healthy = f6[f"{measure} of two healthy networks"].y[0]
        passes = f6[measure].x[f6[measure].y >= healthy]
        assert diamond.x[0] == passes[0] and np.isclose(diamond.y[0], healthy)


def test_at_the_diamond_of_cka_accuracy_lags_at_that_of_procrustes_it_is_back(f6):
    f6.says("At the diamond of CKA accuracy still lags; at that of Procrustes it is back")
    f6.says("CKA reaches its dotted line while accuracy is still low")
    cka, procrustes = (diamond.x[0] for diamond in f6.all("markers"))
    accuracy = f6["accuracy"]
    assert accuracy[cka] < accuracy[256] - 0.05
    assert accuracy[procrustes] > accuracy[256] - 0.01


def paths(trace):
    """Five networks' paths over the map."""
    return np.stack([trace.x, trace.y], axis=1).reshape(5, -1, 2)


def test_two_kinds_start_in_two_places_and_move_the_same_way(f7):
    f7.says("start in two places; training moves both the same way")
    one, other = paths(f7["perceptron"]), paths(f7["convolutional"])
    apart = np.linalg.norm(one[:, 0].mean(0) - other[:, 0].mean(0))
    assert apart > 2 * max(np.linalg.norm(kind[:, 0].std(axis=0)) for kind in (one, other))
    a, b = ((kind[:, -1] - kind[:, 0]).mean(axis=0) for kind in (one, other))
    assert a @ b > 0.7 * np.linalg.norm(a) * np.linalg.norm(b)


def test_the_cross_marks_the_chosen_network(f7):
    f7.says("a cross marks it")
    everywhere = np.concatenate([paths(f7[kind]).reshape(-1, 2) for kind in ("perceptron", "convolutional")])
    for view in f7.over("network"):
        assert (everywhere == [view["chosen"].x[0], view["chosen"].y[0]]).all(axis=1).any()


KINDS = np.array(kriegeskorte92().category)
ANIMATE = np.array(["inanimate" not in kind for kind in KINDS])
FACES = np.array(["face" in kind for kind in KINDS])


def contrast(rdm, inside):
    """How much more alike images of a group are than they are with the others."""
    return rdm[np.ix_(inside, ~inside)].mean() - off_diagonal(rdm[np.ix_(inside, inside)]).mean()


def test_animate_images_form_a_square_and_faces_a_darker_one(f8):
    f8.says("In human and in monkey IT the animate images form one square, faces a darker one")
    for rdm in (f8["heatmap", 1].z, f8.at(other="monkey IT")["heatmap", 2].z):
        within = off_diagonal(rdm[np.ix_(ANIMATE, ANIMATE)]).mean()
        assert contrast(rdm, ANIMATE) > 0.2
        assert off_diagonal(rdm[np.ix_(FACES, FACES)]).mean() < within - 0.05


def test_v1_shows_neither_square(f8):
    f8.says("V1 shows neither")
    v1, human = f8.at(other="V1")["heatmap", 2].z, f8["heatmap", 1].z
    assert all(contrast(v1, group) < contrast(human, group) / 4 for group in (ANIMATE, FACES))


def test_animacy_comes_first(f9):
    f9.says("Animacy comes first, then monkey IT and behaviour")
    first = np.argsort(-f9["bar"].values)[:3]
    assert list(f9["bar"].places[first]) == ["animacy", "monkey IT", "behaviour"]


def test_three_intervals_hold_zero(f9):
    f9.says("V1, silhouettes and shuffled images have intervals that hold zero")
    bars = f9["bar"]
    holding = {name for name in bars.places if bars.low(name) <= 0 <= bars.high(name)}
    assert holding == {"V1", "silhouette", "monkey IT, shuffled"}


def test_the_whiskers_of_monkey_it_and_v1_overlap(f9):
    f9.says("Whiskers overlap, and still monkey IT is surely closer than V1")
    bars = f9["bar"]
    assert bars["monkey IT"] > bars["V1"] and bars.low("monkey IT") < bars.high("V1")


def test_the_second_layer_is_above_its_controls_and_near_what_it_sees(f10):
    f10.says("The trained second layer lies near what the network sees, above the untrained one and")
    for panel in (1, 2):
        bars = f10["bar", panel]
        assert bars["second layer"] > max(bars["second, untrained"], bars["second, shuffled"])
        assert bars.low("what it sees") < bars["second layer"] < bars.high("what it sees")


def test_with_people_all_lie_far_below_the_noise_ceiling(f10):
    f10.says("with people all lie far below the noise ceiling")
    (ceiling,) = (trace for trace in f10.first.traces if "noise ceiling" in trace.name)
    bars = f10["bar", 1]
    assert max(bars.high(name) for name in bars.places) < min(ceiling.x)
