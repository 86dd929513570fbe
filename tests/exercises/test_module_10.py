"""Answers to the exercises of module 10 that are not the reference, right and wrong."""

import numpy as np
import pytest

from commonground import hyperbolic
from commonground.checks.m10 import (
    align,
    bring,
    by_chance,
    delta,
    distance,
    plant,
    sarkar,
    there_and_back,
    translate,
)
from commonground.checks.m10._ball import points

from .conftest import judged


def distance_by_artanh(x, y):
    """2 artanh of the length of the Möbius difference, whose square is known in closed form."""
    gap = (x - y) @ (x - y)
    return 2 * np.arctanh(np.sqrt(gap / (gap + (1 - x @ x) * (1 - y @ y))))


def translate_without_complex_numbers(a, X):
    """Möbius addition of −a, as it is written for any dimension."""
    ax, xx, aa = -X @ a, (X**2).sum(axis=1), a @ a
    top = (1 + 2 * ax + xx)[:, None] * -a + (1 - aa) * X
    return top / (1 + 2 * ax + aa * xx)[:, None]


def exp0_row_by_row(V):
    return [[0.0] * len(v) if not v.any() else np.tanh(np.sqrt(v @ v) / 2) * v / np.sqrt(v @ v) for v in V]


def log0_by_logarithms(X):
    s = np.sqrt((X**2).sum(axis=1, keepdims=True))
    return np.divide(np.log1p(s) - np.log1p(-s), s, where=s > 0, out=np.zeros_like(s)) * X


def sarkar_on_the_hyperboloid(parents, tau):
    return hyperbolic.to_ball(hyperbolic.sarkar(parents, tau))


