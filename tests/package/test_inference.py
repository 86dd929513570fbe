"""Intervals, nulls, groups, differences, layers, reliability: known values, and mistakes that must show."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from commonground import rng, similarity
from commonground.inference import (
    best_layer,
    compare,
    compare_groups,
    difference,
    differences,
    noise_ceiling,
    reliability,
)
from commonground.inference._pairs import Pairs

WITH = {"minibatch_cka": {"batch_size": 5}}
VARIANTS = [(m.name, WITH.get(m.name, {})) for m in similarity.measures()] + [
    ("linear_cka", {"debiased": True}),
    ("linear_cka", {"debiased": "both"}),
    ("kernel_cka", {"debiased": True}),
    ("kernel_cka", {"kernel": "linear"}),
    ("kernel_cka", {"kernel": lambda X: (1 + X @ X.T) ** 2}),
    ("rsa", {"metric": "euclidean", "compare": "pearson"}),
    ("rsa", {"compare": "kendall"}),
    ("rsa", {"compare": "cosine"}),
    ("rsa", {"compare": "whitened cosine"}),
    ("rsa", {"metric": "mahalanobis"}),
    ("svcca", {"variance": 0.7}),
    ("linear_regression_r2", {"ridge": 2.0}),
    ("procrustes_distance", {"normalize": True, "reflections": False}),
    ("mutual_knn", {"k": 3, "metric": "euclidean"}),
    (lambda X, Y: float((X[:, 0] * Y[:, 0]).sum()), {}),
]


def seen(stream, n=30, p=6, q=5, noise=1.0):
    r = rng(3, 1010, stream)
    shared = r.normal(size=(n, 3))
    return [shared @ r.normal(size=(3, width)) + noise * r.normal(size=(n, width)) for width in (p, q)]


def of_rows(name, X, Y, options):
    function = name if callable(name) else getattr(similarity, name)
    return function(X, Y, **options)


# --- what is drawn anew ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "options"), [pytest.param(*variant, id=str(i)) for i, variant in enumerate(VARIANTS)]
)
@pytest.mark.parametrize("width", [6, 60])
def test_an_order_and_a_part_of_the_stimuli_are_those_of_the_data(name, options, width):
    """However it is made, from matrices, from prepared states or anew, it is the measure of the rows themselves."""
    if options.get("metric") == "mahalanobis" and width > 30:
        return
    X, Y = seen(0, p=width)
    pairs = Pairs(name, [X, Y], [Y, X], options)
    order, rows = rng(3, 1011).permutation(30), np.sort(rng(3, 1012).permutation(30)[:20])
    for there, made in ((order, pairs.permuted(order)), (rows, pairs.part(rows))):
        here = there if made is not None and len(there) < 30 else np.arange(30)
        expected = [[of_rows(name, A[here], B[there], options) for B in (Y, X)] for A in (X, Y)]
        np.testing.assert_allclose(made, expected, rtol=1e-9, atol=1e-10)


def test_a_part_of_an_rdm_is_the_distances_among_some_stimuli():
    X, Y = seen(1)
    D, E = similarity.rdm(X), similarity.rdm(Y)
    rows = np.arange(3, 20)
    for how in ("spearman", "kendall", "whitened cosine"):
        made = Pairs("rsa", [D], [E], {"metric": "precomputed", "compare": how}).part(rows)
        assert made[0, 0] == pytest.approx(similarity.rsa(X[rows], Y[rows], compare=how), rel=1e-9)


# --- one pair --------------------------------------------------------------------------------------------


def mean_of_first(X, Y):
    return X[:, 0].mean()


@given(st.integers(0, 2**31), st.integers(10, 80))
@settings(deadline=None, max_examples=10)
def test_for_a_mean_the_interval_is_students(seed, n):
    X = np.random.default_rng(seed).normal(size=(n, 1))
    low, high = compare(mean_of_first, X, X, n_bootstrap=4000, n_permutations=0).interval
    expected = stats.t.interval(0.95, n - 1, X.mean(), stats.sem(X[:, 0]))
    # With an odd number a half is a little less than half: its spread is larger by √((n + 1) / (n − 1)).
    slack = np.sqrt((n + n % 2) / (n - n % 2))
    assert high - low == pytest.approx(slack * (expected[1] - expected[0]), rel=0.06)
    assert (low + high) / 2 == pytest.approx(X.mean(), abs=1e-12)


def test_a_distance_that_grows_with_the_stimuli_has_the_interval_of_its_root():
    """‖XQ − Y‖ of n stimuli is √n times a mean: without that, halves would vary too little by √2."""
    X, Y = seen(2, n=200)
    low, high = compare("procrustes_distance", X, Y, n_permutations=0).interval
    drawn = []
    for i in range(60):
        r = rng(3, 1013, i)
        shared = r.normal(size=(200, 3))
        eyes = rng(3, 1010, 2)
        eyes.normal(size=(200, 3))
        A = shared @ eyes.normal(size=(3, 6)) + r.normal(size=(200, 6))
        eyes.normal(size=(200, 6))
        drawn.append(
            similarity.procrustes_distance(A, shared @ eyes.normal(size=(3, 5)) + r.normal(size=(200, 5)))
        )
    assert (high - low) / 3.94 == pytest.approx(np.std(drawn, ddof=1), rel=0.4)


def test_the_same_seed_gives_the_same_numbers_on_any_number_of_workers():
    X, Y = seen(3)
    ask = {"n_bootstrap": 60, "n_permutations": 60}
    first = compare("mutual_knn", X, Y, seed=1, **ask)
    assert compare("mutual_knn", X, Y, seed=1, n_jobs=2, **ask) == first
    assert compare("mutual_knn", X, Y, seed=np.random.default_rng(4), **ask) == compare(
        "mutual_knn", X, Y, seed=np.random.default_rng(4), **ask
    )
    assert compare("mutual_knn", X, Y, seed=2, **ask) != first


def test_p_counts_the_true_order_in():
    X = np.arange(12.0)[:, None]
    assert compare(lambda X, Y: float(X[:, 0] @ Y[:, 0]), X, X, n_permutations=19, n_bootstrap=0).p == 1 / 20
    assert compare("rsa", X, X, metric="euclidean", n_permutations=9, n_bootstrap=0).p <= 0.2
    always = compare(mean_of_first, X, X, n_permutations=9, n_bootstrap=0)
    assert always.p == 1, "a measure that does not see Y is the same in every order"


def test_for_a_distance_closer_is_smaller():
    X, Y = seen(4, noise=0.2)
    found = compare("procrustes_distance", X, Y, n_bootstrap=0, n_permutations=99)
    assert found.p == 0.01
    assert found.null.threshold < found.null.mean
    assert 0 < found.calibrated < 1


def test_p_is_uniform_where_there_is_nothing():
    r = rng(3, 1014)
    p = [
        compare("linear_cka", *r.normal(size=(2, 12, 3)), n_permutations=39, n_bootstrap=0, seed=i).p
        for i in range(300)
    ]
    assert stats.binomtest(int(np.sum(np.array(p) <= 0.1)), 300, 0.1).pvalue > 1e-4
    assert stats.binomtest(int(np.sum(np.array(p) <= 0.5)), 300, 0.5).pvalue > 1e-4


def test_where_every_half_says_the_same_there_is_no_interval_and_it_says_why():
    X, Y = seen(5, n=30, p=20, q=20)
    found = compare("linear_regression_r2", X, Y, n_bootstrap=20, n_permutations=0)
    assert np.isnan(found.interval).all()
    assert "every half of the 30 stimuli gives 1.000" in repr(found)
    exact = compare("linear_cka", X, 2 * X, n_bootstrap=20, n_permutations=0)
    assert exact.interval == pytest.approx((1, 1), abs=1e-9)


def test_no_interval_leaves_the_range_of_the_measure():
    X, Y = seen(6, n=12, noise=0.01)
    assert compare("mutual_knn", X, Y, k=2, n_bootstrap=100, n_permutations=0).interval[1] <= 1
    assert compare("angular_procrustes", X, Y, n_bootstrap=100, n_permutations=0).interval[0] >= 0


def test_it_is_shown_as_a_line_and_as_a_table():
    X, Y = seen(7)
    found = compare("linear_cka", X, Y, n_bootstrap=50, n_permutations=50)
    for said in ("linear_cka", "95 % interval", "over 30 stimuli", "50 orders"):
        assert said in repr(found) + found._repr_html_()
    assert "&lt;lambda&gt;" in compare(lambda X, Y: 1.0, X, Y, n_bootstrap=0)._repr_html_()


X12, Y12 = seen(8, n=12)
REFUSED = {
    "what is resampled": (lambda: compare("rsa", X12, Y12, resample="subjects"), "compare_groups resamples"),
    "few stimuli": (lambda: compare("rsa", X12[:9], Y12[:9]), "at least 10.*n_bootstrap=0"),
    "unknown option": (lambda: compare("rsa", X12, Y12, k=3), "has no option 'k'"),
    "unknown measure": (lambda: compare("cosine", X12, Y12), "or one of these names"),
    "length": (lambda: compare("rsa", X12, Y12[:11]), "X has 12 stimuli.*Y has 11"),
    "NaN": (lambda: compare("linear_cka", X12 * np.nan, Y12), "X has NaN at row 0"),
    "a null unheard of": (lambda: compare("rsa", X12, Y12, null="bootstrap"), "choose one of 'permutations'"),
    "one representation for a list": (
        lambda: compare_groups("rsa", X12, Y12),
        "one representation: give a list",
    ),
    "labels": (lambda: compare_groups("rsa", [X12, Y12], X12, subjects=["a"]), "1 labels and there are 2"),
    "one subject within": (lambda: compare_groups("rsa", [X12, Y12], subjects=["a", "a"]), "of one subject"),
    "two subjects within": (lambda: compare_groups("rsa", [X12, Y12]), "at least three"),
    "one model": (lambda: differences("rsa", X12, [Y12]), "at least two models"),
    "names": (lambda: differences("rsa", X12, [Y12, X12], names=["a"]), "2 models and 1 names"),
    "no draws": (lambda: difference("rsa", X12, Y12, X12, n_bootstrap=0), "n_bootstrap is 0"),
    "no orders": (lambda: best_layer("rsa", X12, [Y12], n_permutations=0), "n_permutations is 0"),
    "one trial": (lambda: reliability(X12[None]), "at least 2 trials"),
    "a silent unit": (lambda: reliability(np.zeros((3, 12, 2))), "unit 0 responds to all stimuli alike"),
    "a distance": (lambda: reliability(np.stack([X12, X12]), "procrustes_distance"), "is a distance"),
    "a ceiling of one": (lambda: noise_ceiling("rsa", [X12, X12], subjects=["a", "a"]), "of one subject"),
    "an RDM alone": (lambda: noise_ceiling("rsa", similarity.rdm(X12)), "one representation: give a list"),
    "responses for RDMs": (lambda: noise_ceiling("rsa", [X12, X12], metric="precomputed"), "must be an RDM"),
    "crossnobis without folds": (lambda: similarity.rdm(X12, "crossnobis"), "crossnobis needs stimuli"),
    "folds without crossnobis": (lambda: similarity.rdm(X12, folds=[0] * 12), "are for metric='crossnobis'"),
}


@pytest.mark.parametrize("call", REFUSED)
def test_wrong_calls_say_the_mend(call):
    function, message = REFUSED[call]
    with pytest.raises(ValueError, match=message):
        function()


def test_a_half_with_nothing_to_compare_is_drawn_again():
    """One stimulus of twelve stands apart: half of the halves miss it and are constant."""
    found = compare("linear_cka", np.eye(12)[:, :1], Y12, n_permutations=0, n_bootstrap=500)
    assert np.isfinite(found.interval).all()


def test_of_a_callers_own_function_no_bound_is_known():
    X, Y = seen(14)
    ask = {"n_bootstrap": 50, "n_permutations": 9}
    once, thrice = (
        compare(m, X, Y, **ask) for m in ("linear_cka", lambda X, Y: 3 * similarity.linear_cka(X, Y))
    )
    assert thrice.interval == pytest.approx([3 * end for end in once.interval], rel=1e-9)
    assert thrice.interval[1] > 1
    assert np.isnan(thrice.calibrated)
    assert np.isfinite(once.calibrated)


def test_frames_of_other_labels_are_refused():
    frames = [pd.DataFrame(Z, index=[f"image {i}" for i in range(12)]) for Z in (X12, Y12)]
    assert compare("rsa", *frames, n_bootstrap=0, n_permutations=9).value == similarity.rsa(X12, Y12)
    turned = frames[1].iloc[::-1]
    for call in (
        lambda: compare("rsa", frames[0], turned),
        lambda: compare_groups("rsa", [frames[0], frames[0]], [turned]),
        lambda: noise_ceiling("rsa", [frames[0], turned]),
    ):
        with pytest.raises(ValueError, match=r"\.loc\["):
            call()


# --- groups ----------------------------------------------------------------------------------------------


def overlap(X, Y):
    """A measure that is a mean over stimuli, so that textbooks know its spread."""
    return float((X[:, 0] * Y[:, 0]).mean())


def cohort(stream, people=6, n=40):
    r = rng(3, 1020, stream)
    return [r.normal(1, 0.3) + r.normal(size=(n, 1)) for _ in range(people)], np.ones((n, 1)) + r.normal(
        size=(n, 1)
    ) / 9


def test_over_people_it_is_students_interval_of_their_values():
    Xs, model = cohort(0)
    found = compare_groups(overlap, Xs, model, resample="subjects", n_permutations=0)
    each = [overlap(X, model) for X in Xs]
    assert found.value == pytest.approx(np.mean(each))
    assert found.interval == pytest.approx(stats.t.interval(0.95, 5, np.mean(each), stats.sem(each)))
    assert found.resampled == "over 6 subjects"


def test_two_sessions_of_one_person_are_one_person():
    Xs, model = cohort(1)
    twice, whose = [X for X in Xs for _ in range(2)], [i for i in range(6) for _ in range(2)]
    ask = {"resample": "subjects", "n_permutations": 0}
    once = compare_groups(overlap, Xs, model, **ask)
    assert compare_groups(overlap, twice, model, subjects=whose, **ask).interval == pytest.approx(
        once.interval
    )
    low, high = compare_groups(overlap, twice, model, **ask).interval
    assert high - low < 0.75 * (once.interval[1] - once.interval[0]), (
        "as twelve people it would look surer than it is"
    )


def test_within_a_group_nobody_is_compared_with_themselves():
    Xs, _ = cohort(2)
    found = compare_groups(
        overlap, [*Xs, Xs[0]], subjects=[0, 1, 2, 3, 4, 5, 0], n_bootstrap=50, n_permutations=0
    )
    others = [overlap(X, Y) for i, X in enumerate(Xs) for j, Y in enumerate(Xs) if i != j]
    assert found.value == pytest.approx(np.mean(others))


def test_people_and_stimuli_together_reach_as_far_as_crossed_effects_do():
    """Responses s + t + e of people, stimuli and both: the mean's variance is σs²/S + σt²/n + σe²/(Sn), not more."""
    S, n, widths, values = 8, 20, [], []
    for i in range(150):
        r = rng(3, 1021, i)
        response = 0.5 * r.normal(size=(S, 1)) + r.normal(size=n) + 4 * r.normal(size=(S, n))
        found = compare_groups(
            mean_of_first, list(response[..., None]), np.ones((n, 1)) + np.arange(n)[:, None], n_bootstrap=100,
            n_permutations=0, seed=i,
        )  # fmt: skip
        widths.append(found.interval[1] - found.interval[0])
        values.append(found.value)
    true = 0.25 / S + 1 / n + 16 / (S * n)
    assert np.var(values) == pytest.approx(true, rel=0.3)
    held = np.mean([abs(value) < width / 2 for value, width in zip(values, widths, strict=True)])
    assert 0.9 <= held <= 0.995
    twice_counted = 2 * 2.1 * np.sqrt(true + 16 / (S * n))
    assert np.mean(widths) < twice_counted, "what people and stimuli share is counted once"


