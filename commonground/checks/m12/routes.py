"""Whether the squares of a field of matrices commute, and a walk through it in exact numbers."""

from fractions import Fraction

import numpy as np

from commonground.checks.draw import telling, unlike
from commonground.checks.exercise import Exercise
from commonground.checks.m12._lattice import field, walked

exercise = Exercise(
    title="Two routes, one product",
    minutes=20,
    difficulty=2,
    hints=(
        "A square has two routes from its lower left corner to its upper right one: along x and then up, or up and then "
        "along x. A product has its first step leftmost.",
        "The routes at (x, y) are `MX[x, y] @ MY[x + 1, y]` and `MY[x, y] @ MX[x, y + 1]`. Loop over all corners that have "
        "both neighbours.",
        "Whole numbers of NumPy have 64 bits and go round without a word. Python's own have as many as they need: "
        "`M.astype(object)` holds them, and `@` works on it. `fractions.Fraction(p, q)` reduces.",
    ),
)


@exercise.solution
def failing_squares(MX, MY):
    """Return how many unit squares do not commute."""
    count = 0
    for x in range(MX.shape[0]):
        for y in range(MY.shape[1]):
            right, up = MX[x, y] @ MY[x + 1, y], MY[x, y] @ MX[x, y + 1]
            count += not np.array_equal(right, up)
    return count


@exercise.solution
def walk(MX, MY, path):
    """Return the quotient along a path as a text in lowest terms, such as "-3/7"."""
    from fractions import Fraction

    x, y, P = 0, 0, np.array([[1, 0], [0, 1]], dtype=object)
    for step in path:
        if step == "x":
            P, x = P @ MX[x, y].astype(object), x + 1
        else:
            P, y = P @ MY[x, y].astype(object), y + 1
    q = Fraction(int(P[0, 1]), int(P[1, 1]))
    return f"{q.numerator}/{q.denominator}"


# ---- what a right answer does


def spoiled(rng, size=4):
    """Return a field in which some matrices are others."""
    MX, MY = field(rng, size)
    for _ in range(int(rng.integers(1, 4))):
        at = tuple(rng.integers(0, n) for n in MX.shape[:2])
        MX[at] = MX[at] + np.array([[0, 0], [0, int(rng.integers(1, 4))]])
    return MX, MY


def walks(rng, steps):
    MX, MY = field(rng, 2 + steps)
    return MX, MY, "".join(rng.permutation(list("xxyy" * steps)[:steps]))


def exactly(ask, MX, MY, path):
    """Ask for a walk, whose text must be the right one to the last digit."""
    value = ask.value("walk(MX, MY, path)", MX, MY, path)
    ask.judged.append(value)
    want = walk(MX, MY, path)
    if not (isinstance(value, str) and value == want):
        ask.wrong(f"should be {want if len(want) < 60 else want[:25] + '…'}")


@exercise.property(
    "zero for a field whose squares all commute, and right for one that is spoiled",
    points=1,
    hint="compare both routes of each square, first step leftmost",
)
def squares(ask, rng):
    variants = exercise.variants(of=failing_squares)
    MX, MY = telling(lambda: spoiled(rng), variants)
    ask.given(MX=f"{MX.shape}", MY=f"{MY.shape}")
    ask.number("failing_squares(MX, MY)", MX, MY, want=failing_squares(MX, MY))
    MX, MY = field(rng, 4)
    ask.number("failing_squares(MX, MY)", MX, MY, want=0, why="all squares of this one commute: 0")


@exercise.property(
    "right on a short path",
    points=1,
    hint="upper over lower entry of the last column, in lowest terms, the sign in front",
)
def short(ask, rng):
    def draw():
        return telling(
            lambda: walks(rng, 4), [walk, last_step_first, where_it_ends, first_column, not_reduced]
        )

    for MX, MY, path in unlike(draw, walk):
        ask.given(MX=f"{MX.shape}", MY=f"{MY.shape}", path=path)
        exactly(ask, MX, MY, path)


@exercise.property(
    "right to the last digit on a long path",
    points=1,
    hint="numbers outgrow 64 bits after a dozen steps: use Python's own whole numbers",
)
def long(ask, rng):
    for MX, MY, path in unlike(lambda: telling(lambda: walks(rng, 30), exercise.variants(of=walk)), walk):
        ask.given(MX=f"{MX.shape}", MY=f"{MY.shape}", path=path)
        exactly(ask, MX, MY, path)


# ---- mistakes


def text(p, q):
    """Return p/q as a text in lowest terms."""
    if int(q) == 0:
        return "1/0"
    value = Fraction(int(p), int(q))
    return f"{value.numerator}/{value.denominator}"


@exercise.mistake("the number of squares that commute: those that do not are asked for", of=failing_squares)
def those_that_commute(MX, MY):
    return MX.shape[0] * MY.shape[1] - failing_squares(MX, MY)


@exercise.mistake(
    "a look at one square only: one that commutes says nothing of the others", of=failing_squares
)
def first_square(MX, MY):
    return int(not np.array_equal(MX[0, 0] @ MY[1, 0], MY[0, 0] @ MX[0, 1]))


@exercise.mistake(
    "second steps that start where the first ones did: after a step along x you stand at (x + 1, y)",
    of=failing_squares,
)
def same_corner(MX, MY):
    corners = [(x, y) for x in range(MX.shape[0]) for y in range(MY.shape[1])]
    return sum(not np.array_equal(MX[c] @ MY[c], MY[c] @ MX[c]) for c in corners)


@exercise.mistake("a product with the last step leftmost: multiply from the right, P @ M", of=walk)
def last_step_first(MX, MY, path):
    x, y, P = 0, 0, np.eye(2, dtype=int).astype(object)
    for step in path:
        P = (MX if step == "x" else MY)[x, y].astype(object) @ P
        x, y = x + (step == "x"), y + (step == "y")
    return text(P[0, 1], P[1, 1])


@exercise.mistake(
    "matrices of the place where a step ends: take that of the place where it begins, (0, 0) first", of=walk
)
def where_it_ends(MX, MY, path):
    x, y, P = 0, 0, np.eye(2, dtype=int).astype(object)
    for step in path:
        x, y = x + (step == "x"), y + (step == "y")
        P = P @ (MX if step == "x" else MY)[x, y].astype(object)
    return text(P[0, 1], P[1, 1])


@exercise.mistake(
    "the quotient of the first column: the last one is asked for, P[0, 1] over P[1, 1]", of=walk
)
def first_column(MX, MY, path):
    P = walked(MX, MY, path)
    return text(P[0, 0], P[1, 0])


@exercise.mistake("a fraction that is not in lowest terms: divide by the greatest common divisor", of=walk)
def not_reduced(MX, MY, path):
    P = walked(MX, MY, path)
    return f"{int(P[0, 1])}/{int(P[1, 1])}"


@exercise.mistake("whole numbers of 64 bits, which have gone round: use Python's own", of=walk)
def in_64_bits(MX, MY, path):
    P = walked(MX, MY, path, np.int64)
    return text(P[0, 1], P[1, 1])


@exercise.mistake("floating-point numbers, which keep 16 digits: use whole numbers", of=walk)
def in_floats(MX, MY, path):
    P = walked(MX, MY, path, float)
    return text(P[0, 1], P[1, 1])