@pytest.mark.parametrize(
    ("number", "answers"),
    [
        ("10.1", (distance_by_artanh,)),
        ("10.2", (translate_without_complex_numbers,)),
        ("10.3", (exp0_row_by_row, log0_by_logarithms)),
        ("10.4", (sarkar_on_the_hyperboloid,)),
        ("10.5", (hyperbolic.relative_delta,)),
        ("10.6", (hyperbolic.hyperbolic_procrustes,)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_right_ways_pass(passes, number, answers):
    passes(number, *answers)


def ball_distances(X):
    return np.array([[distance.poincare_distance(x, y) for y in X] for x in X])


def test_a_translation_is_a_motion_of_the_ball(some_seeds):
    for seed in some_seeds:
        X = points(np.random.default_rng(seed), 6, 2, 0.95)
        moved = translate.mobius_translate(X[0], X)
        assert ball_distances(moved) == pytest.approx(ball_distances(X), abs=1e-9)
        assert moved[0] == pytest.approx([0, 0], abs=1e-15)


def test_exp_goes_as_far_as_the_vector_is_long(some_seeds):
    for seed in some_seeds:
        V = np.random.default_rng(seed).normal(size=(5, 4))
        Y = there_and_back.exp0(V)
        far = [distance.poincare_distance(np.zeros(4), y) for y in Y]
        assert far == pytest.approx(np.linalg.norm(V, axis=1))
        assert there_and_back.log0(Y) == pytest.approx(V)


def full_tree(b, h):
    n = sum(b**j for j in range(h + 1))
    return np.r_[-1, (np.arange(1, n) - 1) // b]


def hops(parents):
    D = np.zeros((len(parents), len(parents)))
    for v, p in enumerate(parents[1:], start=1):
        D[v, :v] = D[:v, v] = D[p, :v] + 1
    return D


def test_longer_edges_bring_the_tree_closer_to_itself():
    parents = full_tree(2, 4)
    T = hops(parents)
    off = ~np.eye(len(T), dtype=bool)
    worst = []
    for tau in (1.0, 2.0, 3.0):
        D = ball_distances(sarkar.sarkar(parents, tau))
        assert D[np.arange(1, len(T)), parents[1:]] == pytest.approx(tau), "every edge has its length"
        ratio = D[off] / T[off]
        worst.append(ratio.max() / ratio.min())
    assert worst[0] > worst[1] > worst[2] and worst[2] < 1.15


def test_no_node_is_nearer_to_another_than_to_its_neighbours():
    parents = full_tree(3, 3)
    D = ball_distances(sarkar.sarkar(parents, 2.0))
    near = hops(parents) == 1
    for d, neighbours in zip(D, near, strict=True):
        others = ~neighbours & (d > 1e-9)
        assert d[neighbours].max() < d[others].min()


def test_random_vectors_of_many_dimensions_are_nearly_a_tree():
    X = np.random.default_rng(1).normal(size=(30, 4096))
    assert delta.delta_rel(np.linalg.norm(X[:, None] - X, axis=-1)) < 0.07


def test_the_ruler_is_one_after_a_motion_and_less_after_a_permutation(some_seeds):
    for seed in some_seeds:
        r = np.random.default_rng(seed)
        X = align.cloud(r, 12, 3)
        assert align.hyperbolic_procrustes(X, align.carried(X, r, mirror=True)) == pytest.approx(1)
        assert align.hyperbolic_procrustes(X, np.roll(X, 1, axis=0)) < 0.99


def test_numbers_of_the_statements():
    assert distance.poincare_distance(np.zeros(2), np.array([0.5, 0])) == pytest.approx(np.log(3))
    moved = translate.mobius_translate(np.array([0.5, 0]), np.array([[0, 0], [0.8, 0]]))
    assert moved == pytest.approx(np.array([[-0.5, 0], [0.5, 0]]))
    assert there_and_back.exp0(np.array([[2.0, 0]])) == pytest.approx(np.array([[np.tanh(1), 0]]))
    ring = np.array([[0, 1, 2, 1], [1, 0, 1, 2], [2, 1, 0, 1], [1, 2, 1, 0.0]])
    assert delta.delta_rel(ring) == 1


def test_one_base_point_is_not_enough(some_seeds):
    """Papers take one base point; that finds at least half of δ, and the exercise asks for all of it."""

    def one_base_point(D):
        G = (D[0] + D[0][:, None] - D) / 2
        return 2 * (np.minimum(G[:, None], G).max(axis=-1) - G).max() / D.max()

    for seed in some_seeds:
        D = delta.apart(np.random.default_rng(seed), 30)
        assert delta.delta_rel(D) / 2 <= one_base_point(D) <= delta.delta_rel(D) + 1e-12


def test_the_detour_over_the_hyperboloid_is_right_but_for_a_point_and_itself():
    report = judged("10.1", lambda x, y: distance.detour(x, y))
    assert [outcome.holds for outcome in report.outcomes][::2] == [True, False]


# ---- beside a library, where it is there


@pytest.fixture(scope="module")
def ball():
    geoopt = pytest.importorskip("geoopt", reason="geoopt is not installed: pip install geoopt==0.5.1")
    return geoopt.PoincareBall()


def test_the_ball_is_that_of_geoopt(ball, some_seeds):
    torch = pytest.importorskip("torch")
    for seed in some_seeds:
        r = np.random.default_rng(seed)
        X, V = points(r, 8, 2, 0.95), r.normal(size=(8, 2))
        x, v = torch.tensor(X), torch.tensor(V)
        theirs = ball.dist(x[:, None], x).numpy()
        assert ball_distances(X) == pytest.approx(theirs, abs=1e-6)
        assert translate.mobius_translate(X[0], X) == pytest.approx(ball.mobius_add(-x[0], x).numpy())
        # geoopt measures v in the ball's own coordinates, in which a vector at the centre counts double
        assert there_and_back.exp0(V) == pytest.approx(ball.expmap0(v / 2).numpy())
        assert there_and_back.log0(X) == pytest.approx(2 * ball.logmap0(x).numpy())


# ---- what is made


def planted_step_by_step(parents, worst):
    """Longer and longer edges, until the tree is true enough."""
    tau = 0.2
    while plant.distortion(sarkar.sarkar(parents, tau), parents) > worst:
        tau *= 1.1
    return sarkar.sarkar(parents, tau)


def brought_by_trying(X, Y):
    """One point on its partner, every turn and both mirrors tried; then the same from other points."""
    best, least = X, np.inf
    for i in range(len(X)):
        A, B = bring.translated(X[i], X), bring.translated(Y[i], Y)
        for mirrored in (A, A * [1, -1]):
            z, w = mirrored @ [1, 1j], B @ [1, 1j]
            turned = z * np.exp(1j * np.angle(np.vdot(z, w)))
            moved = bring.translated(-Y[i], np.stack([turned.real, turned.imag], axis=1))
            if bring.between(moved, Y) < least:
                best, least = moved, bring.between(moved, Y)
    return best


@pytest.mark.parametrize(("number", "answer"), [("10.7", planted_step_by_step), ("10.8", brought_by_trying)])
def test_what_is_made_in_another_way_passes(passes, number, answer):
    passes(number, answer)


def test_the_truer_a_tree_the_farther_out_it_lies():
    parents = full_tree(2, 3)
    far = [plant.out(plant.plant(parents, worst)) for worst in (2.0, 1.5, 1.2, 1.1)]
    assert np.all(np.diff(far) > 0)


def test_a_tree_whose_edges_have_a_column_each_is_one_without_noise():
    D = by_chance.study(np.random.default_rng(0), "A")[0]
    assert delta.delta_rel(D) < 0.1
    ring = by_chance.study(np.random.default_rng(0), "C")[0]
    assert delta.delta_rel(ring) > 0.3


@pytest.mark.parametrize("letter", "ABC")
def test_the_share_that_is_wanted_is_the_one_that_is_counted(letter):
    D, shuffled, share = by_chance.study(np.random.default_rng(1), letter)
    assert by_chance.by_chance(D, shuffled) == (pytest.approx(share), letter)