def test_two_groups_and_a_model():
    Xs, model = cohort(3)
    Ys, _ = cohort(4, people=3)
    found = compare_groups("linear_cka", Xs, Ys, n_bootstrap=40, n_permutations=19)
    assert found.resampled == "over 6 and 3 subjects and 40 stimuli"
    assert found.value == pytest.approx(similarity.pairwise("linear_cka", Xs, Ys).mean())
    alone = compare_groups("linear_cka", Xs[:1], model, n_bootstrap=40, n_permutations=0)
    assert alone.interval == compare("linear_cka", Xs[0], model, n_bootstrap=40, n_permutations=0).interval


# --- differences -----------------------------------------------------------------------------------------


def test_a_difference_is_surer_than_two_intervals_that_overlap():
    X, Y = seen(9, n=60, noise=0.6)
    Z = Y + 0.8 * rng(3, 1030).normal(size=Y.shape)
    found = difference("linear_cka", X, Y, Z)
    assert found.value == pytest.approx(similarity.linear_cka(X, Y) - similarity.linear_cka(X, Z))
    alone = [compare("linear_cka", X, B, n_permutations=0).interval for B in (Y, Z)]
    apart = np.hypot(*(high - low for low, high in alone))
    assert found.interval[1] - found.interval[0] < apart
    assert difference("procrustes_distance", X, Y, Z).value > 0, "closer counts up for a distance, too"
    nothing = difference("linear_cka", X, Y, Y)
    assert (nothing.value, nothing.p) == (0, 1)


