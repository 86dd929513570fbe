"""Folding space."""

from base64 import b64decode

import numpy as np

from .words import falls, level, rises

LESSON = "02-folding-space"
SAYS_NOTHING = {}


def cloud(meta, epoch):
    """The digits as points of six dimensions, of which each view is a projection."""
    shape = (len(meta["epochs"]), meta["points"], meta["dimensions"])
    return np.frombuffer(b64decode(meta["bytes"]), "i1").reshape(shape)[meta["epochs"].index(epoch)]


def test_before_training_digits_are_mixed_and_afterwards_each_has_a_cluster(f1):
    f1.says("Before training all digits are mixed in every view", "after training each digit has a cluster of its own")
    digit = np.empty(f1.meta["points"], int)
    for k, members in enumerate(f1.meta["members"]):
        digit[members] = k
    before, after = (cloud(f1.meta, epoch).astype(float) for epoch in (f1.meta["epochs"][0], f1.meta["epochs"][-1]))
    for points, found in ((before, lambda share: share < 0.6), (after, lambda share: share > 0.9)):
        centres = np.array([points[digit == k].mean(axis=0) for k in range(10)])
        nearest = np.linalg.norm(points[:, None] - centres, axis=2).argmin(axis=1)
        assert found((nearest == digit).mean())


def clusters(view):
    """The points of each digit."""
    return [np.stack([dots.x, dots.y], axis=1) for dots in view.traces if len(dots.x) > 1]


def centres(view):
    found = np.array([cluster.mean(axis=0) for cluster in clusters(view)])
    return found / np.linalg.norm(found)


def test_as_they_come_clouds_flip_and_aligned_they_stay(f2):
    f2.says("As they come, the cloud flips from layer to layer; aligned, clusters tighten where they stand")
    for views, low, high in (("as they come", 1, 2), ("aligned", 0, 0.5)):
        places = [centres(view) for view in f2.over("layer", views=views)]
        moved = [np.linalg.norm(b - a) for a, b in zip(places, places[1:], strict=False)]
        assert low < min(moved) and max(moved) < high


def test_clusters_tighten_from_layer_to_layer(f2):
    f2.says("clusters tighten where they stand")
    spread = []
    for view in f2.over("layer", views="aligned"):
        within = np.mean([cluster.var(axis=0).sum() for cluster in clusters(view)])
        spread.append(within / np.concatenate(clusters(view)).var(axis=0).sum())
    assert falls(spread)


def test_with_three_units_a_flat_cut_takes_the_disk_off(f3):
    f3.says("the disk stands on top of a dome, and a flat cut takes it off")
    last = f3.at(width=3, layer=3, epoch=800)
    assert last["disk"].y.min() > last["ring"].y.max()


def test_with_two_hardly_any_of_the_ring_is_left_where_the_disk_is(f3):
    f3.says("the disk is pressed into a corner where hardly any of the ring is left")
    last = f3.at(width=2, layer=3, epoch=800)
    assert (last["ring"].y > last["disk"].y.min()).mean() < 0.05


def test_the_built_sawtooth_doubles_with_every_two_units(f4):
    f4.says("The built sawtooth doubles with every two units")
    assert np.allclose(f4["built"].y, 2 ** (f4["built"].x / 2))


def test_random_and_trained_networks_have_about_one_piece_per_unit(f4):
    f4.says("random and trained networks lie on the line of one piece per unit")
    for kind in ("random", "trained"):
        assert np.allclose(f4[kind].y, f4["one per unit"].y, rtol=0.25)


def test_networks_fit_few_pieces_and_smooth_over_many(f4):
    f4.says("five networks fit a sawtooth of 2 and of 4 pieces, and smooth over one of 8 or 16")
    for pieces, view in zip(f4.values("asked"), f4.over("asked"), strict=True):
        asked, learnt = view["asked for"].y, view["learnt"].y
        explained = 1 - np.mean((asked - learnt) ** 2) / asked.var()
        assert explained > 0.99 if pieces <= 4 else explained < 0.5


def test_before_training_each_layer_makes_the_probe_worse_afterwards_better(f5):
    f5.says("at first each layer makes the probe worse; in the end each makes it better")
    first, *_, last = (view["probe"].y for view in f5.over("epoch"))
    assert falls(first) and rises(last) and last[-1] > 0.9


def test_in_the_end_both_dimensions_fall(f5):
    f5.says("both dimensions fall")
    assert falls(f5["intrinsic"].y) and falls(f5["directions"].y)


def test_cka_with_the_pixels_falls_with_depth_before_training_most(f5):
    f5.says("CKA with the pixels falls with depth, before training most")
    first, *_, last = (view["heatmap"].z[0] for view in f5.over("epoch"))
    assert falls(first) and falls(last) and last[-1] > first[-1]


def speeds(curve):
    """How fast a layer moves near one image, in the middle, and near the other."""
    speed = np.diff(curve.y) / np.diff(curve.x)
    return speed[:4].mean(), speed[18:22].mean(), speed[-4:].mean()


def test_trained_tanh_networks_linger_hurry_and_linger(f6):
    f6.says("lingers, hurries, lingers; not from 8 to 0")
    for pair, view in zip(f6.values("pair"), f6.over("pair"), strict=True):
        first, middle, last = speeds(view["tanh, trained"])
        assert (max(first, last) < 0.75 and middle > 1.5) == (pair != "8 to 0")


def test_untrained_it_moves_evenly(f6):
    f6.says("Untrained it moves evenly")
    assert level(speeds(f6["tanh, start"]), 0.5)


def test_odd_has_a_direction_in_each_cluster_and_none_overall(f7):
    f7.says("Odd has a direction in each cluster and none overall; 3 against 8 has one")
    odd, three = (view["bar"] for view in f7.over("concept"))
    assert odd["neighbours"] > 0.9 and odd["all pairs"] < 0.3
    assert three["all pairs"] > 0.99


def test_whitening_makes_everything_orthogonal(f8):
    f8.says("the cosine falls to zero with dimension for structured and for random words alike once whitened")
    for words in ("structured", "random"):
        cosine = f8.at(space="whitened")[words, 1]
        assert falls(cosine.y, slack=1e-6) and max(cosine[255], cosine[400]) < 0.01


def test_structured_words_can_be_ranked_and_whitening_ruins_it(f8):
    f8.says("structured words can be ranked by their kind, random ones not", "From 255 dimensions on")
    given, whitened = (f8.at(space=space)["structured", 2] for space in ("as given", "whitened"))
    assert given.y.min() > 0.85 and whitened[128] > 0.9 and max(whitened[255], whitened[400]) < 0.5
    for space in f8.values("space"):
        assert np.allclose(f8.at(space=space)["random", 2].y, 0.5, atol=0.1)


def test_with_wider_tuning_the_circle_is_read_better_and_a_place_worse(f9):
    f9.says("with wider tuning the circle is read better and a single place on it worse; at 100 degrees both are read")
    circle, place = f9["circle"], f9["place"]
    assert rises(circle.y, slack=0.015) and falls(place.y, slack=0.015)
    assert min(circle[100], place[100]) > 0.95


def test_the_participation_ratio_falls_with_tuning_width(f9):
    f9.says("the participation ratio falls with tuning width, up to 300 degrees")
    assert falls(f9["directions"].y[:-1])
