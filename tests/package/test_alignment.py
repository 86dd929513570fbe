"""The maps: scikit-learn's own checks, known transformations found again, wrong input refused."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.utils.estimator_checks import check_estimator

from commonground import rng
from commonground.alignment import GeneralizedProcrustes, LinearMap, Procrustes, RelativeRepresentation
from commonground.similarity import linear_regression_r2, procrustes_distance, procrustes_similarity

ESTIMATORS = [
    Procrustes(),
    Procrustes(scale=True, reflections=False, shift=False),
    LinearMap(),
    LinearMap([0.1, 1.0], cv=2),
    RelativeRepresentation(),
    RelativeRepresentation(1),
    RelativeRepresentation(1, metric="euclidean"),
]


@pytest.mark.filterwarnings("ignore")  # scikit-learn's checks fit on what ought to warn
@pytest.mark.parametrize("estimator", ESTIMATORS, ids=str)
def test_scikit_learn_accepts_it(estimator):
    results = check_estimator(estimator, on_skip=None)
    failed = [r["check_name"] for r in results if r["status"] not in ("passed", "skipped")]
    skipped = [r["check_name"] for r in results if r["status"] == "skipped"]
    assert not failed
    assert len(results) > 40
    assert skipped in ([], ["check_array_api_input"])  # that one wants an environment variable


def turned(stream, n=30, p=5, reflect=False):
    r = rng(3, 970, stream)
    X = r.normal(size=(n, p))
    Q = np.linalg.qr(r.normal(size=(p, p)))[0]
    if (np.linalg.det(Q) < 0) != reflect:
        Q[:, 0] *= -1
    return X, Q


@pytest.mark.parametrize("reflect", [False, True])
def test_procrustes_finds_rotation_scale_and_shift(reflect):
    X, Q = turned(0, reflect=reflect)
    Y = 2.5 * X @ Q + np.arange(5)
    model = Procrustes(scale=True).fit(X, Y)
    np.testing.assert_allclose(model.rotation_, Q, atol=1e-12)
    assert model.scale_ == pytest.approx(2.5)
    np.testing.assert_allclose(model.transform(X), Y, atol=1e-12)
    assert model.score(X, Y) == pytest.approx(1)
    new = rng(3, 971).normal(size=(7, 5))
    np.testing.assert_allclose(model.transform(new), 2.5 * new @ Q + np.arange(5), atol=1e-12)


def test_procrustes_without_reflections_only_rotates():
    X, Q = turned(1, reflect=True)
    model = Procrustes(reflections=False).fit(X, X @ Q)
    assert np.linalg.det(model.rotation_) == pytest.approx(1)
    distance = np.linalg.norm(model.transform(X) - X @ Q)
    assert distance == pytest.approx(procrustes_distance(X, X @ Q, reflections=False))
    assert distance > 1


def test_procrustes_without_shift_turns_about_the_origin():
    X, Q = turned(2)
    model = Procrustes(shift=False).fit(X + 3, (X + 3) @ Q)
    np.testing.assert_allclose(model.transform(X), X @ Q, atol=1e-12)
    assert not model.mean_x_.any()


@pytest.mark.parametrize(("p", "q"), [(5, 5), (3, 8), (8, 3), (40, 50), (50, 40)])
def test_the_map_leaves_the_distance(p, q):
    r = rng(3, 972, p, q)
    X, Y = r.normal(size=(30, p)), r.normal(size=(30, q))
    model = Procrustes().fit(X, Y)
    left = np.square(model.transform(X) - Y).sum()
    if p > q:  # what is rotated into the padded units
        left += np.square(
            (X - X.mean(axis=0)) - (X - X.mean(axis=0)) @ model.rotation_ @ model.rotation_.T
        ).sum()
    assert np.sqrt(left) == pytest.approx(procrustes_distance(X, Y))
    narrow = model.rotation_ if p >= q else model.rotation_.T
    np.testing.assert_allclose(narrow.T @ narrow, np.eye(min(p, q)), atol=1e-12)


def test_with_scale_the_score_is_the_squared_similarity():
    r = rng(3, 973)
    X, Y = r.normal(size=(2, 30, 4))
    score = Procrustes(scale=True).fit(X, Y).score(X, Y)
    assert score == pytest.approx(procrustes_similarity(X, Y) ** 2)


def test_linear_map_finds_the_weights():
    r = rng(3, 974)
    X, B = r.normal(size=(30, 5)), r.normal(size=(5, 3))
    model = LinearMap().fit(X, X @ B + 4)
    np.testing.assert_allclose(model.coef_, B, atol=1e-12)
    np.testing.assert_allclose(model.intercept_, [4, 4, 4])
    assert model.score(X, X @ B + 4) == pytest.approx(1)


def test_linear_map_is_ridge_regression():
    r = rng(3, 975)
    for p in (5, 60):
        X, Y = r.normal(size=(30, p)) + 2, r.normal(size=(30, 3))
        model, peer = LinearMap(0.7).fit(X, Y), Ridge(0.7).fit(X, Y)
        np.testing.assert_allclose(model.transform(X), peer.predict(X), atol=1e-10)
        assert model.score(X, Y) == pytest.approx(linear_regression_r2(X, Y, ridge=0.7))


def test_linear_map_chooses_the_penalty_that_predicts_best():
    r = rng(3, 976)
    X = r.normal(size=(40, 30))
    Y = X[:, :2] + r.normal(size=(40, 2))
    ridges = [100.0, 0.01, 1000.0, 1.0, 10.0]
    model = LinearMap(ridges, cv=4).fit(X, Y)
    total = np.square(Y - Y.mean(axis=0)).sum()
    scores = [
        1 - np.square(cross_val_predict(Ridge(λ), X, Y, cv=KFold(4)) - Y).sum() / total
        for λ in sorted(ridges)
    ]
    np.testing.assert_allclose(model.cv_scores_, scores, rtol=1e-9)
    assert model.ridge_ == sorted(ridges)[int(np.argmax(scores))]
    assert 0.01 < model.ridge_ < 1000
    np.testing.assert_allclose(model.transform(X), LinearMap(model.ridge_).fit(X, Y).transform(X))


def test_linear_map_of_dependent_units_takes_the_least_weights():
    r = rng(3, 977)
    X = r.normal(size=(30, 3))
    model = LinearMap().fit(np.hstack([X, X]), X[:, :1])
    np.testing.assert_allclose(model.coef_.ravel(), [0.5, 0, 0, 0.5, 0, 0], atol=1e-12)


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_relative_representations_agree_across_rotations(metric):
    X, Q = turned(3)
    a = RelativeRepresentation([0, 4, 7], metric=metric).fit_transform(X)
    b = RelativeRepresentation([0, 4, 7], metric=metric).fit_transform(X @ Q)
    np.testing.assert_allclose(a, b, atol=1e-12)
    assert a.shape == (30, 3)
    best = 1 if metric == "cosine" else 0
    np.testing.assert_allclose(a[[0, 4, 7], [0, 1, 2]], best, atol=1e-12)
    assert (a <= best + 1e-12).all()
    if metric == "cosine":
        scaled = RelativeRepresentation([0, 4, 7]).fit_transform(1e200 * X)
        np.testing.assert_allclose(a, scaled, atol=1e-12)


def test_anchors_are_drawn_alike_from_one_seed():
    X = rng(3, 978).normal(size=(30, 4))
    a, b = (RelativeRepresentation(8, random_state=5).fit(A) for A in (X, X**2))
    assert (a.anchors_ == b.anchors_).all()
    assert len(set(a.anchors_)) == 8
    assert (RelativeRepresentation(8, random_state=6).fit(X).anchors_ != a.anchors_).any()


def spread(mapped):
    return np.square(mapped - mapped.mean(axis=0)).sum()


def test_generalized_procrustes_brings_copies_together():
    X, Q = turned(4)
    R = turned(5)[1]
    Xs = [X, X @ Q + 3, X @ R - 1, np.column_stack([X @ Q, np.zeros(30)])]
    model = GeneralizedProcrustes()
    mapped = model.fit_transform(Xs)
    assert mapped.shape == (4, 30, 6)
    assert spread(mapped) < 1e-20
    assert model.score(Xs) == pytest.approx(1)
    np.testing.assert_allclose(model.template_, mapped.mean(axis=0), atol=1e-12)


def test_generalized_procrustes_of_noisy_subjects():
    r = rng(3, 979)
    X = r.normal(size=(40, 5))
    turns = [np.linalg.qr(r.normal(size=(5, 5)))[0] for _ in range(6)]
    Xs = [X @ Q + 0.3 * r.normal(size=(40, 5)) for Q in turns]
    model = GeneralizedProcrustes().fit([A[:30] for A in Xs])
    held_out = [A[30:] for A in Xs]
    assert model.score(held_out) > 0.85
    unaligned = np.stack(held_out)
    assert spread(model.transform(held_out)) < 0.3 * spread(unaligned)
    better = [
        spread(np.stack([scaled @ Q for scaled, Q in zip(model.transform(held_out), turns, strict=True)])),
        spread(unaligned),
    ]
    assert spread(model.transform(held_out)) < min(better)
    for A, Q in zip(Xs, model.rotations_, strict=True):
        np.testing.assert_allclose(Q.T @ Q, np.eye(5), atol=1e-12)
        one = Procrustes().fit(A[:30], model.template_)  # no single rotation is nearer to the template
        np.testing.assert_allclose(one.rotation_, Q, atol=1e-3)


def test_of_two_it_is_procrustes():
    r = rng(3, 980)
    X, Y = r.normal(size=(2, 30, 4))
    mapped = GeneralizedProcrustes().fit_transform([X, Y])
    assert np.linalg.norm(mapped[0] - mapped[1]) == pytest.approx(procrustes_distance(X, Y))


def test_generalized_procrustes_with_scale():
    X, Q = turned(6)
    model = GeneralizedProcrustes(scale=True)
    assert spread(model.fit_transform([X, 50 * X @ Q])) < 1e-20
    assert spread(GeneralizedProcrustes().fit_transform([X, 50 * X @ Q])) > 1


def test_generalized_procrustes_follows_scikit_learns_conventions():
    model = GeneralizedProcrustes(scale=True, max_iter=7)
    assert (
        clone(model).get_params()
        == model.get_params()
        == {
            "scale": True,
            "reflections": True,
            "tol": 1e-10,
            "max_iter": 7,
        }
    )
    X = turned(7)[0]
    assert model.fit([X, X]) is model
    assert 1 <= model.n_iter_ <= 7


def test_tensors_are_taken():
    torch = pytest.importorskip("torch")
    X, Q = turned(8)
    x, y = torch.tensor(X), torch.tensor(X @ Q)
    assert Procrustes().fit(x, y).score(x, y) == pytest.approx(1)
    assert LinearMap().fit(x, y).score(x, y) == pytest.approx(1)
    assert RelativeRepresentation(3).fit_transform(x).shape == (30, 3)
    assert GeneralizedProcrustes().fit([x, y]).score([x, y]) == pytest.approx(1)


X, Y = turned(9)[0], turned(10)[0]
CALLS = {
    "no Y": (lambda: Procrustes().fit(X), "requires y to be passed.*call fit"),
    "other stimuli": (lambda: Procrustes().fit(X, Y[1:]), "inconsistent numbers of samples"),
    "NaN": (lambda: LinearMap().fit(X, Y * np.nan), "contains NaN"),
    "one axis": (lambda: LinearMap().fit(X[:, 0], Y), "2D array"),
    "other units": (lambda: Procrustes().fit(X, Y).transform(X[:, 1:]), "X has 4 features"),
    "other Y": (lambda: Procrustes().fit(X, Y).score(X, Y[:, 1:]), r"Y has shape \(30, 4\).*\(30, 5\)"),
    "constant Y": (lambda: Procrustes().fit(X, Y).score(X, Y * 0), "Y is constant"),
    "NaN to score": (lambda: Procrustes().fit(X, Y).score(X, Y * np.nan), "Y has NaN"),
    "constant X": (lambda: Procrustes(scale=True).fit(X * 0, Y), "X is constant, so that no scale"),
    "ridge": (lambda: LinearMap(-1).fit(X, Y), "ridge is -1"),
    "ridges": (lambda: LinearMap([]).fit(X, Y), r"ridge is \[\]"),
    "cv": (lambda: LinearMap([1, 2], cv=31).fit(X, Y), "cv is 31: .*between 2 and the 30"),
    "anchors": (lambda: RelativeRepresentation(31).fit(X), "anchors is 31 and X has n_samples=30"),
    "anchor rows": (lambda: RelativeRepresentation([0, 30]).fit(X), "choose rows from 0 to 29"),
    "negative anchors": (lambda: RelativeRepresentation([-1, 3]).fit(X), "rows from 0 to 29"),
    "anchors of text": (lambda: RelativeRepresentation("all").fit(X), "anchors is 'all'"),
    "anchor metric": (
        lambda: RelativeRepresentation(metric="dot").fit(X),
        "choose one of 'cosine', 'euclidean'",
    ),
    "one": (lambda: GeneralizedProcrustes().fit([X]), "Xs has 1 representation: give two"),
    "others": (lambda: GeneralizedProcrustes().fit([X, Y[1:]]), r"Xs\[0\] has 30 stimuli .* Xs\[1\] has 29"),
    "NaN in one": (lambda: GeneralizedProcrustes().fit([X, Y * np.nan]), r"Xs\[1\] contains NaN"),
    "constant one": (lambda: GeneralizedProcrustes(scale=True).fit([X, Y * 0]), r"Xs\[1\] is constant"),
    "no rounds": (lambda: GeneralizedProcrustes(max_iter=0).fit([X, Y]), "max_iter is 0"),
    "fewer": (lambda: GeneralizedProcrustes().fit([X, Y]).transform([X]), "same order"),
    "constant to score": (
        lambda: GeneralizedProcrustes().fit([X, X]).score([X.mean(axis=0) + np.zeros((4, 5))] * 2),
        "Xs are constant",
    ),
}


@pytest.mark.parametrize("call", CALLS)
def test_wrong_input_says_the_mend(call):
    function, message = CALLS[call]
    with pytest.raises(ValueError, match=f"(?s){message}"):
        function()