def test_for_people_a_difference_is_the_paired_t_test():
    Xs, model = cohort(5)
    other = model + rng(3, 1031).normal(size=model.shape)
    found = difference(overlap, Xs, model, other, resample="subjects")
    paired = stats.ttest_rel([overlap(X, model) for X in Xs], [overlap(X, other) for X in Xs])
    assert found.p == pytest.approx(paired.pvalue)


def test_many_models_are_corrected_for():
    X, Y = seen(10, n=80, noise=0.5)
    r = rng(3, 1032)
    models = {"good": Y, "noisy": Y + r.normal(size=Y.shape), "nothing": r.normal(size=Y.shape)}
    holm, plain = (differences("linear_cka", X, models, correction=how) for how in ("holm", "none"))
    single = difference("linear_cka", X, models["good"], models["noisy"])
    assert plain.p[0, 1] == pytest.approx(single.p)
    above = np.triu_indices(3, 1)
    ordered = np.sort(plain.p[above])
    expected = np.maximum.accumulate(ordered * [3, 2, 1]).clip(max=1)
    np.testing.assert_allclose(np.sort(holm.p[above]), expected)
    bh = differences("linear_cka", X, models, correction="benjamini-hochberg")
    np.testing.assert_allclose(bh.p[above], stats.false_discovery_control(plain.p[above]))
    assert holm.closer[0, 2]
    assert not holm.closer[2, 0]
    assert repr(holm).splitlines()[-1].startswith("nothing")
    assert "surely closer than" in holm._repr_html_()


