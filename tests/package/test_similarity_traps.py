"""Data on which implementations fail: far from the origin, huge, tiny, dependent, duplicated, tied, almost equal."""

import decimal

import numpy as np
import pytest

from commonground import rng, similarity
from commonground.similarity import _centred

NEEDED = {"minibatch_cka": {"batch_size": 10}}
ALL = [pytest.param(m, id=m.name) for m in similarity.measures()]
SHIFTED = [p for p in ALL if "shift" in p.values[0].invariances]
SCALED = [p for p in ALL if "isotropic scale" in p.values[0].invariances]


@pytest.fixture(autouse=True, params=["at once", "in blocks"])
def large(request, monkeypatch):
    """Small data are centred at once, large data in blocks: make both of the same."""
    if request.param == "in blocks":
        monkeypatch.setattr(_centred, "BLOCK", 0)
        monkeypatch.setattr(_centred, "_step", lambda width, least=0: 7)


def value(m, X, Y):
    return m.function(X, Y, **NEEDED.get(m.name, {}))


def related(stream, n=40, p=6, q=9):
    r = rng(3, 930, stream)
    shared = r.normal(size=(n, 4))
    return tuple(np.tanh(shared @ r.normal(size=(4, w))) + 0.3 * r.normal(size=(n, w)) for w in (p, q))


@pytest.mark.parametrize("m", SHIFTED)
@pytest.mark.parametrize("p", [6, 90])
def test_float32_far_from_the_origin(m, p):
    """The float32 data themselves are rounded; their measure must be that of the same numbers in float64."""
    X, Y = (A.astype(np.float32) + np.float32(1000) for A in related(0, p=p))
    exact = value(m, X.astype(float) - 1000, Y.astype(float) - 1000)
    single = "cka" in m.name or "procrustes" in m.name  # whose products of float32 are made in float32
    assert value(m, X, Y) == pytest.approx(exact, rel=1e-6 if single else 1e-9, abs=1e-12)


