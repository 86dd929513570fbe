"""Function spaces."""

import numpy as np

from .words import falls, level, log_slope, rises

LESSON = "08-function-spaces"


def misses(view, name):
    """How far an answer lies from the truth, as a share of the truth's size."""
    truth, answer = view["truth"], view[name]
    return np.sqrt(np.mean((answer.y - np.interp(answer.x, truth.x, truth.y)) ** 2)) / truth.y.std()


def test_both_are_near_the_truth_at_64_samples(f1):
    f1.says("At 64 samples both lie near the truth")
    view = f1.at(wave="smooth", samples=64)
    assert max(misses(view, "operator"), misses(view, "CNN")) < 0.03


def test_elsewhere_the_operator_stays_and_the_cnn_leaves(f1):
    f1.says("At 16 and at 128 the operator's answer stays where it was and the CNN's leaves")
    for samples in (16, 128):
        view = f1.at(wave="smooth", samples=samples)
        assert misses(view, "operator") < 0.03 and misses(view, "CNN") > 0.3


def test_on_a_rough_wave_both_are_a_little_off(f1):
    f1.says("On a rough wave both are a little off at 64")
    for name in ("operator", "CNN"):
        rough, smooth = (misses(f1.at(wave=wave, samples=64), name) for wave in ("rough", "smooth"))
        assert 0.05 < rough < 0.15 and rough > 3 * smooth


def test_without_weights_each_point_counts_a_sixteenth(layer):
    layer.says("None: each point counts a sixteenth, however many there are")
    points = len(layer["sum", 2].x)
    assert np.isclose(
        abs(layer["sum", 2].y).max() / abs(layer["integral", 2].y).max(), points / 16, rtol=0.02
    )


def test_relu_falls_with_a_power_of_the_grid_and_gelu_ever_faster(f2):
    f2.says(
        "Without a nonlinearity it is rounding error", "ReLU falls with a power of the grid, GELU ever faster"
    )
    f2.says("with ReLU it falls in parallel to a line of slope minus two")
    assert f2["nothing"].y.max() < 1e-5
    assert abs(log_slope(f2["ReLU"]) + 2) < 0.2
    steps = np.diff(np.log(f2["GELU"].y))
    assert falls(steps) and steps[0] < np.diff(np.log(f2["ReLU"].y)).min()


def test_the_bound_holds_at_all_times(fast):
    fast.says("The bound holds at all times", "and the bound of theorem 4 above it")
    assert (fast["theorem 4"].y >= fast["distance"].y).all()


def test_the_signal_falls_within_a_time_of_epsilon(fast):
    fast.says("the signal falls onto its equilibrium within a time ε")
    epsilon = 0.02
    distance = fast["distance"]
    assert distance.y[0] > 0.9
    assert distance.y[distance.x > 5 * epsilon].max() < epsilon


CANDIDATES = ("operator", "CNN", "CNN, converted", "… without weights", "perceptron")


def test_operator_and_perceptron_are_flat_the_perceptron_several_times_higher(f3):
    f3.says("The operator and the perceptron are flat, the perceptron several times higher")
    flat = {name: f3.at(wave="smooth")[name].y for name in ("operator", "perceptron")}
    assert all(level(error, 0.1 * error.mean()) for error in flat.values())
    assert flat["perceptron"].min() > 3 * flat["operator"].max()


def test_the_cnn_is_good_at_64_alone(f3):
    f3.says("The CNN is good at 64 alone")
    cnn = f3.at(wave="smooth")["CNN"]
    assert cnn[64] < 0.05 and min(cnn[points] for points in (32, 128, 256)) > 0.3


def test_converted_it_stays_good_on_finer_grids_and_fails_on_a_coarser(f3):
    f3.says("Converted, it stays good at 128 and 256 and fails at 32; without weights its error explodes")
    view = f3.at(wave="smooth")
    converted, plain = view["CNN, converted"], view["… without weights"]
    assert max(converted[points] for points in (64, 128, 256)) < 0.05 and converted[32] > 0.5
    assert plain[128] > 10 and plain[256] > 100


