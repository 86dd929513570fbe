"""Answers to the exercises of module 12 that are not the reference, right and wrong."""

from fractions import Fraction
from itertools import product

import mpmath
import numpy as np
import pytest
import sympy

from commonground.bench import bends, binding
from commonground.checks.m12 import (
    bent,
    broken,
    meaning,
    neighbours,
    paths,
    routes,
    to_order,
    weights,
    whole_families,
)
from commonground.checks.m12._lattice import arrays, digits, field, in_own_bases, logarithms, walked
from commonground.similarity import linear_cka

from .conftest import judged


def squares_by_paths(MX, MY):
    return sum(
        (walked(MX[x:, y:], MY[x:, y:], "xy") != walked(MX[x:, y:], MY[x:, y:], "yx")).any()
        for x in range(MX.shape[0])
        for y in range(MY.shape[1])
    )


def walk_by_fractions(MX, MY, path):
    """From the last step back: the matrices act on one fraction."""
    places, x, y = [], 0, 0
    for step in path:
        places.append((step, x, y))
        x, y = x + (step == "x"), y + (step == "y")
    above, below = 0, 1
    for step, x, y in reversed(places):
        (a, b), (c, d) = (MX if step == "x" else MY)[x, y].tolist()
        above, below = a * above + b * below, c * above + d * below
    q = Fraction(above, below)
    return f"{q.numerator}/{q.denominator}"


def path_by_denominators(MX, MY, steps):
    """In whole numbers alone: of two ends the one whose numerator misses the far corner's share by less."""
    m = len(MY) - 1
    top, bottom = walked(MX, MY, "y" * m + "x" * m)[:, 1]
    best = None
    for k in range(steps + 1):
        path = "y" * (steps - k) + "x" * k
        p, q = walked(MX, MY, path)[:, 1]
        miss = abs(p * bottom - top * q), abs(q)
        if best is None or miss[0] * best[1] < best[0] * miss[1]:
            best = *miss, path
    return best[2]


def evidence_by_pieces(log_w, resampled):
    ends_of_pieces = [*(np.flatnonzero(resampled) + 1), len(log_w)]
    Z, start = 1.0, 0
    for end in ends_of_pieces:
        Z *= np.exp(log_w[start:end].sum(axis=0)).mean()
        start = end
    return Z


def accept_in_logs(log_ratio, old, new):
    return np.exp(np.minimum(0, log_ratio + np.log(old) - np.log(new)))


def broken_by_sums(draws):
    sums = np.stack([draws.sum(axis=2), (draws**2).sum(axis=2) - draws.shape[2]])
    z = sums.mean(axis=2) / sums.std(axis=2) * (draws.shape[1] - 1) ** 0.5
    return (np.abs(z) > 4).any(axis=0) * 1


def convex_by_trying(q, energy):
    return next(q[k] for k in range(len(q)) if k > len(q) - 3 or (bends(q[k:], energy[k:]) > -1e-9).all())


def unbound_by_the_bench(energy):
    gains = np.flatnonzero(binding(energy) < -1e-9)
    return gains[-1] + 3 if len(gains) else 1


def meaning_by_algebra(formulas):
    """Sympy's own points, of high precision."""
    x = sympy.Symbol("x")
    values = [sympy.sympify(text).subs(x, sympy.Rational(17, 11)).evalf(30) for text in formulas]
    return [next(i for i, v in enumerate(values) if abs(v - w) < 1e-12) for w in values]


def cka_of_codes(K, L, families, order):
    """Codes whose Gram matrices these are, and the package's own CKA."""
    λ, U = np.linalg.eigh(K)
    γ, V = np.linalg.eigh(L)
    X, Y = U * np.sqrt(np.maximum(λ, 0)), V * np.sqrt(np.maximum(γ, 0))
    place = np.empty(len(K), int)
    for j, k in enumerate(order):
        place[np.flatnonzero(families == j)] = np.flatnonzero(families == k)
    return linear_cka(X, Y[place])


