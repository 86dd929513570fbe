"""A layer that reads the task as well as another network does, from the same stimuli, and is a stranger to it."""

from itertools import pairwise

import numpy as np

from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise
from commonground.checks.tables import centred, linear_cka, one_hot
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Bring up a stranger",
    kind="make",
    minutes=30,
    difficulty=3,
    hints=(
        "CKA follows what is loud. Which direction of the stimuli is all but silent in A? Let B shout "
        "along it, and whisper the task. Training with CKA in the loss finds the same, slowly.",
        "Two units, $\\max(s \\cdot w, 0)$ and $\\max(-s \\cdot w, 0)$, hold the number $s \\cdot w$. For the "
        "task: weights of a least-squares fit from centred stimuli to one-hot labels, with both signs.",
        "Write the centred stimuli as $U \\Sigma V^\\top$. In $A^\\top U$ (A centred) the last right singular "
        "vector $c$ is the pattern over stimuli that A hears least, and $V \\Sigma^{-1} c$ are the weights "
        "that make it. Multiply them by a hundred.",
    ),
)


def whispered(S, A):
    """Return weights (d,) of the unit of variance 1 that A (n, p) hears least."""
    U, sizes, V = np.linalg.svd(centred(S), full_matrices=False)
    heard = np.linalg.svd(centred(A).T @ U)[2]
    return V.T @ (heard[-1] / sizes) * np.sqrt(len(S))


@exercise.solution
def bring_up(S, y, A):
    """Return weights W (d, q) of a layer max(SW, 0), a reader of y, a stranger to A.

    S (n, d) are stimuli, y (n,) their classes, A (n, p) a frozen network's answers.
    """
    labels = np.equal.outer(y, np.unique(y)).astype(float)
    task = np.linalg.pinv(centred(S)) @ centred(labels)
    loud = 100 * whispered(S, A)[:, None]
    return np.hstack([task, -task, loud, -loud])


# ---- the world, and the frozen network

CKA, RIGHT, UNITS = 0.1, 0.95, 40


def world(rng, classes, d):
    """Return a function that draws n stimuli with their classes: some directions of the stimuli are faint."""
    centres = np.eye(classes) - 1 / classes
    turn, spread = rotation(rng, d), np.geomspace(1, 0.15, d - classes)

    def stimuli(n):
        y = rng.permutation(np.arange(n) % classes)
        rest = rng.standard_normal((n, d - classes)) * spread
        task = 2 * centres[y] + 0.15 * rng.standard_normal((n, classes))
        return np.hstack([task, rest]) @ turn, y

    return stimuli


def frozen(rng, d, layers):
    """Return a function: what a network of this many layers answers to stimuli (n, d)."""
    sizes = [d, *[40] * layers]
    weights = [rng.standard_normal((a, b)) * np.sqrt(2 / a) for a, b in pairwise(sizes)]

    def answers(S):
        for W in weights:
            S = np.maximum(S @ W, 0)
        return S

    return answers


def readout(B, y, fresh):
    """Return the classes that a linear readout of B (n, q), fitted to y, gives to fresh answers."""
    B, fresh = (np.hstack([Z, np.ones((len(Z), 1))]) for Z in (B, fresh))
    return (fresh @ (np.linalg.pinv(B) @ one_hot(y))).argmax(axis=1)


# ---- what a right answer does


def brought_up(ask, rng, classes, d, layers):
    """Hold an answer's layer to stimuli that it was not made from."""
    stimuli, network = world(rng, classes, d), frozen(rng, d, layers)
    (S, y), (fresh, truth) = stimuli(240), stimuli(480)
    ask.given(S=f"{len(S)} stimuli × {d} numbers", y=f"{classes} classes", A=f"{len(S)} stimuli × 40 units")
    value = ask.value("bring_up(S, y, A)", S, y, network(S))
    ask.judged.append(value)
    W = layer(ask, value, d)
    B, B_fresh = np.maximum(S @ W, 0), np.maximum(fresh @ W, 0)
    right = float((readout(B, y, B_fresh) == truth).mean())
    ask.show("share of fresh stimuli whose class a linear readout of B gets right", right)
    if right < RIGHT:
        ask.wrong(f"should be at least {RIGHT}: B does not do the task")
    cka = linear_cka(network(fresh), B_fresh) if np.ptp(B_fresh) else 1.0
    ask.show("linear_cka(A, B) on fresh stimuli", cka)
    if cka > CKA:
        ask.wrong(f"should be at most {CKA}")


def layer(ask, value, d):
    """Return an answer's weights, or tell what they are instead."""
    ask.came(value)
    if not isinstance(value, np.ndarray) or value.ndim != 2 or len(value) != d:
        ask.unanswered(f"should be weights of shape ({d}, q): a row for each number of a stimulus")
    if not 1 <= value.shape[1] <= UNITS:
        ask.wrong(f"{value.shape[1]} units: take at most {UNITS}")
    try:
        return as_array(value, value.shape)
    except Wrong as wrong:
        ask.wrong(str(wrong))


@exercise.property(
    "a reader and a stranger, with two classes",
    points=1,
    hint="the readout finds the task however faint it is; CKA hears what is loud: choose what B shouts",
)
def with_two_classes(ask, rng):
    brought_up(ask, rng, 2, 10, 1)


@exercise.property(
    "a reader and a stranger, with four classes",
    points=1,
    hint="one pair of units for each class, max(s·w, 0) and max(−s·w, 0), keeps all that the readout needs",
)
def with_four_classes(ask, rng):
    brought_up(ask, rng, 4, 14, 1)


@exercise.property(
    "a reader and a stranger beside a deeper network",
    points=1,
    hint="what A hears least is to be had from its answers, however they came about: compare A with the "
    "stimuli, not with its weights",
)
def beside_a_deeper_network(ask, rng):
    for _ in range(2):  # weights that suit one network may suit another, by luck, but not twice
        brought_up(ask, rng, 3, 12, 3)


# ---- mistakes


@exercise.mistake(
    "another network with weights at random: a second seed is no stranger. Choose what it shouts"
)
def another_seed(S, y, A):
    return np.random.default_rng(0).standard_normal((S.shape[1], 40))


@exercise.mistake(
    "a layer that shouts and does not read: a stranger it is, but not to a network that does the task. "
    "Keep faint units for the classes"
)
def only_loud(S, y, A):
    return bring_up(S, y, A)[:, -2:]


@exercise.mistake(
    "a layer with the task alone: A holds the task, too, and loudly. Add a unit that A does not hear, "
    "far louder than the task"
)
def only_the_task(S, y, A):
    return bring_up(S, y, A)[:, :-2]


@exercise.mistake(
    "the right units, too quiet: the labels still carry most of B's variance. Make the private unit louder"
)
def too_quiet(S, y, A):
    return bring_up(S, y, A) * np.where(
        np.arange(2 * len(np.unique(y)) + 2) < 2 * len(np.unique(y)), 1, 0.001
    )


@exercise.mistake(
    "a layer that shouts along the loudest direction of the stimuli: A hears that best of all. Take the "
    "one that it hears least"
)
def along_the_loudest(S, y, A):
    V = np.linalg.svd(centred(S), full_matrices=False)[2]
    return np.hstack([bring_up(S, y, A)[:, :-2], 100 * V[:1].T, -100 * V[:1].T])