def test_on_rough_waves_the_operator_is_as_flat_and_several_times_worse(f3):
    f3.says("Choose rough: the operator stays flat and is several times worse")
    smooth, rough = (f3.at(wave=wave)["operator"].y for wave in ("smooth", "rough"))
    assert level(rough, 0.1 * rough.mean()) and rough.min() > 3 * smooth.max()


def test_the_semilinear_network_has_the_climate_of_the_solver(long_run):
    long_run.says(
        "The solver's and the semilinear network's curves lie on each other", "again two curves agree"
    )
    solver, network = (long_run[name, 1].y for name in ("solver", "semilinear"))
    assert np.allclose(network / solver, 1, atol=0.5)  # on an axis of five decades
    solver, network = (long_run[name, 2].y for name in ("solver", "semilinear"))
    assert np.allclose(network, solver, atol=0.1 * solver.max())


def test_the_residual_network_has_a_climate_of_its_own(long_run):
    long_run.says("the residual network's lies above", "The residual one, until it blows up, has its own")
    assert (long_run["residual", 1].y > 2 * long_run["solver", 1].y).all()
    solver, network = (long_run[name, 2].y for name in ("solver", "residual"))
    assert abs(network - solver).max() > 0.3 * solver.max()


def test_the_semilinear_network_is_right_for_longer(f4):
    f4.says(
        "Both start near zero; the residual network's rises first", "The semilinear one is right for longer"
    )
    ours, other = f4["semilinear"], f4["residual"]
    assert max(ours.y[0], other.y[0]) < 0.02
    wrong = [trace.x[np.argmax(trace.y > 0.5)] for trace in (ours, other)]
    assert wrong[0] > 1.5 * wrong[1]


def test_its_error_levels_off_where_unrelated_states_lie_and_the_other_passes(f4):
    f4.says(
        "passes the error of unrelated states without stopping; the semilinear one's rises later and levels off"
    )
    unrelated = f4["two unrelated states"].y[0]
    late = f4["semilinear"].y[f4["semilinear"].x > 60]
    assert np.allclose(late, unrelated, rtol=0.2)
    passing = f4["residual"].y[f4["residual"].y > unrelated]
    assert rises(passing, slack=0.05) and passing[-1] > 4 * unrelated


def test_with_eight_even_sensors_the_observer_falls_and_kriging_stays(f5):
    f5.says("With eight even sensors the observer's error falls to near zero and kriging's stays")
    observer, kriging = f5.all(("lines", 2))[:2]
    late = observer.x >= 20
    assert observer.y[late].mean() < 0.1 and observer.y[late].mean() < observer.y[0] / 3
    assert kriging.y[late].mean() > 0.2


def bends(curve):
    """How far a curve is from a straight line on a logarithmic axis."""
    height = np.log(curve.y)
    return abs(height - np.polyval(np.polyfit(curve.x, height, 1), curve.x)).max()


def test_a_koopman_coordinate_decays_at_one_rate(f6):
    f6.says("With the dictionary x, y the fast coordinate's curves bend and spread")
    f6.says("all lie on one straight line. The slow one is straight in both")
    bent = f6.at(dictionary="x, y", function="the fast one").all("lines")
    assert max(map(bends, bent)) > 1 and np.std([curve.y[-1] for curve in bent]) > 0.01
    for dictionary, function in (
        ("x, y, x²", "the fast one"),
        ("x, y", "the slow one"),
        ("x, y, x²", "the slow one"),
    ):
        view = f6.at(dictionary=dictionary, function=function)
        for curve in view.all("lines"):
            assert bends(curve) < 0.01 and np.allclose(curve.y, view["rate"].y, rtol=0.01)


def code(figure, information, weight):
    """Shares of the modes, effective rank, R² of what is foreseen."""
    view = figure.at(information=information, weight=weight)
    return view["bar", 1].y, view["bar", 2].y[0], view["bar", 3].y[0]


