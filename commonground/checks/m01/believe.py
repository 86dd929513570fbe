"""Which of the classic errors, if any, a high similarity is due to."""

import numpy as np

from commonground.checks.claims import Claim
from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise
from commonground.checks.m01.debiased_cka import debiased_cka

exercise = Exercise(
    title="Is it alike?",
    kind="judge",
    minutes=20,
    difficulty=2,
    hints=(
        "Three numbers tell the cases apart: plain CKA of all stimuli, plain CKA without the stimulus in "
        "question, and debiased CKA without it. Which of them is high in which case?",
        "One far stimulus: plain CKA falls when it is left out. Few stimuli and many units: it does not, and "
        "debiased CKA is low all the same. Both high: the tables are alike.",
        "Return debiased CKA without the stimulus without which plain CKA is lowest. If it is above 0.5 the "
        "letter is A. If not: D if plain CKA was low from the start, B if it is low without that stimulus, "
        "else C. No number of this kind says E.",
    ),
    claims={
        "A": Claim(
            "The two are alike, and not because of any single stimulus.",
            reply="that needs a high debiased CKA without the stimulus that does most for them: what is left without "
            "it?",
        ),
        "B": Claim(
            "The two are alike in one stimulus, and without it in nothing.",
            reply="that needs a plain CKA which is high with all stimuli and low without one of them",
        ),
        "C": Claim(
            "The two are not alike; plain CKA is high because the stimuli are few and the units many.",
            reply="that needs a plain CKA that stays high whichever stimulus is left out, beside a low debiased one",
        ),
        "D": Claim(
            "The two are not alike, and plain CKA says so.",
            reply="that needs a plain CKA that is low with all stimuli: what is it here?",
        ),
        "E": Claim(
            "The two networks have learned the same.",
            reply="two tables of responses do not say what was learned: networks that were never trained can be "
            "alike, through the stimuli that they share",
        ),
    },
)


def plain_cka(X, Y):
    """Return linear CKA, from Gram matrices: stimuli are few here."""
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    K, L = X @ X.T, Y @ Y.T
    return (K * L).sum() / (np.linalg.norm(K) * np.linalg.norm(L))


def without_the_worst(X, Y):
    """Return X and Y without the stimulus without which plain CKA is lowest."""
    every = range(len(X))
    rest = [(np.delete(X, i, 0), np.delete(Y, i, 0)) for i in every]
    return min(rest, key=lambda tables: plain_cka(*tables))


@exercise.solution
def believe(X, Y):
    """Return the debiased CKA that decides, and the letter of the claim."""
    rest = without_the_worst(X, Y)
    number = debiased_cka(*rest)
    if number > 0.5:
        return number, "A"
    if plain_cka(X, Y) < 0.5:
        return number, "D"
    return number, "B" if plain_cka(*rest) < 0.5 else "C"


# ---- pairs of each kind


def pair(rng, letter, offset=0.0):
    """Return two tables of which this claim is true, and of the others none by chance."""
    while True:
        n, p, q = int(rng.integers(16, 20)), int(rng.integers(4, 6)), int(rng.integers(4, 6))
        if letter == "C" or (letter == "A" and rng.random() < 0.5):  # a wide pair may be alike, too
            p, q = 4 * n, 5 * n
        if letter == "A":
            common = rng.standard_normal((n, 4))
            X, Y = (
                common @ rotation(rng, width)[:4] + 0.2 * rng.standard_normal((n, width)) / np.sqrt(width)
                for width in (p, q)
            )
        else:
            X, Y = rng.standard_normal((n, p)), rng.standard_normal((n, q))
        if letter == "B":
            place = rng.integers(n)
            X[place], Y[place] = 12 * rng.standard_normal(p), 12 * rng.standard_normal(q)
        X, Y = X + offset * rng.standard_normal(p), Y + offset * rng.standard_normal(q)
        number, claim = believe(X, Y)
        scores = [number, plain_cka(X, Y), plain_cka(*without_the_worst(X, Y))]
        if claim == letter and min(abs(score - 0.5) for score in scores) > 0.1:
            return X, Y


# ---- what a right answer does


def told(ask, rng, letters, **how):
    """Hold an answer to pairs of these kinds, in random order."""
    cases = []
    for letter in rng.permutation(list(letters)):
        X, Y = pair(rng, letter, **how)
        about = {name: "{} stimuli × {} units".format(*Z.shape) for name, Z in (("X", X), ("Y", Y))}
        cases.append((about, (X, Y), believe(X, Y)[0], str(letter)))
    ask.claims("believe(X, Y)", cases, among=exercise.claims)


@exercise.property(
    "right on few stimuli and many units",
    points=2,
    hint="plain CKA is high for any two such tables: hold the debiased one beside it",
)
def few_stimuli(ask, rng):
    told(ask, rng, "ACCAD")


@exercise.property(
    "right where one stimulus is far away",
    points=2,
    hint="leave each stimulus out in turn: is there one without which nothing is left?",
)
def one_far_stimulus(ask, rng):
    told(ask, rng, "ABBAD")


@exercise.property(
    "right on all of them, wherever the tables lie",
    points=1,
    hint="none of the three numbers may change when a constant is added to a column",
)
def anywhere(ask, rng):
    told(ask, rng, "ABCD", offset=10)


# ---- mistakes


@exercise.mistake(
    "someone who believes plain CKA: fewer stimuli than units make any two tables alike, and so does one far "
    "stimulus. Hold the debiased one beside it, without the stimulus that does most"
)
def plain_alone(X, Y):
    number, letter = believe(X, Y)
    return number, "D" if letter == "D" else "A"


@exercise.mistake(
    "someone who leaves out the stimulus and goes on with plain CKA: it stays high where the units are many. "
    "Debias it, too"
)
def plain_without_one(X, Y):
    number = plain_cka(*without_the_worst(X, Y))
    return number, "A" if number > 0.5 else believe(X, Y)[1]


@exercise.mistake(
    "someone who returns debiased CKA of all stimuli: leave out the one without which plain CKA is lowest first"
)
def with_all_stimuli(X, Y):
    return debiased_cka(X, Y), believe(X, Y)[1]


@exercise.mistake(
    "someone who blames few stimuli for everything: see whether one of them alone makes plain CKA high"
)
def always_few(X, Y):
    number, letter = believe(X, Y)
    return number, "C" if letter == "B" else letter


@exercise.mistake(
    "someone who leaves out the stimulus without which CKA is highest: the far one makes tables alike, so "
    "without it CKA is lowest"
)
def without_the_best(X, Y):
    every = range(len(X))
    rest = max(
        ((np.delete(X, i, 0), np.delete(Y, i, 0)) for i in every), key=lambda tables: plain_cka(*tables)
    )
    return debiased_cka(*rest), believe(X, Y)[1]
