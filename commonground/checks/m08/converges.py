"""Operator, operator with a floor, or impostor: what errors on several grids show."""

import numpy as np

from commonground.checks.claims import Claim
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="What do finer grids show?",
    minutes=15,
    difficulty=2,
    kind="judge",
    hints=(
        "There are two questions. Do the network's answers on two grids come together, whatever they are? And do they "
        "come together at the *truth*?",
        "An error is what is left of learning plus what is lost by sampling. An operator may stay wrong for ever, in the "
        "same way on all grids. An impostor gives another answer on every grid, though it be right on one.",
        "`power = -np.polyfit(np.log(n), np.log(apart), 1)[0]`. Below ½: an impostor. Else the same fit to `error` tells "
        "whether the error falls, above ½, or stays.",
    ),
    claims={
        "A": Claim(
            "It is an operator, and nearly all of its error comes from sampling: a finer grid mends it.",
            reply="that needs both to fall with the grid: the gap between two grids, and the error itself",
        ),
        "B": Claim(
            "It is an operator, and its error comes from what it learnt: no grid mends it.",
            reply="that needs answers that come together on finer grids, at an error that does not fall: look at both fits",
        ),
        "C": Claim(
            "It is an impostor: what it computes depends on how many points there are.",
            reply="an impostor's answers on two grids do not come together: the gap between them would not fall",
        ),
        "D": Claim(
            "It is an operator, since on the grid of its training it makes the smallest error.",
            reply="one grid shows nothing about others: an impostor, too, is at its best where it was trained",
        ),
        "E": Claim(
            "It is an impostor, since its error is not the same on all grids.",
            reply="the error of an operator differs as well where sampling is coarse: what do its answers do on finer grids?",
        ),
    },
)


@exercise.solution
def converges(n, apart, error):
    """Return the power with which the gap falls, and the letter of the claim."""
    fits = (np.polyfit(np.log(n), np.log(values), 1) for values in (apart, error))
    power, falls = (-slope for slope, _ in fits)
    if power < 0.5:
        return power, "C"
    return power, "A" if falls > 0.5 else "B"


# ---- what a right answer does


def network(rng, letter, count):
    """Return grids, the gap between the answers on n and 2n points, and the error on n points."""
    while True:
        n = 2 ** np.arange(4, 4 + count) * int(rng.integers(1, 4))
        wobble = np.exp(0.15 * rng.normal(size=(2, count)))
        sampled = rng.uniform(0.2, 0.5) * (n / n[0]) ** -rng.uniform(0.9, 2.2)
        floor = rng.uniform(0.02, 0.1)
        if letter == "A":
            apart, error = sampled * wobble[0], (0.002 + sampled * 1.3) * wobble[1]
        elif letter == "B":
            apart, error = sampled * wobble[0], floor * (1 + 0.1 * wobble[1]) + 0.05 * sampled
        else:  # at its best on one grid, which need not be the finest
            best = np.abs(np.log2(n / rng.choice(n)))
            apart, error = rng.uniform(0.2, 0.5) * wobble[0], (floor + 0.1 * best) * wobble[1]
        given = n, np.round(apart, 4), np.round(error, 4)
        power, found = converges(*given)
        falls = -np.polyfit(np.log(n), np.log(given[2]), 1)[0]
        clear = abs(power) < 0.3 if letter == "C" else power > 0.75
        if found == letter and clear and not 0.35 < falls < 0.7 and given[1].min() > 0 < given[2].min():
            return given


def judged(ask, rng, letters, count):
    """Hold answers about networks of which these claims are right, in random order."""
    cases = []
    for letter in rng.permutation(list(letters)):
        n, apart, error = network(rng, letter, count)
        cases.append(
            (
                {"n": n, "apart": apart, "error": error},
                (n, apart, error),
                converges(n, apart, error)[0],
                str(letter),
            )
        )
    ask.claims("converges(n, apart, error)", cases, among=exercise.claims)


@exercise.property(
    "right about an operator and about an impostor",
    points=1,
    hint="the number is the power in apart ≈ C n⁻ᵖ: a line through the logarithms, and its slope with the sign changed",
)
def operator_or_impostor(ask, rng):
    judged(ask, rng, "AC", 5)


@exercise.property(
    "right about what a finer grid can mend",
    points=1,
    hint="answers may come together at something that is not the truth: fit the error, too",
)
def mended_or_not(ask, rng):
    judged(ask, rng, "AB", 5)


@exercise.property(
    "right about all three, on more grids",
    points=1,
    hint="first the gap between grids, then the error: the one says operator or not, the other what is left",
)
def all_three(ask, rng):
    judged(ask, rng, "ABC", 6)


# ---- mistakes


def letter_of(power, falls):
    """Return the claim that the two powers support."""
    return "C" if power < 0.5 else "A" if falls > 0.5 else "B"


@exercise.mistake("the power of the error: whether it is an operator shows in the gap between two grids")
def power_of_the_error(n, apart, error):
    falls = -np.polyfit(np.log(n), np.log(error), 1)[0]
    return falls, letter_of(falls, falls)


@exercise.mistake("a slope with its own sign: a gap that falls like n⁻² falls with the power 2")
def with_its_sign(n, apart, error):
    power, letter = converges(n, apart, error)
    return -power, letter


@exercise.mistake(
    "a power from the first and the last grid alone: those between count as much. Fit a line through all"
)
def two_grids(n, apart, error):
    power, falls = (-np.log(values[-1] / values[0]) / np.log(n[-1] / n[0]) for values in (apart, error))
    return power, letter_of(power, falls)


@exercise.mistake("a line through the numbers themselves: a power is a slope between logarithms, of both")
def without_logarithms(n, apart, error):
    power, falls = (-np.polyfit(n, values, 1)[0] for values in (apart, error))
    return power, letter_of(power, falls)


@exercise.mistake(
    "a fit of log gap against n: that is the rate of an exponential. Take the logarithm of n, too"
)
def exponential(n, apart, error):
    power, falls = (-np.polyfit(n, np.log(values), 1)[0] for values in (apart, error))
    return power, letter_of(power, falls)
