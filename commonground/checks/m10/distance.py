"""The distance of two points of the Poincaré ball, in closed form."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise
from commonground.checks.m10._ball import points
from commonground.checks.values import OfAnotherKind, Wrong, as_number

exercise = Exercise(
    title="A distance that holds",
    minutes=20,
    difficulty=2,
    kind="mend",
    hints=(
        "Print what the program gives to `np.arccosh`, for a point and itself, and for two neighbours. Near 1 a "
        "number of 16 digits has few left for what lies above 1.",
        "Simplify before you compute: put both points into $\\cosh d = x_0 y_0 - x_1 y_1 - \\dots$, and what is left is "
        "$1 + 2f$ with $f = |x - y|^2 / ((1 - |x|^2)(1 - |y|^2))$. Now nothing falls below 1. But for neighbours "
        "$1 + 2f$ still rounds $f$ away. Which function needs $f$ without the 1?",
        "$\\cosh d = 1 + 2 \\sinh^2(d/2)$, so $\\sinh(d/2) = \\sqrt f$: return `2 * np.arcsinh(np.sqrt(f))`.",
    ),
)


def closed_form(x, y, *, power=2, inside=2, factor=2):
    """Return the distance, with one power or factor another way where that is asked for."""
    room = (1 - np.linalg.norm(x) ** inside) * (1 - np.linalg.norm(y) ** inside)
    return np.arccosh(1 + factor * np.linalg.norm(x - y) ** power / room)


@exercise.solution
def poincare_distance(x, y):
    """Return the hyperbolic distance of two points (d,) of the unit ball."""
    room = (1 - x @ x) * (1 - y @ y)
    return 2 * np.arcsinh(np.sqrt((x - y) @ (x - y) / room))


# ---- what a right answer does


def two(rng, far=0.8):
    """Return two points of the disc, with few digits."""
    x, y = np.round(points(rng, 2, 2, far), 2)
    return x, y


@exercise.property(
    "right for two points of the disc",
    points=1,
    hint="an arcosh of 1 and a fraction: the squared distance on paper, over the room that each point has to the rim",
)
def inside_the_disc(ask, rng):
    x, y = telling(lambda: two(rng), exercise.variants(but=(detour, beside_one)))
    ask.given(x=x, y=y)
    ask.number("poincare_distance(x, y)", x, y, want=poincare_distance(x, y))


@exercise.property(
    "right in more dimensions, and a hair from the rim",
    points=1,
    hint="the formula is the same in any dimension; use the squared norm x @ x, and round nothing",
)
def near_the_rim(ask, rng):
    x, y = telling(lambda: points(rng, 2, 4, 0.9), exercise.variants(but=(detour, beside_one)))
    ask.given(x="4 numbers", y="4 numbers, in the ball of four dimensions")
    ask.number("poincare_distance(x, y)", x, y, want=poincare_distance(x, y))
    x = x * (1 - 1e-8) / np.linalg.norm(x)
    ask.given(x="a point 1e-8 from the rim", y="the same as before")
    ask.number("poincare_distance(x, y)", x, y, want=poincare_distance(x, y))


def rounded_down(rng):
    """Return a point whose detour over the hyperboloid finds a cosh below 1 for the distance to itself."""
    while True:
        (x,) = points(rng, 1, 3, 0.95)
        with np.errstate(invalid="ignore"):
            if np.isnan(detour(x, x)):
                return x


@exercise.property(
    "right for a point and itself",
    points=1,
    hint="the distance is 0, also where rounding would put the argument of the arcosh below 1",
)
def from_itself(ask, rng):
    x = rounded_down(rng)
    (y,) = points(rng, 1, 3, 0.9)
    ask.given(x="3 numbers", y="3 numbers")
    ask.number("poincare_distance(x, x)", x, x, want=0.0)
    ask.number("poincare_distance(x, y)", x, y, want=poincare_distance(x, y))


@exercise.property(
    "right to six digits for neighbours",
    points=1,
    hint="1 + 2f rounds away what f holds: take the hyperbolic sine of half the distance, which is the root of f",
)
def for_neighbours(ask, rng):
    for size in (1e-6, 1e-9):
        (x,) = points(rng, 1, 3, 0.9)
        y = x + size * rng.normal(size=3)
        want = poincare_distance(x, y)
        ask.given(x="3 numbers", y=f"x, and about {size:g} beside it")
        # Beside 1 all such numbers are alike: what is compared is their share of the distance.
        value = ask.value("poincare_distance(x, y)", x, y)
        share = value / want if isinstance(value, float) else value
        ask.judged.append(share)
        try:
            share = as_number(share)
        except OfAnotherKind as wrong:
            ask.unanswered(str(wrong))
        except Wrong as wrong:
            ask.wrong(str(wrong))
        if abs(share - 1) > 1e-6:
            ask.wrong(f"should be {want:.6e}, to six digits")


# ---- mistakes


@exercise.mistake("a distance with |x − y| where its square belongs")
def not_squared(x, y):
    return closed_form(x, y, power=1)


@exercise.mistake("a distance without the factor 2 before the fraction")
def without_two(x, y):
    return closed_form(x, y, factor=1)


@exercise.mistake("a distance with 1 − |x| below the fraction: it is 1 − |x|²")
def norms_not_squared(x, y):
    return closed_form(x, y, inside=1)


@exercise.mistake(
    "an arcosh of 1 + 2f: for neighbours the 1 swallows f. Take 2 arcsinh of the root of f, which is the same distance"
)
def beside_one(x, y):
    room = (1 - x @ x) * (1 - y @ y)
    return np.arccosh(1 + 2 * (x - y) @ (x - y) / room)


@exercise.mistake(
    "the program as it stands, by way of the hyperboloid: rounding takes its argument below 1, which has no arcosh. Simplify "
    "first, so that nothing is subtracted from 1 + …"
)
def detour(x, y):
    a, b = 1 - x @ x, 1 - y @ y
    with np.errstate(invalid="ignore"):
        return np.arccosh((1 + x @ x) / a * ((1 + y @ y) / b) - 2 * x / a @ (2 * y / b))
