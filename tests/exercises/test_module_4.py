"""Answers to the exercises of module 4 that are not the reference, right and wrong."""

import re
from pathlib import Path

import numpy as np
import pytest
from sklearn.decomposition import PCA

from commonground import alignment, similarity
from commonground.checks.exercise import find
from commonground.checks.m04 import anchors, false_friends, mutual_knn, pmi, relative, reliability, stitch
from commonground.checks.here import here
from commonground.checks.run import examine

from .conftest import judged


# ---- other ways to be right


def knn_of_the_package(X, Y, k):
    return similarity.mutual_knn(X, Y, k=k)


def relative_of_the_package(X, rows):
    return alignment.RelativeRepresentation(anchors=rows).fit_transform(X)


def unchanged_as_array(X, changed, rows):
    before = relative_of_the_package(X, rows)
    return np.array([np.abs(relative_of_the_package(Y, rows) - before).max() < 1e-8 for Y in changed])


def stitch_of_the_package(A, B, new, y, W, b):
    Z = alignment.Procrustes(scale=False).fit(A, B).transform(new)
    return [Z.tolist(), np.sum(np.argmax(Z @ W + b, axis=1) == y) / len(y)]


def pmi_by_sums(counts):
    with np.errstate(divide="ignore"):
        logs = np.log(counts)
    alone = np.log(counts.sum(axis=0))
    K = logs + np.log(counts.sum()) - alone[:, None] - alone[None, :]
    K[counts == 0] = 0
    return K


def embed_turned(K, d):
    values, vectors = np.linalg.eigh(K)
    order = np.argsort(-values)[:d]
    turn = np.linalg.qr(np.random.default_rng(0).normal(size=(d, d)))[0]
    return (vectors[:, order] * values[order] ** 0.5) @ turn


def by_counting_neighbours(X):
    """The row with most near rows that no earlier anchor is near to, ten times."""
    U = X / np.linalg.norm(X, axis=1, keepdims=True)
    near, free, chosen = U @ U.T > 0.5, np.ones(len(X), dtype=bool), []
    for _ in range(10):
        chosen.append(int(((near & free).sum(axis=1) * free).argmax()))
        free &= ~near[chosen[-1]]
    return np.array(chosen)


def by_k_means(X, starts=20):
    U = X / np.linalg.norm(X, axis=1, keepdims=True)
    r, best, near = np.random.default_rng(1), -np.inf, None
    for _ in range(starts):
        C = U[[r.integers(len(U))]]
        while len(C) < 10:
            far = np.maximum(1 - (U @ C.T).max(axis=1), 0) ** 2
            C = np.vstack([C, U[r.choice(len(U), p=far / far.sum())]])
        for _ in range(15):
            own = (U @ C.T).argmax(axis=1)
            C = np.array([U[own == j].sum(axis=0) if (own == j).any() else C[j] for j in range(10)])
            C /= np.linalg.norm(C, axis=1, keepdims=True)
        if (U @ C.T).max(axis=1).sum() > best:
            best, near = (U @ C.T).max(axis=1).sum(), U @ C.T
    rows = []
    for center in near.T:  # one row may be the nearest to two centers
        rows.append(np.where(np.isin(np.arange(len(U)), rows), -np.inf, center).argmax())
    return rows


def by_projection(a, b):
    """False friends whose loud part is uniform noise, both tasks regressed out of it, of eight units."""
    r = np.random.default_rng(5)
    labels = [(y[:, None] == np.unique(y)[1:]) * 1.0 for y in (a, b)]
    design = np.column_stack([np.ones(len(a)), *labels])
    noise = r.uniform(-1, 1, size=(len(a), 8))
    noise -= design @ np.linalg.lstsq(design, noise)[0]
    return [np.c_[500 * noise, labels[0]], np.c_[labels[1], 500 * noise]]


def with_plain_noise(a, b):
    """Noise that is not made orthogonal to the tasks tells a little of them, which is allowed."""
    noise = 1000 * np.random.default_rng(3).normal(size=(len(a), 2))
    return np.c_[noise, np.equal.outer(a, np.unique(a))], np.c_[noise, np.equal.outer(b, np.unique(b))]


def spearman_brown_by_odds(r, k):
    """As the ratio of signal to noise, which grows with the number of trials."""
    odds = k * r / (1 - r)
    return odds / (1 + odds)


