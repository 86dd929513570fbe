"""Held-out stimuli: what is fitted on some is scored on others."""

import numpy as np
import pytest

from commonground import rng, similarity
from commonground.alignment import LinearMap, Procrustes
from commonground.similarity import pairwise

FITTING = [m.name for m in similarity.measures() if m.fits]
r = rng(3, 985)


def draw(n, m, widths, noise=0.3):
    """Return representations of n stimuli, and of m others, that share four causes."""
    shared = r.normal(size=(n + m, 4)) + 3
    Xs = [shared @ r.normal(size=(4, p)) + noise * r.normal(size=(n + m, p)) for p in widths]
    return [X[:n] for X in Xs], [X[n:] for X in Xs]


XS, XS_TEST = draw(60, 40, (4, 6, 6))


def test_the_measures_that_fit_something():
    assert FITTING == [
        "mean_cca",
        "svcca",
        "pwcca",
        "linear_regression_r2",
        "procrustes_distance",
        "procrustes_similarity",
        "angular_procrustes",
    ]


@pytest.mark.parametrize("measure", FITTING)
def test_on_the_stimuli_of_the_fit_it_is_the_plain_measure(measure):
    ours = pairwise(measure, XS, Xs_test=XS)
    np.testing.assert_allclose(ours, pairwise(measure, XS), rtol=1e-7, atol=1e-7)
    ours = pairwise(measure, XS, XS[:2], Xs_test=XS, Ys_test=XS[:2])
    np.testing.assert_allclose(ours, pairwise(measure, XS, XS[:2]), rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("ridge", [0.0, 5.0])
def test_regression_is_the_score_of_a_fitted_map(ridge):
    ours = pairwise("linear_regression_r2", XS, Xs_test=XS_TEST, ridge=ridge)
    for i, (X, X_test) in enumerate(zip(XS, XS_TEST, strict=True)):
        for j, (Y, Y_test) in enumerate(zip(XS, XS_TEST, strict=True)):
            assert ours[i, j] == pytest.approx(LinearMap(ridge).fit(X, Y).score(X_test, Y_test))


@pytest.mark.parametrize("reflections", [True, False])
def test_procrustes_is_the_distance_after_the_fitted_rotation(reflections):
    options = {"reflections": reflections}
    ours = pairwise("procrustes_distance", XS, Xs_test=XS_TEST, **options)
    assert np.array_equal(ours, ours.T)
    for i, j in ((0, 1), (1, 2), (0, 0)):  # the narrower onto the wider: no unit is cut off
        model = Procrustes(**options).fit(XS[i], XS[j])
        distance = np.linalg.norm(model.transform(XS_TEST[i]) - XS_TEST[j])
        assert ours[i, j] == pytest.approx(distance, abs=1e-9)
    A, B = XS_TEST[1] - XS[1].mean(axis=0), XS_TEST[2] - XS[2].mean(axis=0)
    model = Procrustes(**options).fit(XS[1], XS[2])
    cosine = np.vdot(A @ model.rotation_, B) / (np.linalg.norm(A) * np.linalg.norm(B))
    both = {"Xs_test": XS_TEST[1:], **options}
    assert pairwise("procrustes_similarity", XS[1:], **both)[0, 1] == pytest.approx(cosine)
    assert pairwise("angular_procrustes", XS[1:], **both)[0, 1] == pytest.approx(np.arccos(cosine))
    unit = pairwise("procrustes_distance", XS[1:], normalize=True, **both)[0, 1]
    assert unit == pytest.approx(np.sqrt(2 - 2 * cosine))


def test_canonical_correlations_keep_their_weights():
    """For one unit each, a correlation on the held-out stimuli, its sign that of the fit."""
    x, y = r.normal(size=(2, 50))
    X, Y = x[:, None], (x + y)[:, None]
    X_test, Y_test = X[:20], -Y[:20] + 0.1 * r.normal(size=(20, 1))
    expected = np.corrcoef(X_test[:, 0], Y_test[:, 0])[0, 1]
    assert expected < 0
    for measure in ("mean_cca", "svcca", "pwcca"):
        ours = pairwise(measure, [X], [Y], Xs_test=[X_test], Ys_test=[Y_test])
        assert ours.item() == pytest.approx(expected)
    ours = pairwise("mean_cca", [X], [Y], Xs_test=[X_test], Ys_test=[Y_test], squared=True)
    assert ours.item() == pytest.approx(expected**2)


@pytest.mark.parametrize("measure", ["mean_cca", "linear_regression_r2", "procrustes_similarity"])
def test_noise_that_many_units_fit_does_not_count(measure):
    """40 stimuli, 200 units of noise: the fit is perfect, or nearly, and says nothing of others."""
    Xs, Xs_test = ([r.normal(size=(n, 200)) for _ in range(2)] for n in (40, 400))
    assert pairwise(measure, Xs)[0, 1] > 0.8
    assert pairwise(measure, Xs, Xs_test=Xs_test)[0, 1] < 0.2


def test_svcca_cuts_to_the_components_of_the_fit():
    ours = pairwise("svcca", XS, Xs_test=XS, variance=0.7)
    np.testing.assert_allclose(ours, pairwise("svcca", XS, variance=0.7), rtol=1e-7)


@pytest.mark.parametrize("measure", FITTING)
@pytest.mark.parametrize("power", [-950, 450])
def test_scale_changes_nothing(measure, power):
    options = {"normalize": True} if measure == "procrustes_distance" else {}
    ours = pairwise(
        measure,
        [np.ldexp(X, power) for X in XS],
        XS,
        Xs_test=[np.ldexp(X, power) for X in XS_TEST],
        Ys_test=XS_TEST,
        **options,
    )
    np.testing.assert_allclose(ours, pairwise(measure, XS, XS, Xs_test=XS_TEST, Ys_test=XS_TEST, **options))


def with_cca(X, Y):
    return similarity.cca(X, Y).max()


WRONG = {
    "fits nothing": (
        lambda: pairwise("linear_cka", XS, Xs_test=XS_TEST),
        "linear_cka fits nothing .* choose one of mean_cca, .*angular_procrustes",
    ),
    "a function": (lambda: pairwise(with_cca, XS, Xs_test=XS_TEST), "with_cca fits nothing"),
    "too few": (
        lambda: pairwise("mean_cca", XS, Xs_test=XS_TEST[:2]),
        "Xs has 3 representations and Xs_test has 2",
    ),
    "other units": (
        lambda: pairwise("mean_cca", XS, Xs_test=XS_TEST[::-1]),
        r"Xs\[0\] has 4 units .* Xs_test\[0\] has 6",
    ),
    "other stimuli": (
        lambda: pairwise("mean_cca", XS, Xs_test=[XS_TEST[0], XS_TEST[1][1:], XS_TEST[2]]),
        r"Xs_test\[0\] has 40 stimuli .* Xs_test\[1\] has 39",
    ),
    "one side": (
        lambda: pairwise("mean_cca", XS, XS, Xs_test=XS_TEST),
        "Xs_test is given and Ys_test is not",
    ),
    "the other side": (
        lambda: pairwise("mean_cca", XS, XS, Ys_test=XS_TEST),
        "Ys_test is given and Xs_test is not",
    ),
    "without Ys": (
        lambda: pairwise("mean_cca", XS, Xs_test=XS_TEST, Ys_test=XS_TEST),
        "Ys_test is given and Ys is not",
    ),
    "cv": (
        lambda: pairwise("linear_regression_r2", XS, Xs_test=XS_TEST, cv=3),
        "cv holds out stimuli of its own",
    ),
    "NaN": (
        lambda: pairwise("mean_cca", XS, Xs_test=[X * np.nan for X in XS_TEST]),
        r"Xs_test\[0\] has NaN",
    ),
    "constant": (
        lambda: pairwise("mean_cca", XS, Xs_test=[X * 0 + 1 for X in XS_TEST]),
        r"Xs\[0\] is constant on the held-out stimuli",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_input_says_the_mend(wrong):
    call, message = WRONG[wrong]
    with pytest.raises(ValueError, match=f"(?s){message}"):
        call()
