"""An average over sampled matrices, weighted so that it is one over the group."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="A Haar mean",
    minutes=20,
    difficulty=3,
    hints=(
        "Each sample stands for a piece of the group. The piece is large where J is large, and where few samples fall: its "
        "weight is J / density. A mean divides by the sum of weights.",
        "g = R exp(S) has the singular values exp(s₁) and exp(s₂). So s₁ − s₂ is the logarithm of their quotient: "
        "`np.linalg.svd(g, compute_uv=False)` takes all matrices at once.",
        "At s₁ = s₂ the quotient sinh(d) / d is 0/0, and its limit 1: "
        "`np.where(d > 1e-6, np.sinh(d) / np.where(d > 1e-6, d, 1), 1)`.",
    ),
)


def gap(g):
    """Return s₁ − s₂ ≥ 0 of each matrix (n, 2, 2)."""
    σ = np.linalg.svd(g, compute_uv=False)
    return np.log(σ[:, 0] / σ[:, 1])


def weights(g, density, *, J=True, limit=True):
    d = gap(g)
    if not J:
        return 1 / density
    if not limit:
        d = np.where(d < 1e-6, 0.0, d)
        return np.sinh(d) / d / density
    return np.where(d > 1e-6, np.sinh(d) / np.where(d > 1e-6, d, 1), 1.0) / density


@exercise.solution
def haar_mean(values, g, density):
    """Return the Haar mean of values (n,) at g (n, 2, 2), sampled with this density."""
    σ = np.linalg.svd(g, compute_uv=False)
    d = np.log(σ[:, 0] / σ[:, 1])
    J = np.where(d > 1e-6, np.sinh(d) / np.where(d > 1e-6, d, 1), 1)
    w = J / density
    return np.sum(w * values) / np.sum(w)


# ---- what a right answer does


def samples(rng, n, pure=False):
    """Return values, matrices and densities; the first matrix is a multiple of a rotation if ``pure``."""
    S = rng.uniform(-1.2, 1.2, size=(n, 3))
    if pure:
        S[0, 1:] = 0
    angle = rng.uniform(-np.pi, np.pi, size=n)
    g = []
    for (a, b, c), θ in zip(S, angle, strict=True):
        λ, U = np.linalg.eigh(np.array([[a + b, c], [c, a - b]]))
        R = np.array([[np.cos(θ), -np.sin(θ)], [np.sin(θ), np.cos(θ)]])
        g.append(R @ (U * np.exp(λ)) @ U.T)
    if pure:
        g[0] = np.exp(S[0, 0]) * np.array([[0.0, -1.0], [1.0, 0.0]])  # a quarter turn, to the last bit
    return rng.integers(-5, 6, size=n) * 1.0, np.stack(g), rng.uniform(0.1, 1.0, size=n).round(2)


@exercise.property(
    "right where every matrix stretches",
    points=1,
    hint="the weight of a sample is J / density, and a mean divides by the sum of weights",
)
def of_stretches(ask, rng):
    values, g, density = telling(lambda: samples(rng, 4), exercise.variants(but=(without_limit,)))
    ask.given(values=values, g="4 matrices", density=density)
    want = haar_mean(values, g, density)
    ask.number("haar_mean(values, g, density)", values, g, density, want=want)


@exercise.property(
    "right where one of them only turns",
    points=1,
    hint="s₁ = s₂ there, and sinh(d)/d has the limit 1",
)
def with_a_turn(ask, rng):
    variants = [f for f in exercise.variants() if f is not without_limit]
    values, g, density = telling(lambda: samples(rng, 5, pure=True), variants)
    ask.given(values=values, g="5 matrices, the first a turn and a scale", density=density)
    want = haar_mean(values, g, density)
    ask.number("haar_mean(values, g, density)", values, g, density, want=want)


@exercise.property(
    "the same when all densities are tripled",
    points=1,
    hint="a density is often known up to a factor; divide by the sum of weights and it drops out",
)
def up_to_a_factor(ask, rng):
    values, g, density = telling(lambda: samples(rng, 6), exercise.variants(but=(without_limit,)))
    ask.given(values=values, g="6 matrices", density="6 numbers")
    want = haar_mean(values, g, density)
    ask.number("haar_mean(values, g, density)", values, g, density, want=want)
    ask.number(
        "haar_mean(values, g, 3 * density)", values, g, 3 * density, want=want, why="should be the same"
    )


# ---- mistakes


@exercise.mistake("a mean without J: per piece of S there is more group where the stretch is large")
def without_J(values, g, density):
    w = weights(g, density, J=False)
    return float(np.sum(w * values) / np.sum(w))


@exercise.mistake("weights that do not sum to 1: divide by their sum, not by the number of samples")
def unnormalised(values, g, density):
    return float(np.mean(weights(g, density) * values))


@exercise.mistake("weights that grow with the density: where samples are dense, each stands for less")
def with_the_density(values, g, density):
    w = weights(g, 1 / density)
    return float(np.sum(w * values) / np.sum(w))


@exercise.mistake("0/0 at a pure turn: at s₁ = s₂ the factor J is 1, the limit of sinh(d)/d")
def without_limit(values, g, density):
    with np.errstate(all="ignore"):
        w = weights(g, density, limit=False)
        return float(np.sum(w * values) / np.sum(w))


@exercise.mistake("J of the singular values themselves: s₁ and s₂ are their logarithms")
def of_singular_values(values, g, density):
    σ = np.linalg.svd(g, compute_uv=False)
    d = σ[:, 0] - σ[:, 1]
    w = np.where(d > 1e-6, np.sinh(d) / np.where(d > 1e-6, d, 1), 1.0) / density
    return float(np.sum(w * values) / np.sum(w))
