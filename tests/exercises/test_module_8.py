"""Answers to the exercises of module 8 that are not the reference, right and wrong."""

import numpy as np
import pytest

from commonground.checks.m08 import converges, exponential, follow, grids, impostors, koopman, sensors, slaved

from .conftest import judged


def layer_in_a_loop(v, x, K):
    n = len(v)
    total = np.zeros(n)
    for j in range(n):
        left, right = (x[j] - x[j - 1]) % 1, (x[(j + 1) % n] - x[j]) % 1
        total += K[:, j] * v[j] * (left + right) / 2
    return total.tolist()


def resample_by_a_matrix(v, n):
    """The interpolating waves, by the discrete Fourier sum written out."""
    m = len(v)
    k = np.arange(-((m - 1) // 2), (m - 1) // 2 + 1)
    amplitudes = np.exp(-2j * np.pi * np.outer(k, np.arange(m)) / m) @ v / m
    return (np.exp(2j * np.pi * np.outer(np.arange(n) / n, k)) @ amplitudes).real


def step_by_many_small_ones(u, a, f, h):
    """φ₁ as a mean of exponentials, by Gauss's rule, which has no 0/0."""
    nodes, weights = np.polynomial.legendre.leggauss(20)
    phi = sum(w / 2 * np.exp(h * a * (1 + t) / 2) for t, w in zip(nodes, weights, strict=True))
    return np.exp(h * a) * u + h * phi * f


def edmd_by_normal_equations(before, after):
    return np.linalg.solve(before.T @ before, before.T @ after)


def rates_one_by_one(K, dt):
    return sorted(float(np.log(abs(value))) / dt for value in np.linalg.eigvals(K))


def dictionary_mixed(X):
    """The same span in other functions."""
    x, y, z = X.T
    return np.column_stack([x + y, x - y, z + x * y, x * y, x**2 + x**3, x**3])


def correct_in_a_loop(u, y, sensors, gain):
    u = u.copy()
    surprise = [reading - u[place] for reading, place in zip(y, sensors, strict=True)]
    for k, off in enumerate(surprise):
        u += gain[:, k] * off
    return u


def choose_by_trying(snapshots, k):
    """Greedy, by fitting all that is possible."""
    X = snapshots - snapshots.mean(axis=0)
    chosen = []
    for _ in range(k):
        errors = {}
        for j in set(range(X.shape[1])) - set(chosen):
            A = X[:, [*chosen, j]]
            errors[j] = np.linalg.norm(X - A @ np.linalg.lstsq(A, X, rcond=None)[0])
        chosen.append(min(errors, key=errors.get))
    return chosen


def probe_of_bumps(n):
    return np.exp(3 * np.cos(2 * np.pi * np.arange(n) / n)) / 10


def by_the_largest_difference(coarse, fine):
    return bool(np.abs(coarse - fine[::2]).max() < 0.01)


def slaved_by_cosines(n, L):
    """In the walls' own waves, by mirroring the line to a ring."""
    N = len(n)
    mirrored = np.fft.rfft(np.r_[n, n[::-1]])
    laplacian = -(2 - 2 * np.cos(np.pi * np.arange(N + 1) / N)) / (L / N) ** 2
    return np.fft.irfft(mirrored / (1 - laplacian))[:N]


def rate_by_covariance(eps, err):
    x, y = np.log(eps), np.log(err)
    return np.cov(x, y)[0, 1] / np.var(x, ddof=1)


@pytest.mark.parametrize(
    ("number", "answers"),
    [
        ("8.1", (layer_in_a_loop, resample_by_a_matrix)),
        ("8.2", (step_by_many_small_ones,)),
        ("8.3", (edmd_by_normal_equations, rates_one_by_one, dictionary_mixed)),
        ("8.4", (correct_in_a_loop, choose_by_trying)),
        ("8.5", (probe_of_bumps, by_the_largest_difference)),
        ("8.6", (slaved_by_cosines, rate_by_covariance)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_right_ways_pass(passes, number, answers):
    passes(number, *answers)


def test_numbers_of_the_statements():
    x, v = np.array([0.1, 0.2, 0.7]), np.array([1.0, 0, 0])
    assert grids.kernel_layer(v, x, np.ones((3, 3))) == pytest.approx(0.25)
    one = {name: np.array([number]) for name, number in {"u": 1.0, "a": 0.0, "f": 2.0}.items()}
    assert exponential.etd_step(**one, h=0.5) == pytest.approx(2)
    assert exponential.etd_step(np.zeros(1), -np.ones(1), np.ones(1), np.log(2)) == pytest.approx(0.5)
    u = np.array([1.0, 2, 3])
    corrected = sensors.correct(u, np.array([4.0]), np.array([2]), np.full((3, 1), 0.5))
    assert corrected == pytest.approx([1.5, 2.5, 3.5])
    assert slaved.slaved(np.array([1.0, 0]), 2.0) == pytest.approx([2 / 3, 1 / 3])
    assert slaved.slaved(np.full(7, 3.0), 2.0) == pytest.approx(3)


def test_a_layer_on_more_points_comes_nearer_to_the_integral():
    """∫ e^cos(2π(x − y)) sin(2πy) dy = I₁(1) sin(2πx): second order on uneven points, at once on even ones."""
    bessel = 0.5651591039924851
    off = []
    for n in (50, 100, 200):
        x = np.arange(n) / n + 0.1 * np.sin(2 * np.pi * np.arange(n) / n) / (2 * np.pi)
        x = (x + 0.3 * (np.arange(n) % 2) / n) % 1
        v, K = np.sin(2 * np.pi * x), np.exp(np.cos(2 * np.pi * (x[:, None] - x)))
        off.append(np.abs(grids.kernel_layer(v, x, K) - bessel * v).max())
    assert np.polyfit(np.log([50, 100, 200]), np.log(off), 1)[0] < -1.7
    x = np.arange(20) / 20
    K = np.exp(np.cos(2 * np.pi * (x[:, None] - x)))
    assert grids.kernel_layer(np.sin(2 * np.pi * x), x, K) == pytest.approx(bessel * np.sin(2 * np.pi * x))


def test_exponential_steps_solve_a_stiff_equation():
    """u' = a u − u² by steps that explicit Euler could not take: an error of first order, as theorem 2 says."""
    a, errors = np.array([-0.5, -400.0]), []
    exact = 0.5 / (1.5 * np.exp(0.5) - 1)  # the first coefficient at time 1, from 1
    for steps in (20, 40, 80):
        u = np.ones(2)
        for _ in range(steps):
            u = exponential.etd_step(u, a, -(u**2), 1 / steps)
        assert np.abs(u[1]) < 0.01
        errors.append(abs(u[0] - exact))
    assert np.diff(np.log2(errors)) == pytest.approx([-1, -1], abs=0.15)


def test_the_dictionary_finds_the_rates(some_seeds):
    for seed in some_seeds:
        r = np.random.default_rng(seed)
        after, X = koopman.step(r), r.uniform(-1, 1, size=(40, 3))
        D, later = koopman.dictionary(X), koopman.dictionary(after(X))
        a, b, d = (after(np.eye(3))[k, k] for k in range(3))
        want = np.sort(np.log([a, b, d, a**2, a * b, a**3])) / 0.1
        assert koopman.rates(koopman.edmd(D, later), 0.1) == pytest.approx(want, abs=1e-6)


def test_a_seventh_function_is_told():
    def seven(X):
        return np.column_stack([koopman.dictionary(X), X[:, 0] ** 4])

    report = judged("8.3", koopman.edmd, koopman.rates, seven)
    assert [outcome.holds for outcome in report.outcomes] == [True, True, False, False]
    assert "at most 6" in str(report)


@pytest.mark.parametrize("places", [[0.1, 0.2, 0.3, 0.4], [1, 1, 2, 3], [0, 1, 2, 99]])
def test_what_are_no_places_is_told(places):
    def choose(snapshots, k):
        return (places + [4.5, 7.5])[:k]

    report = judged("8.4", sensors.correct, choose)
    assert [outcome.holds for outcome in report.outcomes] == [True, True, False, False]


def test_a_probe_that_is_too_rough_makes_operators_look_like_impostors():
    def rough(n):
        return np.sign(np.sin(2 * np.pi * np.arange(n) / n + 0.05))

    assert not judged("8.5", rough, impostors.is_operator).outcomes[0].holds


def test_the_boxes_are_what_they_are_called(some_seeds):
    """On a resolved wave an operator's answers agree to 1e-3, an impostor's differ by 0.05 and more."""
    for seed in some_seeds:
        r = np.random.default_rng(seed)
        for kind, least, most in (
            (impostors.operators, 0, 1e-3),
            (impostors.sums, 0.05, np.inf),
            (impostors.counters, 0.05, np.inf),
        ):
            for n in (24, 60):
                for box in kind(r) if kind is impostors.operators else kind(r, n):
                    off = np.abs(box(impostors.probe(n)) - box(impostors.probe(2 * n))[::2]).max()
                    assert least <= off <= most


def follow_by_an_ensemble(readings, sensors, n):
    """An ensemble Kalman filter with perturbed readings, kept local."""
    r = np.random.default_rng(0)
    members = r.normal(size=(30, n)) + follow.between(readings[0], sensors, n)
    apart = np.abs(np.subtract.outer(np.arange(n), sensors))
    local = np.exp(-((np.minimum(apart, n - apart) / 6) ** 2))
    for t, y in enumerate(readings):
        if t:
            members = np.array([follow.stepped(u) for u in members])
        members = members.mean(axis=0) + 1.1 * (members - members.mean(axis=0))
        C = np.cov(members.T)
        gain = (C[:, sensors] * local) @ np.linalg.inv(
            C[np.ix_(sensors, sensors)] * local[sensors] + 0.25 * np.eye(len(sensors))
        )
        heard = y + 0.5 * r.normal(size=(len(members), len(y)))
        members = members + (heard - members[:, sensors]) @ gain.T
    return members.mean(axis=0)


@pytest.mark.parametrize("noise", [0.2, 0.6])
def test_another_filter_follows_as_well(noise):
    errors = []
    for seed in range(2):
        r = np.random.default_rng(seed)
        waves, places = follow.truth(r), np.arange(12) * 64 // 12
        readings = waves[:, places] + noise * r.normal(size=(len(waves), 12))
        for answer in (follow.follow, follow_by_an_ensemble, follow.forecast_alone):
            errors.append(
                np.linalg.norm(answer(readings, places, 64) - waves[-1]) / np.linalg.norm(waves[-1])
            )
    own, ensemble, alone = np.reshape(errors, (2, 3)).mean(axis=0)
    assert max(own, ensemble) < 0.3 < 0.6 < alone


@pytest.mark.parametrize("letter", "ABC")
def test_the_claim_is_that_of_the_power_that_was_put_in(letter):
    for seed in range(20):
        n, apart, error = converges.network(np.random.default_rng(seed), letter, 6)
        slope = np.cov(np.log(n), np.log(apart))[0, 1] / np.var(np.log(n), ddof=1)
        number, said = converges.converges(n, apart, error)
        assert number == pytest.approx(-slope) and said == letter