def reliability_by_products(trials, orders):
    agree = []
    for order in np.asarray(orders):
        a, b = (trials[part].sum(axis=0) for part in np.split(order, 2))
        a, b = a - a.mean(), b - b.mean()
        agree.append(a @ b / np.sqrt((a @ a) * (b @ b)))
    return 2 / (1 + 1 / np.mean(agree))


def across_by_components(A, B, new):
    """Regression on the strongest directions alone."""
    a, b = A.mean(0), B.mean(0)
    kept = PCA(8).fit(A)
    return (new - a) @ kept.components_.T @ np.linalg.lstsq(kept.transform(A), B - b)[0] + b


def hyperaligned_to_one(tables):
    """Turn everybody to the first, who is as good as any other here."""
    first = tables[0] - tables[0].mean(0)
    return [alignment.Procrustes().fit(X - X.mean(0), first).rotation_ for X in tables]


def by_gradient_descent(P, q, k):
    """Go down the loss until it is flat."""
    S, negatives = np.zeros_like(P), k * np.outer(P.sum(1), q)
    for _ in range(200):
        on = 1 / (1 + np.exp(-S))
        S -= (negatives * on - P * (1 - on)) / ((P + negatives) * on * (1 - on))  # Newton's steps
    return S


@pytest.mark.parametrize(
    ("number", "answers"),
    [
        ("4.1", [knn_of_the_package]),
        ("4.2", [relative_of_the_package, unchanged_as_array]),
        ("4.3", [stitch_of_the_package]),
        ("4.3", [stitch.altered]),
        ("4.4", [pmi_by_sums, embed_turned]),
        ("4.5", [by_counting_neighbours]),
        ("4.5", [by_k_means]),
        ("4.6", [by_projection]),
        ("4.7", [spearman_brown_by_odds, reliability_by_products]),
        ("4.8", [by_gradient_descent]),
        ("4.9", [across_by_components]),
        ("4.10", [hyperaligned_to_one]),
    ],
    ids=lambda value: getattr(value[0], "__name__", value),
)
def test_other_right_ways_pass(passes, number, answers):
    passes(number, *answers)


# ---- the inputs are what the exercises need


def test_random_anchors_fail_in_every_world(some_seeds):
    for seed in some_seeds:
        r = np.random.default_rng(seed)
        accuracies = []
        for world, by_chance in anchors.worlds(seed, but=(anchors.the_farthest,)):
            assert 0.4 < by_chance < 0.75
            accuracies += [world.accuracy(rows) for rows in anchors.random_rows(r, world)]
            assert world.accuracy(anchors.choose_anchors(world.A)) > anchors.FLOOR
        assert np.mean(np.array(accuracies) >= anchors.FLOOR) <= 0.05


def test_ten_anchors_of_ten_kinds_are_enough_however_they_are_chosen(some_seeds):
    """What is asked can be had: one row of each kind, any of them, is above the floor on average."""
    for seed in some_seeds:
        r = np.random.default_rng(seed)
        world = anchors.World(r)
        one_each = [[r.choice(np.flatnonzero(world.kind == kind)) for kind in range(10)] for _ in range(10)]
        assert np.mean([world.accuracy(np.array(rows)) for rows in one_each]) > anchors.FLOOR


def test_false_friends_are_so_by_the_measures_of_the_course():
    a, b = false_friends.crossed(np.repeat([0, 1], 6), np.repeat([0, 1], 4))
    A, B = false_friends.false_friends(a, b)
    assert similarity.linear_cka(A, B) > 0.999
    assert similarity.mutual_knn(A, B, k=5) > 0.95
    assert similarity.procrustes_similarity(A, B) > 0.999
    assert similarity.cca(A, B)[-1] < 0.01, "canonical correlations must tell the pair apart"


def test_twelve_colours_on_a_ring_are_embedded_as_a_ring():
    t = np.arange(12) * np.pi / 6
    Z = pmi.embed(pmi.pmi(np.exp(3 * np.cos(t[:, None] - t))), 2)
    assert np.ptp(np.linalg.norm(Z, axis=1)) < 1e-9
    assert similarity.procrustes_similarity(Z, np.column_stack([np.cos(t), np.sin(t)])) > 1 - 1e-9


def test_the_damaged_decoder_is_read_as_it_is():
    inputs = stitch.networks(np.random.default_rng(0), damaged=True)
    assert stitch.refitted(*inputs)[1] > stitch.stitch(*inputs)[1]


