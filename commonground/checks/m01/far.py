"""One more stimulus that makes two unrelated representations alike, and how to catch such a one."""

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.tables import linear_cka
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="One far stimulus",
    kind="make",
    minutes=20,
    difficulty=2,
    hints=(
        "A stimulus far from all others, in X and in Y, owns the variance of both. CKA squares variances. "
        "So go as far as you are allowed; is every direction as good?",
        "Along a strong direction the far stimulus is somewhat like all others, which fills the Gram matrix "
        "with numbers that the other table does not share. Go along the direction in which the table varies "
        "least.",
        "For `catch`: leave one stimulus out of both tables at a time, `np.delete(X, i, axis=0)`, and keep "
        "the one without which CKA is lowest.",
    ),
)


def cka(X, Y):
    """Return linear CKA."""
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    own = np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y)
    return np.linalg.norm(X.T @ Y) ** 2 / own


def along_the_weakest(X, length):
    """Return a row (p,) at this distance from the mean of X, where X varies least."""
    mean = X.mean(axis=0)
    return mean + length * np.linalg.svd(X - mean)[2][-1]


@exercise.solution
def far(X, Y, times):
    """Return rows x (p,), y (q,) for one more stimulus, which makes X and Y alike.

    Each is at most ``times`` the typical length of its table's rows from their mean.
    """
    lengths = [times * np.sqrt(Z.var(axis=0).sum()) for Z in (X, Y)]
    return along_the_weakest(X, lengths[0]), along_the_weakest(Y, lengths[1])


@exercise.solution
def catch(X, Y):
    """Return the stimulus without which CKA is lowest, and CKA without it."""
    without = [cka(np.delete(X, i, 0), np.delete(Y, i, 0)) for i in range(len(X))]
    return int(np.argmin(without)), min(without)


# ---- unrelated tables


def unrelated(rng, n, p, q, offset=0.0):
    """Return two tables of whose directions some are strong, some weak, and which share nothing."""
    tables = []
    for width in (p, q):
        turn = np.linalg.qr(rng.standard_normal((width, width)))[0]
        tables.append(rng.standard_normal((n, width)) * np.geomspace(2, 0.5, width) @ turn)
    return [Z + offset * rng.standard_normal(Z.shape[1]) for Z in tables]


def reach(X, Y):
    """Return how far away a stimulus must be, in typical lengths, for a CKA a little above 0.9 along the weakest."""
    for times in np.arange(2, 30, 0.25):
        x, y = far(X, Y, times)
        opposite = 2 * Y.mean(axis=0) - y  # a direction has no sign, but CKA is higher for one of the two
        if min(cka(np.vstack([X, x]), np.vstack([Y, end])) for end in (y, opposite)) > 0.91:
            return float(times)
    raise ValueError("no such distance below 30 typical lengths")


# ---- what a right answer does


def made_alike(ask, rng, n, p, q, **how):
    """Hold an answer's one stimulus to what it does to CKA."""
    X, Y = unrelated(rng, n, p, q, **how)
    times = reach(X, Y)
    ask.given(X=f"{n} stimuli × {p} units", Y=f"{n} stimuli × {q} units, unrelated", times=times)
    value = ask.value("far(X, Y, times)", X, Y, times)
    ask.judged.append(value)
    if not isinstance(value, list) or len(value) != 2:
        ask.unanswered("should be 2 rows: `return x, y`")
    rows = []
    for name, row, table in zip("xy", value, (X, Y), strict=True):
        try:
            rows.append(as_array(row, (table.shape[1],)))
        except Wrong as wrong:
            ask.wrong(f"{name}: {wrong}")
        away = np.linalg.norm(rows[-1] - table.mean(axis=0)) / np.sqrt(table.var(axis=0).sum())
        ask.show(f"typical lengths from {name} to the mean of its table", float(away))
        if away > times * (1 + 1e-9):
            ask.wrong(f"should be at most {times}")
    found = linear_cka(np.vstack([X, rows[0]]), np.vstack([Y, rows[1]]))
    ask.show("linear_cka of the two tables with this stimulus", found)
    if found < 0.9:
        ask.wrong(f"should be at least 0.9; it was {linear_cka(X, Y):.3f} before")


