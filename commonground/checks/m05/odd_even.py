"""5.4: split units into an odd and an even part, which have exactly nothing in common."""

import numpy as np

from commonground.checks.exercise import Exercise, Mistake, Property


def odd_even(H, mirrored):
    odd, even = (H - mirrored) / 2, (H + mirrored) / 2
    return np.concatenate([odd, -odd]), np.concatenate([even, even])


# ---- what a right answer does

NAMES = ("odd", "even")


def recorded(rng, n, p):
    """Return small whole answers to n stimuli and to their mirror images, neither odd nor even."""
    while True:
        H, mirrored = rng.integers(-4, 5, size=(2, n, p)).astype(float)
        if (abs(H - mirrored) > 0.5).all() and (abs(H + mirrored) > 0.5).all() and (H != 0).all():
            return H, mirrored


def holds(n, p, *names):
    """Return a judge of these parts, on n stimuli and p units."""

    def judge(ask, rng):
        H, mirrored = recorded(rng, n, p)
        want = {name: part for name, part in zip(NAMES, odd_even(H, mirrored), strict=True) if name in names}
        ask.given(H=H, mirrored=mirrored)
        ask.parts("odd_even(H, mirrored)", H, mirrored, names=NAMES, want=want)

    return judge


def of_a_network(ask, rng):
    x, W, b = rng.standard_normal((20, 3)), rng.standard_normal((3, 7)), rng.standard_normal(7)
    H, mirrored = np.tanh(x @ W + b), np.tanh(-x @ W + b)
    ask.given(H="tanh(xW + b): 20 stimuli × 7 units", mirrored="the same units for −x")
    want = dict(zip(NAMES, odd_even(H, mirrored), strict=True))
    ask.parts("odd_even(H, mirrored)", H, mirrored, names=NAMES, want=want)


# ---- mistakes


def unhalved(H, mirrored):
    odd, even = odd_even(H, mirrored)
    return 2 * odd, 2 * even


def odd_repeated(H, mirrored):
    odd, even = odd_even(H, mirrored)
    return np.concatenate([odd[: len(H)]] * 2), even


def even_flipped(H, mirrored):
    odd, even = odd_even(H, mirrored)
    return odd, np.concatenate([even[: len(H)], -even[: len(H)]])


def swapped(H, mirrored):
    return odd_even(H, mirrored)[::-1]


def one_half_only(H, mirrored):
    return tuple(part[: len(H)] for part in odd_even(H, mirrored))


def interleaved(H, mirrored):
    order = np.arange(2 * len(H)).reshape(2, -1).T.ravel()
    return tuple(part[order] for part in odd_even(H, mirrored))


def centred_even(H, mirrored):
    odd, even = odd_even(H, mirrored)
    return odd, even - even.mean(axis=0)


EXERCISE = Exercise(
    number="5.4",
    title="Odd and even",
    minutes=10,
    difficulty=1,
    solution={"odd_even": odd_even},
    properties=(
        Property(
            "right in the odd part",
            1,
            holds(2, 2, "odd"),
            "half of the difference; for the mirror image the same with the other sign",
        ),
        Property(
            "right in the even part",
            1,
            holds(2, 2, "even"),
            "half of the sum; for the mirror image the same",
        ),
        Property(
            "right on the units of a network",
            1,
            of_a_network,
            "both parts have 2n rows: first the n stimuli, then their n mirror images",
        ),
    ),
    hints=(
        "Any function is the sum of an odd and an even one. On a pair of stimuli $x$, $-x$ it has two values, $a$ and $b$. Which odd function and which even one add up to them?",
        "The even part has the same value on both, the odd part opposite ones: $e + o = a$ and $e - o = b$.",
        "`np.concatenate([odd, -odd])` puts the rows of the mirror images under those of the stimuli. Check yourself: the two parts add up to "
        "`np.concatenate([H, mirrored])`, and `linear_cka(odd, even)` is 0.",
    ),
    mistakes=(
        Mistake(
            "parts twice as large: they should add up to what was recorded, so halve them",
            {"odd_even": unhalved},
        ),
        Mistake(
            "an odd part that repeats itself on the mirror images: odd means f(−x) = −f(x). Change the sign there",
            {"odd_even": odd_repeated},
        ),
        Mistake(
            "an even part that changes its sign on the mirror images: even means g(−x) = g(x)",
            {"odd_even": even_flipped},
        ),
        Mistake("the two parts in the wrong order: odd first, then even", {"odd_even": swapped}),
        Mistake(
            "parts for the stimuli alone: the zero needs both members of each pair. Put the n mirror images below the n stimuli",
            {"odd_even": one_half_only},
        ),
        Mistake(
            "rows in pairs, x next to −x: put all stimuli first, then all mirror images, in the same order",
            {"odd_even": interleaved},
        ),
        Mistake(
            "an even part that is centred: leave its mean in. A constant is even, too, and the parts should add up",
            {"odd_even": centred_even},
        ),
    ),
)
