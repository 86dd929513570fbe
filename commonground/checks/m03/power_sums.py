"""A set of three numbers, from a code of three."""

import numpy as np

from commonground.checks.draw import unlike
from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Power sums",
    minutes=20,
    difficulty=3,
    hints=(
        "Multiply out (t − a)(t − b)(t − c). Its coefficients are e₁ = a + b + c, e₂ = ab + ac + bc "
        "and e₃ = abc, with alternating signs. Find them from the power sums, and you have a "
        "polynomial whose roots are the set.",
        "(a + b + c)² = Σa² + 2e₂ gives e₂. Newton's next identity is 3e₃ = e₂p₁ − e₁p₂ + p₃.",
        "`np.roots([1, -e1, e2, -e3])` takes the coefficients from the highest power down. Its answer "
        "may carry an imaginary part of rounding size: take `.real`.",
    ),
)


@exercise.solution
def power_sums(x):
    """Return the sums of x, of its squares and of its cubes, shape (3,)."""
    return np.array([np.sum(x**k) for k in (1, 2, 3)])


def elementary(p):
    """Return e₁, e₂ and e₃ of the three numbers, by Newton's identities."""
    p1, p2, p3 = p
    e1 = p1
    e2 = (e1 * p1 - p2) / 2
    e3 = (e2 * p1 - e1 * p2 + p3) / 3
    return e1, e2, e3


@exercise.solution
def recover(p):
    """Return the three numbers whose power sums are p (3,), in any order."""
    e1, e2, e3 = elementary(p)
    return np.roots([1, -e1, e2, -e3]).real


# ---- what a right answer does


def three(rng, low=-5, high=5):
    """Return three different whole numbers, well apart from their negatives."""
    while True:
        x = rng.choice(np.arange(low, high + 1), size=3, replace=False).astype(float)
        if abs(x.sum()) >= 1 and abs(x.prod()) >= 1 and len(set(np.abs(x))) == 3:
            return x


@exercise.property("right as a code", points=1, hint="Σx, Σx², Σx³: first the power, then the sum")
def sums_of(ask, rng):
    for (x,) in unlike(lambda: (three(rng),), power_sums):
        ask.given(x=x)
        ask.array("power_sums(x)", x, want=power_sums(x))


@exercise.property("a code of a set, of any size", points=1, hint="sum over however many elements there are")
def sums_in_any_order(ask, rng):
    x = three(rng)
    ask.given(x=x)
    before = ask.array("power_sums(x)", x, want=power_sums(x))
    ask.array("power_sums(x[::-1])", x[::-1].copy(), want=before, why="these should be equal: the same set")
    both = np.concatenate([x, three(rng)])
    ask.given(x=both)
    ask.array("power_sums(x)", both, want=power_sums(both))


def back(ask, p, want):
    value = ask.value("recover(p)", p)
    try:
        found = np.sort(as_array(value, (3,)))
    except Wrong as wrong:
        ask.judged.append(value)
        ask.wrong(str(wrong))
    ask.judged.append(found)
    if not np.allclose(found, np.sort(want), rtol=1e-5, atol=1e-5):
        ask.wrong(f"should be {np.sort(want)}, in any order")


@exercise.property(
    "able to recover three whole numbers",
    points=2,
    hint="Newton's identities give e₁, e₂, e₃; the numbers are the roots of t³ − e₁t² + e₂t − e₃",
)
def recovered(ask, rng):
    for (x,) in unlike(lambda: (three(rng),), power_sums):
        ask.given(p=power_sums(x))
        back(ask, power_sums(x), x)


@exercise.property(
    "able to recover negative numbers",
    points=1,
    hint="mind the signs: (t − a)(t − b)(t − c) = t³ − e₁t² + e₂t − e₃",
)
def recovered_negative(ask, rng):
    for (x,) in unlike(lambda: (-np.abs(three(rng, high=9)),), power_sums):
        ask.given(p=power_sums(x))
        back(ask, power_sums(x), x)


@exercise.property(
    "able to recover real numbers", points=1, hint="no rounding is needed: the roots are the numbers"
)
def recovered_real(ask, rng):
    x = np.sort(rng.uniform(-3, 3, size=3)) + np.array([-1.0, 0.0, 1.5])
    ask.given(p=power_sums(x))
    back(ask, power_sums(x), x)


# ---- mistakes


@exercise.mistake("a code of means: the code is a sum over the set, not an average", of=power_sums)
def means(x):
    return power_sums(x) / len(x)


@exercise.mistake(
    "a code of powers of the sum, which all say the same: take the power of each element first", of=power_sums
)
def powers_of_sum(x):
    return np.array([x.sum() ** k for k in (1, 2, 3)])


@exercise.mistake("a code that starts at the power 0, which counts the elements: start at 1", of=power_sums)
def from_zero(x):
    return np.array([(x**k).sum() for k in (0, 1, 2)])


def roots(coefficients):
    return np.roots(coefficients).real


@exercise.mistake(
    "the roots of t³ + e₁t² + e₂t + e₃: the signs alternate, and without that every number comes out negated",
    of=recover,
)
def wrong_signs(p):
    e1, e2, e3 = elementary(p)
    return roots([1, e1, e2, e3])


@exercise.mistake("the roots of t³ − e₁t² − e₂t − e₃: the signs alternate, so e₂ has a plus", of=recover)
def one_sign(p):
    e1, e2, e3 = elementary(p)
    return roots([1, -e1, -e2, -e3])


@exercise.mistake("an e₂ that is not halved: in (a + b + c)² each product comes twice", of=recover)
def not_halved(p):
    p1, p2, p3 = p
    e2 = p1 * p1 - p2
    return roots([1, -p1, e2, -(e2 * p1 - p1 * p2 + p3) / 3])


@exercise.mistake("an e₃ that is not divided by three: Newton's identity gives 3e₃", of=recover)
def not_divided_by_three(p):
    p1, p2, p3 = p
    e1, e2, _ = elementary(p)
    return roots([1, -e1, e2, -(e2 * p1 - e1 * p2 + p3)])


@exercise.mistake(
    "the roots of a polynomial with the power sums as coefficients: turn them into e₁, e₂, e₃ first",
    of=recover,
)
def sums_as_coefficients(p):
    return roots([1, -p[0], p[1], -p[2]])


@exercise.mistake(
    "the roots of the polynomial written backwards: np.roots wants the highest power first. What "
    "you have are the reciprocals",
    of=recover,
)
def ascending(p):
    e1, e2, e3 = elementary(p)
    return roots([-e3, e2, -e1, 1])
