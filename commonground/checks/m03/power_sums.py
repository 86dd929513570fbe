"""3.5: a set of three numbers, from a code of three."""

import numpy as np

from commonground.checks.draw import unlike
from commonground.checks.exercise import Exercise, Mistake, Property
from commonground.checks.values import Wrong, as_array


def power_sums(x):
    return np.array([(x**k).sum() for k in (1, 2, 3)])


def elementary(p):
    p1, p2, p3 = p
    e1 = p1
    e2 = (e1 * p1 - p2) / 2
    e3 = (e2 * p1 - e1 * p2 + p3) / 3
    return e1, e2, e3


def roots(coefficients):
    return np.sort(np.roots(coefficients).real)


def recover(p):
    e1, e2, e3 = elementary(p)
    return roots([1, -e1, e2, -e3])


# ---- what a right answer does


def three(rng, low=-5, high=5):
    """Return three different whole numbers, well apart from their negatives."""
    while True:
        x = rng.choice(np.arange(low, high + 1), size=3, replace=False).astype(float)
        if abs(x.sum()) >= 1 and abs(x.prod()) >= 1 and len(set(np.abs(x))) == 3:
            return x


def sums_of(ask, rng):
    for (x,) in unlike(lambda: (three(rng),), power_sums):
        ask.given(x=x)
        ask.array("power_sums(x)", x, want=power_sums(x))


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


def recovered(ask, rng):
    for (x,) in unlike(lambda: (three(rng),), power_sums):
        ask.given(p=power_sums(x))
        back(ask, power_sums(x), x)


def recovered_negative(ask, rng):
    for (x,) in unlike(lambda: (-np.abs(three(rng, high=9)),), power_sums):
        ask.given(p=power_sums(x))
        back(ask, power_sums(x), x)


def recovered_real(ask, rng):
    x = np.sort(rng.uniform(-3, 3, size=3)) + np.array([-1.0, 0.0, 1.5])
    ask.given(p=power_sums(x))
    back(ask, power_sums(x), x)


# ---- mistakes


def means(x):
    return power_sums(x) / len(x)


def powers_of_sum(x):
    return np.array([x.sum() ** k for k in (1, 2, 3)])


def from_zero(x):
    return np.array([(x**k).sum() for k in (0, 1, 2)])


def wrong_signs(p):
    e1, e2, e3 = elementary(p)
    return roots([1, e1, e2, e3])


def one_sign(p):
    e1, e2, e3 = elementary(p)
    return roots([1, -e1, -e2, -e3])


def not_halved(p):
    p1, p2, p3 = p
    e2 = p1 * p1 - p2
    return roots([1, -p1, e2, -(e2 * p1 - p1 * p2 + p3) / 3])


def not_divided_by_three(p):
    p1, p2, p3 = p
    e1, e2, _ = elementary(p)
    return roots([1, -e1, e2, -(e2 * p1 - e1 * p2 + p3)])


def sums_as_coefficients(p):
    return roots([1, -p[0], p[1], -p[2]])


def ascending(p):
    e1, e2, e3 = elementary(p)
    return roots([-e3, e2, -e1, 1])


EXERCISE = Exercise(
    number="3.5",
    title="Power sums",
    minutes=20,
    difficulty=3,
    solution={"power_sums": power_sums, "recover": recover},
    properties=(
        Property("right as a code", 1, sums_of, "Σx, Σx², Σx³: first the power, then the sum"),
        Property(
            "a code of a set, of any size",
            1,
            sums_in_any_order,
            "sum over however many elements there are",
        ),
        Property(
            "able to recover three whole numbers",
            2,
            recovered,
            "Newton's identities give e₁, e₂, e₃; the numbers are the roots of t³ − e₁t² + e₂t − e₃",
        ),
        Property(
            "able to recover negative numbers",
            1,
            recovered_negative,
            "mind the signs: (t − a)(t − b)(t − c) = t³ − e₁t² + e₂t − e₃",
        ),
        Property(
            "able to recover real numbers",
            1,
            recovered_real,
            "no rounding is needed: the roots are the numbers",
        ),
    ),
    hints=(
        "Multiply out (t − a)(t − b)(t − c). Its coefficients are e₁ = a + b + c, e₂ = ab + ac + bc and e₃ = abc, with alternating signs. "
        "Find them from the power sums, and you have a polynomial whose roots are the set.",
        "(a + b + c)² = Σa² + 2e₂ gives e₂. Newton's next identity is 3e₃ = e₂p₁ − e₁p₂ + p₃.",
        "`np.roots([1, -e1, e2, -e3])` takes the coefficients from the highest power down. Its answer may carry an imaginary part of rounding size: take `.real`.",
    ),
    mistakes=(
        Mistake("a code of means: the code is a sum over the set, not an average", {"power_sums": means}),
        Mistake(
            "a code of powers of the sum, which all say the same: take the power of each element first",
            {"power_sums": powers_of_sum},
        ),
        Mistake(
            "a code that starts at the power 0, which counts the elements: start at 1",
            {"power_sums": from_zero},
        ),
        Mistake(
            "the roots of t³ + e₁t² + e₂t + e₃: the signs alternate, and without that every number comes out negated",
            {"recover": wrong_signs},
        ),
        Mistake(
            "the roots of t³ − e₁t² − e₂t − e₃: the signs alternate, so e₂ has a plus", {"recover": one_sign}
        ),
        Mistake(
            "an e₂ that is not halved: in (a + b + c)² each product comes twice", {"recover": not_halved}
        ),
        Mistake(
            "an e₃ that is not divided by three: Newton's identity gives 3e₃",
            {"recover": not_divided_by_three},
        ),
        Mistake(
            "the roots of a polynomial with the power sums as coefficients: turn them into e₁, e₂, e₃ first",
            {"recover": sums_as_coefficients},
        ),
        Mistake(
            "the roots of the polynomial written backwards: np.roots wants the highest power first. "
            "What you have are the reciprocals",
            {"recover": ascending},
        ),
    ),
)
