"""A step of exponential Euler on coefficients."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="An exponential step",
    minutes=15,
    difficulty=2,
    hints=(
        "Each coefficient is an equation of its own, u' = a u + f with f held still over the step. Solve it on paper.",
        "u(h) = e^(ha) u + f · (e^(ha) − 1) / a. What does the second part become as a goes to 0?",
        "It becomes h f. `np.where` chooses, but computes both sides: put a harmless number in place of the zeros "
        "before you divide. `np.expm1(z)` is e^z − 1 without loss for small z.",
    ),
)


@exercise.solution
def etd_step(u, a, f, h):
    """Return the coefficients after time h, each u' = a u + f by itself; all (n,)."""
    z = h * a
    safe = np.where(z == 0, 1, z)
    phi = np.where(z == 0, 1, np.expm1(safe) / safe)
    return np.exp(z) * u + h * phi * f


# ---- what a right answer does


def coefficients(rng, zeros=False):
    """Return u, a, f and h; slow and stiff ones, with a zero among them where asked for."""
    a = -np.round(rng.uniform(0.5, 9, size=4), 1)
    if zeros:
        a[rng.integers(4)] = 0
    u, f = np.round(rng.uniform(1, 3, size=(2, 4)) * rng.choice([-1, 1], size=(2, 4)), 1)
    return u, a, f, round(float(rng.uniform(0.2, 0.6)), 2)


def held(ask, inputs):
    u, a, f, h = inputs
    ask.given(u=u, a=a, f=f, h=h)
    ask.array("etd_step(u, a, f, h)", u, a, f, h, want=etd_step(u, a, f, h))


@exercise.property(
    "exact where nothing but the linear part acts", points=1, hint="e^(ha) times u, and nothing else"
)
def without_f(ask, rng):
    def draw():
        u, a, f, h = coefficients(rng)
        return u, a, 0 * f, h

    held(ask, telling(draw, [etd_step, euler, implicit]))


@exercise.property(
    "exact where f is held still", points=1, hint="integrate e^((h − s) a) f over s from 0 to h"
)
def with_f(ask, rng):
    held(ask, telling(lambda: coefficients(rng), exercise.variants(but=(divided_by_zero,))))


@exercise.property(
    "right where a is 0", points=1, hint="there the coefficient grows by h f: (e^z − 1)/z goes to 1"
)
def with_a_zero(ask, rng):
    held(ask, telling(lambda: coefficients(rng, zeros=True), exercise.variants()))


# ---- mistakes


@exercise.mistake("a step of explicit Euler: it follows a tangent. Solve the linear part, e^(ha) u")
def euler(u, a, f, h):
    return u + h * (a * u + f)


@exercise.mistake("a step of implicit Euler: stable, and not exact. The solution is e^(ha) u, not u/(1 − ha)")
def implicit(u, a, f, h):
    return (u + h * f) / (1 - h * a)


@exercise.mistake("0/0 in place of 1 where a is 0: choose the limit there, and divide by a harmless number")
def divided_by_zero(u, a, f, h):
    with np.errstate(invalid="ignore"):
        return np.exp(h * a) * u + np.expm1(h * a) / a * f


@exercise.mistake(
    "a step in which f decays as if all of it came at the start: it comes in over the whole step. Use (e^z − 1)/z"
)
def f_at_the_start(u, a, f, h):
    return np.exp(h * a) * (u + h * f)


@exercise.mistake(
    "a step in which f does not decay at all: what came in early has had time to. Use h (e^z − 1)/z in place of h"
)
def f_at_the_end(u, a, f, h):
    return np.exp(h * a) * u + h * f
