"""Is a black box invariant, equivariant, or neither?"""

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Test a black box",
    kind="make",
    minutes=20,
    difficulty=2,
    hints=(
        "Let all your questions be one set of different numbers in different orders, the first one as "
        "it is. Four elements have 24 orders: take all.",
        "Draw nothing anew in `verdict`: it must know the orders that `questions` used, so make them "
        "in the same way, with `itertools.permutations(range(4))`.",
        "Compare with `np.allclose`, not with `==`: a sum in another order differs in its last digit. "
        "An invariant box may well answer with an array.",
    ),
)


@exercise.solution
def questions():
    """Return the list of inputs, arrays of shape (n,), that the box is to be asked."""
    from itertools import permutations

    x = np.array([0.3, -1.2, 2.5, 0.9])
    return [x[list(order)] for order in permutations(range(4))]


@exercise.solution
def verdict(answers):
    """Return "invariant", "equivariant" or "neither" for a box with these answers."""
    from itertools import permutations

    orders = [list(order) for order in permutations(range(4))]
    first = np.asarray(answers[0])
    if all(np.allclose(answer, first) for answer in answers):
        return "invariant"
    pairs = zip(answers, orders, strict=True)
    if first.shape == (4,) and all(np.allclose(a, first[order]) for a, order in pairs):
        return "equivariant"
    return "neither"


# ---- what the boxes hold: each kind with random constants, so that no two are alike


def invariant(rng):
    a, b = rng.uniform(0.5, 2, size=2)
    return [
        lambda x: a * np.mean(x) + b * np.max(x),
        lambda x: np.sum(np.sin(a * x + b)),
        lambda x: np.sort(x) * a + b,
        lambda x: np.array([np.min(x), np.median(x) * a]),
    ]


def equivariant(rng):
    a, b = rng.uniform(0.5, 2, size=2)
    return [
        lambda x: a * x + b * np.sum(x),
        lambda x: np.exp(a * x) / np.sum(np.exp(a * x)),
        lambda x: np.argsort(np.argsort(x)) * a + b,
        lambda x: np.tanh(a * x - b * np.max(x)),
    ]


def neither(rng):
    a, b = rng.uniform(0.5, 2, size=2)
    return [
        lambda x: np.cumsum(a * x) + b,
        lambda x: a * x[0] + b,
        lambda x: x * np.arange(1, len(x) + 1) * a + b,
        lambda x: np.sum(a * x * np.arange(len(x))),
    ]


def sly(rng):
    """Neither, but one kind of reordering does not show it: a turn of the ring, or one swap."""
    a, b = rng.uniform(0.5, 2, size=2)
    return [
        lambda x: a * np.sum(x * np.roll(x, 1)) + b,  # invariant to turns and to reversal
        lambda x: a * np.roll(x, 1) + b * x,  # equivariant to turns
        lambda x: a * (x[0] + x[1]) + b * np.sum(x**2),  # invariant to a swap of the first two
        lambda x: a * x + b * x[-1],  # equivariant to all that leaves the last in its place
    ]


# ---- what a right answer does

VERDICTS = ("invariant", "equivariant", "neither")


def asked(ask):
    """Return the student's questions, or say what is wrong with them."""
    ask.given()
    value = ask.value("questions()")
    if isinstance(value, np.ndarray) and value.ndim == 2:
        value = list(value)
    if not isinstance(value, list) or not 2 <= len(value) <= 100:
        ask.wrong("should be a list of 2 to 100 arrays, the inputs that the box gets")
    ask.given()
    ask.show("questions()")
    return [_question(ask, k, x) for k, x in enumerate(value)]


def _question(ask, k, x):
    try:
        x = np.asarray(x)
    except ValueError:
        x = np.empty(())
    if x.ndim != 1 or not 3 <= len(x) <= 20:
        ask.wrong(f"question {k} should be a one-dimensional array of 3 to 20 numbers")
    try:
        return as_array(x, x.shape)
    except Wrong as wrong:
        ask.wrong(f"question {k}: {wrong}")


def _plain(value):
    return np.asarray(value, dtype=float) if np.ndim(value) else float(value)


def _shown(answer):
    return np.array2string(np.asarray(answer), precision=3, separator=", ")


