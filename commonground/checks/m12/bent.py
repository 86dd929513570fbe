"""From which charge on energies are convex, and from which on binding gains nothing."""

import numpy as np

from commonground.checks.draw import telling, unlike
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Bent and bound",
    minutes=20,
    difficulty=2,
    kind="mend",
    hints=(
        "Convex means: the slope never falls. Between neighbouring charges the slope is the difference of energies over "
        "the difference of charges, and gaps may differ.",
        "`slope = np.diff(energy) / np.diff(q)`. Look for the *last* place where a slope is less than the one before it, "
        "with a little room for rounding: `np.diff(slope) < -1e-9`.",
        "If slope k + 1 is the last that fell, the curve is convex from q[k + 1] on. For binding: charge n gains if "
        "E(a) + E(n − a) > E(n) for some a; one more than the last n that gains is the answer.",
    ),
)


@exercise.solution
def convex_from(q, energy):
    """Return the least of the charges q from which on the energies are convex."""
    slope = np.diff(energy) / np.diff(q)
    fell = np.flatnonzero(np.diff(slope) < -1e-9)
    return q[fell[-1] + 1] if len(fell) else q[0]


@exercise.solution
def unbound_from(energy):
    """Return the least charge from which on none gains from being bound."""
    E = np.concatenate([[0], energy])
    answer = 1
    for n in range(2, len(E)):
        if max(E[a] + E[n - a] for a in range(1, n)) > E[n] + 1e-9:
            answer = n + 1
    return answer


# ---- what a right answer does


def curve(rng, n):
    """Return uneven whole charges and energies whose slopes fall and rise, with straight pieces."""
    q = np.cumsum(rng.integers(1, 5, size=n)).astype(float)
    steps = rng.integers(-2, 4, size=n - 2)
    steps[-2:] = [0, 1]
    slope = 5 + np.cumsum(np.concatenate([[0], steps]))
    return q, np.concatenate([[3], 3 + np.cumsum(slope * np.diff(q))]).astype(float)


def spectrum(rng, n):
    """Return energies of the charges 1 … n: convex, but for one that is cheap and one that is cheaper than its halves."""
    E = np.arange(1, n + 1) ** 2.0
    for at in rng.permutation(np.arange(2, n - 2))[:2]:
        E[at] = max(1.0, E[at] - int(rng.integers(3, 8 + at * at // 2)))
    return (E,)


@exercise.property(
    "right on charges with uneven gaps",
    points=1,
    hint="compare slopes, differences of energies over differences of charges",
)
def uneven(ask, rng):
    q, energy = telling(lambda: curve(rng, 8), exercise.variants(of=convex_from))
    ask.given(q=q, energy=energy)
    ask.number("convex_from(q, energy)", q, energy, want=float(convex_from(q, energy)))


@exercise.property(
    "the first charge for a curve that is convex, straight pieces included",
    points=1,
    hint="a straight piece is convex: the slope must not fall, it need not rise",
)
def all_convex(ask, rng):
    def draw():
        q = np.cumsum(rng.integers(1, 5, size=8)).astype(float)
        slope = np.sort(rng.integers(0, 6, size=7))
        return q, np.concatenate([[1], 1 + np.cumsum(slope * np.diff(q))]).astype(float)

    for q, energy in unlike(lambda: telling(draw, [convex_from, straight_is_bent]), convex_from):
        ask.given(q=q, energy=energy)
        ask.number("convex_from(q, energy)", q, energy, want=float(q[0]))
    # Of the same shape, one that is not: who looks at the charges alone can't tell.
    q, energy = telling(lambda: curve(rng, 8), exercise.variants(of=convex_from))
    ask.given(q=q, energy=energy)
    ask.number("convex_from(q, energy)", q, energy, want=float(convex_from(q, energy)))


@exercise.property(
    "right about what gains from being bound",
    points=1,
    hint="for every n, look at every way to split it in two, and keep the last n that gains",
)
def bound(ask, rng):
    (energy,) = telling(lambda: spectrum(rng, 9), exercise.variants(of=unbound_from))
    ask.given(energy=energy)
    ask.number("unbound_from(energy)", energy, want=float(unbound_from(energy)))


# ---- mistakes


@exercise.mistake(
    "second differences of the energies alone: where gaps differ, divide by them first", of=convex_from
)
def gaps_forgotten(q, energy):
    fell = np.flatnonzero(np.diff(energy, 2) < -1e-9)
    return float(q[fell[-1] + 1] if len(fell) else q[0])


@exercise.mistake(
    "the first place where the curve bends up: it may bend down again. Ask from which charge *on*",
    of=convex_from,
)
def first_place(q, energy):
    rose = np.flatnonzero(np.diff(np.diff(energy) / np.diff(q)) > -1e-9)
    return float(q[rose[0]] if len(rose) else q[-1])


@exercise.mistake("straight pieces taken for a fall: the slope need not rise", of=convex_from)
def straight_is_bent(q, energy):
    fell = np.flatnonzero(np.diff(np.diff(energy) / np.diff(q)) < 1e-9)
    return float(q[fell[-1] + 1] if len(fell) else q[0])


@exercise.mistake(
    "the charge after the bend: a curve that bends down at q is convex from q on", of=convex_from
)
def one_late(q, energy):
    fell = np.flatnonzero(np.diff(np.diff(energy) / np.diff(q)) < -1e-9)
    return float(q[fell[-1] + 2] if len(fell) else q[0])


def gaining(energy, splits):
    """Return the charges that gain by one of the ``splits(n)``."""
    E = np.concatenate([[0.0], energy])
    return [n for n in range(2, len(E)) if any(E[a] + E[n - a] > E[n] + 1e-9 for a in splits(n))]


@exercise.mistake("halves alone: a charge may gain by an uneven split", of=unbound_from)
def halves(energy):
    gains = gaining(energy, lambda n: [n // 2])
    return gains[-1] + 1 if gains else 1


@exercise.mistake("splits that take off one charge alone: try every way to split", of=unbound_from)
def one_off(energy):
    gains = gaining(energy, lambda n: [1])
    return gains[-1] + 1 if gains else 1


@exercise.mistake(
    "the first charge that gains nothing: later ones may. Ask from which charge *on*", of=unbound_from
)
def first_safe(energy):
    gains = gaining(energy, lambda n: range(1, n))
    return next(n for n in range(2, len(energy) + 2) if n not in gains)
