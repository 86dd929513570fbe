"""Split units into an odd and an even part, which have exactly nothing in common."""

import numpy as np

from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Odd and even",
    minutes=10,
    difficulty=1,
    hints=(
        "Any function is the sum of an odd and an even one. On a pair of stimuli $x$, $-x$ it has two "
        "values, $a$ and $b$. Which odd function and which even one add up to them?",
        "The even part has the same value on both, the odd part opposite ones: $e + o = a$ and $e - o = b$.",
        "`np.concatenate([odd, -odd])` puts the rows of the mirror images under those of the stimuli. "
        "Check yourself: the two parts add up to `np.concatenate([H, mirrored])`, and "
        "`linear_cka(odd, even)` is 0.",
    ),
)


@exercise.solution
def odd_even(H, mirrored):
    """Return the odd and the even part (2n, p) of units.

    They answer H (n, p) to x, and mirrored (n, p) to −x.
    """
    odd = (H - mirrored) / 2
    even = (H + mirrored) / 2
    return np.vstack([odd, -odd]), np.vstack([even, even])


# ---- what a right answer does

NAMES = ("odd", "even")


def recorded(rng, n, p):
    """Return small whole answers to n stimuli and to their mirror images, neither odd nor even."""
    while True:
        H, mirrored = rng.integers(-4, 5, size=(2, n, p)).astype(float)
        if (abs(H - mirrored) > 0.5).all() and (abs(H + mirrored) > 0.5).all() and (H != 0).all():
            return H, mirrored


def right(ask, rng, n, p, *names):
    """Hold these parts of an answer, on n stimuli and p units."""
    H, mirrored = recorded(rng, n, p)
    want = {name: part for name, part in zip(NAMES, odd_even(H, mirrored), strict=True) if name in names}
    ask.given(H=H, mirrored=mirrored)
    ask.parts("odd_even(H, mirrored)", H, mirrored, names=NAMES, want=want)


@exercise.property(
    "right in the odd part",
    points=1,
    hint="half of the difference; for the mirror image the same with the other sign",
)
def odd_part(ask, rng):
    right(ask, rng, 2, 2, "odd")


@exercise.property("right in the even part", points=1, hint="half of the sum; for the mirror image the same")
def even_part(ask, rng):
    right(ask, rng, 2, 2, "even")


@exercise.property(
    "right on the units of a network",
    points=1,
    hint="both parts have 2n rows: first the n stimuli, then their n mirror images",
)
def of_a_network(ask, rng):
    x, W, b = rng.standard_normal((20, 3)), rng.standard_normal((3, 7)), rng.standard_normal(7)
    H, mirrored = np.tanh(x @ W + b), np.tanh(-x @ W + b)
    ask.given(H="tanh(xW + b): 20 stimuli × 7 units", mirrored="the same units for −x")
    want = dict(zip(NAMES, odd_even(H, mirrored), strict=True))
    ask.parts("odd_even(H, mirrored)", H, mirrored, names=NAMES, want=want)


# ---- mistakes


@exercise.mistake("parts twice as large: they should add up to what was recorded, so halve them")
def unhalved(H, mirrored):
    odd, even = odd_even(H, mirrored)
    return 2 * odd, 2 * even


@exercise.mistake(
    "an odd part that repeats itself on the mirror images: odd means f(−x) = −f(x). Change the sign there"
)
def odd_repeated(H, mirrored):
    odd, even = odd_even(H, mirrored)
    return np.concatenate([odd[: len(H)]] * 2), even


@exercise.mistake("an even part that changes its sign on the mirror images: even means g(−x) = g(x)")
def even_flipped(H, mirrored):
    odd, even = odd_even(H, mirrored)
    return odd, np.concatenate([even[: len(H)], -even[: len(H)]])


@exercise.mistake("the two parts in the wrong order: odd first, then even")
def swapped(H, mirrored):
    return odd_even(H, mirrored)[::-1]


@exercise.mistake(
    "parts for the stimuli alone: the zero needs both members of each pair. Put the n mirror "
    "images below the n stimuli"
)
def one_half_only(H, mirrored):
    return tuple(part[: len(H)] for part in odd_even(H, mirrored))


@exercise.mistake(
    "rows in pairs, x next to −x: put all stimuli first, then all mirror images, in the same order"
)
def interleaved(H, mirrored):
    order = np.arange(2 * len(H)).reshape(2, -1).T.ravel()
    return tuple(part[order] for part in odd_even(H, mirrored))


@exercise.mistake(
    "an even part that is centred: leave its mean in. A constant is even, too, and the parts should add up"
)
def centred_even(H, mirrored):
    odd, even = odd_even(H, mirrored)
    return odd, even - even.mean(axis=0)
