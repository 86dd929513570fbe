"""What an agreement of neighbours is due to, once its imitators have been looked for."""

import numpy as np

from commonground.checks.claims import Claim
from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise
from commonground.checks.m04.mutual_knn import mutual_knn

exercise = Exercise(
    title="Agreement, or its imitator?",
    kind="judge",
    minutes=30,
    difficulty=3,
    hints=(
        "Three agreements, each with its chance: of all stimuli, within the classes, and within the classes "
        "with the input. Which imitator would raise which?",
        "Labels in common raise the agreement of all stimuli and not that within a class. The input in common "
        "raises that within a class, and as much that of either network with the input.",
        "Within the classes, `own` = agreement of X and Y, `given` = the larger of those of X with S and of Y "
        "with S. The number is own − given. Above 0.1: A. Else, if own is more than 0.1 above chance within a "
        "class: B. Else, if the agreement of all is more than 0.1 above its chance: C. Else D.",
    ),
    claims={
        "A": Claim(
            "The two agree beyond the input and the labels that they share.",
            reply="that needs an agreement within the classes above that of either network with the input: what does "
            "the input alone have?",
        ),
        "B": Claim(
            "The two agree because both keep the input; neither is nearer to the other than to it.",
            reply="that needs an agreement within the classes above chance, and as much of it with the input: compare "
            "the three pairs of tables",
        ),
        "C": Claim(
            "The two agree because both know the labels; within a class they do not agree.",
            reply="that needs an agreement of all stimuli above chance, and none within a class: take the classes one "
            "at a time",
        ),
        "D": Claim(
            "The two do not agree: what there is, is chance, which is high where stimuli are few.",
            reply="that needs an agreement no higher than k / (n − 1): what is chance for so many stimuli?",
        ),
        "E": Claim(
            "The two agree because they were trained on the same images.",
            reply="tables of responses do not tell on what a network was trained: that needs networks trained on "
            "disjoint halves",
        ),
        "F": Claim(
            "The two agree because both are wide.",
            reply="width brings each network nearer to the input, and so the two to each other: hold the agreement "
            "with the input beside theirs, and you have subtracted it",
        ),
    },
)


def within(X, Y, y, k):
    """Return the mean agreement of X and Y within the classes of y."""
    return np.mean([mutual_knn(X[y == c], Y[y == c], k) for c in np.unique(y)])


@exercise.solution
def imitated(X, Y, S, y, k):
    """Return the agreement within classes not due to the input, and a letter.

    X (n, p), Y (n, q) are responses to the stimuli S (n, d) of the classes y (n,).
    """
    own = within(X, Y, y, k)
    number = own - max(within(X, S, y, k), within(Y, S, y, k))
    in_class = np.mean([k / (np.sum(y == c) - 1) for c in np.unique(y)])
    if number > 0.1:
        return number, "A"
    if own > in_class + 0.1:
        return number, "B"
    return number, "C" if mutual_knn(X, Y, k) > k / (len(y) - 1) + 0.1 else "D"


# ---- two networks and what they have in common


def shown(rng, Z, width):
    """Return things (n, d) as a network holds them: turned, and a little blurred."""
    turned = Z @ rotation(rng, width)[: Z.shape[1]]
    return turned + 0.05 * rng.standard_normal(turned.shape)


def networks(rng, letter, classes, size):
    """Return X, Y, S, y and k for which this claim is true, clearly."""
    while True:
        y = rng.permutation(np.arange(classes * size) % classes)
        n, k = len(y), int(rng.integers(4, 6))
        S, hidden, one, other = rng.standard_normal((4, n, 4))
        labels = 3 * np.eye(classes)[y] * (rng.random() < 0.7 or letter == "C")
        first, second = {"A": (hidden, hidden), "B": (S, S), "C": (one, other), "D": (one, other)}[letter]
        labels = 0 * labels if letter == "D" else labels
        X, Y = shown(rng, np.hstack([first, labels]), 14), shown(rng, np.hstack([second, labels]), 12)
        own, chance = within(X, Y, y, k), k / (size - 1)
        number, claim = imitated(X, Y, S, y, k)
        everything = mutual_knn(X, Y, k) - k / (n - 1)
        clear = {
            "A": number > 0.2,
            "B": number < 0.05 and own > chance + 0.15,
            "C": own < chance + 0.06 and everything > 0.15,
            "D": own < chance + 0.06 and everything < 0.06,
        }[letter]
        if clear and claim == letter:
            return X, Y, S, y, k


# ---- what a right answer does


def told(ask, rng, letters, classes=4, size=20):
    """Hold an answer to networks of these kinds, in random order."""
    cases = []
    for letter in rng.permutation(list(letters)):
        inputs = networks(rng, letter, classes, size)
        about = {"X, Y, S": f"{classes * size} stimuli", "y": f"{classes} classes", "k": inputs[-1]}
        cases.append((about, inputs, imitated(*inputs)[0], str(letter)))
    ask.claims("imitated(X, Y, S, y, k)", cases, among=exercise.claims)


@exercise.property(
    "right on what the input imitates",
    points=2,
    hint="the input is a third representation: how much does either network agree with it?",
)
def the_input(ask, rng):
    told(ask, rng, "ABBA")


@exercise.property(
    "right on what labels imitate",
    points=2,
    hint="within one class there are no labels to agree about: compute the agreement class by class",
)
def the_labels(ask, rng):
    told(ask, rng, "ACCAD")


@exercise.property(
    "right on few stimuli, where chance is high",
    points=1,
    hint="chance is k / (n − 1), with n the number of stimuli among which neighbours are looked for",
)
def few_stimuli(ask, rng):
    told(ask, rng, "ABCD", classes=3, size=12)


# ---- mistakes


@exercise.mistake(
    "someone who takes agreement for granted: labels and input raise it, too. Look within classes, and hold the "
    "input beside it"
)
def at_face_value(X, Y, S, y, k):
    number, letter = imitated(X, Y, S, y, k)
    return number, letter if letter == "D" else "A"


@exercise.mistake(
    "someone who forgets the labels: two networks that know the classes agree, however little they share within one"
)
def across_classes(X, Y, S, y, k):
    own = mutual_knn(X, Y, k)
    number = own - max(mutual_knn(X, S, k), mutual_knn(Y, S, k))
    return number, "A" if number > 0.1 else "B" if own > k / (len(y) - 1) + 0.1 else "D"


@exercise.mistake("someone who forgets the input: subtract what the better of the two has in common with it")
def without_the_input(X, Y, S, y, k):
    return within(X, Y, y, k), imitated(X, Y, S, y, k)[1]


@exercise.mistake(
    "someone who compares with one network's agreement with the input: take the larger of the two"
)
def with_one_of_them(X, Y, S, y, k):
    lower = min(within(X, S, y, k), within(Y, S, y, k))
    return within(X, Y, y, k) - lower, imitated(X, Y, S, y, k)[1]


@exercise.mistake(
    "someone who finds labels at work where there is chance alone: compare the agreement of all stimuli with k / (n − 1)"
)
def never_chance(X, Y, S, y, k):
    number, letter = imitated(X, Y, S, y, k)
    return number, "C" if letter == "D" else letter