# --- layers ----------------------------------------------------------------------------------------------


def test_the_more_layers_the_higher_is_the_best_by_chance():
    r = rng(3, 1040)
    X, layers = r.normal(size=(30, 4)), list(r.normal(size=(20, 30, 4)))
    few, many = (best_layer("linear_cka", X, some, n_permutations=200) for some in (layers[:1], layers))
    assert many.null.threshold > few.null.threshold + few.null.spread
    assert many.value >= few.value
    wrong = compare("linear_cka", X, layers[many.layer], n_bootstrap=0, n_permutations=200)
    assert wrong.p < many.p, "tested as if it had been the only one, the best of twenty looks sure"


def test_the_best_layer_and_its_calibrated_score():
    X, Y = seen(11, n=40, noise=0.3)
    noise = rng(3, 1041).normal(size=(3, 40, 4))
    found = best_layer("linear_cka", X, [*noise[:2], Y, noise[2]], n_permutations=99)
    assert (found.layer, found.p) == (2, 0.01)
    assert found.calibrated == pytest.approx(
        (found.value - found.null.threshold) / (1 - found.null.threshold)
    )
    both = best_layer("linear_cka", [noise[0], X], [noise[1], noise[2], Y], n_permutations=99)
    assert both.layer == (1, 2)
    assert both.values.shape == (2, 3)
    assert best_layer("procrustes_distance", X, [noise[0], Y], n_permutations=99).layer == 1
    assert "the best of 4" in repr(found) + found._repr_html_()