def test_the_sum_collapses_and_entropy_helps_it(f7):
    f7.says(
        "For the sum without entropy all coordinates are the slowest mode",
        "The sum does, and entropy helps it",
    )
    shares, rank, _ = code(f7, "sum", 0)
    assert shares[0] > 0.99 and rank < 1.01
    assert rises([code(f7, "sum", weight)[1] for weight in (0, 1, 3)])


def test_joint_information_and_infonce_do_not_collapse(f7):
    f7.says("For joint information and InfoNCE they spread over the slow modes", "Joint and InfoNCE don't")
    for information in ("joint", "InfoNCE"):
        shares, rank, _ = code(f7, information, 0)
        assert rank > 4 and falls(shares[:6]) and shares[6:].max() < 0.01


def test_with_entropy_of_the_opposite_sign_the_joint_code_has_nearly_rank_one_and_foresees_as_much(f7):
    f7.says("At weight −1 the joint code has nearly rank one and foresees as much")
    (_, rank, ahead), (_, _, before) = (code(f7, "joint", weight) for weight in (-1, 0))
    assert rank < 1.2 and abs(ahead - before) < 0.01


def test_the_initial_layer_gets_shorter_and_stays_as_tall(f8):
    f8.says("the initial layer gets shorter and stays as tall", "starting in it, it stays near zero")
    views = f8.over("epsilon")
    assert level([view["off it"].y[0] for view in views], 0.01)
    assert falls([view["off it"].x[np.argmax(view["off it"].y < view["off it"].y[0] / 2)] for view in views])
    assert max(view["in equilibrium"].y.max() for view in views) < 0.01


def test_one_norm_sees_it_forever_another_forgets_it_as_a_square_root(f8):
    f8.says("the supremum is level, the L² norm has slope one half, the supremum from equilibrium slope one")
    slopes = [log_slope(f8[name]) for name in ("off it, sup", "off it, L²", "in it, sup")]
    assert np.allclose(slopes, [0, 0.5, 1], atol=0.05)


def test_on_an_uneven_ring_bumps_slide_into_a_few_places(f9):
    f9.says("On an uneven ring they slide into few steps", "on an uneven ring bumps slide into a few places")
    now = f9["markers", 2].y
    assert len(now) == 60 and len(np.unique(now.round(1))) <= 8


def test_sets_with_too_many_faces_make_brains_look_more_alike(f10):
    f10.says("Without weights they lie above the whole; with them near it")
    whole, plain, weighted = (f10[name].y for name in ("all 92 images", "32, unweighted", "32, weighted"))
    assert (plain > whole + 0.1).all() and np.allclose(weighted, whole, atol=0.01)


def test_what_is_measured_both_know(electrodes):
    electrodes.says("both fall below 0.3 from three or four electrodes on, the observer a little lower")
    observer, kriging = electrodes["observer", 1], electrodes["kriging", 1]
    on = observer.x >= 4
    assert observer.y[on].max() < 0.3 and kriging.y[on].max() < 0.3
    assert (observer.y[on] < kriging.y[on]).all()


def test_what_is_not_measured_only_the_observer_knows(electrodes):
    electrodes.says("the observer's falls as far, and kriging's stays near one at any number")
    electrodes.says("With three electrodes or more the observer knows the fatigue")
    observer, kriging = electrodes["observer", 2], electrodes["kriging", 2]
    assert observer.y[observer.x >= 3].max() < 0.4 and observer.y[-1] < 0.3
    assert np.allclose(kriging.y, 1, atol=0.15)


def test_fast_modes_come_again_in_everybody_slow_ones_hardly(modes):
    modes.says(
        "Fast modes come again, in everybody. Slow ones hardly", "The fastest modes are found again best"
    )
    for whose in ("own second half", "other people's"):
        gain = (modes[whose].y - modes["frames mixed"].y)[np.argsort(modes[whose].x)]
        assert modes[whose].y.argmax() == modes[whose].x.argmin() and gain[0] > 0.3
        assert gain[-3:].max() < gain[0] / 3


def test_the_own_half_lies_above(modes):
    modes.says("The own half lies above")
    assert (modes["own second half"].y > modes["other people's"].y).all()
