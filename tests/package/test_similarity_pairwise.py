"""All pairs at once: the same numbers as one pair at a time, on any number of workers."""

import joblib
import numpy as np
import pytest

from commonground import rng, similarity
from commonground.similarity import pairwise

NEEDED = {"minibatch_cka": {"batch_size": 10}}
ALL = [pytest.param(m, id=m.name) for m in similarity.measures()]


def layers(stream, n=30, widths=(4, 7, 7, 50)):
    r = rng(3, 960, stream)
    shared = r.normal(size=(n, 4))
    return [np.tanh(shared @ r.normal(size=(4, w))) + 0.3 * r.normal(size=(n, w)) for w in widths]


@pytest.mark.parametrize("m", ALL)
@pytest.mark.parametrize("widths", [(4, 7, 7, 50), (40, 50, 60, 30)])
def test_it_is_the_measure_of_every_pair(m, widths):
    Xs, Ys, options = layers(0, widths=widths), layers(1, widths=(5, 90)), NEEDED.get(m.name, {})
    for As, Bs in ((Xs, None), (Xs, Ys)):
        expected = [[m.function(A, B, **options) for B in Bs or As] for A in As]
        np.testing.assert_allclose(pairwise(m.name, As, Bs, **options), expected, rtol=1e-9, atol=1e-10)
        np.testing.assert_allclose(pairwise(m.function, As, Bs, **options), expected, rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize(
    ("measure", "options"),
    [
        ("linear_cka", {"debiased": True}),
        ("kernel_cka", {"debiased": True, "bandwidth": 0.5}),
        ("procrustes_distance", {"normalize": True, "reflections": False}),
        ("angular_procrustes", {"reflections": False}),
        ("rsa", {"metric": "euclidean", "compare": "kendall"}),
        ("linear_regression_r2", {"ridge": 1.0}),
        ("linear_regression_r2", {"cv": 5}),
        ("svcca", {"variance": 0.8}),
        ("mutual_knn", {"k": 3, "metric": "euclidean"}),
    ],
    ids=str,
)
def test_options_are_passed_on(measure, options):
    Xs = layers(2)
    function = getattr(similarity, measure)
    expected = [[function(X, Y, **options) for Y in Xs] for X in Xs]
    np.testing.assert_allclose(pairwise(measure, Xs, **options), expected, rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("stack", [1, 3])
def test_one_or_a_stack_of_representations(stack):
    Xs = rng(3, 961).normal(size=(stack, 20, 5))
    assert pairwise("linear_cka", Xs).shape == (stack, stack)
    assert pairwise("linear_cka", Xs, Xs[:1]).shape == (stack, 1)


def test_a_function_of_the_callers():
    Xs = layers(3)
    first = lambda X, Y, scale=1: scale * X[0, 0] - Y[0, 0]  # noqa: E731
    expected = [[2 * X[0, 0] - Y[0, 0] for Y in Xs] for X in Xs]
    np.testing.assert_array_equal(pairwise(first, Xs, scale=2), expected)


@pytest.mark.parametrize("measure", ["linear_cka", "mean_cca", "rsa"])
@pytest.mark.parametrize("backend", ["threading", "loky"])
def test_workers_change_nothing(measure, backend):
    Xs = layers(4)
    alone = pairwise(measure, Xs)
    with joblib.parallel_config(backend):
        np.testing.assert_array_equal(pairwise(measure, Xs, n_jobs=2), alone)


def test_the_backend_of_the_context_is_used():
    """A cluster is a context manager away: joblib's own switch decides who works."""
    seen = []

    class Watched(joblib._parallel_backends.ThreadingBackend):
        def submit(self, *args, **kwargs):
            seen.append(1)
            return super().submit(*args, **kwargs)

    joblib.register_parallel_backend("watched", Watched)
    with joblib.parallel_config("watched", n_jobs=2):
        pairwise("mean_cca", layers(5))
    assert seen


def test_tiles_add_up(monkeypatch):
    """Linear CKA of many: rows of tiles that do not divide the stimuli, on either side, debiased or not."""
    from commonground.similarity import _tiles

    monkeypatch.setattr(_tiles, "TILE", 7)
    Xs, Ys = layers(10, widths=(40, 50, 60, 3)), layers(11, widths=(70, 45))
    assert _tiles.cheaper(Xs, Xs)
    assert _tiles.cheaper(Xs, Ys)
    assert not _tiles.cheaper(*[layers(12, widths=(4, 4))] * 2)
    for debiased in (False, True):
        for As, Bs in ((Xs, None), (Xs, Ys)):
            expected = [[similarity.linear_cka(A, B, debiased=debiased) for B in Bs or As] for A in As]
            ours = pairwise("linear_cka", As, Bs, debiased=debiased)
            np.testing.assert_allclose(ours, expected, rtol=1e-10, atol=1e-12)


def test_progress_says_how_far_it_is(capsys):
    pairwise("mean_cca", layers(6), progress=True)
    assert "pairwise: 100%" in capsys.readouterr().err
    pairwise("mean_cca", layers(6), layers(7), progress=True)
    assert "pairwise: 100%" in capsys.readouterr().err
    pairwise("linear_cka", layers(6), progress=True)
    assert "pairwise: 100%" in capsys.readouterr().err
    pairwise("mean_cca", layers(6))
    assert capsys.readouterr().err == ""


def test_each_representation_is_prepared_once(monkeypatch):
    from commonground.similarity import _centred

    count = []
    before = _centred.Centred.__init__

    def counted(self, *args):
        count.append(1)
        before(self, *args)

    monkeypatch.setattr(_centred.Centred, "__init__", counted)
    pairwise("procrustes_similarity", layers(8))
    assert len(count) == 4


X = layers(9)[0]
CALLS = {
    "unknown": (lambda: pairwise("cosine", [X]), "measure is 'cosine': .*linear_cka"),
    "several numbers": (lambda: pairwise(similarity.cca, [X, X]), r"cca returned an array of shape \(4,\)"),
    "none": (lambda: pairwise("linear_cka", []), "Xs is empty"),
    "a representation": (
        lambda: pairwise("linear_cka", X),
        r"shape \(30, 4\), one representation: give a list",
    ),
    "other stimuli": (
        lambda: pairwise("linear_cka", [X, X[1:]]),
        r"Xs\[0\] has 30 stimuli .* Xs\[1\] has 29",
    ),
    "other stimuli in Ys": (lambda: pairwise("linear_cka", [X], [X[1:]]), r"Ys\[0\] has 29"),
    "NaN": (lambda: pairwise("linear_cka", [X], [X, X * np.nan]), r"Ys\[1\] has NaN at row 0, column 0"),
    "constant": (lambda: pairwise("mean_cca", [X, X * 0]), r"Xs\[1\] is constant"),
    "constant, at once": (lambda: pairwise("linear_cka", [X, X * 0]), r"Xs\[1\] is constant"),
    "option": (lambda: pairwise("linear_cka", [X], biased=True), "linear_cka has no option 'biased'"),
    "missing option": (lambda: pairwise("minibatch_cka", [X]), "minibatch_cka needs batch_size"),
    "few": (lambda: pairwise("linear_cka", [X[:3]], debiased=True), r"Xs\[0\] has 3 stimuli"),
}


@pytest.mark.parametrize("call", CALLS)
def test_wrong_input_says_the_mend(call):
    function, message = CALLS[call]
    with pytest.raises(ValueError, match=f"(?s){message}"):
        function()