# --- reliability and ceilings ----------------------------------------------------------------------------


@pytest.mark.parametrize("trials", [2, 6])
@pytest.mark.parametrize("noise", [0.5, 2.0])
def test_reliability_of_signal_and_noise_is_known(trials, noise):
    """A signal of variance 1 and noise of variance v a trial: m trials have reliability 1 / (1 + v/m)."""
    r = rng(3, 1050)
    signal = r.normal(size=(4000, 3))
    X = signal + np.sqrt(noise) * r.normal(size=(trials, 4000, 3))
    np.testing.assert_allclose(reliability(X, n_splits=20), 1 / (1 + noise / trials), atol=0.03)


def test_reliability_of_a_whole_representation():
    X, _ = seen(12)
    assert reliability(np.stack([X, X, X]), "linear_cka") == pytest.approx(1)
    with_noise = X + 3 * rng(3, 1051).normal(size=(6, *X.shape))
    halves = reliability(with_noise, "linear_cka", debiased=True)
    assert 0 < halves < reliability(with_noise / 3 + X, "linear_cka", debiased=True) < 1


def test_the_ceiling_is_the_leave_one_out_mean():
    r = rng(3, 905)
    rdms = np.array([similarity.rdm(r.normal(size=(12, 5)) + np.arange(12)[:, None]) for _ in range(6)])
    above = np.array([D[np.triu_indices(12, 1)] for D in rdms])
    z = stats.zscore(above, axis=1)
    lower = np.mean([stats.pearsonr(z[i], np.delete(z, i, axis=0).mean(axis=0))[0] for i in range(6)])
    upper = np.mean([stats.pearsonr(z[i], z.mean(axis=0))[0] for i in range(6)])
    found = noise_ceiling("rsa", rdms, metric="precomputed", compare="pearson")
    assert found == pytest.approx((lower, upper))
    ranks = stats.rankdata(above, axis=1)
    upper = np.mean([stats.spearmanr(d, ranks.mean(axis=0))[0] for d in above])
    lower = np.mean(
        [stats.spearmanr(ranks[i], np.delete(ranks, i, axis=0).mean(axis=0))[0] for i in range(6)]
    )
    assert noise_ceiling("rsa", rdms, metric="precomputed") == pytest.approx((lower, upper))
    twice = noise_ceiling("rsa", [*rdms, *rdms], metric="precomputed", subjects=[*range(6), *range(6)])
    assert twice == pytest.approx((lower, upper)), "a second, identical session changes nothing"


