"""A barcode, read against bars of clouds in which there is no ring."""

import numpy as np

from commonground.checks.claims import Claim
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Read a barcode",
    minutes=15,
    difficulty=2,
    kind="judge",
    hints=(
        "Every cloud has loops that live for a while, and among them one that lives longest. How long would it live if there "
        "were no ring?",
        "A life is the death less the birth. `control` holds the longest one of each cloud without a ring: 19 in 20 of these lie below "
        "`np.quantile(control, 0.95)`.",
        "`lives = bars[:, 1] - bars[:, 0]`; the number is `lives.max()` over that quantile. Count the lives that are above it: none, "
        "one, or more.",
    ),
    claims={
        "A": Claim(
            "The code has one ring that chance does not explain.",
            reply="that needs exactly one bar that lives longer than 19 in 20 of the longest without a ring: count them",
        ),
        "B": Claim(
            "The code has two loops that chance does not explain, as a torus has.",
            reply="that needs two bars that live longer than 19 in 20 of the longest without a ring: count them",
        ),
        "C": Claim(
            "No loop of the code outlives what clouds without a ring have.",
            reply="that needs all bars below the quantile of the longest without a ring: look at the longest again",
        ),
        "D": Claim(
            "The code has one ring, since one bar is much longer than all the others.",
            reply="in a cloud without a ring one bar is the longest as well, and often by far: what is its length there?",
        ),
        "E": Claim(
            "The code has as many rings as there are bars.",
            reply="most bars are the gaps of sampling, born and dead within a moment: how long do they live by chance?",
        ),
    },
)


@exercise.solution
def read_bars(bars, control):
    """Return the longest life over chance's, and the letter of the claim."""
    lives, chance = bars[:, 1] - bars[:, 0], np.quantile(control, 0.95)
    count = np.sum(lives > chance)
    return lives.max() / chance, "C" if count == 0 else "A" if count == 1 else "B"


# ---- what a right answer does


def study(rng, letter):
    """Return bars (k, 2), in any order, and the longest lives of clouds without a ring, in some unit of length."""
    unit = rng.uniform(0.5, 20)
    control = rng.gamma(20, 0.05, size=40)
    chance = np.quantile(control, 0.95)
    above = {"A": 1, "B": 2, "C": 0}[letter]
    long = chance * rng.uniform(1.3, 2.5, size=above)
    # The longest of the short ones stands out among them, as it does by chance.
    short = np.append(
        chance * rng.uniform(0.02, 0.25, size=int(rng.integers(6, 12))), chance * rng.uniform(0.6, 0.85)
    )
    lives = np.concatenate([long, short])
    # Long bars need not be born first, nor die last.
    births = rng.uniform(0.3, 3.0, size=len(lives))
    bars = np.stack([births, births + lives], axis=1) * unit
    return np.round(rng.permutation(bars), 3), np.round(control * unit, 3)


def judged(ask, rng, letters):
    """Hold answers about barcodes of which these claims are right, in random order."""
    cases = []
    for letter in rng.permutation(list(letters)):
        bars, control = study(rng, letter)
        cases.append(
            (
                {"bars": f"{len(bars)} bars", "control": "40 clouds without a ring"},
                (bars, control),
                read_bars(bars, control)[0],
                str(letter),
            )
        )
    ask.claims("read_bars(bars, control)", cases, among=exercise.claims)


@exercise.property(
    "right about a ring and about chance",
    points=1,
    hint="the longest life, over the life that 19 in 20 clouds without a ring do not reach",
)
def ring_or_chance(ask, rng):
    judged(ask, rng, "AC")


@exercise.property(
    "right about one loop and about two",
    points=1,
    hint="count the bars whose life is above the quantile: that one is the longest says nothing about the second",
)
def one_or_two(ask, rng):
    judged(ask, rng, "AB")


@exercise.property(
    "right about all three",
    points=1,
    hint="lives are differences, death less birth, in the unit in which the control is measured",
)
def all_three(ask, rng):
    judged(ask, rng, "ABC")


# ---- mistakes


def read(lives, chance):
    """Return number and letter from lives and what chance gives."""
    count = np.sum(lives > chance)
    return lives.max() / chance, "C" if count == 0 else "A" if count == 1 else "B"


@exercise.mistake("deaths in place of lives: a loop that is born late dies late. Subtract the birth")
def deaths(bars, control):
    return read(bars[:, 1], np.quantile(control, 0.95))


@exercise.mistake(
    "lives against the mean of the control: half of all clouds without a ring lie above it. Take the quantile"
)
def against_the_mean(bars, control):
    return read(bars[:, 1] - bars[:, 0], np.mean(control))


@exercise.mistake(
    "lives against the longest of the control: one wild cloud decides then. Take the quantile at 0.95"
)
def against_the_longest(bars, control):
    return read(bars[:, 1] - bars[:, 0], np.max(control))


@exercise.mistake(
    "the longest life over the second longest: that says nothing about chance. Divide by the control's quantile"
)
def over_the_second(bars, control):
    lives = np.sort(bars[:, 1] - bars[:, 0])
    return lives[-1] / lives[-2], read(lives, np.quantile(control, 0.95))[1]


@exercise.mistake("ratios of death and birth, which belong to another control: this one holds differences")
def ratios(bars, control):
    return read(bars[:, 1] / bars[:, 0], np.quantile(control, 0.95))
