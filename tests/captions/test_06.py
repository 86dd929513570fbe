"""Infinite width."""

import numpy as np

from .words import falls, level, log_slope, off_diagonal, rises, vertical

LESSON = "06-infinite-width"


def test_analogies_rise_at_infinite_width(f1):
    f1.says("rises from near zero to over eighty per cent in μP")
    solved = f1["∞, μP"].y
    assert solved[0] < 5 and solved[-1] > 80


ROLES = np.repeat(np.arange(4), 12)
PLACES = np.tile(np.arange(12), 4)
SAME_ROLE = (ROLES[:, None] == ROLES) & ~np.eye(48, dtype=bool)
SAME_PLACE = (PLACES[:, None] == PLACES) & ~np.eye(48, dtype=bool)
NEITHER = ~SAME_ROLE & ~SAME_PLACE & ~np.eye(48, dtype=bool)


def structure(view):
    """How much darker blocks and stripes are than what is in neither."""
    after = view["heatmap", 2].z
    return np.array([after[SAME_ROLE].mean(), after[SAME_PLACE].mean()]) - after[NEITHER].mean()


def test_before_training_there_is_only_a_diagonal(f2):
    f2.says("Before training there is only a dark diagonal")
    before = f2["heatmap", 1].z
    assert np.allclose(before.diagonal(), 1, atol=1e-5) and abs(off_diagonal(before).mean()) < 0.05


def test_in_mup_blocks_and_stripes_appear_at_any_width(f2):
    f2.says("in μP blocks (same role) and stripes (same place) appear at any width")
    for view in f2.over("width", scaling="μP"):
        assert structure(view).min() > 0.3


def test_in_ntk_scaling_they_fade_with_width(f2):
    f2.says("in NTK scaling they fade with it")
    found = np.array([structure(view) for view in f2.over("width", scaling="NTK")])
    assert falls(found[:, 0]) and falls(found[:, 1]) and found[-1].max() < 0.05


def test_the_kernel_approaches_the_formula(f3):
    f3.says("falls along a line of slope minus one half")
    assert falls(f3["Θ at the start"].y)
    assert abs(log_slope(f3["Θ at the start"]) + 0.5) < 0.2


def test_its_drift_falls_faster_in_ntk_scaling_and_stays_level_in_mup(f3):
    f3.says("Its drift in training falls faster than that in NTK scaling and stays level in μP")
    assert log_slope(f3["NTK"]) < log_slope(f3["Θ at the start"]) - 0.2
    assert level(np.log(f3["μP"].y), np.log(2)) and not level(np.log(f3["NTK"].y), np.log(2))


def test_in_mup_the_kernel_moves_by_several_times_its_size(f3):
    f3.says("in μP the same code moves it by several times its size")
    assert f3["μP"].y.min() > 2


def test_analogies_rise_with_width_in_mup_and_fall_in_ntk_scaling(f4):
    f4.says(
        "In μP it rises towards the level of the infinite network, in NTK scaling it falls towards that of"
    )
    assert rises(f4["μP"].y) and f4["width ∞, μP"].y[0] - f4["μP"].y[-1] < 0.05
    assert falls(f4["NTK"].y) and f4["NTK"].y[-1] - f4["untrained"].y[-1] < 0.05


def test_what_training_changes_levels_off_in_mup_and_falls_steeply_in_ntk_scaling(f4):
    f4.says("what training changes levels off near 1 in μP and falls steeply in NTK scaling")
    flat, steep = f4["training, μP"], f4["training, NTK"]
    assert np.allclose(flat.y[-2:], 1, atol=0.2) and log_slope(flat, since=32) > -0.3
    assert log_slope(steep, since=32) < -1


def test_from_32_units_on_seeds_agree_more(f4):
    f4.says("Beyond 32 units width makes seeds agree in both scalings")
    f4.says("what the seed changes falls with width in μP, in NTK scaling from 32 units on")
    assert falls(f4["seed, μP"].y)
    assert falls(f4["seed, NTK"].y[1:]) and not falls(f4["seed, NTK"].y)


