"""Folding space."""

from base64 import b64decode
from itertools import pairwise

import numpy as np

from .words import falls, level, rises

LESSON = "02-folding-space"


def cloud(meta, epoch):
    """The digits as points of six dimensions, of which each view is a projection."""
    shape = (len(meta["epochs"]), meta["points"], meta["dimensions"])
    return np.frombuffer(b64decode(meta["bytes"]), "i1").reshape(shape)[epoch].astype(float)


def apart(points, members):
    """The share of the points that lie nearest to the centre of their own digit."""
    centres = np.array([points[own].mean(axis=0) for own in members])
    nearest = np.linalg.norm(points[:, None] - centres, axis=2).argmin(axis=1)
    return np.mean([(nearest[own] == digit).mean() for digit, own in enumerate(members)])


def test_before_training_digits_are_mixed_in_every_view(f1):
    f1.says("Before training all digits are mixed in every view")
    before = cloud(f1.meta, epoch=0)
    assert (
        max(apart(before @ np.reshape(plane, (-1, 2)), f1.meta["members"]) for plane in f1.meta["planes"])
        < 0.5
    )


def test_after_training_each_digit_has_a_cluster_of_its_own(f1):
    f1.says("after training each digit has a cluster of its own")
    assert apart(cloud(f1.meta, epoch=-1), f1.meta["members"]) > 0.95


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
        moved = [np.linalg.norm(b - a) for a, b in pairwise(places)]
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
    assert (last["ring"].y > last["disk"].y.min()).mean() < 0.1


def test_how_full_a_dot_is_says_how_near(f3):
    """A flat sheet, seen aslant, fades evenly; seen straight on, it does not fade."""
    f3.says("what is nearer is drawn fuller")
    for width in (2, 3):
        sheet = [f3.at(width=width, layer=0)[part] for part in ("disk", "ring")]
        x, y, full = (np.concatenate([getattr(dots, n) for dots in sheet]) for n in ("x", "y", "opacity"))
        place = np.c_[x, y, np.ones_like(x)]
        assert np.allclose(place @ np.linalg.lstsq(place, full)[0], full, atol=1e-4)
        assert full.min() > 0 and full.max() <= 1 and (np.ptp(full) > 0.1) == (width == 3)


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


def speed(curve):
    """How fast a layer moves, over each tenth of the way; 1 is even."""
    return np.convolve(np.diff(curve.y) / np.diff(curve.x), np.ones(4) / 4, "valid")


def test_the_tanh_network_lingers_then_hurries(f6):
    f6.says("The tanh network lingers, then hurries; from 8 to 0 it hurries at once")
    for pair, view in zip(f6.values("pair"), f6.over("pair"), strict=True):
        found = speed(view["tanh"])
        assert found.max() > 2 and (found[0] < 0.4) == (pair != "8 to 0")
        assert pair != "8 to 0" or found[0] > 2


def test_convolutions_move_nearly_evenly_and_transformers_lie_between(f6):
    f6.says("The convolutions move nearly evenly", "The transformers lie between")
    for view in f6.over("pair"):
        even, *between, rushing = (
            speed(view[kind]).max() for kind in ("convolution", "transformer", "untrained", "tanh")
        )
        assert even < 1.25 and even < min(between) <= max(between) < rushing


KINDS = ("perceptron", "convolution", "transformer")


def test_untrained_the_probe_falls_and_directions_come_to_agree(f7):
    f7.says("untrained, the probe falls, and the directions agree nearly perfectly in the last layer")
    view = f7.at(networks="untrained")
    for kind in KINDS:
        assert falls(view[kind, 1].y) and rises(view[kind, 2].y, slack=1e-3) and view[kind, 2].y[-1] > 0.95


def test_trained_the_probe_rises_in_two_of_three(f7):
    f7.says("rises with depth in perceptron and transformer and stays level in convolutions")
    view = f7.at(networks="trained")
    for kind in ("perceptron", "transformer"):
        assert rises(view[kind, 1].y, slack=0.03) and view[kind, 1].y[-1] > 0.9
    assert level(view["convolution", 1].y, 0.06)


def test_trained_directions_disagree_at_every_layer(f7):
    f7.says("local directions towards odd disagree at every layer", "directions disagree in all")
    assert max(f7[kind, 2].y.max() for kind in KINDS) < 0.4


def test_odd_has_a_direction_in_each_cluster_and_none_overall(f8):
    f8.says("Odd has a direction in each cluster and none overall; 3 against 8 has one")
    odd, three = (view["bar"] for view in f8.over("concept"))
    assert odd["neighbours"] > 0.9 and odd["all pairs"] < 0.3
    assert three["all pairs"] > 0.99


def test_whitening_makes_everything_orthogonal(f9):
    f9.says("the cosine falls to zero with dimension for structured and for random words alike once whitened")
    for words in ("structured", "random"):
        cosine = f9.at(space="whitened")[words, 1]
        assert falls(cosine.y, slack=1e-6) and max(cosine[255], cosine[400]) < 0.01


def test_structured_words_can_be_ranked_and_whitening_ruins_it(f9):
    f9.says("structured words can be ranked by their kind, random ones not", "From 255 dimensions on")
    given, whitened = (f9.at(space=space)["structured", 2] for space in ("as given", "whitened"))
    assert given.y.min() > 0.85 and whitened[128] > 0.9 and max(whitened[255], whitened[400]) < 0.65
    for space in f9.values("space"):
        assert np.allclose(f9.at(space=space)["random", 2].y, 0.5, atol=0.1)


def from_twin_to_person(figure, panel):
    """How much each of seven people has more than the twin."""
    lines = figure.all(("lines+markers", panel))
    assert len(lines) == 7
    return np.array([line["person"] - line["twin"] for line in lines])


def test_people_walk_less_evenly_and_turn_as_much(f10):
    f10.says(
        "Steepness rises along the lines, the angle between steps stays", "walk less evenly and turn as much"
    )
    assert from_twin_to_person(f10, 1).min() > 0.1
    assert abs(from_twin_to_person(f10, 2)).max() < 1


def test_two_nn_falls_for_most_people(f10):
    f10.says("TwoNN falls for most people, by very different amounts")
    change = from_twin_to_person(f10, 3)
    assert (change < 0).sum() >= 5 and np.ptp(change) > 3