@pytest.mark.parametrize(
    ("name", "options"),
    [("rsa", {"compare": how}) for how in ("spearman", "pearson", "cosine", "whitened cosine")]
    + [("linear_cka", {}), ("linear_cka", {"debiased": True}), ("kernel_cka", {})],
    ids=str,
)
def test_no_model_beats_the_upper_ceiling(name, options):
    r = rng(3, 906)
    shared = r.normal(size=(10, 4))
    subjects = [shared + 0.7 * r.normal(size=(10, 4)) for _ in range(5)]
    lower, upper = noise_ceiling(name, subjects, **options)
    assert lower < upper
    for model in [shared, *subjects, *(r.normal(size=(10, 4)) for _ in range(20))]:
        assert np.mean([of_rows(name, model, X, options) for X in subjects]) <= upper + 1e-12


def test_the_ceiling_of_regression_is_what_the_others_predict():
    r = rng(3, 907)
    subjects = [r.normal(size=(40, 3)) for _ in range(3)]
    lower, upper = noise_ceiling("linear_regression_r2", subjects, cv=5)
    expected = [
        similarity.linear_regression_r2(
            np.hstack([X for j, X in enumerate(subjects) if j != i]), subjects[i], cv=5
        )
        for i in range(3)
    ]
    assert lower == pytest.approx(np.mean(expected), abs=1e-9)
    assert upper == pytest.approx(1)


# --- crossvalidated distances ----------------------------------------------------------------------------


def recording(stream, noise, folds=3, n=5, p=4, repeats=1):
    r = rng(3, 1060, stream)
    true = rng(3, 1061).normal(size=(n, p))
    rows = [(i, f) for f in range(folds) for i in range(n) for _ in range(repeats)]
    X = np.array([true[i] for i, _ in rows]) + noise * r.normal(size=(len(rows), p))
    return SimpleNamespace(X=X, true=true, stimuli=[i for i, _ in rows], folds=[f for _, f in rows])


