"""A set of M numbers, from a code of M."""

import numpy as np

from commonground.checks.draw import unlike
from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Power sums",
    minutes=25,
    difficulty=3,
    hints=(
        "The numbers are the roots of $t^M - e_1 t^{M-1} + e_2 t^{M-2} - \\dots \\pm e_M$. Find the $e_k$ from the "
        "power sums, one after the other, beginning with $e_0 = 1$.",
        "Newton's identity gives $k e_k$ from $e_0, \\dots, e_{k-1}$ and $p_1, \\dots, p_k$. Keep the $e$ in a list and "
        "append. In Python $p_i$ is `p[i - 1]`.",
        "`np.roots` takes the coefficients from the highest power down: `[(-1) ** k * e[k] for k in range(M + 1)]`. Its "
        "answer may carry an imaginary part of rounding size: take `.real`.",
    ),
)


@exercise.solution
def power_sums(x, M):
    """Return the sums of the powers 1 to M of a set x, shape (M,)."""
    return np.array([np.sum(x**k) for k in range(1, M + 1)])


@exercise.solution
def recover(p):
    """Return the M numbers whose power sums are p (M,), in any order."""
    e = [1.0]
    for k in range(1, len(p) + 1):
        terms = [(-1) ** (i - 1) * e[k - i] * p[i - 1] for i in range(1, k + 1)]
        e.append(sum(terms) / k)
    return np.roots([(-1) ** k * e[k] for k in range(len(e))]).real


# ---- what a right answer does


def different(rng, M, low=-5, high=5):
    """Return M different whole numbers, well apart from their negatives."""
    while True:
        x = rng.choice(np.arange(low, high + 1), size=M, replace=False).astype(float)
        if abs(x.sum()) >= 1 and abs(x.prod()) >= 1 and len(set(np.abs(x))) == M:
            return x


@exercise.property("right as a code", points=1, hint="Σx, Σx², Σx³, …: first the power, then the sum")
def sums_of(ask, rng):
    x = different(rng, 3)
    ask.given(x=x)
    ask.array("power_sums(x, 3)", x, 3, want=power_sums(x, 3))


@exercise.property("a code of a set, of any size", points=1, hint="sum over however many elements there are")
def sums_in_any_order(ask, rng):
    x = different(rng, 4)
    ask.given(x=x)
    before = ask.array("power_sums(x, 4)", x, 4, want=power_sums(x, 4))
    same = "these should be equal: the same set"
    ask.array("power_sums(x[::-1], 4)", x[::-1].copy(), 4, want=before, why=same)
    both = np.concatenate([x, different(rng, 3)])
    ask.given(x=both)
    ask.array("power_sums(x, 2)", both, 2, want=power_sums(both, 2))


def back(ask, x):
    """Hold an answer's numbers to the set that the code was made from."""
    p = power_sums(x, len(x))
    ask.given(p=p)
    value = ask.value("recover(p)", p)
    try:
        found = np.sort(as_array(value, (len(x),)))
    except Wrong as wrong:
        ask.judged.append(value)
        ask.wrong(str(wrong))
    ask.judged.append(found)
    if not np.allclose(found, np.sort(x), rtol=1e-5, atol=1e-5):
        ask.wrong(f"should be {np.sort(x)}, in any order")


@exercise.property(
    "able to recover four whole numbers",
    points=2,
    hint="Newton's identities give e₁ to e₄; the numbers are the roots of t⁴ − e₁t³ + e₂t² − e₃t + e₄",
)
def recovered(ask, rng):
    for (x,) in unlike(lambda: (different(rng, 4),), lambda x: power_sums(x, 4)):
        back(ask, x)


@exercise.property(
    "able to recover three negative numbers, and five",
    points=1,
    hint="mind the signs, which alternate, in the identities and in the polynomial",
)
def recovered_negative(ask, rng):
    for M in (3, 5):
        back(ask, -np.abs(different(rng, M, low=-9, high=9)))


@exercise.property(
    "able to recover real numbers", points=1, hint="no rounding is needed: the roots are the numbers"
)
def recovered_real(ask, rng):
    back(ask, np.sort(rng.uniform(-1, 1, size=4)) + np.array([-3.0, -1.0, 1.5, 4.0]))


# ---- mistakes


@exercise.mistake("a code of means: the code is a sum over the set, not an average", of=power_sums)
def means(x, M):
    return power_sums(x, M) / len(x)


@exercise.mistake(
    "a code of powers of the sum, which all say the same: take the power of each element first", of=power_sums
)
def powers_of_sum(x, M):
    return np.array([x.sum() ** k for k in range(1, M + 1)])


@exercise.mistake("a code that starts at the power 0, which counts the elements: start at 1", of=power_sums)
def from_zero(x, M):
    return np.array([(x**k).sum() for k in range(M)])


def elementary(p, *, alternate=True, divide=True):
    """Return e₀ to e_M, by Newton's identities, with one step done another way where that is asked for."""
    e = [1.0]
    for k in range(1, len(p) + 1):
        signs = [(-1) ** (i - 1) if alternate else 1 for i in range(1, k + 1)]
        total = sum(sign * e[k - i] * p[i - 1] for i, sign in enumerate(signs, start=1))
        e.append(total / k if divide else total)
    return np.array(e)


def roots(coefficients):
    return np.roots(coefficients).real


@exercise.mistake(
    "the roots of a polynomial whose signs are all plus: they alternate, and without that every number comes out "
    "negated",
    of=recover,
)
def wrong_signs(p):
    return roots(elementary(p))


@exercise.mistake(
    "the roots of a polynomial whose signs are all minus but the first: they alternate, so e₂ has a plus",
    of=recover,
)
def one_sign(p):
    return roots(np.append(1, -elementary(p)[1:]))


@exercise.mistake("identities whose signs do not alternate: k e_k = e_{k−1}p₁ − e_{k−2}p₂ + …", of=recover)
def identities_without_signs(p):
    e = elementary(p, alternate=False)
    return roots((-1.0) ** np.arange(len(e)) * e)


@exercise.mistake("an e_k that is not divided by k: Newton's identity gives k e_k", of=recover)
def not_divided(p):
    e = elementary(p, divide=False)
    return roots((-1.0) ** np.arange(len(e)) * e)


@exercise.mistake(
    "the roots of a polynomial with the power sums as coefficients: turn them into e₁, e₂, … first",
    of=recover,
)
def sums_as_coefficients(p):
    return roots((-1.0) ** np.arange(len(p) + 1) * np.append(1, p))


@exercise.mistake(
    "the roots of the polynomial written backwards: np.roots wants the highest power first. What "
    "you have are the reciprocals",
    of=recover,
)
def ascending(p):
    e = elementary(p)
    return roots(((-1.0) ** np.arange(len(e)) * e)[::-1])
