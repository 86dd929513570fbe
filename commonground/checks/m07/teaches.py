"""Does a rule teach the hidden layers, or does the readout do it all?"""

import numpy as np

from commonground.checks.claims import Claim
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Does the rule teach?",
    minutes=15,
    difficulty=2,
    kind="judge",
    hints=(
        "Random layers with a learnt readout go far by themselves. So which of the three accuracies is the one to beat?",
        "Every row is one network from one start, by each rule. Some starts are lucky under all rules. Take the "
        "difference within each network first, and only then the mean.",
        "`d = rule - readout`; the number is `d.mean() / (d.std(ddof=1) / np.sqrt(len(d)))`. Above 2, below −2, or neither.",
    ),
    claims={
        "A": Claim(
            "The rule teaches the hidden layers: under it a network reads more than with its readout alone.",
            reply="that needs a mean difference from readout only of two standard errors or more: look at its size and sign",
        ),
        "B": Claim(
            "Whether the rule teaches the hidden layers, these networks do not tell.",
            reply="they would not tell if the difference from readout only were within two standard errors of 0: look again",
        ),
        "C": Claim(
            "The rule spoils the hidden layers: under it a network reads less than with its readout alone.",
            reply="that needs a mean difference of two standard errors below 0: which way round did you take it?",
        ),
        "D": Claim(
            "The rule teaches the hidden layers, since its updates come well below 90° to the gradient.",
            reply="an angle says where steps point and not what was learnt: what do networks read without these steps?",
        ),
        "E": Claim(
            "The rule is as good as backprop, since the two read alike within their spread.",
            reply="spreads over starts hide what each start shows, and a readout alone may reach as much: compare with that",
        ),
    },
)


@exercise.solution
def teaches(rule, readout, backprop, angle):
    """Return the number that decides, and the letter of the claim that it supports."""
    d = rule - readout
    number = d.mean() / (d.std(ddof=1) / np.sqrt(len(d)))
    return number, "A" if number > 2 else "C" if number < -2 else "B"


# ---- what a right answer does


def networks(rng, letter, count):
    """Return accuracies of networks whose starts matter more than the rule, and angles below 90°.

    The claim of this letter is the one that they support, and far from the border of another.
    """
    effect = {"A": 0.03, "B": 0.0, "C": -0.03}[letter]
    while True:
        readout = rng.normal(0.8, 0.05, size=count)
        rule = readout + effect + 0.015 * rng.normal(size=count)
        backprop = rule + rng.uniform(0, 0.02) + 0.015 * rng.normal(size=count)
        given = (
            *(np.round(x, 3) for x in (rule, readout, backprop)),
            np.round(rng.normal(55, 5, size=count), 1),
        )
        number, found = teaches(*given)
        far = abs(number) < 1.2 if letter == "B" else abs(number) > 3
        if found == letter and far and given[2].max() < 1:
            return given


def judged(ask, rng, letters, count):
    """Hold answers about tables that support these claims, in random order."""
    cases = []
    for letter in rng.permutation(list(letters)):
        rule, readout, backprop, angle = networks(rng, letter, count)
        cases.append(
            (
                {"rule": rule, "readout": readout, "backprop": backprop, "angle": angle},
                (rule, readout, backprop, angle),
                teaches(rule, readout, backprop, angle)[0],
                str(letter),
            )
        )
    ask.claims("teaches(rule, readout, backprop, angle)", cases, among=exercise.claims)


@exercise.property(
    "right about a rule that teaches, and about one that does not tell",
    points=1,
    hint="the difference from readout only, network by network: its mean over its standard error",
)
def teaches_or_not(ask, rng):
    judged(ask, rng, "AB", 5)


@exercise.property(
    "right about a rule that spoils, and about one that does not tell",
    points=1,
    hint="the sign counts: redrawn wires read less than random layers with a readout",
)
def spoils_or_not(ask, rng):
    judged(ask, rng, "CB", 6)


@exercise.property(
    "right about all three, of many networks",
    points=1,
    hint="the standard error is the spread, divided by n − 1 inside, over the root of how many networks there are",
)
def all_three(ask, rng):
    judged(ask, rng, "ABC", 9)


# ---- mistakes


def letter_of(number):
    """Return the claim that a number of standard errors supports."""
    return "A" if number > 2 else "C" if number < -2 else "B"


@exercise.mistake(
    "a comparison of two groups: the same networks learnt by both rules, so take differences within each first"
)
def unpaired(rule, readout, backprop, angle):
    error = np.sqrt((rule.var(ddof=1) + readout.var(ddof=1)) / len(rule))
    number = (rule.mean() - readout.mean()) / error
    return number, letter_of(number)


@exercise.mistake("a difference from backprop: what the hidden layers add shows against readout only")
def against_backprop(rule, readout, backprop, angle):
    return teaches(rule, backprop, backprop, angle)


@exercise.mistake(
    "a mean over a spread: a mean of several networks is surer than one of them. Divide the spread by the root of n"
)
def over_the_spread(rule, readout, backprop, angle):
    d = rule - readout
    number = d.mean() / d.std(ddof=1)
    return number, letter_of(number)


@exercise.mistake("a spread divided by n: of few networks it comes out too small. Take ddof=1")
def too_sure(rule, readout, backprop, angle):
    d = rule - readout
    number = d.mean() / d.std() * np.sqrt(len(d))
    return number, letter_of(number)


@exercise.mistake("a difference the wrong way round: take rule less readout, so that above 0 means more")
def other_way_round(rule, readout, backprop, angle):
    number, _ = teaches(readout, rule, backprop, angle)
    return number, letter_of(number)
