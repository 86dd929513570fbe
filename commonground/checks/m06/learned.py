"""Whether two networks are alike because they learned, or because they are wide."""

import numpy as np

from commonground.checks.claims import Claim
from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Learned, or merely wide?",
    kind="judge",
    minutes=20,
    difficulty=2,
    hints=(
        "Four tables give six pairs. Which of them says how alike the two are, which says how far each has "
        "moved, and which says how alike they would be without training?",
        "A network has learned features if its layer after training is another than before: CKA of the two "
        "tables of *one* network well below 1. Two lazy networks of any width are as alike after as before.",
        "`moved` is 1 − CKA of a network's own two tables. Above 0.3 for both: A if CKA of the two after "
        "training is above 0.7, else C. Above 0.3 for neither: B. For one of them: D.",
    ),
    claims={
        "A": Claim(
            "Both learned features, and the same ones.",
            reply="that needs two networks that have each moved far from their own start, and are alike where they "
            "ended",
        ),
        "B": Claim(
            "Neither learned features; they are alike because they were so before.",
            reply="that needs two networks that stand where they began: compare each with itself before training",
        ),
        "C": Claim(
            "Both learned features, and each its own.",
            reply="that needs two networks that have each moved far, and are not alike where they ended",
        ),
        "D": Claim(
            "One of them learned features, the other did not.",
            reply="that needs one network that has moved far and one that has not: look at both, one at a time",
        ),
        "E": Claim(
            "The networks are wide enough to be called infinite.",
            reply="a kernel that stands still is a matter of scale as well as of width: small networks can be lazy, "
            "large ones can learn",
        ),
    },
)


def cka(X, Y):
    """Return linear CKA."""
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    own = np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y)
    return np.linalg.norm(X.T @ Y) ** 2 / own


@exercise.solution
def learned(X0, Y0, X1, Y1):
    """Return how much likeness training added, and the letter of the claim.

    Two networks' layers on the same stimuli, before training (0) and after (1).
    """
    number = cka(X1, Y1) - cka(X0, Y0)
    moved = [1 - cka(X0, X1) > 0.3, 1 - cka(Y0, Y1) > 0.3]
    if not any(moved):
        return number, "B"
    if not all(moved):
        return number, "D"
    return number, "A" if cka(X1, Y1) > 0.7 else "C"


# ---- networks of each kind


def layers(rng, letter, n=80, offset=0.0):
    """Return four tables of which this claim is true, clearly."""
    while True:
        stimuli = rng.standard_normal((n, 6))
        task, own, other = (rng.standard_normal((n, 2)) for _ in range(3))
        widths = rng.integers(30, 120, size=2)
        X0, Y0 = (np.maximum(stimuli @ rng.standard_normal((6, w)), 0) / np.sqrt(w) for w in widths)
        ends = {"A": (task, task), "B": (None, None), "C": (own, other), "D": (task, None)}[letter]
        if letter == "D" and rng.random() < 0.5:
            ends = ends[::-1]
        tables = [X0, Y0]
        for start, end in zip((X0, Y0), ends, strict=True):
            later = start + 0.03 * rng.standard_normal(start.shape) / np.sqrt(start.shape[1])
            if end is not None:
                later = later + 5 * end @ rotation(rng, start.shape[1])[:2]
            tables.append(later)
        X0, Y0, X1, Y1 = (T + offset * rng.standard_normal(T.shape[1]) for T in tables)
        moved = [1 - cka(X0, X1), 1 - cka(Y0, Y1)]
        alike = cka(X1, Y1)
        clear = all(m < 0.15 or m > 0.45 for m in moved) and abs(alike - 0.7) > 0.1
        if clear and learned(X0, Y0, X1, Y1)[1] == letter:
            return X0, Y0, X1, Y1


# ---- what a right answer does


def told(ask, rng, letters, **how):
    """Hold an answer to networks of these kinds, in random order."""
    cases = []
    for letter in rng.permutation(list(letters)):
        inputs = layers(rng, letter, **how)
        about = {
            f"{name}0, {name}1": "{} stimuli × {} units".format(*inputs[i].shape)
            for i, name in enumerate("XY")
        }
        cases.append((about, inputs, learned(*inputs)[0], str(letter)))
    ask.claims("learned(X0, Y0, X1, Y1)", cases, among=exercise.claims)


@exercise.property(
    "right on networks that are alike",
    points=2,
    hint="alike after training is no news if they were alike before: see whether either has moved",
)
def that_are_alike(ask, rng):
    told(ask, rng, "ABBA")


@exercise.property(
    "right on networks that have moved",
    points=1,
    hint="two networks that have moved may have moved apart, and one may have stayed",
)
def that_have_moved(ask, rng):
    told(ask, rng, "ACDC")


@exercise.property(
    "right on all of them, wherever their units' means lie",
    points=1,
    hint="use a measure that centres the units",
)
def wherever(ask, rng):
    told(ask, rng, "ABCD", offset=5)


# ---- mistakes


@exercise.mistake(
    "someone who takes likeness after training for learning: wide networks are alike before they have seen a label. "
    "Compare each with its own start"
)
def alike_is_learned(X0, Y0, X1, Y1):
    return cka(X1, Y1) - cka(X0, Y0), "A" if cka(X1, Y1) > 0.7 else "C"


@exercise.mistake("someone who looks whether one network has moved: look at the other as well")
def one_of_them(X0, Y0, X1, Y1):
    number, letter = learned(X0, Y0, X1, Y1)
    return number, "A" if letter == "D" else letter


@exercise.mistake("the likeness after training: the number is what training added to that before")
def without_the_start(X0, Y0, X1, Y1):
    return cka(X1, Y1), learned(X0, Y0, X1, Y1)[1]


@exercise.mistake("what training took away: the number is likeness after less likeness before")
def upside_down(X0, Y0, X1, Y1):
    number, letter = learned(X0, Y0, X1, Y1)
    return -number, letter
