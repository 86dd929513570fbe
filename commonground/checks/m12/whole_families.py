"""Related, or only of one family? A claim with the chance that belongs to it."""

import numpy as np

from commonground.checks.claims import Claim
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Which chance is the right one?",
    minutes=20,
    difficulty=3,
    kind="judge",
    hints=(
        "Members of one family resemble each other in every representation. A shuffle of single stimuli destroys that, too, and "
        "almost anything beats it. What may a fair shuffle move?",
        "Families, whole. `orders` says where each goes; {exercise}`meaning` moves them. How many of these give a CKA as large as "
        "that of the data?",
        "`share = (1 + sum(cka(order) >= data for order in orders)) / (1 + len(orders))`. With fewer than 19 orders no share can "
        "come down to 0.05, whatever the data are.",
    ),
    claims={
        "A": Claim(
            "The two agree on how families lie to each other, beyond what chance gives.",
            reply="that needs a share of 0.05 or less, among families that were moved whole: count them",
        ),
        "B": Claim(
            "Beyond having the same families, the two show no agreement.",
            reply="that needs a share above 0.05, from orders enough that it could have been below: count both",
        ),
        "C": Claim(
            "There are too few orders of families to tell.",
            reply="with 19 orders or more a share of 0.05 can be reached: count the orders",
        ),
        "D": Claim(
            "The two agree, since no shuffle of single stimuli comes near their CKA.",
            reply="such a shuffle tears families apart, and any two codes that know the families beat it: move families whole",
        ),
        "E": Claim(
            "The two do not agree, since their CKA is far from 1.",
            reply="how large a CKA must be depends on noise and on the families: ask what chance gives, not how far 1 is",
        ),
    },
)


def moved_cka(K, L, families, order):
    """Return CKA of K with L whose families were moved whole."""
    n = len(K)
    new, H = np.arange(n), np.eye(n) - 1 / n
    for j, k in enumerate(order):
        new[families == j] = np.flatnonzero(families == k)
    K, L = H @ K @ H, H @ L[new][:, new] @ H
    return np.sum(K * L) / np.sqrt(np.sum(K * K) * np.sum(L * L))


@exercise.solution
def whole_families(K, L, families, orders):
    """Return the share of orders with as large a CKA, and the letter of the claim."""
    data = moved_cka(K, L, families, range(families.max() + 1))
    chance = [moved_cka(K, L, families, order) for order in orders]
    share = (1 + sum(cka >= data for cka in chance)) / (1 + len(orders))
    if len(orders) < 19:
        return share, "C"
    return share, "A" if share <= 0.05 else "B"


# ---- what a right answer does


def study(rng, letter, each=4):
    """Return two Gram matrices, families and orders of families, of which this claim is right."""
    sixths = rng.integers(
        1, 7
    )  # of three families: each share as often, or the smallest would be a good guess
    while True:
        f = 3 if letter == "C" else int(rng.integers(5, 8))
        families = rng.permutation(np.repeat(np.arange(f), each))
        place = rng.normal(size=(f, 3))
        agree = letter == "A" or (letter == "C" and rng.random() < 0.5)
        other = place @ rng.normal(size=(3, 6)) if agree else rng.normal(size=(f, 6))
        X = place[families] + 0.4 * rng.normal(size=(len(families), 3))
        Y = other[families] + 0.4 * rng.normal(size=(len(families), 6))
        count = 5 if letter == "C" else 39
        drawn = {tuple(rng.permutation(f).tolist()) for _ in range(400)} - {tuple(range(f))}
        orders = rng.permutation(np.array(sorted(drawn)))[:count]
        given = np.round(X @ X.T, 4), np.round(Y @ Y.T, 4), families, orders
        share, found = whole_families(*given)
        clear = round(6 * share) == sixths if letter == "C" else share <= 0.025 or share > 0.15
        if found == letter and clear:
            return given


def judged(ask, rng, letters):
    """Hold answers about pairs of which these claims are right, in random order."""
    cases = []
    for letter in rng.permutation(list(letters)):
        K, L, families, orders = study(rng, letter)
        cases.append(
            (
                {
                    "K": f"{K.shape}",
                    "L": f"{L.shape}",
                    "families": families,
                    "orders": f"{len(orders)} orders",
                },
                (K, L, families, orders),
                whole_families(K, L, families, orders)[0],
                str(letter),
            )
        )
    ask.claims("whole_families(K, L, families, orders)", cases, among=exercise.claims)


@exercise.property(
    "right about agreement and about its absence",
    points=1,
    hint="CKA of the data beside CKA of every order: the share that is as large, the data among them",
)
def agreement_or_none(ask, rng):
    judged(ask, rng, "AB")


@exercise.property(
    "right about families too few to tell",
    points=1,
    hint="three families have five other orders: the smallest share that can come out is one in six",
)
def too_few(ask, rng):
    judged(ask, rng, "CA")


@exercise.property(
    "right about all three",
    points=1,
    hint="first ask whether the orders are enough to tell anything, then what they tell",
)
def all_three(ask, rng):
    judged(ask, rng, "ABC")


# ---- mistakes


def letter_of(share, orders):
    """Return the claim that a share supports."""
    return "C" if len(orders) < 19 else "A" if share <= 0.05 else "B"


def counted(K, L, families, orders, *, extra=1, below=False):
    """Return share and letter, with one step done another way."""
    data = moved_cka(K, L, families, range(families.max() + 1))
    chance = np.array([moved_cka(K, L, families, order) for order in orders])
    share = (extra + np.sum(chance <= data if below else chance >= data)) / (extra + len(orders))
    return float(share), letter_of(share, orders)


@exercise.mistake("a share that can be 0: the data are one of the orders, so add 1 above and below")
def without_the_data(K, L, families, orders):
    return counted(K, L, families, orders, extra=0)


@exercise.mistake(
    "the share that is as small: count the orders whose CKA is as large as that of the data, or larger"
)
def other_side(K, L, families, orders):
    return counted(K, L, families, orders, below=True)


@exercise.mistake(
    "CKA itself: whether it is large for these families is told by the orders. Return the share"
)
def cka_itself(K, L, families, orders):
    data = moved_cka(K, L, families, range(families.max() + 1))
    return float(data), whole_families(K, L, families, orders)[1]


@exercise.mistake("how far the data lie from the mean of the orders, in spreads: with so few, count them")
def in_spreads(K, L, families, orders):
    data = moved_cka(K, L, families, range(families.max() + 1))
    chance = [moved_cka(K, L, families, order) for order in orders]
    return float((data - np.mean(chance)) / np.std(chance)), whole_families(K, L, families, orders)[1]