@pytest.mark.parametrize("m", SHIFTED)
def test_float64_far_from_the_origin(m):
    X, Y = (np.round(A * 2**20) / 2**20 for A in related(1))  # so that the sum with 2²⁵ is exact
    assert value(m, X + 2.0**25, Y - 2.0**25) == pytest.approx(value(m, X, Y), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("m", SCALED)
@pytest.mark.parametrize("scale", [1e-305, 1e-170, 1e-140, 1e-30, 1e30, 1e140])
def test_no_power_overflows_or_vanishes(m, scale):
    X, Y = related(2)
    assert value(m, X * scale, Y) == pytest.approx(value(m, X, Y), rel=1e-9)
    assert value(m, X, Y * scale) == pytest.approx(value(m, X, Y), rel=1e-9)


@pytest.mark.parametrize("m", SCALED)
@pytest.mark.parametrize("scale", [1e-30, 1e30])
def test_no_power_overflows_in_float32(m, scale):
    X, Y = (A.astype(np.float32) for A in related(3))
    large = X * np.float32(scale)
    exact = value(m, large.astype(float), Y.astype(float))
    assert value(m, large, Y) == pytest.approx(exact, rel=1e-6)


def test_distances_keep_the_scale_of_the_data():
    X, Y = related(4)
    for scale in (1e-100, 1e100):
        distance = similarity.procrustes_distance(X * scale, Y * scale)
        assert distance == pytest.approx(scale * similarity.procrustes_distance(X, Y), rel=1e-12)


@pytest.mark.parametrize("m", ALL)
def test_constant_units_change_nothing(m):
    """Also one whose value no binary fraction hits, whose mean is off by rounding."""
    X, Y = related(5)
    if m.name == "rsa" or m.name in ("mutual_knn", "cknna"):  # on raw rows a constant unit is a response
        padded = np.column_stack([X, np.zeros(len(X))])
        assert np.isfinite(value(m, np.column_stack([X, np.full(len(X), 0.1)]), Y))
        if m.name == "rsa":
            return
    else:
        padded = np.column_stack([X, np.full(len(X), 1e7 / 3), np.full(len(X), 0.1)])
    assert value(m, padded, Y) == pytest.approx(value(m, X, Y), rel=1e-12)
    if m.name not in ("cknna",):
        assert value(m, Y, padded) == pytest.approx(value(m, Y, X), rel=1e-12)


@pytest.mark.parametrize("name", ["mean_cca", "svcca", "linear_regression_r2"])
def test_dependent_units_change_nothing(name):
    """Copies and sums of units add no direction: the space is the same, and so is what it can predict."""
    X, Y = related(6)
    measure = getattr(similarity, name)
    dependent = np.column_stack([X, X[:, :3], X @ rng(3, 931).normal(size=(6, 5))])
    options = {"variance": 1.0} if name == "svcca" else {}
    assert measure(dependent, Y, **options) == pytest.approx(measure(X, Y, **options), rel=1e-9)
    assert len(similarity.cca(dependent, Y)) == 6
    assert len(similarity.cca(dependent.astype(np.float32), Y)) == 6


def test_rank_is_counted_at_the_tolerance():
    X, Y = related(7)
    for size, rank in ((1e-8, 6), (1e-12, 5)):
        almost = np.column_stack([X[:, :5], X[:, 0] + size * X[:, 5]])
        assert len(similarity.cca(almost, Y)) == rank


@pytest.mark.parametrize("condition", [1e2, 1e4, 1e5, 1e7])
def test_cca_of_badly_conditioned_units(condition):
    """Canonical correlations do not change under an invertible map; what changes is how hard they are to compute."""
    X, Y = related(8, n=200)
    r = rng(3, 932)
    U, V = (np.linalg.qr(r.normal(size=(6, 6)))[0] for _ in range(2))
    mapped = X @ (U * np.geomspace(1, 1 / condition, 6)) @ V
    assert similarity.cca(mapped, Y) == pytest.approx(similarity.cca(X, Y), abs=1e-14 * condition)


@pytest.mark.parametrize("m", ALL)
def test_duplicated_stimuli(m):
    X, Y = related(9, n=24)
    twice = value(m, np.repeat(X, 2, axis=0), np.repeat(Y, 2, axis=0))
    assert np.isfinite(twice)
    if m.name in (
        "linear_cka",
        "mean_cca",
        "svcca",
        "pwcca",
        "linear_regression_r2",
        "procrustes_similarity",
    ):
        assert twice == pytest.approx(value(m, X, Y), rel=1e-9)  # weights of all stimuli are as before
    same = value(m, np.repeat(X, 2, axis=0), np.repeat(X, 2, axis=0))
    assert same == pytest.approx(1 if m.kind == "similarity" else 0, abs=1e-12)


@pytest.mark.parametrize("m", ALL)
@pytest.mark.parametrize("shape", [(12, 200), (12, 12), (12, 11), (4, 2), (5, 1)])
def test_few_stimuli(m, shape):
    X, Y = related(10, n=shape[0], p=shape[1], q=shape[1] + 1)
    options = {"minibatch_cka": {"batch_size": 4}, "mutual_knn": {"k": 2}, "cknna": {"k": 3}}.get(m.name, {})
    if m.name == "rsa" and shape[1] < 3:
        options = {"metric": "euclidean"}
    assert np.isfinite(m.function(X, Y, **options))


def exact_angle(X, Y):
    """The angle between two one-unit representations, in 60 digits."""
    with decimal.localcontext(prec=60):
        x, y = ([decimal.Decimal(float(v)) for v in A.ravel()] for A in (X, Y))
        x, y = ([v - sum(a) / len(a) for v in a] for a in (x, y))
        xx, yy, xy = (
            sum(v * v for v in x),
            sum(v * v for v in y),
            sum(v * w for v, w in zip(x, y, strict=True)),
        )
        sine = (1 - xy * xy / (xx * yy)).sqrt()
        return float(sine)  # = the angle, to relative precision angle²/6


@pytest.mark.parametrize("size", [1e-4, 1e-6, 1e-9, 1e-12])
def test_small_angles_keep_their_digits(size):
    r = rng(3, 933)
    X = r.normal(size=(50, 1))
    Y = X + size * r.normal(size=(50, 1))
    exact = exact_angle(X, Y)
    assert similarity.angular_procrustes(X, Y) == pytest.approx(
        exact, rel=max(1e-3 * 1e-15 / size, 1e-8) * 1e3
    )
    distance = similarity.procrustes_distance(X, Y, normalize=True)
    assert distance == pytest.approx(exact, rel=max(1e-12 / size, 1e-8))


@pytest.mark.parametrize("reflections", [True, False])
@pytest.mark.parametrize(("p", "q"), [(6, 6), (4, 9), (9, 4), (60, 70), (6, 70)])
def test_a_small_distance_is_the_length_of_the_difference(p, q, reflections):
    """Moved by a known small amount orthogonal to every rotation's tangent, so that the distance is that amount."""
    r = rng(3, 934, p, q)
    X = r.normal(size=(40, max(p, q)))
    X[:, min(p, q) :] = 0
    X -= X.mean(axis=0)
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    rank = int((s > 1e-9).sum())
    change = 1e-9 * r.uniform(0.5, 1, size=rank)
    Y = (U[:, :rank] * (s[:rank] + change)) @ Vt[:rank]
    turn = np.linalg.qr(r.normal(size=(max(p, q),) * 2))[0]
    if np.linalg.det(turn) < 0:
        turn[:, 0] *= -1
    if p < q:
        Y = Y @ turn
        X = X[:, :p]
    elif p > q:
        X = X @ turn
        Y = Y[:, :q]
    else:
        Y = Y @ turn
    distance = similarity.procrustes_distance(X, Y, reflections=reflections)
    assert distance == pytest.approx(np.linalg.norm(change), rel=1e-4)


def test_distances_between_almost_equal_stimuli_keep_their_digits():
    r = rng(3, 935)
    X = np.repeat(r.normal(size=(10, 8)), 2, axis=0)
    X[1::2] += 1e-9 * r.normal(size=(10, 8))
    D = similarity.rdm(X, "euclidean")
    for i in range(0, 20, 2):
        assert D[i, i + 1] == pytest.approx(np.linalg.norm(X[i] - X[i + 1]), rel=1e-6)


def test_copies_are_at_distance_zero_and_their_distances_tie():
    X = np.repeat(rng(3, 936).normal(size=(7, 33)), 3, axis=0)
    copies = np.kron(np.eye(7), np.ones((3, 3))) > 0
    for metric in ("correlation", "cosine", "euclidean", "sqeuclidean"):
        assert (similarity.rdm(X, metric)[copies] == 0).all()
    Y = np.repeat(rng(3, 937).normal(size=(7, 21)), 3, axis=0)
    ties = similarity.rsa(X, Y, compare="kendall")
    small = similarity.rdm(X[::3]), similarity.rdm(Y[::3])
    exact = (np.kron(D, np.ones((3, 3))) for D in small)
    assert ties == pytest.approx(similarity.rsa(*exact, metric="precomputed", compare="kendall"), abs=1e-14)


def test_tied_neighbours_are_shared_out():
    """On a ring each stimulus has two nearest neighbours at the same distance: one place is half of each."""
    angle = 2 * np.pi * np.arange(12) / 12
    ring = np.column_stack([np.cos(angle), np.sin(angle)])
    one_sided = np.column_stack([np.cos(angle + 0.1 * np.sin(angle)), np.sin(angle + 0.1 * np.sin(angle))])
    assert similarity.mutual_knn(ring, ring, k=1) == pytest.approx(1)
    order = rng(3, 938).permutation(12)
    for k in (1, 3):
        value = similarity.mutual_knn(ring, one_sided, k=k)
        assert similarity.mutual_knn(ring[order], one_sided[order], k=k) == pytest.approx(value, abs=1e-14)
        assert 0 < value < 1


def test_neighbours_are_told_apart_however_close():
    """All stimuli in almost one direction: their cosines differ in the twelfth digit only."""
    r = rng(3, 939)
    X = 1e6 + r.normal(size=(60, 5))
    offset = X - X.mean(axis=1, keepdims=True)  # cosines follow the distances of these, to first order
    assert similarity.mutual_knn(X, offset / 1e3 + 1, k=5) > 0.95


def test_identical_neighbours_everywhere():
    X = np.ones((20, 3))
    X[0] = 2
    Y = rng(3, 940).normal(size=(20, 3))
    share = similarity.mutual_knn(X, Y, k=4, metric="euclidean")
    assert 0 < share < 1


def test_debiased_cka_of_a_single_odd_stimulus_is_refused():
    X = np.zeros((10, 3))
    X[4] = 1
    Y = rng(3, 941).normal(size=(10, 3))
    assert 0 < similarity.linear_cka(X, Y) < 1
    for measure in (similarity.linear_cka, similarity.kernel_cka):
        with pytest.raises(ValueError, match=r"kernel sees no|HSIC of X|median"):
            measure(X, Y, debiased=True)


def test_the_median_of_copies_is_refused():
    X = np.repeat([[0.0, 1], [1, 0]], [9, 1], axis=0)
    with pytest.raises(ValueError, match="median distance between the stimuli of X is 0"):
        similarity.kernel_cka(X, rng(3, 942).normal(size=(10, 2)))


def test_integers_booleans_half_precision_and_other_layouts():
    X, Y = related(11)
    whole = np.round(4 * X).astype(int)
    expected = similarity.linear_cka(whole.astype(float), Y)
    assert similarity.linear_cka(whole, Y) == expected
    assert similarity.linear_cka(whole.tolist(), Y) == expected
    assert similarity.linear_cka(whole.astype(np.float16), Y) == pytest.approx(expected, rel=1e-12)
    assert similarity.linear_cka(np.asfortranarray(whole), np.asfortranarray(Y)) == pytest.approx(
        expected, rel=1e-12
    )
    assert similarity.linear_cka(X > 0, Y) == similarity.linear_cka((X > 0).astype(float), Y)
    reversed_twice = X[:, ::-1][:, ::-1]
    assert similarity.linear_cka(reversed_twice, Y) == pytest.approx(similarity.linear_cka(X, Y), rel=1e-12)


@pytest.mark.parametrize("m", ALL)
def test_tensors_in_and_inputs_left_as_they_were(m):
    torch = pytest.importorskip("torch")
    X, Y = related(12)
    x, y = torch.tensor(X, requires_grad=True), torch.tensor(Y)
    X.setflags(write=False)
    Y.setflags(write=False)
    assert value(m, x, y) == value(m, X, Y)
    assert (x.detach().numpy() == X).all()
    assert np.isfinite(value(m, x.to(torch.bfloat16), y.float()))


@pytest.mark.parametrize("m", ALL)
def test_tensors_that_numpy_cannot_take_are_compared(m):
    torch = pytest.importorskip("torch")
    X, Y = related(13)
    as_tensor = {
        "a view with its negative bit set": torch.complex(torch.tensor(X), -torch.tensor(X)).conj().imag,
        "a list of tensors with gradients": [torch.tensor(row, requires_grad=True) for row in X],
    }
    for what, x in as_tensor.items():
        assert value(m, x, Y) == value(m, X, Y), what
    rounded = torch.tensor(X).to(torch.float8_e4m3fn)
    assert value(m, rounded, Y) == value(m, rounded.float().numpy(), Y)
    in_rows = [row.bfloat16() for row in torch.tensor(X)]
    assert value(m, in_rows, Y) == value(m, torch.tensor(X).bfloat16().float().numpy(), Y)


@pytest.mark.parametrize("m", ALL)
def test_tensors_that_hold_no_numbers_in_rows_say_the_mend(m):
    torch = pytest.importorskip("torch")
    X, Y = related(14)
    for wrong, mend in (
        (torch.tensor(X).to_sparse(), r"pass X\.to_dense\(\)"),
        (torch.empty(X.shape, device="meta"), "holds no data"),
        (torch.complex(torch.tensor(X), torch.tensor(X)).conj(), "real numbers"),
        (X.astype(str), "text at row 0, column 0"),
        (X.astype(str).astype(object), "text at row 0, column 0"),
    ):
        with pytest.raises(ValueError, match=mend):
            value(m, wrong, Y)
