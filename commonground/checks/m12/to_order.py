"""A field whose squares fail where they are told to, and nowhere else."""

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Fail here, and nowhere else",
    minutes=30,
    difficulty=3,
    kind="make",
    hints=(
        "A square at (x, y) commutes if `MX[x, y] @ MY[x + 1, y]` equals `MY[x, y] @ MX[x, y + 1]`. Three of its sides known, "
        "what must the fourth be?",
        "`MY[x + 1, y]` must be the inverse of `MX[x, y]`, times `MY[x, y] @ MX[x, y + 1]`. A whole matrix of determinant 1 "
        "has a whole inverse. So choose `MY[0]` freely and go from left to right.",
        "Where a square is to fail, multiply what you found by a matrix of determinant 1 that is not the identity, such as "
        "((1, 1), (0, 1)). The squares to its right start from the new side, and commute again.",
    ),
)


@exercise.solution
def to_order(MX, fails):
    """Return MY (m, m - 1, 2, 2) so that the squares in fails, and no others, fail."""
    m = MX.shape[1]
    MY = np.zeros((m, m - 1, 2, 2), dtype=int)
    MY[0] = np.eye(2, dtype=int)
    for x in range(m - 1):
        for y in range(m - 1):
            (a, b), (c, d) = MX[x, y]
            back = np.array([[d, -b], [-c, a]])
            MY[x + 1, y] = back @ MY[x, y] @ MX[x, y + 1]
            if fails[x, y]:
                MY[x + 1, y] = MY[x + 1, y] @ np.array([[1, 1], [0, 1]])
    return MY


# ---- what a right answer does


def along_x(rng, m):
    """Return MX (m − 1, m, 2, 2): small whole matrices of determinant 1, none the identity."""
    MX = np.zeros((m - 1, m, 2, 2), dtype=int)
    for x in range(m - 1):
        for y in range(m):
            a, b = (int(v) * int(rng.choice([-1, 1])) for v in rng.integers(1, 3, size=2))
            MX[x, y] = np.array([[1, a], [0, 1]]) @ np.array([[1, 0], [b, 1]])
    return MX


def failing(MX, MY):
    """Return which squares do not commute, in whole numbers of any length."""
    MX, MY, m = MX.astype(object), MY.astype(object), MX.shape[1]
    return np.array(
        [
            [int((MX[x, y] @ MY[x + 1, y] != MY[x, y] @ MX[x, y + 1]).any()) for y in range(m - 1)]
            for x in range(m - 1)
        ]
    )


def ordered(ask, rng, m, share):
    """Hold a field: whole matrices of determinant 1, and the squares that fail."""
    MX = along_x(rng, m)
    while True:
        fails = (rng.random((m - 1, m - 1)) < share).astype(int)
        if fails.any() and not fails.all() and not (fails == fails.T).all():
            break
    ask.given(MX=f"{MX.shape}", fails=fails)
    value = ask.value("to_order(MX, fails)", MX, fails)
    try:
        MY = as_array(value, (m, m - 1, 2, 2))
    except Wrong as wrong:
        ask.judged.append(value)
        ask.unanswered(str(wrong))
    if np.abs(MY).max() > 1e12 or np.abs(MY - np.round(MY)).max() > 1e-6:
        ask.judged.append("not whole")
        ask.wrong("should be whole numbers, none above a million million")
    MY = np.array([round(v) for v in MY.ravel()], dtype=object).reshape(MY.shape)
    one = bool((MY[..., 0, 0] * MY[..., 1, 1] - MY[..., 0, 1] * MY[..., 1, 0] == 1).all())
    found = failing(MX, MY)
    ask.judged.append([one, bool((MY[0, 0] == MY).all()), found])
    if not one:
        ask.wrong("should hold matrices of determinant 1")
    ask.show("squares that fail and should not", int(((found == 1) & (fails == 0)).sum()))
    if ((found == 1) & (fails == 0)).any():
        ask.wrong("should be 0")
    ask.show("squares that commute and should not", int(((found == 0) & (fails == 1)).sum()))
    if ((found == 0) & (fails == 1)).any():
        ask.wrong("should be 0")


@exercise.property(
    "right for four squares",
    points=1,
    hint="three sides of a square determine the fourth; a whole matrix of determinant 1 has a whole inverse",
)
def four_squares(ask, rng):
    for _ in range(2):  # so few squares may be those of another draw, by luck, but not twice
        ordered(ask, rng, 3, 0.4)


@exercise.property(
    "right where few of sixteen fail",
    points=1,
    hint="what fails must not spread: the next square is closed with the side that the one before it really has",
)
def few_fail(ask, rng):
    ordered(ask, rng, 5, 0.2)


@exercise.property(
    "right where most of sixteen fail",
    points=1,
    hint="to make a square fail, multiply its last side by a matrix of determinant 1 that is not the identity",
)
def most_fail(ask, rng):
    ordered(ask, rng, 5, 0.7)


# ---- mistakes


def built(MX, fails, *, left=False):
    """Return the field with the inverse on the other side, if so asked."""
    m = MX.shape[1]
    MY = np.zeros((m, m - 1, 2, 2), dtype=int)
    MY[0] = np.eye(2, dtype=int)
    for x in range(m - 1):
        for y in range(m - 1):
            (a, b), (c, d) = MX[x, y]
            back = np.array([[d, -b], [-c, a]])
            other = MX[x, y + 1]
            MY[x + 1, y] = other @ MY[x, y] @ back if left else back @ MY[x, y] @ other
            if fails[x, y]:
                MY[x + 1, y] = MY[x + 1, y] @ np.array([[1, 1], [0, 1]])
    return MY


@exercise.mistake(
    "a field of identities along y: squares then fail wherever two rows of MX differ. Close each square"
)
def identities(MX, fails):
    return np.tile(np.eye(2, dtype=int), (MX.shape[1], MX.shape[1] - 1, 1, 1))


@exercise.mistake("a field in which every square commutes: spoil those that are to fail")
def none_fails(MX, fails):
    return built(MX, 0 * fails)


@exercise.mistake(
    "a field whose first step is written last: the product along a path has its first step leftmost"
)
def last_step_first(MX, fails):
    return built(MX, fails, left=True)


@exercise.mistake("an order that was read across: fails[x, y] belongs to the square at (x, y)")
def read_across(MX, fails):
    return built(MX, fails.T)


@exercise.mistake("the squares that should commute and those that should fail, the wrong way round")
def the_others(MX, fails):
    return built(MX, 1 - fails)
