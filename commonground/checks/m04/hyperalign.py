"""Five people's responses brought into one space, in which each can be found by what the others answer."""

import numpy as np

from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Five people, one space",
    kind="make",
    minutes=25,
    difficulty=2,
    hints=(
        "Turn everybody to one person first, by Procrustes: the singular value decomposition of "
        "$\\tilde X_i^\\top \\tilde M$, with $M$ that person's table, gives $Q_i = UV^\\top$.",
        "Then take the average of the turned tables and turn everybody to that. It is less noisy than any "
        "person, and after some ten rounds it stands still.",
        "Centre each table before, and return the five matrices, not the turned tables: the check turns other "
        "stimuli with them.",
    ),
)


def turn(X, M):
    """Return the orthogonal Q for which XQ is nearest to M."""
    U, _, V = np.linalg.svd(X.T @ M)
    return U @ V


@exercise.solution
def hyperalign(tables):
    """Return five orthogonal matrices (p, p) that turn tables (n, p) into one space."""
    tables = [X - X.mean(axis=0) for X in tables]
    common = tables[0]
    for _ in range(10):
        turns = [turn(X, common) for X in tables]
        common = np.mean([X @ Q for X, Q in zip(tables, turns, strict=True)], axis=0)
    return turns


# ---- five people

PEOPLE, STIMULI = 5, 40


def people(rng, *, n=120, p=16, k=8, noise=0.35, offset=0.5):
    """Return the responses of five people to n stimuli, and to forty fresh ones."""
    Z = rng.standard_normal((n + STIMULI, k))
    seen, fresh = [], []
    for _ in range(PEOPLE):
        X = (Z * rng.uniform(0.7, 1.3, size=k)) @ rotation(rng, p)[:k]
        X += noise * rng.standard_normal(X.shape) / np.sqrt(2) + offset * rng.standard_normal(p)
        seen.append(X[:n])
        fresh.append(X[n:])
    return seen, fresh


def found(fresh, turns):
    """Return the share of fresh stimuli that are found, for each person, by what the others answer to them."""
    turned = [(X - X.mean(axis=0)) @ Q for X, Q in zip(fresh, turns, strict=True)]
    shares = []
    for i, X in enumerate(turned):
        others = np.mean([Y for j, Y in enumerate(turned) if j != i], axis=0)
        far = ((X[:, None] - others[None]) ** 2).sum(axis=2)
        shares.append(np.mean(far.argmin(axis=1) == np.arange(len(X))))
    return np.array(shares)


# ---- what a right answer does


def aligned(ask, rng, floor, **how):
    """Hold an answer's turns to stimuli that they were not made from."""
    seen, fresh = people(rng, **how)
    ask.given(tables="five people, each {} stimuli × {} voxels".format(*seen[0].shape))
    value = ask.value("hyperalign(tables)", seen)
    ask.judged.append(value)
    if isinstance(value, np.ndarray) and value.ndim == 3:
        value = list(value)
    if not isinstance(value, list) or len(value) != PEOPLE:
        ask.unanswered(f"should be a list of {PEOPLE} matrices, one for each person")
    p, turns = seen[0].shape[1], []
    for i, Q in enumerate(value):
        try:
            turns.append(as_array(Q, (p, p)))
        except Wrong as wrong:
            ask.wrong(f"matrix {i}: {wrong}")
        if np.abs(turns[-1].T @ turns[-1] - np.eye(p)).max() > 1e-6:
            ask.wrong(f"matrix {i} should be orthogonal: a turn, perhaps with a reflection")
    shares = found(fresh, turns)
    ask.show("share of 40 fresh stimuli found by what the others answer, person by person", shares)
    if shares.min() < floor:
        ask.wrong(f"each should be at least {floor}")


@exercise.property(
    "able to find the stimuli of five good subjects",
    points=1,
    hint="turn each table to a common one by Procrustes: centre, then U Vᵀ of XᵀM",
)
def of_good_subjects(ask, rng):
    aligned(ask, rng, 0.85)


@exercise.property(
    "able to do so wherever the responses lie",
    points=1,
    hint="means are no content: take them off before you look for a turn",
)
def wherever(ask, rng):
    aligned(ask, rng, 0.85, offset=8)


@exercise.property(
    "able to do so from fewer stimuli than voxels",
    points=1,
    hint="Procrustes fits a turn and no more, which needs few stimuli; turn to the average again and again",
)
def from_few_stimuli(ask, rng):
    aligned(ask, rng, 0.7, n=36, p=40)


# ---- mistakes


@exercise.mistake(
    "maps that are no turns: least squares may stretch, and shrinks what is noisy. Take U Vᵀ, without the singular "
    "values"
)
def by_least_squares(tables):
    centred = [X - X.mean(axis=0) for X in tables]
    return [np.linalg.pinv(X) @ centred[0] for X in centred]


@exercise.mistake(
    "the tables as they are: each person has voxels of their own, and voxel 7 of one is not that of another. Turn them"
)
def as_they_are(tables):
    return [np.eye(tables[0].shape[1])] * len(tables)


@exercise.mistake(
    "turns to principal axes: their order and their signs are each person's own. Turn to each other's responses, "
    "stimulus by stimulus"
)
def to_principal_axes(tables):
    return [np.linalg.svd(X - X.mean(axis=0))[2].T for X in tables]


@exercise.mistake("the right turns, the wrong way round: XQ should lie in the common space, not XQᵀ")
def the_wrong_way(tables):
    return [Q.T for Q in hyperalign(tables)]