def test_the_reference_of_reliability_passes_on_a_hundred_seeds():
    for seed in range(100):
        report = judged("4.7", reliability.spearman_brown, reliability.reliability, seed=seed)
        assert report.passed, f"seed {seed}\n{report}"


def test_reliability_is_that_of_the_population_and_a_half_has_less():
    for truth in (0.3, 0.6, 0.9):
        drawn = [
            reliability.population(np.random.default_rng([seed, int(10 * truth)]), truth)
            for seed in range(60)
        ]
        found = [reliability.reliability(*recording) for recording in drawn]
        assert abs(np.mean(found) - truth) < 0.02
        assert np.mean([reliability.of_half_the_trials(*recording) for recording in drawn]) < truth - 0.04


def test_reliability_is_what_the_mean_of_all_trials_agrees_by_with_another_such_mean():
    r = np.random.default_rng(3)
    signal, noise = r.standard_normal(20_000), r.standard_normal((16, 20_000))
    first, again = signal + 2 * noise[:8], signal + 2 * noise[8:]
    found = reliability.reliability(first, reliability.shuffled(r, 8, 6))
    assert abs(found - np.corrcoef(first.mean(axis=0), again.mean(axis=0))[0, 1]) < 0.02


def test_reliability_runs_on_the_seven_people_as_the_sheet_says(capsys):
    sheet = (Path(__file__).parents[2] / "solutions/04-convergence.md").read_text("utf8")
    code = re.search(r"^```python\n(from commonground .*?)^```", sheet, re.MULTILINE | re.DOTALL)[1]
    exec(code, {"np": np, **find("4.7").solutions})
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 7
    for line in lines:
        whole, foretold, in_time = map(float, re.findall(r"0\.\d{3}", line))
        assert abs(whole - foretold) < 0.02 and in_time < whole + 0.01


# ---- what a wrong answer is told


def test_a_change_that_was_misjudged_is_named():
    said = str(judged("4.2", relative.relative, lambda X, changed, rows: [True] * 6))
    assert "is True, and should be False: there X was " in said
    assert "truth values, one a changed table" in str(judged("4.2", relative.relative, lambda *x: [True] * 5))
    assert "truth values, one a changed table" in str(judged("4.2", relative.relative, lambda *x: [[1]] * 6))


@pytest.mark.parametrize(
    ("choose", "told"),
    [
        (lambda X: [0] * 10, "ten different rows: these are 1"),
        (lambda X: range(10), "returned a range"),
        (lambda X: np.arange(10) + len(X), "should be row numbers, whole and from 0 to"),
        (lambda X: np.arange(10) - 1, "should be row numbers, whole and from 0 to"),
        (lambda X: np.arange(10) / 2, "should be row numbers, whole and from 0 to"),
        (lambda X: list(range(9)), "shape (9,), where shape (10,) belongs"),
        (lambda X: list(range(50, 60)), "ten rows at random reach"),
    ],
)
def test_anchors_that_are_none_are_told_why(choose, told):
    report = judged("4.5", choose)
    assert report.points == 0 and told in str(report)


def test_the_kinds_that_anchors_cover_and_the_accuracy_are_quoted():
    said = str(judged("4.5", lambda X: list(range(50, 60))))
    assert "kinds of stimuli among them, of ten" in said and "accuracy of A's decoder on B's codes" in said


def test_the_kernel_of_an_embedding_is_quoted():
    said = str(judged("4.4", pmi.pmi, lambda K, d: np.ones((len(K), d))))
    assert "its Z @ Z.T" in said and "should be [[" in said


@pytest.mark.parametrize(
    ("friends", "told"),
    [
        (lambda a, b: np.eye(len(a)), "2 tables"),
        (lambda a, b: (np.ones((len(a), 2)),) * 2, "answer different stimuli differently"),
        (lambda a, b: (np.eye(len(a))[:, :3],) * 2, "a row of zeros"),
        (lambda a, b: (np.random.default_rng(0).normal(size=(len(a), len(a))),) * 2, "units: take at most"),
        (lambda a, b: (np.full((len(a), 2), np.nan),) * 2, "A: NaN, not a number"),
    ],
)
def test_friends_that_are_none_are_told_why(friends, told):
    report = judged("4.6", friends)
    assert report.points == 0 and told in str(report)


def test_noise_that_is_not_orthogonal_to_the_tasks_is_allowed(some_seeds):
    for seed in some_seeds:
        assert judged("4.6", with_plain_noise, seed=seed).passed
