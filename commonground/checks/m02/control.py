"""What a probe for a concept shows, once its controls are looked at."""

import numpy as np

from commonground.checks.claims import Claim
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="What the probe shows",
    kind="judge",
    minutes=25,
    difficulty=2,
    hints=(
        "Leave a whole class out, fit on the others, score on the one that was left out. That is a control: "
        "a direction of the concept should hold for classes that the probe never saw.",
        "Ten scores, one for each class. Their mean is the number. Are they all high? All but one? About a "
        "half? And does a probe read the concept at all, on stimuli of classes that it was fitted on?",
        "Fit on `X[::2]` and score on `X[1::2]` for the last question: below 0.7 the letter is D. Else: C if "
        "the mean over classes is below 0.75, B if their least is below 0.5, A if neither.",
    ),
    claims={
        "A": Claim(
            "There is a direction for the concept, and it holds for classes that the probe never saw.",
            reply="that needs every class to be read by a probe that was fitted on the others: look at the worst",
        ),
        "B": Claim(
            "There is a direction for the concept, and one class lies on its wrong side.",
            reply="that needs nine classes that a probe fitted on the others reads, and one that it gets wrong: "
            "look at each class by itself",
        ),
        "C": Claim(
            "The probe knows the classes, and any grouping of them could be read as well.",
            reply="that needs a probe that reads stimuli of classes it was fitted on and is lost on classes it was "
            "not: hold the two scores side by side",
        ),
        "D": Claim(
            "The concept is not there for a linear probe.",
            reply="that needs a probe that fails on held-out stimuli of the very classes it was fitted on",
        ),
        "E": Claim(
            "The network uses the concept.",
            reply="what can be read from a layer need not be used by the next: no score of a probe shows use",
        ),
    },
)


def scored(X, y, fit, test):
    """Return the share of the tested stimuli whose sign of y a probe gets right."""
    mean = X[fit].mean(axis=0)
    w = np.linalg.pinv(X[fit] - mean) @ (y[fit] - y[fit].mean())
    answer = (X[test] - mean) @ w + y[fit].mean()
    return float(np.mean(np.sign(answer) == y[test]))


@exercise.solution
def what_it_shows(X, y, c):
    """Return the mean score on left-out classes, and the letter of the claim.

    X (n, p) are activations, y (n,) the concept, −1 or 1, and c (n,) classes, 0 to 9.
    """
    of_class = [scored(X, y, c != k, c == k) for k in range(10)]
    every = np.arange(len(y))
    number = float(np.mean(of_class))
    if scored(X, y, every % 2 == 0, every % 2 == 1) < 0.7:
        return number, "D"
    if number < 0.75:
        return number, "C"
    return number, "B" if min(of_class) < 0.5 else "A"


# ---- layers of each kind


def layer(rng, letter, n=300, p=24, offset=0.0):
    """Return activations, concept and classes of which this claim is true."""
    while True:
        c = rng.permutation(np.arange(n) % 10)
        group = rng.permutation(np.repeat([-1.0, 1.0], 5))
        y = group[c]
        centres = {"A": 0.3, "B": 0.3, "C": 2.5, "D": 0}[letter] * rng.standard_normal((10, p))
        v = np.linalg.qr(rng.standard_normal((p, 1)))[0][:, 0]
        side = group.copy()
        if letter == "B":
            side[rng.integers(10)] *= -1
        concept = {"A": 4, "B": 4, "C": 0, "D": 0}[letter]
        X = centres[c] + concept * side[c][:, None] * v + rng.standard_normal((n, p))
        X += offset * rng.standard_normal(p)
        scores = [scored(X, y, c != k, c == k) for k in range(10)]
        clear = {
            "A": min(scores) > 0.8,
            "B": sorted(scores)[0] < 0.3 and sorted(scores)[1] > 0.6 and np.mean(scores) > 0.8,
            "C": np.mean(scores) < 0.65,
            "D": True,
        }[letter]
        if clear and what_it_shows(X, y, c)[1] == letter:
            return X, y, c


# ---- what a right answer does


def told(ask, rng, letters, **how):
    """Hold an answer to layers of these kinds, in random order."""
    cases = []
    for letter in rng.permutation(list(letters)):
        X, y, c = layer(rng, letter, **how)
        about = {"X": "{} stimuli × {} units".format(*X.shape), "y": "−1 or 1", "c": "ten classes"}
        cases.append((about, (X, y, c), what_it_shows(X, y, c)[0], str(letter)))
    ask.claims("what_it_shows(X, y, c)", cases, among=exercise.claims)


@exercise.property(
    "right where the classes carry the concept",
    points=2,
    hint="leave out whole classes, not stimuli: a probe that has met a class knows on which side it is",
)
def by_class(ask, rng):
    told(ask, rng, "ACCA")


@exercise.property(
    "right where one class is an exception",
    points=2,
    hint="a mean of 0.9 may be ten classes at 0.9, or nine at 1 and one at 0",
)
def an_exception(ask, rng):
    told(ask, rng, "ABBA")


@exercise.property(
    "right on all of them, far from the origin",
    points=1,
    hint="subtract the means of the stimuli that the probe is fitted on, from the tested ones as well",
)
def far_away(ask, rng):
    told(ask, rng, "ABCD", offset=20)


# ---- mistakes


@exercise.mistake(
    "someone who leaves out stimuli, not classes: the number is the mean over classes of the score on a class "
    "that the probe never saw"
)
def by_stimuli(X, y, c):
    every = np.arange(len(y))
    number = scored(X, y, every % 2 == 0, every % 2 == 1)
    return number, "A" if number > 0.7 else "D"


@exercise.mistake(
    "someone who believes a probe that reads: any grouping of ten classes can be read in so many dimensions. "
    "See whether it holds for a class that was left out"
)
def any_probe(X, y, c):
    number, letter = what_it_shows(X, y, c)
    return number, "A" if letter == "C" else letter


@exercise.mistake(
    "someone who looks at the mean alone: one class may lie on the wrong side. Look at each class by itself"
)
def mean_alone(X, y, c):
    number, letter = what_it_shows(X, y, c)
    return number, "A" if letter == "B" else letter


@exercise.mistake("the score of the worst class: the number is the mean over all ten")
def the_worst(X, y, c):
    _number, letter = what_it_shows(X, y, c)
    return min(scored(X, y, c != k, c == k) for k in range(10)), letter


@exercise.mistake("someone who scores on the stimuli of the fit: fit on nine classes, and score on the tenth")
def in_sample(X, y, c):
    everything = np.ones(len(y), bool)
    return scored(X, y, everything, everything), what_it_shows(X, y, c)[1]
