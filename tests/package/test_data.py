import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from commonground import data, similarity
from commonground.data._files import stored_in
from commonground.data.make.wheels import FILES, wheel

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "_build" / "peers"


def test_digits_are_scaled_and_balanced():
    digits = data.digits()
    assert digits.X_train.shape == (1297, 64) and digits.X_test.shape == (500, 64)
    assert digits.X_train.dtype == np.float32 and digits.y_train.dtype == np.int64
    assert digits.X_train.min() == 0 and digits.X_train.max() == 1
    assert np.bincount(digits.y_test).min() >= 45
    assert "10.24432/C50P49" in digits.origin


def test_no_image_is_in_both_parts():
    digits = data.digits()
    train = {image.tobytes() for image in digits.X_train}
    assert not any(image.tobytes() in train for image in digits.X_test)


def test_the_split_follows_the_seed_of_the_course(monkeypatch):
    monkeypatch.setenv("COMMONGROUND_SEED", "0")
    first, again = data.digits(), data.digits()
    monkeypatch.setenv("COMMONGROUND_SEED", "1")
    other = data.digits()
    assert np.array_equal(first.X_test, again.X_test)
    assert not np.array_equal(first.X_test, other.X_test)


@pytest.mark.parametrize("n_test", [0, 9, 1790, -5])
def test_digits_refuses_a_split_that_leaves_nothing(n_test):
    with pytest.raises(ValueError, match="between 10 and 1787"):
        data.digits(n_test)


def test_the_92_images_give_the_published_correlations():
    rdms = data.kriegeskorte92()
    upper = np.triu_indices(92, 1)
    human = rdms.human_it.mean(0)[upper]

    def rank_correlation(model):
        return spearmanr(human, rdms.models[model][upper]).statistic

    assert np.corrcoef(human, rdms.monkey_it[upper])[0, 1] == pytest.approx(0.49, abs=0.005)  # the paper's
    assert rank_correlation("animacy") == pytest.approx(0.588, abs=0.001)
    assert rank_correlation("V1") == pytest.approx(0.039, abs=0.001)


def test_every_rdm_of_the_92_images_is_one():
    rdms = data.kriegeskorte92()
    everything = [*rdms.human_it, rdms.monkey_it, *rdms.behaviour, *rdms.models.values()]
    assert len(everything) == 8 + 1 + 16 + 8
    for rdm in everything:
        assert rdm.shape == (92, 92)
        assert np.array_equal(rdm, rdm.T) and not rdm.diagonal().any() and np.isfinite(rdm).all()


def test_the_92_images_are_labelled():
    rdms = data.kriegeskorte92()
    assert rdms.people == ["BE", "BE", "KO", "KO", "SN", "SN", "TI", "TI"]
    assert len(rdms.category) == 92 and rdms.category.count("human face") == 12
    changes = sum(a != b for a, b in zip(rdms.category, rdms.category[1:], strict=False))
    assert changes == len(set(rdms.category)) - 1  # images of one category stand together
    assert "10.1016/j.neuron.2008.10.043" in rdms.origin


def test_the_worm_is_that_of_its_sources():
    worm = data.worm_responses()
    assert len(worm.neurons) == 300 and worm.neurons[:2] == ["ADAL", "ADAR"]
    assert worm.chemical.sum(axis=(1, 2)).tolist() == [6434, 6406, 6896]
    assert worm.electrical.sum(axis=(1, 2)).tolist() == [965, 367, 409]
    assert np.isfinite(worm.positions).all(axis=1).sum() == 298
    for strain, trials, pairs, certain in (
        (worm.wild_type, 109_270, 24_074, 1310),
        (worm.unc31, 16_713, 9228, 430),
    ):
        assert strain.count.sum() == len(strain.flat) == trials and (strain.count > 0).sum() == pairs
        assert (strain.q < 0.05).sum() == certain
    assert "10.1038/s41586-023-06683-4" in worm.origin and "GPL" in worm.origin


def test_every_trial_of_the_worm_is_where_its_pair_is():
    worm = data.worm_responses()
    trials, j = worm.unc31.trials, worm.neurons.index("ASGL")
    assert trials.shape == (300, 300, 11)
    assert np.array_equal(np.isfinite(trials).sum(axis=2), worm.unc31.count)
    # the mean that the source gives for ADAL while ASGL was stimulated
    assert np.nanmean(trials[0, j]) == pytest.approx(0.04572828, rel=1e-3)


