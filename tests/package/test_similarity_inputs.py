"""Wrong input: a ValueError that says what, where, and the mend."""

import numpy as np
import pytest
from scipy import sparse

from commonground import rng, similarity

NEEDED = {"minibatch_cka": {"batch_size": 5}}
TWO = {m.name: m.function for m in similarity.measures()} | {"cca": similarity.cca}
X = rng(3, 950).normal(size=(12, 4))
Y = rng(3, 951).normal(size=(12, 6))


def spoiled(value):
    A = X.copy()
    A[7, 2] = value
    return A


WRONG = {
    "NaN": (spoiled(np.nan), "NaN at row 7, column 2"),
    "infinity": (spoiled(-np.inf), "infinity at row 7, column 2"),
    "several": (np.where(np.eye(12, 4) > 0, np.nan, X), "row 0, column 0 and at 3 more places"),
    "huge": (spoiled(1e200), "overflow: divide it"),
    "one unit without its axis": (X[:, 0], r"shape \(12,\).*\[:, None\]"),
    "three axes": (X.reshape(12, 2, 2), r"flatten.*reshape\(len\("),
    "a number": (3.0, r"shape \(\)"),
    "no units": (X[:, :0], "no units"),
    "no stimuli": (X[:0], "0 stimuli"),
    "two stimuli": (X[:2], "2 stimuli.*at least"),
    "constant": (np.full((12, 4), 1 / 3), "constant"),
    "complex": (X + 0j, "complex128.*real numbers"),
    "text": (X.astype(str), "real numbers"),
    "ragged": ([[1, 2], [3]], "rows differ in length"),
    "objects": (np.array([["a", None]] * 12), "real numbers"),
    "masked": (np.ma.masked_less(X, 0), "masked"),
    "sparse": (sparse.csr_array(X), "toarray"),
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("name", TWO)
def test_every_measure_refuses_wrong_input_on_either_side(name, wrong):
    A, message = WRONG[wrong]
    options = NEEDED.get(name, {})
    with pytest.raises(ValueError, match=f"(?s)^(row .* of )?X.*{message}"):
        TWO[name](A, Y, **options)
    with pytest.raises(ValueError, match=f"(?s)^(row .* of )?Y.*{message}"):
        TWO[name](Y, A, **options)


@pytest.mark.parametrize("wrong", WRONG)
def test_rdm_refuses_wrong_input(wrong):
    A, message = WRONG[wrong]
    with pytest.raises(ValueError, match=f"(?s)^X.*{message}"):
        similarity.rdm(A)


@pytest.mark.parametrize("name", TWO)
def test_every_measure_refuses_other_stimuli(name):
    options = NEEDED.get(name, {})
    with pytest.raises(ValueError, match=r"X has 12 stimuli .* Y has 11: .*keep the stimuli that both have"):
        TWO[name](X, Y[:11], **options)
    with pytest.raises(ValueError, match="transposed"):
        TWO[name](X, Y.T, **options)


CALLS = {
    "debiased needs 4": (lambda: similarity.linear_cka(X[:3], Y[:3], debiased=True), "3 stimuli.*at least 4"),
    "debiased kernel needs 4": (lambda: similarity.kernel_cka(X[:3], Y[:3], debiased=True), "at least 4"),
    "cknna needs 4": (lambda: similarity.cknna(X[:3], Y[:3], k=2), "at least 4"),
    "k of n": (lambda: similarity.mutual_knn(X, Y, k=12), "k is 12 and there are 12 stimuli.*at most 11"),
    "k of n, cknna": (lambda: similarity.cknna(X, Y, k=12), "choose at most 11"),
    "k of 0": (lambda: similarity.mutual_knn(X, Y, k=0), "at least 1"),
    "k of 1, cknna": (lambda: similarity.cknna(X, Y, k=1), "at least 2"),
    "k of 2.5": (lambda: similarity.mutual_knn(X, Y, k=2.5), "whole number"),
    "default k": (lambda: similarity.mutual_knn(X[:8], Y[:8]), "k is 10 and there are 8 stimuli"),
    "metric": (lambda: similarity.rdm(X, "manhattan"), "metric is 'manhattan': choose one of 'correlation'"),
    "metric of rsa": (lambda: similarity.rsa(X, Y, metric=None), "metric is None: choose"),
    "metric of knn": (lambda: similarity.mutual_knn(X, Y, k=3, metric="dot"), "choose one of 'cosine'"),
    "precomputed rdm": (lambda: similarity.rdm(X, "precomputed"), "that is for rsa"),
    "not an RDM": (
        lambda: similarity.rsa(X, Y, metric="precomputed"),
        "must be an RDM, square and symmetric",
    ),
    "compare": (lambda: similarity.rsa(X, Y, compare="r2"), "compare is 'r2': choose one of 'spearman'"),
    "a flat stimulus": (
        lambda: similarity.rsa(np.vstack([X[:5], np.ones((1, 4)), X[6:]]), Y),
        "row 5 of X has the same response in every unit.*drop that stimulus",
    ),
    "a silent stimulus": (
        lambda: similarity.mutual_knn(X, np.vstack([Y[:11], np.zeros((1, 6))]), k=3),
        "row 11 of Y has no response in any unit",
    ),
    "one unit, correlation": (lambda: similarity.rsa(X[:, :1], Y), "row 0 of X has the same response"),
    "all as far apart": (lambda: similarity.rsa(np.eye(12), Y), "all distances of X are equal"),
    "mahalanobis": (
        lambda: similarity.rdm(rng(3, 952).normal(size=(5, 5)), "mahalanobis"),
        "more stimuli than units",
    ),
    "mahalanobis, dependent": (
        lambda: similarity.rdm(np.hstack([X, X]), "mahalanobis"),
        "no dependent units",
    ),
    "kernel": (lambda: similarity.kernel_cka(X, Y, kernel="poly"), "kernel is 'poly': choose one of 'rbf'"),
    "kernel's shape": (
        lambda: similarity.kernel_cka(X, Y, kernel=lambda A: A),
        r"kernel\(X\) has shape \(12, 4\)",
    ),
    "kernel's values": (lambda: similarity.kernel_cka(X, Y, kernel=lambda A: A @ A.T * np.nan), "has NaN"),
    "kernel's symmetry": (
        lambda: similarity.kernel_cka(X, Y, kernel=lambda A: np.arange(144.0).reshape(12, 12)),
        "not symmetric",
    ),
    "kernel sees nothing": (
        lambda: similarity.kernel_cka(X, Y, kernel=lambda A: np.ones((12, 12))),
        "sees no diff",
    ),
    "narrow kernel": (
        lambda: similarity.kernel_cka(X, Y, bandwidth=1e-9, debiased=True),
        "another bandwidth",
    ),
    "bandwidth": (lambda: similarity.kernel_cka(X, Y, bandwidth=0), "bandwidth is 0.*above 0"),
    "median": (lambda: similarity.kernel_cka(X, Y, median="mean"), "median is 'mean'"),
    "batch": (
        lambda: similarity.minibatch_cka(X, Y, batch_size=13),
        "batch_size is 13 and there are 12 stimuli",
    ),
    "small batch": (lambda: similarity.minibatch_cka(X, Y, batch_size=3), "at least 4"),
    "variance": (lambda: similarity.svcca(X, Y, variance=99), "variance is 99: it must be"),
    "no variance": (lambda: similarity.svcca(X, Y, variance=0), "variance is 0"),
    "ridge": (lambda: similarity.linear_regression_r2(X, Y, ridge=-1), "ridge is -1.*at least 0"),
    "ridge of text": (lambda: similarity.linear_regression_r2(X, Y, ridge="much"), "ridge is 'much'"),
    "cv": (lambda: similarity.linear_regression_r2(X, Y, cv=13), "cv is 13 and there are 12"),
    "cv of 1": (lambda: similarity.linear_regression_r2(X, Y, cv=1), "at least 2"),
    "cv of text": (lambda: similarity.linear_regression_r2(X, Y, cv="five"), "cv is 'five'"),
    "cv out of range": (
        lambda: similarity.linear_regression_r2(X, Y, cv=[([0, 1], [12])]),
        "row numbers below 12",
    ),
    "cv that peeks": (
        lambda: similarity.linear_regression_r2(X, Y, cv=[([0, 1, 2], [2])]),
        "at least 2 stimuli",
    ),
}


@pytest.mark.parametrize("call", CALLS)
def test_wrong_options_say_the_mend(call):
    function, message = CALLS[call]
    with pytest.raises(ValueError, match=f"(?s){message}"):
        function()
