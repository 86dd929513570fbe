"""Which pool a table of sets and their targets asks for."""

import numpy as np

from commonground.checks.claims import Claim
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Which pool?",
    kind="judge",
    minutes=25,
    difficulty=2,
    hints=(
        "For each pool, find the pairs of sets that it must confuse, whatever φ is, and see whether their "
        "targets agree.",
        "A key for each set does it: `frozenset(x)` is what a max keeps, the counts are what a sum keeps, "
        "counts over their greatest common divisor are what a mean keeps. Compare targets within one key.",
        "`spread(key)` = largest difference of two targets of one key. The number is that of the max. If it is "
        "below 0.1 the letter is A; else, if that of the mean is, B; else, if that of the sum is, C; else D.",
    ),
    claims={
        "A": Claim(
            "A max will do: sets of the same elements have the same target, however often each occurs.",
            reply="that needs equal targets wherever the same elements occur: look for two sets that differ in how "
            "often",
        ),
        "B": Claim(
            "A mean will do and a max will not: shares matter, and the number of elements does not.",
            reply="that needs equal targets wherever shares are equal, and unequal ones somewhere where only the same "
            "elements occur",
        ),
        "C": Claim(
            "Of the three only a sum will do: the number of elements matters as well.",
            reply="that needs two sets of the same shares and different targets, and none of the same counts: look at "
            "sets that are doubled, and at sets in another order",
        ),
        "D": Claim(
            "No pool will do: the order matters.",
            reply="that needs two sets of the same counts, in another order, with different targets",
        ),
        "E": Claim(
            "Any of the three will do, with a network that is large enough.",
            reply="no size mends what a pool throws away: two sets of one code have one answer, whatever follows",
        ),
    },
)


def spread(sets, y, key):
    """Return the largest difference of two targets whose sets have one key."""
    groups = {}
    for x, target in zip(sets, y, strict=True):
        groups.setdefault(key(x.tolist()), []).append(target)
    return max(max(group) - min(group) for group in groups.values())


def counts(x):
    """Return how often each element is there: what a sum keeps."""
    return tuple(sorted((e, x.count(e)) for e in set(x)))


def shares(x):
    """Return the share of each element: what a mean keeps."""
    common = np.gcd.reduce([c for _, c in counts(x)])
    return tuple((e, c // common) for e, c in counts(x))


@exercise.solution
def which_pool(sets, y):
    """Return the largest difference that a max must make, and the letter of the claim.

    ``sets`` is a list of arrays of whole numbers, y (n,) holds a target for each.
    """
    number = spread(sets, y, frozenset)
    if number < 0.1:
        return number, "A"
    if spread(sets, y, shares) < 0.1:
        return number, "B"
    return number, "C" if spread(sets, y, counts) < 0.1 else "D"


# ---- tables of each kind


def targets(rng, letter):
    """Return a function of a set that needs this pool."""
    value = rng.uniform(0.5, 3, size=6) * rng.choice([-1, 1], size=6)
    return {
        "A": lambda x: value[x].max() - value[x].min(),
        "B": lambda x: 2 * np.mean(value[x]),
        "C": lambda x: np.sum(value[x]),
        "D": lambda x: np.sum(value[x]) + 2 * value[x[0]],
    }[letter]


def table(rng, letter, n=12):
    """Return sets, each with others that one pool or another must confuse with it, and their targets."""
    while True:
        target, sets = targets(rng, letter), []
        for _ in range(n):
            x = rng.choice(6, size=int(rng.integers(2, 4)), replace=False)
            sets += [x, x[::-1].copy(), np.concatenate([x, x]), np.append(x, x[-1])]
        sets = [sets[i] for i in rng.permutation(len(sets))]
        y = np.array([target(x) for x in sets]) + rng.uniform(-0.01, 0.01, size=len(sets))
        found = [spread(sets, y, key) for key in (frozenset, shares, counts)]
        if which_pool(sets, y)[1] == letter and all(f < 0.05 or f > 0.5 for f in found):
            return sets, y


# ---- what a right answer does


def told(ask, rng, letters):
    """Hold an answer to tables of these kinds, in random order."""
    cases = []
    for letter in rng.permutation(list(letters)):
        sets, y = table(rng, letter)
        about = {"sets": f"{len(sets)} sets of 2 to 6 elements", "y": "their targets"}
        cases.append((about, (sets, y), which_pool(sets, y)[0], str(letter)))
    ask.claims("which_pool(sets, y)", cases, among=exercise.claims)


@exercise.property(
    "right on how often",
    points=1,
    hint="find two sets of the same elements, one of which is there more often: do their targets differ?",
)
def how_often(ask, rng):
    told(ask, rng, "ABBA")


@exercise.property(
    "right on how many",
    points=1,
    hint="find a set and the same set doubled: the shares are the same, the number is not",
)
def how_many(ask, rng):
    told(ask, rng, "BCCB")


@exercise.property(
    "right on all of them",
    points=2,
    hint="before you choose a pool, see whether a set in another order has the same target",
)
def all_of_them(ask, rng):
    told(ask, rng, "ABCDD")


# ---- mistakes


@exercise.mistake(
    "someone who takes a sum to be safe: say the least that will do, a max before a mean, a mean before a sum"
)
def always_a_sum(sets, y):
    number, letter = which_pool(sets, y)
    return number, "D" if letter == "D" else "C"


@exercise.mistake("someone who never looks at the order: a list whose order matters is no set")
def never_order(sets, y):
    number, letter = which_pool(sets, y)
    return number, "C" if letter == "D" else letter


@exercise.mistake("someone who takes a mean and a sum for the same: compare a set with the same set doubled")
def mean_for_sum(sets, y):
    number, letter = which_pool(sets, y)
    return number, "B" if letter == "C" else letter


@exercise.mistake("the largest difference between any two targets: compare sets of the same elements only")
def of_any_two(sets, y):
    return max(y) - min(y), which_pool(sets, y)[1]