def test_a_response_is_that_of_the_row_to_the_column():
    """Every neuron responds most to its own stimulation, and to what is stimulated in another animal not at all."""
    count = data.worm_responses().wild_type.count
    assert not np.array_equal(count > 0, count.T > 0)
    trials = data.worm_responses().wild_type.trials
    own = np.array([np.nanmedian(trials[i, i]) for i in np.flatnonzero(count.diagonal() > 3)])
    others = np.nanmedian(trials[~np.eye(300, dtype=bool)])
    assert (own > others).mean() > 0.9


def test_the_people_are_seven_and_scaled():
    people = data.people_at_rest()
    assert people.activity.shape == (7, 1200, 94) and people.fibres.shape == (7, 94, 94)
    np.testing.assert_allclose(people.activity.mean(axis=1), 0, atol=0.01)
    np.testing.assert_allclose(people.activity.std(axis=1), 1, atol=0.01)
    assert np.array_equal(people.fibres, np.swapaxes(people.fibres, 1, 2)) and people.fibres.min() == 0
    assert people.fibres.max() == pytest.approx(9_054_156)
    assert "Open Access Data Use Terms" in people.origin


def test_frames_come_in_the_order_of_time():
    """The signal is slow: frames that follow each other are alike, those of another order are not."""
    activity = data.people_at_rest().activity

    def next_to_each_other(x):
        return (x[:, 1:] * x[:, :-1]).mean()

    assert next_to_each_other(activity) > 0.5
    assert abs(next_to_each_other(np.random.default_rng(0).permuted(activity, axis=1))) < 0.05


def test_the_views_are_six_of_the_same_digits():
    digits = data.digit_views()
    widths = {name: view.shape for name, view in digits.views.items()}
    assert [(2000, p) for p in (240, 216, 76, 64, 47, 6)] == list(widths.values())
    assert np.bincount(digits.labels).tolist() == [200] * 10
    assert digits.views["pixels"].max() == 6 and "CC BY" in digits.origin
    # Karhunen-Loève coefficients are linear in the pixels, row by row
    r2 = similarity.linear_regression_r2(digits.views["pixels"], digits.views["karhunen_loeve"])
    assert r2 > 0.9


MADE = {"worm": "worm.npz", "people": "people.npz", "views": "views.npz"}


@pytest.mark.parametrize("name", MADE)
def test_a_file_of_the_package_can_be_made_again(name, tmp_path):
    """From the wheels that its script names, in the environment of the peers, which has h5py."""
    python = PEERS / "bin" / "python"
    if not python.exists():
        assert not os.environ.get("CI"), "in CI the peers must be there: run `make peers` before the tests"
        pytest.skip("NOT MADE AGAIN: run `make peers` to install h5py")
    make = f"from pathlib import Path; from commonground.data.make import {name}; {name}.main(Path({str(tmp_path)!r}))"
    done = subprocess.run([python, "-c", make], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    with np.load(tmp_path / MADE[name]) as made, stored_in(MADE[name]) as kept:
        assert sorted(made.files) == sorted(kept.files)
        for array in kept.files:
            np.testing.assert_array_equal(made[array], kept[array])


def test_a_wheel_that_is_another_file_is_refused():
    with pytest.raises(ValueError, match="it is another file; nothing was made"):
        wheel("tqdm", "4.70.1", "0" * 64)


def test_all_files_together_are_small():
    assert sum(path.stat().st_size for path in FILES.iterdir()) < 3e6


def test_the_photographs_come_in_both_kinds_of_colour():
    photos = data.photographs()
    assert [image.shape for image in photos.rgb] == [(214, 320, 3)] * 2
    assert all(np.allclose(data.cielab(rgb), lab) for rgb, lab in zip(photos.rgb, photos.lab, strict=True))
    assert "CC BY" in photos.origin


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [  # the corners of sRGB, as tables of colours give them
        ((1, 1, 1), (100, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
        ((1, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 1, 0), (87.73, -86.18, 83.18)),
        ((0, 0, 1), (32.30, 79.19, -107.86)),
    ],
)
def test_cielab_of_known_colours(rgb, lab):
    np.testing.assert_allclose(data.cielab(rgb), lab, atol=0.02)


@pytest.mark.parametrize("rgb", [[255, 0, 0], [0.5, 0.5], [np.nan, 0, 0]])
def test_cielab_refuses_what_is_no_colour(rgb):
    with pytest.raises(ValueError, match="from 0 to 1"):
        data.cielab(rgb)
