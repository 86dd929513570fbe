"""Is what was read from two codes a symmetry at all?"""

import numpy as np

from commonground.checks.claims import Claim
from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Is it a symmetry at all?",
    minutes=15,
    difficulty=2,
    kind="judge",
    hints=(
        "A best-fitting orthogonal matrix comes out of any two tables. What must hold of the matrices of a group, that need not "
        "hold of matrices that were fitted one by one?",
        "Two turns make a turn: $Q_1 Q_1$ should be $Q_2$. It never is to the last digit. How far are two readings of "
        "the *same* turn from each other?",
        "`np.linalg.norm(Q1 @ Q1 - Q2) / np.linalg.norm(Q2 - again)`. Up to 2 it is noise. But if two readings of one turn differ "
        "by more than the length of a reading, nothing was read at all.",
    ),
    claims={
        "A": Claim(
            "The code turns with the stimulus: one turn after the other does what a double turn does.",
            reply="that needs a gap between twice one turn and a double turn that is no more than twice that of two readings",
        ),
        "B": Claim(
            "The code changes with the stimulus, and not by a symmetry: turns do not compose.",
            reply="that needs a gap of more than twice that of two readings, where the readings themselves agree",
        ),
        "C": Claim(
            "The matrices were read too badly to tell: two readings of one turn have little in common.",
            reply="that needs two readings of one turn that lie farther apart than a reading is long: compare their norms",
        ),
        "D": Claim(
            "The code turns with the stimulus, since the matrix that was read is orthogonal.",
            reply="it is orthogonal because it was fitted so: random tables would give one, too. What must a group do?",
        ),
        "E": Claim(
            "The code does not turn with the stimulus, since twice one turn is not exactly a double turn.",
            reply="measured matrices never compose exactly: how far apart are two readings of one and the same turn?",
        ),
    },
)


@exercise.solution
def is_a_turn(Q1, Q2, again):
    """Return the gap over that of two readings, and the letter of the claim."""
    noise = np.linalg.norm(Q2 - again)
    number = np.linalg.norm(Q1 @ Q1 - Q2) / noise
    if noise > np.linalg.norm(Q2):
        return number, "C"
    return number, "A" if number <= 2 else "B"


# ---- what a right answer does


def nearly(rng, Q, size):
    """Return an orthogonal matrix near Q."""
    U, _, Vt = np.linalg.svd(Q + size * rng.normal(size=Q.shape) / np.sqrt(len(Q)))
    return U @ Vt


def read(rng, letter, p):
    """Return what was read of one turn, of two, and of two once more, of which this claim is right."""
    while True:
        R = rotation(rng, p)
        twice = R @ R if letter == "A" else rotation(rng, p)
        size = rng.uniform(0.1, 0.25)
        given = nearly(rng, R, size), nearly(rng, twice, size), nearly(rng, twice, size)
        if letter == "C":
            given = rotation(rng, p), rotation(rng, p), rotation(rng, p)
        number, found = is_a_turn(*given)
        noise = np.linalg.norm(given[1] - given[2]) / np.sqrt(p)
        clear = noise > 1.15 if letter == "C" else noise < 0.7 and not 1.6 < number < 2.6
        if found == letter and clear:
            return given


def judged(ask, rng, letters, p):
    """Hold answers about readings of which these claims are right, in random order."""
    cases = []
    for letter in rng.permutation(list(letters)):
        Q1, Q2, again = read(rng, letter, p)
        cases.append(
            (
                {"Q1": f"{p} × {p}", "Q2": "of two turns", "again": "of two turns, read from other stimuli"},
                (Q1, Q2, again),
                is_a_turn(Q1, Q2, again)[0],
                str(letter),
            )
        )
    ask.claims("is_a_turn(Q1, Q2, again)", cases, among=exercise.claims)


@exercise.property(
    "right about turns that compose and turns that do not",
    points=1,
    hint="hold Q1 Q1 against Q2, and two readings of Q2 against each other: the second is what noise does",
)
def composes_or_not(ask, rng):
    judged(ask, rng, "AB", 4)


@exercise.property(
    "right about readings that are too bad to tell",
    points=1,
    hint="random orthogonal matrices lie √2 of their length apart: beyond once that length nothing was read",
)
def too_bad(ask, rng):
    judged(ask, rng, "CA", 5)


@exercise.property(
    "right about all three, in more units",
    points=1,
    hint="first ask whether the readings agree at all, then whether the turns compose",
)
def all_three(ask, rng):
    judged(ask, rng, "ABC", 8)


# ---- mistakes


def letter_of(number, Q2, again):
    """Return the claim that a gap supports."""
    if np.linalg.norm(Q2 - again) > np.linalg.norm(Q2):
        return "C"
    return "A" if number <= 2 else "B"


@exercise.mistake(
    "a gap beside the length of the matrix: what noise does is known from the second reading. Divide by that"
)
def over_the_length(Q1, Q2, again):
    number = np.linalg.norm(Q1 @ Q1 - Q2) / np.linalg.norm(Q2)
    return number, letter_of(number, Q2, again)


@exercise.mistake("a gap between one turn and two: apply the first twice, Q1 @ Q1")
def once(Q1, Q2, again):
    number = np.linalg.norm(Q1 - Q2) / np.linalg.norm(Q2 - again)
    return number, letter_of(number, Q2, again)


@exercise.mistake("squares of the entries in place of the matrix applied twice: write Q1 @ Q1")
def entries_squared(Q1, Q2, again):
    number = np.linalg.norm(Q1**2 - Q2) / np.linalg.norm(Q2 - again)
    return number, letter_of(number, Q2, again)


@exercise.mistake("how far Q1 is from orthogonal: it was fitted to be so. Ask whether turns compose")
def orthogonality(Q1, Q2, again):
    number = np.linalg.norm(Q1.T @ Q1 - np.eye(len(Q1))) / np.linalg.norm(Q2 - again)
    return number, letter_of(number, Q2, again)