@exercise.property(
    "able to make 30 stimuli alike by one more",
    points=1,
    hint="go as far as is allowed, in both tables, along the direction in which each varies least",
)
def among_thirty(ask, rng):
    made_alike(ask, rng, 30, 4, 5)


@exercise.property(
    "able to do so from wherever the tables lie",
    points=1,
    hint="distances are from the mean of the table: begin there, not at the origin",
)
def from_elsewhere(ask, rng):
    made_alike(ask, rng, 40, 5, 3, offset=10)


@exercise.property(
    "able to catch such a stimulus",
    points=1,
    hint="leave each stimulus out of both tables in turn, and see without which of them CKA is lowest",
)
def caught(ask, rng):
    for _ in range(2):
        X, Y = unrelated(rng, 25, 4, 4)
        rows = [Z.mean(axis=0) + 20 * rng.standard_normal(4) for Z in (X, Y)]
        place = int(rng.integers(25))
        X, Y = (np.insert(Z, place, row, axis=0) for Z, row in zip((X, Y), rows, strict=True))
        index, left = catch(X, Y)
        ask.given(X="26 stimuli × 4 units", Y="26 stimuli × 4 units")
        ask.parts("catch(X, Y)", X, Y, names=("i", "cka"), want={"i": index, "cka": left})


@exercise.property(
    "right where no stimulus is far",
    points=1,
    hint="do not look for large rows: look for the stimulus without which CKA is lowest",
)
def none_is_far(ask, rng):
    X, Y = unrelated(rng, 12, 3, 4)
    Y[:, :2] += X[:, :2]
    index, left = catch(X, Y)
    ask.given(X="12 stimuli × 3 units", Y="12 stimuli × 4 units")
    ask.parts("catch(X, Y)", X, Y, names=("i", "cka"), want={"i": index, "cka": left})


# ---- mistakes


@exercise.mistake(
    "a stimulus far out along the strongest direction: it is somewhat like all others there. Take the weakest",
    of=far,
)
def along_the_strongest(X, Y, times):
    rows = [Z.mean(axis=0) for Z in (X, Y)]
    return tuple(
        mean + times * np.sqrt(Z.var(axis=0).sum()) * np.linalg.svd(Z - mean)[2][0]
        for mean, Z in zip(rows, (X, Y), strict=True)
    )


@exercise.mistake(
    "a stimulus that is far in X alone: each table has to be owned by it. Put it far out in both", of=far
)
def far_in_one(X, Y, times):
    return far(X, Y, times)[0], Y.mean(axis=0)


@exercise.mistake(
    "a stimulus in the middle: it has no variance, and CKA does not see it. Go as far as is allowed", of=far
)
def in_the_middle(X, Y, times):
    return X.mean(axis=0), Y.mean(axis=0)


@exercise.mistake(
    "the longest row of X: far is not the same as to blame. Leave each out in turn, and look at CKA", of=catch
)
def longest(X, Y):
    i = int(np.argmax(np.linalg.norm(X - X.mean(axis=0), axis=1)))
    return i, cka(np.delete(X, i, 0), np.delete(Y, i, 0)) + 1e-3 * (i == catch(X, Y)[0])


@exercise.mistake(
    "CKA with all stimuli: the number to return is CKA without the one that you found", of=catch
)
def with_all(X, Y):
    return catch(X, Y)[0], cka(X, Y)


@exercise.mistake(
    "the stimulus without which CKA is highest: the far one makes tables alike, so without it CKA is lowest",
    of=catch,
)
def highest(X, Y):
    without = [cka(np.delete(X, i, 0), np.delete(Y, i, 0)) for i in range(len(X))]
    return int(np.argmax(without)), max(without)
