"""The equivariant linear layer, applied, and found in a matrix."""

import numpy as np

from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="The equivariant layer",
    minutes=15,
    difficulty=2,
    hints=(
        "Write λI + γ11ᵀ out for three elements. What does row $i$ do to $x$? Which entries of the "
        "matrix hold γ, which λ + γ?",
        "`np.trace(W)` is the sum of the diagonal, and `W.sum() - np.trace(W)` that of the $n(n-1)$ "
        "entries off it.",
        "The square error splits into a part on the diagonal, with $\\lambda + \\gamma$, and a part off "
        "it, with $\\gamma$: make each the mean of its entries, then solve for λ.",
    ),
)


@exercise.solution
def layer(x, lam, gam):
    """Return (lam I + gam 11ᵀ) x for x of shape (n,)."""
    return lam * x + gam * x.sum()


@exercise.solution
def coefficients(W):
    """Return lam, gam of the equivariant layer nearest to W (n, n)."""
    n = len(W)
    on = np.trace(W) / n
    off = (W.sum() - np.trace(W)) / (n * (n - 1))
    return on - off, off


# ---- what a right answer does


def numbers(rng, n):
    """Return n different small whole numbers that do not sum to zero."""
    while True:
        x = rng.choice(np.arange(-5, 6), size=n, replace=False).astype(float)
        if abs(x.sum()) >= 2:
            return x


@exercise.property(
    "right on four numbers",
    points=1,
    hint="λI + γ11ᵀ applied to x is λ x plus γ times the sum of x, the same for every element",
)
def applied(ask, rng):
    x, lam, gam = numbers(rng, 4), float(rng.integers(2, 5)), float(rng.choice([-2, -1, 2]))
    ask.given(x=x, lam=lam, gam=gam)
    ask.array("layer(x, lam, gam)", x, lam, gam, want=layer(x, lam, gam))


@exercise.property(
    "one layer for sets of any size",
    points=1,
    hint="two numbers serve every size: no matrix of a fixed size is needed",
)
def same_on_any_size(ask, rng):
    lam, gam = float(rng.integers(2, 5)), float(rng.choice([-0.5, 0.5]))
    for n in (1, 2, 6):
        x = np.array([3.0]) if n == 1 else numbers(rng, n)
        ask.given(x=x, lam=lam, gam=gam)
        ask.array("layer(x, lam, gam)", x, lam, gam, want=layer(x, lam, gam))


@exercise.property(
    "able to find λ and γ in a matrix of that form",
    points=1,
    hint="off the diagonal stands γ alone, on the diagonal λ + γ",
)
def found_exactly(ask, rng):
    for lam, n in zip(rng.choice(np.arange(2.0, 9.0), size=2, replace=False), (3, 4), strict=True):
        gam = float(rng.choice([-3, -2, 2]))
        W = lam * np.eye(n) + gam * np.ones((n, n))
        ask.given(W=W)
        ask.array("coefficients(W)", W, want=np.array([lam, gam]))


@exercise.property(
    "the nearest one for a matrix that is not of that form",
    points=2,
    hint="the nearest number to several is their mean: one mean on the diagonal, one off it",
)
def nearest(ask, rng):
    W = rng.integers(-50, 51, size=(3, 3)) / 10
    while abs(W.sum() - np.trace(W)) < 4 or abs(np.trace(W)) < 2:
        W = rng.integers(-50, 51, size=(3, 3)) / 10
    lam, gam = coefficients(W)
    ask.given(W=W)
    ask.array("coefficients(W)", W, want=np.array([lam, gam]))


# ---- mistakes


@exercise.mistake(
    "a layer in which each element hears the sum of the *others*: γ11ᵀ sums over all, the element too",
    of=layer,
)
def others_only(x, lam, gam):
    return lam * x + gam * (x.sum() - x)


@exercise.mistake("a layer with the mean in place of the sum: 11ᵀ does not divide", of=layer)
def mean_of_all(x, lam, gam):
    return lam * x + gam * x.mean()


@exercise.mistake("a layer with λ and γ the wrong way round: λ is each element's own weight", of=layer)
def crossed(x, lam, gam):
    return gam * x + lam * x.sum()


@exercise.mistake("someone who reads λ off the diagonal: there stands λ + γ, so subtract γ", of=coefficients)
def diagonal_as_it_is(W):
    return np.trace(W) / len(W), coefficients(W)[1]


@exercise.mistake(
    "someone who takes γ from all entries: the diagonal holds λ too, so leave it out of the mean",
    of=coefficients,
)
def mean_of_all_entries(W):
    return np.trace(W) / len(W) - W.mean(), W.mean()


@exercise.mistake(
    "someone who reads one entry on the diagonal and one off it: for a matrix that is not of the "
    "form, take means",
    of=coefficients,
)
def first_entries(W):
    return W[0, 0] - W[0, 1], W[0, 1]


@exercise.mistake(
    "someone who sums where a mean belongs: divide by n on the diagonal, by n(n − 1) off it", of=coefficients
)
def summed(W):
    return np.trace(W) - (W.sum() - np.trace(W)), W.sum() - np.trace(W)


@exercise.mistake("someone who returns γ first: return λ, then γ", of=coefficients)
def swapped(W):
    return coefficients(W)[::-1]
