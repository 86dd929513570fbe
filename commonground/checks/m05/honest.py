"""Which sentence about a pair of representations its numbers support."""

import numpy as np

from commonground.checks.claims import Claim
from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="One honest sentence",
    kind="judge",
    minutes=25,
    difficulty=2,
    hints=(
        "One number cannot decide among seven sentences. Which two others do you need besides the share "
        "of Y that X predicts?",
        "The share has a direction: take it from Y to X as well. Both near 1, one near 1, both in "
        "between, both near 0 are four cases, and CKA splits the first of them.",
        "Share above 0.8 both ways: the first sentence if CKA is above 0.9, else the second. Above 0.8 "
        "one way only: the third or the fourth. Both below 0.1: the sixth. Else the fifth. The seventh is "
        "about something that the tables do not hold.",
    ),
    claims={
        "A": Claim(
            "The two hold the same things, equally loud: they differ by a rotation and a scale.",
            reply="that needs a CKA near 1 beside shares near 1 both ways: is everything as loud in one as in "
            "the other?",
        ),
        "B": Claim(
            "The two hold the same things, and what is loud in one is faint in the other.",
            reply="that needs shares near 1 both ways and a CKA that is not: is all of each in the other, and "
            "is the loudness really another?",
        ),
        "C": Claim(
            "$X$ holds what $Y$ holds, and more.",
            reply="that needs a share near 1 from X to Y and a lower one from Y to X: which of the two shares "
            "did you compute?",
        ),
        "D": Claim(
            "$Y$ holds what $X$ holds, and more.",
            reply="that needs a share near 1 from Y to X and a lower one from X to Y: which of the two shares "
            "did you compute?",
        ),
        "E": Claim(
            "The two share something, and each has something of its own.",
            reply="that needs shares well above 0 and well below 1 in both directions: compute both, on held-out "
            "stimuli",
        ),
        "F": Claim(
            "The two hold nothing that a linear map finds of one in the other.",
            reply="that needs shares near 0 both ways, on held-out stimuli: a low CKA alone does not show it",
        ),
        "G": Claim(
            "The two networks compute the same function.",
            reply="nothing that is read from these tables is in them: no measure of two layers says what the "
            "networks do with them",
        ),
    },
)


def predicted(X, Y):
    """Return the share of odd rows of Y predicted by a linear map of the even ones."""
    A, B, left = X[::2], X[1::2] - X[::2].mean(axis=0), Y[1::2] - Y[::2].mean(axis=0)
    W = np.linalg.pinv(A - A.mean(axis=0)) @ (Y[::2] - Y[::2].mean(axis=0))
    return 1 - ((left - B @ W) ** 2).sum() / (left**2).sum()


def how_loud(X, Y):
    """Return linear CKA, which compares what is loud."""
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    own = np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y)
    return np.linalg.norm(X.T @ Y) ** 2 / own


@exercise.solution
def honest(X, Y):
    """Return the held-out share of Y that X predicts, and the letter of a sentence."""
    there, back = predicted(X, Y), predicted(Y, X)
    if min(there, back) > 0.8:
        letter = "A" if how_loud(X, Y) > 0.9 else "B"
    elif max(there, back) > 0.8:
        letter = "C" if there > back else "D"
    else:
        letter = "F" if max(there, back) < 0.1 else "E"
    return there, letter


# ---- pairs of each kind


def shown(rng, Z, offset):
    """Return things (n, k) as a network holds them: turned, scaled, shifted, with a little noise."""
    width = Z.shape[1] + int(rng.integers(0, 3))
    turned = Z @ rotation(rng, width)[: Z.shape[1]]
    noise = 0.02 * rng.standard_normal(turned.shape)
    return rng.uniform(0.3, 3) * (turned + noise) + offset * rng.standard_normal(width)


def pair(rng, letter, n=160, offset=0.5):
    """Return two tables of which this sentence is true."""
    common, own, other = rng.standard_normal((3, n, 3))
    up = np.array([4.0, 1.0, 0.25])
    X, Y = {
        "A": (common * up, common * up),
        "B": (common * up, common * up[::-1]),
        "C": (np.hstack([common, 2 * own]), common),
        "D": (common, np.hstack([common, 2 * own])),
        "E": (np.hstack([common, 1.3 * own]), np.hstack([common, 1.3 * other])),
        "F": (own * up, other * up),
    }[letter]
    return shown(rng, X, offset), shown(rng, Y, offset)


# ---- what a right answer does


def told(ask, rng, letters, **how):
    """Hold an answer to pairs of these kinds, in random order."""
    cases = []
    for letter in rng.permutation(list(letters)):
        X, Y = pair(rng, letter, **how)
        about = {name: "{} stimuli × {} units".format(*Z.shape) for name, Z in (("X", X), ("Y", Y))}
        cases.append((about, (X, Y), predicted(X, Y), str(letter)))
    ask.claims("honest(X, Y)", cases, among=exercise.claims)


@exercise.property(
    "right on what the two share and what they do not",
    points=2,
    hint="a share has a direction: predict Y from X, then X from Y, on stimuli that were not used for the fit",
)
def what_is_shared(ask, rng):
    told(ask, rng, "CDEF")


@exercise.property(
    "right on what is loud",
    points=2,
    hint="shares near 1 in both directions say that the same things are there; CKA says whether they are "
    "equally loud",
)
def what_is_loud(ask, rng):
    told(ask, rng, "ABBA")


@exercise.property(
    "right on all of them, far from the origin",
    points=1,
    hint="subtract the means of the fitted half, from both tables, before you fit and before you predict",
)
def far_away(ask, rng):
    told(ask, rng, "ABCDEF", offset=20)


# ---- mistakes


@exercise.mistake(
    "someone who asks CKA alone: below 0.9 it cannot say whether things are missing or only faint. Predict "
    "each table from the other"
)
def by_cka_alone(X, Y):
    cka = how_loud(X, Y)
    return predicted(X, Y), "A" if cka > 0.9 else "F" if cka < 0.1 else "E"


@exercise.mistake("someone who predicts X from Y: the number is the share of Y, and X is what predicts it")
def backwards(X, Y):
    return honest(Y, X)


@exercise.mistake(
    "someone who scores on the stimuli of the fit: fit on the rows X[::2], and score on X[1::2]"
)
def in_sample(X, Y):
    def share(X, Y):
        X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
        return 1 - ((Y - X @ (np.linalg.pinv(X) @ Y)) ** 2).sum() / (Y**2).sum()

    return share(X, Y), honest(X, Y)[1]


@exercise.mistake(
    "someone who predicts in one direction only: a share near 1 from X to Y says that X has what Y has, "
    "and nothing of what else X has. Ask in both"
)
def one_way(X, Y):
    there = predicted(X, Y)
    if there > 0.8:
        return there, "A" if how_loud(X, Y) > 0.9 else "B"
    return there, "F" if there < 0.1 else "E"


@exercise.mistake(
    "someone who takes equal shares for equal loudness: a linear map may turn any scale up. Let CKA decide "
    "between the first two sentences"
)
def never_loud(X, Y):
    number, letter = honest(X, Y)
    return number, "A" if letter == "B" else letter