@pytest.mark.parametrize(
    ("number", "answers"),
    [
        ("12.1", (squares_by_paths, walk_by_fractions)),
        ("12.2", (path_by_denominators,)),
        ("12.3", (evidence_by_pieces, accept_in_logs)),
        ("12.4", (broken_by_sums,)),
        ("12.5", (convex_by_trying, unbound_by_the_bench)),
        ("12.6", (meaning_by_algebra, cka_of_codes)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_right_ways_pass(passes, number, answers):
    passes(number, *answers)


def test_every_field_of_the_exercises_commutes(some_seeds):
    for seed in some_seeds:
        MX, MY = field(np.random.default_rng(seed), 6)
        assert routes.failing_squares(MX, MY) == 0
        rng = np.random.default_rng(seed)
        assert routes.failing_squares(*in_own_bases(rng, *logarithms(rng, 6))) == 0


def test_a_basis_for_each_place_leaves_the_limit(some_seeds):
    """All digits that the far corner has found, but for a few."""
    for seed in some_seeds:
        rng = np.random.default_rng(seed)
        plain = logarithms(rng, 30)
        moved = in_own_bases(rng, *plain)
        limit = paths.far_corner(*logarithms(np.random.default_rng(seed), 60))
        assert digits(paths.far_corner(*moved), limit) > digits(paths.far_corner(*plain), limit) - 4 > 10


def test_of_all_paths_none_finds_more_digits(some_seeds):
    """All 64 of six steps."""
    for seed in some_seeds:
        rng = np.random.default_rng(seed)
        MX, MY = in_own_bases(rng, *logarithms(rng, 14))
        assert min(map(paths.shortfall(MX, MY, 6), map("".join, product("xy", repeat=6)))) >= 0


def test_limits_are_made_from_logarithms():
    for a, b in ((2, 1), (3, 2), (5, 3)):
        MX, MY = arrays(lambda x, y, a=a: a * (x + y), lambda x, y, b=b: b * (y - x), 40)
        with mpmath.workdps(40):
            want = b / mpmath.log(mpmath.mpf(a) / (a - b)) - a
            found = paths.far_corner(MX, MY)
            assert abs(mpmath.mpf(found.numerator) / found.denominator - want) < 1e-15


def test_verdicts_on_samplers_are_what_was_drawn(some_seeds):
    kinds = ["right", "slow", "shifted", "wide", "narrow", "slow"]
    for seed in some_seeds:
        (draws,) = broken.boxes(np.random.default_rng(seed), kinds)
        assert sum(broken.which_are_broken(draws)) == 3


def test_numbers_of_the_statements():
    MX, MY = np.array([[[[0, -4], [1, 6]]] * 2]), np.zeros((2, 1, 2, 2), int)
    assert routes.walk(MX, MY, "x") == "-2/3"
    log_w = np.log([[1.0, 3.0], [1.0, 1.0]])
    assert weights.evidence(log_w, np.array([1, 0])) == pytest.approx(2)
    assert bent.convex_from(np.array([1.0, 2, 4, 5]), np.array([1.0, 3, 5, 8])) == 2
    assert bent.unbound_from(np.array([1.0, 4, 3])) == 4
    assert meaning.same_meaning(["x + x", "x**2", "2*x"]) == [0, 1, 0]


def test_a_slow_sampler_is_accused_in_the_last_property_alone():
    report = judged("12.4", broken.as_independent)
    assert [outcome.holds for outcome in report.outcomes] == [True, True, False]


def test_64_bits_are_told_on_the_long_path():
    report = judged("12.1", routes.failing_squares, routes.in_64_bits)
    assert [outcome.holds for outcome in report.outcomes] == [True, True, False]


# ---- what is made


def moves_by_a_flow(p):
    """The same pace by the flow between neighbours, which is half of the smaller of the two."""
    n = len(p)
    flow = np.minimum.outer(p, p) / 2
    P = (
        np.where(np.abs(np.roll(np.eye(n), 1, axis=1) + np.roll(np.eye(n), -1, axis=1)) > 0, flow, 0)
        / p[:, None]
    )
    return P + np.diag(1 - P.sum(axis=1))


def to_order_from_the_right(MX, fails):
    """The last column free, and not the identity; then from right to left."""
    m = MX.shape[1]
    MY = np.zeros((m, m - 1, 2, 2), dtype=object)
    MY[m - 1] = np.array([[2, 1], [1, 1]])
    for x in range(m - 2, -1, -1):
        for y in range(m - 1):
            (a, b), (c, d) = MX[x, y + 1]
            MY[x, y] = MX[x, y].astype(object) @ MY[x + 1, y] @ np.array([[d, -b], [-c, a]])
            if fails[x, y]:
                MY[x, y] = np.array([[1, 0], [3, 1]]) @ MY[x, y]
    return MY.astype(float)


@pytest.mark.parametrize(("number", "answer"), [("12.7", moves_by_a_flow), ("12.8", to_order_from_the_right)])
def test_what_is_made_in_another_way_passes(passes, number, answer):
    passes(number, answer)


def test_a_sampler_by_its_table_ends_at_its_target():
    r = np.random.default_rng(0)
    p = neighbours.target(r, 6, 20.0)
    start = np.eye(6)[0]
    assert start @ np.linalg.matrix_power(neighbours.moves(p), 2000) == pytest.approx(p)


def test_a_field_to_order_fails_as_often_as_it_was_told(some_seeds):
    for seed in some_seeds:
        r = np.random.default_rng(seed)
        MX, fails = to_order.along_x(r, 5), (r.random((4, 4)) < 0.3).astype(int)
        assert routes.failing_squares(MX, to_order.to_order(MX, fails)) == fails.sum()


def test_single_stimuli_shuffled_are_the_wrong_chance():
    """Two codes that know the families and nothing more beat nearly all of such shuffles."""
    r = np.random.default_rng(0)
    K, L, families, orders = whole_families.study(r, "B")
    assert whole_families.whole_families(K, L, families, orders)[1] == "B"
    alone = range(families.max() + 1)
    data = whole_families.moved_cka(K, L, families, alone)
    beaten = 0
    for _ in range(99):
        order = r.permutation(len(K))
        beaten += whole_families.moved_cka(K, L[np.ix_(order, order)], families, alone) < data
    assert beaten >= 95