def test_the_bottom_moves_left_in_the_standard_network_alone(f5):
    f5.says("In the standard network it moves left with width; in μP it does not")
    standard, mup = ([vertical(line) for line in bottoms(f5, panel)] for panel in (1, 2))
    assert falls(standard) and standard[0] - standard[-1] > 2
    assert not any(np.diff(mup) < 0)


def bottoms(figure, panel):
    """The upright lines that mark the lowest points, from the narrowest network to the widest."""
    return [line for line in figure.all(("lines", panel)) if np.ptp(line.x) == 0]


def crossing(figure, task):
    return vertical(figure.at(task=task)["d₉₀"])


def test_digits_need_about_150_directions_at_any_size_and_with_shuffled_pixels(f6):
    f6.says("passes ninety per cent of the full accuracy near 150 directions, at three sizes")
    f6.says("the size of the network hardly moves the crossing, shuffled pixels do not move it")
    tasks = [task for task in f6.values("task") if "weights" in task or "shuffled" in task]
    assert len(tasks) == 4
    assert np.allclose([crossing(f6, task) for task in tasks], 150, atol=25)


def test_300_digits_need_fewer_and_300_random_labels_more_than_there_are(f6):
    f6.says("for 300 digits earlier; for 300 random labels not even with 1,280", "move it out of the figure")
    assert crossing(f6, "300 digits, learned by heart") < 125
    luck = f6.at(task="300 random labels")
    assert luck["in k directions"].y.max() < luck["90 % of what all weights reach"].y[0]


def test_each_adapter_is_perfect_on_its_own_change(f7):
    f7.says("perfect on the change that it was made for, and leaves almost half of the other")
    lora, flora = f7["LoRA, 320 weights"], f7["FLoRA, 332 weights"]
    assert np.allclose([lora["a rank-1 matrix"], flora["a low-rank core"]], 0, atol=1e-3)
    assert np.allclose([lora["a low-rank core"], flora["a rank-1 matrix"]], 0.45, atol=0.05)


def test_on_noise_both_adapters_fail(f7):
    f7.says("Both leave nearly all of noise", "On noise both fail")
    assert min(f7[name]["noise"] for name in ("LoRA, 320 weights", "FLoRA, 332 weights")) > 0.9


def test_rich_codes_are_orthogonal_and_lazy_ones_like_their_start(f8):
    f8.says("the code is most like the orthogonal model", "the code is most like its start")
    rich, *_, lazy = (view["bar"] for view in f8.over("sd"))
    assert rich["orthogonal"] > max(rich["grid"], rich["its start"])
    assert lazy["its start"] > max(lazy["grid"], lazy["orthogonal"])


ROW, COLUMN = np.divmod(np.arange(25), 5)


def along(block, by):
    """How far dissimilarity goes with the distance in one feature of the blobs."""
    return np.corrcoef(off_diagonal(block), off_diagonal(abs(by[:, None] - by)))[0, 1]


def test_rich_networks_dim_in_each_context_what_does_not_matter_there(f8):
    f8.says("stripes at right angles", "The rich ones dim in each context what does not matter there")
    rdm = f8.at(sd=0.02)["heatmap"].z
    first, second = rdm[:25, :25], rdm[25:, 25:]
    assert along(first, COLUMN) > along(first, ROW) + 0.3
    assert along(second, ROW) > along(second, COLUMN) + 0.3


def test_in_lazy_networks_all_four_blocks_look_alike(f8):
    f8.says("From large ones all four blocks look alike")
    rdm = f8.at(sd=0.3)["heatmap"].z
    blocks = [rdm[i : i + 25, j : j + 25] for i in (0, 25) for j in (0, 25)]
    assert np.corrcoef([off_diagonal(block) for block in blocks]).min() > 0.7


def test_features_are_smooth_on_a_ring_and_the_tangent_kernel_is_not(f9):
    f9.says("fall as the fourth power, below the bound of three; those of the NTK as the second, above it")
    assert abs(log_slope(f9["features"], since=10) + 4) < 0.1
    assert abs(log_slope(f9["NTK"], since=10) + 2) < 0.1
    bound = f9["the bound, n⁻³"]
    assert (f9["features"].y[1:] < bound.y[1:]).all() and (f9["NTK"].y[1:] > bound.y[1:]).all()
