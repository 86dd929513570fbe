import numpy as np
import pytest
from scipy.stats import spearmanr

from commonground import data


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
