"""The tangent kernel of an infinitely wide ReLU network of any depth, from the stimuli alone."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="No weights left",
    minutes=20,
    difficulty=3,
    hints=(
        "Carry two matrices up through the layers, Σ and Θ. Both start as $XX^\\top/d$. All that a layer needs is the "
        "cosine of the angle between each two stimuli, and their lengths, both from Σ.",
        "`s = np.sqrt(np.diag(Σ))`, then `c = Σ / np.outer(s, s)` and `θ = np.arccos(c)`. The new Σ has the same "
        "lengths: `np.outer(s, s)` times κ₁. The new Θ is the *new* Σ plus κ₀ times the old Θ.",
        "A stimulus with itself has the cosine 1, or, after rounding, a little more, whose arccos is NaN: "
        "`np.clip(c, -1, 1)`.",
    ),
)


def climb(X, depth, *, clip=True, swap=False, add=False, stale=False, first_zero=False):
    """Return the kernel, with one step done another way where that is asked for."""
    sigma = X @ X.T / X.shape[1]
    theta = 0 * sigma if first_zero else sigma
    for _ in range(depth):
        length = np.sqrt(np.diag(sigma))
        size = np.outer(length, length)
        cosine = np.clip(sigma / size, -1, 1) if clip else sigma / size
        angle = np.arccos(cosine)
        k0, k1 = 1 - angle / np.pi, (np.sin(angle) + (np.pi - angle) * cosine) / np.pi
        if swap:
            k0, k1 = k1, k0
        old, sigma = sigma, size * k1
        theta = (old if stale else sigma) + (k0 + theta if add else k0 * theta)
    return theta


@exercise.solution
def arccos_ntk(X, depth):
    """Return the kernel Θ (n, n) of an infinite ReLU network on the rows of X."""
    S = T = X @ X.T / X.shape[1]
    for _ in range(depth):
        length = np.sqrt(np.diag(S))
        cosine = np.clip(S / np.outer(length, length), -1, 1)
        angle = np.arccos(cosine)
        both = np.pi - angle
        S = np.outer(length, length) * (np.sin(angle) + both * cosine) / np.pi
        T = S + both / np.pi * T
    return T


# ---- what a right answer does


def rounded_up(X):
    """Return whether, in some layer of two, a stimulus has a cosine above 1 with itself, by rounding."""
    with np.errstate(invalid="ignore"):
        return np.isnan(climb(X, 1, clip=False)).any()


def stimuli(rng, n, inputs):
    """Return stimuli, at varied angles, of which rounding takes one beyond the cosine 1."""
    while True:
        X = rng.normal(size=(n, inputs)) * rng.uniform(1, 3, size=(n, 1))
        if rounded_up(X):
            return X


@exercise.property(
    "right for one hidden layer",
    points=1,
    hint="Σ from the stimuli, one step of κ₁, and Θ = new Σ + κ₀ times old Θ",
)
def at_depth_one(ask, rng):
    X, depth = telling(lambda: (stimuli(rng, 3, 2), 1), exercise.variants())
    ask.given(X=X, depth=1)
    ask.array("arccos_ntk(X, 1)", X, depth, want=arccos_ntk(X, depth))


@exercise.property(
    "right for three hidden layers",
    points=1,
    hint="the same step three times, with the Σ and the Θ of the layer below",
)
def at_depth_three(ask, rng):
    X, depth = telling(lambda: (stimuli(rng, 5, 4), 3), exercise.variants())
    ask.given(X="5 stimuli × 4 inputs", depth=3)
    ask.array("arccos_ntk(X, 3)", X, depth, want=arccos_ntk(X, depth))


@exercise.property(
    "right where a stimulus comes twice",
    points=1,
    hint="the angle of a stimulus with its copy is 0, its cosine 1, and rounding may lift that above 1",
)
def with_a_copy(ask, rng):
    def draw():
        X = stimuli(rng, 3, 3)
        return np.vstack([X, X[:1]]), 2

    X, depth = telling(draw, exercise.variants())
    ask.given(X="4 stimuli × 3 inputs, the last a copy of the first", depth=2)
    ask.array("arccos_ntk(X, 2)", X, depth, want=arccos_ntk(X, depth))


# ---- mistakes


@exercise.mistake(
    "a kernel whose cosines were not clipped: 1 and a rounding error has no arccos. Use np.clip(c, -1, 1)"
)
def unclipped(X, depth):
    with np.errstate(invalid="ignore"):
        return climb(X, depth, clip=False)


@exercise.mistake(
    "a kernel with κ₀ and κ₁ in each other's place: κ₁ goes with the units' answers, κ₀ with their gates"
)
def swapped(X, depth):
    return climb(X, depth, swap=True)


@exercise.mistake(
    "a kernel to which the gates' part is added: a gradient passes *through* a gate. Multiply Θ by κ₀"
)
def added(X, depth):
    return climb(X, depth, add=True)


@exercise.mistake(
    "a kernel with the Σ of the layer below: the weights above a layer see what comes *out* of it. Take the new Σ"
)
def with_old_sigma(X, depth):
    return climb(X, depth, stale=True)


@exercise.mistake("a kernel without the first layer's weights: Θ starts as XXᵀ/d, like Σ, not as 0")
def from_nothing(X, depth):
    return climb(X, depth, first_zero=True)
