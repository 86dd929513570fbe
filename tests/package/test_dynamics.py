import numpy as np
import pytest
from scipy.linalg import expm

from commonground.dynamics import (
    between_walls,
    corrected,
    dynamics_distance,
    exponential_step,
    flow_map,
    laplacian,
    power_law,
    rates,
    resolvent,
    ring_weights,
)


def turned(rng, k):
    return np.linalg.qr(rng.normal(size=(k, k)))[0]


@pytest.fixture
def rng():
    return np.random.default_rng(0)


# ---- grids


def test_weights_of_a_ring_are_the_trapezoid_rule(rng):
    """Of a function that is straight between its places the rule is exact."""
    x, v = np.sort(rng.uniform(size=9)), rng.normal(size=9)
    ends, heights = np.r_[x, x[0] + 1], np.r_[v, v[0]]
    assert ring_weights(x) @ v == pytest.approx(np.sum(np.diff(ends) * (heights[1:] + heights[:-1]) / 2))
    assert ring_weights(2 * np.pi * x, 2 * np.pi) == pytest.approx(ring_weights(x))
    assert ring_weights(np.arange(5) / 5 + 0.3) == pytest.approx(0.2)


@pytest.mark.parametrize("x", [[0.2, 0.1], [0.1], [0, 0.5, 1], [[0.1, 0.2]], [0, np.nan]])
def test_what_does_not_go_round_once_has_no_weights(x):
    with pytest.raises(ValueError, match="give"):
        ring_weights(x)


# ---- steps


def test_a_step_is_the_solution_for_a_source_held_still():
    a, u, f, h = np.array([-3.0, 0.0, 0.7, -1e9]), np.array([1.0, 2, 3, 4]), np.array([5.0, 6, 7, 8]), 0.3
    first, second = exponential_step(a, h)
    for k in range(3):
        exact = expm(h * np.array([[a[k], f[k]], [0, 0]])) @ [u[k], 1]
        assert first[k] * u[k] + second[k] * f[k] == pytest.approx(exact[0])
    assert first[3] * u[3] + second[3] * f[3] == pytest.approx(-f[3] / a[3])
    tiny = exponential_step([1e-18], 1.0)[1]
    assert tiny == pytest.approx([1])  # where (e^z − 1) / z would be 0


def test_a_step_needs_a_length():
    with pytest.raises(ValueError, match="h is 0"):
        exponential_step([1.0], 0)


def test_functions_of_the_laplacian_are_those_of_its_matrix(rng):
    n, length = 7, 3.0
    D = np.diag(np.full(n, -2.0)) + np.diag(np.ones(n - 1), 1) + np.diag(np.ones(n - 1), -1)
    D[0, 0] = D[-1, -1] = -1
    D *= (n / length) ** 2
    u, Δ = rng.normal(size=(2, n)), laplacian(n, length)
    assert between_walls(u, Δ) == pytest.approx(u @ D)
    assert resolvent(u, length) == pytest.approx(np.linalg.solve(np.eye(n) - D, u.T).T)
    assert between_walls(u, np.exp(0.1 * Δ)) == pytest.approx(u @ expm(0.1 * D))


def test_a_correction_goes_towards_what_was_measured(rng):
    u, y, gain, places = (
        rng.normal(size=(3, 5)),
        rng.normal(size=(3, 2)),
        rng.normal(size=(5, 2)),
        np.array([4, 1]),
    )
    want = [row + gain @ (seen - row[places]) for row, seen in zip(u, y, strict=True)]
    assert corrected(u, y, places, gain) == pytest.approx(np.array(want))


def test_a_correction_takes_tensors():
    torch = pytest.importorskip("torch")
    u, y, gain = torch.ones(2, 3), torch.full((2, 1), 3.0), torch.full((3, 1), 0.5)
    assert torch.equal(corrected(u, y, np.array([1]), gain), torch.full((2, 3), 2.0))


# ---- rates


def test_a_power_is_read_from_all_pairs(rng):
    x = np.array([0.1, 0.2, 0.7])
    assert power_law(x, [3 * x**0.5, x**-2]) == pytest.approx([0.5, -2])
    y = x * np.exp(rng.normal(size=3))
    assert power_law(x, y) == pytest.approx(np.polyfit(np.log(x), np.log(y), 1)[0])


@pytest.mark.parametrize(("x", "y"), [([1, 0], [1, 1]), ([1, 2], [1, -1]), ([1], [1])])
def test_a_power_needs_positive_pairs(x, y):
    with pytest.raises(ValueError, match="positive"):
        power_law(x, y)


def test_a_linear_flow_is_found_with_its_rates(rng):
    V, decay = rng.normal(size=(3, 3)), np.array([-2.0, -0.5, 0.1])
    K = V @ np.diag(np.exp(0.2 * decay)) @ np.linalg.inv(V)
    X = rng.normal(size=(20, 3))
    assert flow_map(X, X @ K) == pytest.approx(K)
    assert rates(K, 0.2) == pytest.approx(decay)


def test_a_turning_flow_decays_at_the_rate_of_its_size():
    turn = 0.9 * np.array([[np.cos(1), -np.sin(1)], [np.sin(1), np.cos(1)]])
    assert rates(turn, 0.5) == pytest.approx(np.full(2, np.log(0.9) / 0.5))


def test_a_flow_that_cannot_be_fitted_is_told(rng):
    X = rng.normal(size=(9, 3))
    with pytest.raises(ValueError, match="same functions"):
        flow_map(X, X[:, :2])
    with pytest.raises(ValueError, match="stimuli"):
        flow_map(X, X[:5])
    with pytest.raises(ValueError, match="NaN"):
        flow_map(X, np.where(X > 1, np.nan, X))
    with pytest.raises(ValueError, match="square"):
        rates(X, 1)


# ---- alignment of flows


@pytest.mark.parametrize("k", [2, 3, 6])
def test_coordinates_are_forgiven(k):
    for seed in range(5):
        r = np.random.default_rng(seed)
        A, Q = r.normal(size=(k, k)), turned(r, k)
        assert dynamics_distance(A, Q @ A @ Q.T, steps=2000) == pytest.approx(0, abs=1e-4)


def test_of_symmetric_flows_it_is_the_distance_of_their_eigenvalues(rng):
    """Hoffman and Wielandt: sorted eigenvalues are the best match."""
    a, b, Q = np.array([0.9, 0.5, 0.1]), np.array([0.3, 0.8, 0.6]), turned(rng, 3)
    want = np.linalg.norm(np.sort(a) - np.sort(b)) / np.sqrt(np.linalg.norm(a) * np.linalg.norm(b))
    assert dynamics_distance(np.diag(a), Q @ np.diag(b) @ Q.T, steps=2000) == pytest.approx(want, rel=1e-3)


def test_a_flow_that_turns_is_not_one_that_does_not():
    """Both leave a round cloud as it is; ⟨I, C R Cᵀ⟩ is the trace of R, in any coordinates."""
    turn = np.array([[np.cos(1), -np.sin(1)], [np.sin(1), np.cos(1)]])
    assert dynamics_distance(turn, np.eye(2)) == pytest.approx(np.sqrt(2 - 2 * np.cos(1)))
    assert dynamics_distance(turn, turn.T) == pytest.approx(0, abs=1e-6)  # a mirror turns the other way


@pytest.mark.parametrize("B", [np.zeros((2, 2)), np.eye(3)])
def test_flows_that_cannot_be_compared_are_told(B):
    with pytest.raises(ValueError, match="same size"):
        dynamics_distance(np.eye(2), B)