def tells(ask, rng, *kinds):
    """Show boxes of these kinds, in random order."""
    inputs = asked(ask)
    boxes = [(kind, box) for kind in kinds for box in kind(rng)]
    boxes = [boxes[k] for k in rng.permutation(len(boxes))]
    with np.errstate(all="ignore"):
        heard = [[_plain(box(x)) for x in inputs] for _, box in boxes]
    said = [ask.value("verdict(answers)", answers) for answers in heard]
    ask.judged += said
    for answer, answers, (kind, _) in zip(said, heard, boxes, strict=True):
        want = "neither" if kind in (neither, sly) else kind.__name__
        ask.given(answers=f"of a box to your {len(inputs)} questions, the first {_shown(answers[0])}")
        ask.show("verdict(answers)", answer)
        ask.word(answer, VERDICTS)
        if answer != want:
            ask.wrong(f"the box was {want}" + (", in a sly way" if kind is sly else ""))


@exercise.property(
    "able to tell invariant from neither",
    points=1,
    hint="show the box one set in several orders: an invariant box gives one answer",
)
def invariant_from_neither(ask, rng):
    tells(ask, rng, invariant, neither)


@exercise.property(
    "able to tell equivariant from neither",
    points=1,
    hint="an equivariant box's answer is reordered as its input was: compare with first[order]",
)
def equivariant_from_neither(ask, rng):
    tells(ask, rng, equivariant, neither)


@exercise.property(
    "able to tell all three",
    points=1,
    hint="test for one answer first, then for one answer that travels, else say 'neither'",
)
def all_three(ask, rng):
    tells(ask, rng, invariant, equivariant, neither)


@exercise.property(
    "not fooled by a box that minds some reorderings only",
    points=2,
    hint="a turn of the ring or one swap is not enough: try all orders of a small set, or many random ones",
)
def sly_boxes(ask, rng):
    tells(ask, rng, sly, invariant, equivariant)


# ---- mistakes


def verdict_by_turns(answers):
    first = np.asarray(answers[0])
    if all(np.allclose(answer, first) for answer in answers):
        return "invariant"
    turns = first.ndim == 1 and all(
        np.allclose(answer, np.roll(first, k)) for k, answer in enumerate(answers)
    )
    return "equivariant" if turns else "neither"


@exercise.mistake(
    "a test by turning the list round, which a box on a ring passes: use orders that are no turns, too",
    of=questions,
    verdict=verdict_by_turns,
)
def by_turns():
    x = np.array([0.3, -1.2, 2.5, 0.9])
    return [np.roll(x, k) for k in range(4)]


def verdict_by_swap(answers):
    first = np.asarray(answers[0])
    if np.allclose(answers[1], first):
        return "invariant"
    if first.ndim == 1 and len(first) == 4 and np.allclose(answers[1], first[[1, 0, 2, 3]]):
        return "equivariant"
    return "neither"


@exercise.mistake(
    "a test by one swap, which a box passes that treats the others by place: use more orders",
    of=questions,
    verdict=verdict_by_swap,
)
def one_swap():
    x = np.array([0.3, -1.2, 2.5, 0.9])
    return [x, x[[1, 0, 2, 3]]]


@exercise.mistake(
    "a verdict by the shape of the answer: an invariant box may answer with an array, such as the sorted set",
    of=verdict,
)
def by_shape(answers):
    if verdict(answers) == "neither":
        return "neither"
    return "equivariant" if np.ndim(answers[0]) else "invariant"


@exercise.mistake(
    "a verdict that is never 'neither': test whether the answer travels, do not conclude it from "
    "its changing",
    of=verdict,
)
def never_neither(answers):
    return "invariant" if verdict(answers) == "invariant" else "equivariant"


@exercise.mistake(
    "the two words the wrong way round: invariant stays as it is, equivariant travels along", of=verdict
)
def either_way_round(answers):
    return {"invariant": "equivariant", "equivariant": "invariant"}.get(verdict(answers), "neither")


@exercise.mistake(
    "a verdict that is never 'equivariant': if the answer changes, see whether it is the first one reordered",
    of=verdict,
)
def only_invariant(answers):
    return "invariant" if verdict(answers) == "invariant" else "neither"


@exercise.mistake(
    "questions whose elements are all alike, so that no order can show: use different numbers", of=questions
)
def all_alike():
    return [np.ones(4)] * 24