def test_without_noise_crossnobis_is_the_squared_distance():
    one = recording(0, 0.0)
    found = similarity.rdm(one.X, "crossnobis", stimuli=one.stimuli, folds=one.folds)
    np.testing.assert_allclose(found, similarity.rdm(one.true, "sqeuclidean"), rtol=1e-9, atol=1e-12)
    A = rng(3, 1062).normal(size=(4, 4))
    noise = A @ A.T + np.eye(4)
    found = similarity.rdm(one.X, "crossnobis", stimuli=one.stimuli, folds=one.folds, noise=noise)
    apart = one.true[:, None] - one.true
    expected = np.einsum("ijk,kl,ijl->ij", apart, np.linalg.inv(noise), apart)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


def test_noise_does_not_make_crossnobis_larger():
    true = similarity.rdm(recording(0, 0.0).true, "sqeuclidean")
    crossed, plain = np.zeros((2, 5, 5))
    for i in range(400):
        one = recording(i, 2.0)
        crossed += similarity.rdm(one.X, "crossnobis", stimuli=one.stimuli, folds=one.folds) / 400
        plain += similarity.rdm(one.X.reshape(3, 5, 4).mean(axis=0), "sqeuclidean") / 400
    above = np.triu_indices(5, 1)
    assert abs(crossed - true)[above].max() < 2.0
    assert (plain - true)[above].mean() == pytest.approx(2 * 4 * 4 / 3, rel=0.15), (
        "2 · units · variance / folds"
    )
    assert abs((crossed - true)[above].mean()) < 0.6


def test_rows_come_in_any_order_and_repeats_are_averaged():
    one = recording(7, 1.0, repeats=2)
    order = rng(3, 1063).permutation(len(one.X))
    labels = [f"image {i}" for i in one.stimuli]
    found = similarity.rdm(one.X, "crossnobis", stimuli=labels, folds=one.folds)
    shuffled = similarity.rdm(
        one.X[order], "crossnobis", stimuli=[labels[i] for i in order], folds=[one.folds[i] for i in order]
    )
    first = list(dict.fromkeys(labels[i] for i in order))
    back = [first.index(label) for label in dict.fromkeys(labels)]
    np.testing.assert_allclose(shuffled[np.ix_(back, back)], found)


def test_crossnobis_refuses_what_it_cannot_use():
    one = recording(0, 1.0)
    ask = {"stimuli": one.stimuli, "folds": one.folds}
    with pytest.raises(ValueError, match="fold 0 has no response to stimulus 0"):
        similarity.rdm(one.X[1:], "crossnobis", stimuli=one.stimuli[1:], folds=one.folds[1:])
    with pytest.raises(ValueError, match="2 folds"):
        similarity.rdm(one.X[:5], "crossnobis", stimuli=one.stimuli[:5], folds=one.folds[:5])
    with pytest.raises(ValueError, match="14 labels and X has 15 rows"):
        similarity.rdm(one.X, "crossnobis", stimuli=one.stimuli[1:], folds=one.folds)
    with pytest.raises(ValueError, match="noise is singular"):
        similarity.rdm(one.X, "crossnobis", noise=np.ones((4, 4)), **ask)
    with pytest.raises(ValueError, match="symmetric covariance of the 4 units"):
        similarity.rdm(one.X, "crossnobis", noise=np.eye(5), **ask)


def test_float32_gives_the_same_verdict():
    X, Y = seen(13, n=60)
    for width in (6, 90):
        A, B = (np.hstack([Z] * 30)[:, :width] + rng(3, 1070).normal(size=(60, width)) for Z in (X, Y))
        exact, single = (
            compare("linear_cka", A.astype(kind), B.astype(kind), n_bootstrap=100, n_permutations=99)
            for kind in (float, np.float32)
        )
        assert single.value == pytest.approx(exact.value, rel=1e-6)
        assert single.interval == pytest.approx(exact.interval, rel=1e-4)
        assert single.p == exact.p
        assert single.null.mean == pytest.approx(exact.null.mean, rel=1e-5)
    copies = np.ones((20, 3), np.float32) * np.arange(2, dtype=np.float32).repeat(10)[:, None]
    assert compare("linear_cka", copies, copies, n_bootstrap=0, n_permutations=9).p >= 0.1
