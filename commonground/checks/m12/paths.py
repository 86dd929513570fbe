"""A path of so many steps that finds most digits of a field's limit, which nobody tells.

Each place has a basis of its own. Without them the field's two numbers decide which path is best, and can be read from a
few entries of either array.
"""

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.m12._lattice import digits, in_own_bases, last_column, logarithms, quotient, walked

exercise = Exercise(
    title="A path of your own",
    minutes=25,
    difficulty=2,
    hints=(
        "There are 2 ** steps paths. How many different *products* do they have, if every square commutes? And the limit "
        "is not given: what else in these arrays comes much nearer to it than `steps` steps can?",
        "Paths of so many steps end at steps + 1 places, and one path to each is enough: `'x' * k + 'y' * (steps - k)`. "
        "For the limit walk on along the diagonal to the far corner of the arrays. Differences below 1e-16 need exact "
        "numbers.",
        "Write a `quotient(path)` with matrices `.astype(object)` and `fractions.Fraction`, as in 12.1. Let `limit` be the "
        "quotient of `'xy' * (len(MY) - 1)`, and return the path with the least `abs(quotient(path) - limit)`.",
    ),
)


@exercise.solution
def best_path(MX, MY, steps):
    """Return the path, a text of so many steps, that finds most digits of the limit."""
    from fractions import Fraction

    def value(path):
        x, y, P = 0, 0, np.array([[1, 0], [0, 1]], dtype=object)
        for step in path:
            P = P @ (MX if step == "x" else MY)[x, y].astype(object)
            x, y = x + (step == "x"), y + (step == "y")
        return Fraction(int(P[0, 1]), int(P[1, 1]))

    limit = value("xy" * (len(MY) - 1))
    one_each = ["x" * k + "y" * (steps - k) for k in range(steps + 1)]
    return min(one_each, key=lambda path: abs(value(path) - limit))


# ---- what a right answer does

ENOUGH = 0.02  # digits that an answer may miss: two ends may be as good as each other


def far_corner(MX, MY):
    return quotient(MX, MY, "xy" * (len(MY) - 1))


def shortfall(MX, MY, steps):
    """Return what tells how many digits a path misses of those that the best one finds."""
    limit = far_corner(MX, MY)

    def found(path):
        return digits(quotient(MX, MY, path), limit)

    best = max(map(found, ends(steps)))
    return lambda path: best - found(path)


def ends_exist(MX, MY, steps):
    """Say whether no path of these steps, nor of one fewer, ends at a quotient over 0."""
    return all(last_column(MX, MY, path)[1] for path in (*ends(steps), *ends(steps - 1)))


def draws(rng, steps, mistakes):
    """Return two fields on which these mistakes miss digits, each in its way, and no best path is good on both."""

    def draw():
        while True:
            MX, MY = in_own_bases(rng, *logarithms(rng, 2 * steps + 2))
            if not ends_exist(MX, MY, steps):
                continue
            missed = shortfall(MX, MY, steps)
            if all(missed(mistake(MX, MY, steps)) > 2 * ENOUGH for mistake in mistakes):
                return MX, MY

    while True:
        first, second = draw(), draw()
        told = {way: (way(*first, steps), way(*second, steps)) for way in exercise.variants()}
        if any([*told.values()].count(told[mistake]) > 1 for mistake in mistakes):
            continue
        there, back = best_path(*first, steps), best_path(*second, steps)
        if shortfall(*second, steps)(there) > 2 * ENOUGH and shortfall(*first, steps)(back) > 2 * ENOUGH:
            return first, second


def asked(ask, rng, steps, mistakes):
    fields = draws(rng, steps, mistakes)
    found = [ask.value("best_path(MX, MY, steps)", MX, MY, steps) for MX, MY in fields]
    ask.judged += found  # both, before one is judged: two mistakes may agree on one field
    for (MX, MY), path in zip(fields, found, strict=True):
        ask.given(MX=f"{MX.shape}", MY=f"{MY.shape}", steps=steps)
        ask.show("best_path(MX, MY, steps)", path)
        if not (isinstance(path, str) and len(path) == steps and set(path) <= set("xy")):
            ask.wrong(f"should be a text of {steps} steps, each x or y")
        short = shortfall(MX, MY, steps)(path)
        if short > ENOUGH:
            ask.wrong(f"another path of {steps} steps finds {short:.2f} digits more")


@exercise.property(
    "as many digits as any path of three steps",
    points=1,
    hint="three steps end at one of four places: try them all, against a limit from a longer path",
)
def three_steps(ask, rng):
    asked(ask, rng, 3, [own_limit])


@exercise.property(
    "as many digits as any path of six steps",
    points=1,
    hint="six steps end at one of seven places: try them all, against a limit from a longer path",
)
def six_steps(ask, rng):
    asked(ask, rng, 6, [along_one_axis, last_step, own_limit, climbs])


@exercise.property(
    "as many digits as any path of thirty steps",
    points=1,
    hint="some thirty digits are found: floating-point numbers keep sixteen, so compare exact fractions",
)
def thirty_steps(ask, rng):
    asked(ask, rng, 30, [along_one_axis, own_limit, climbs, in_floats])


# ---- mistakes


def ends(steps):
    return ["x" * k + "y" * (steps - k) for k in range(steps + 1)]


@exercise.mistake("steps along one axis only: a path may turn, and the best ones do")
def along_one_axis(MX, MY, steps):
    limit = far_corner(MX, MY)
    return min(("x" * steps, "y" * steps), key=lambda path: abs(quotient(MX, MY, path) - limit))


@exercise.mistake(
    "digits of the last step: a value that hardly moved may still be far from the limit. Compare with the limit"
)
def last_step(MX, MY, steps):
    def moved(path):
        return abs(quotient(MX, MY, path) - quotient(MX, MY, path[:-1]))

    return min(ends(steps), key=moved)


@exercise.mistake(
    "a limit from a path of no more than these steps: that path then looks perfect. Walk on to the far corner"
)
def own_limit(MX, MY, steps):
    return ("xy" * steps)[:steps]


@exercise.mistake(
    "stops where one more turn loses digits: each place has a basis of its own, so that digits go up and down from end to "
    "end. Try every end"
)
def climbs(MX, MY, steps):
    limit = far_corner(MX, MY)
    off = [abs(quotient(MX, MY, path) - limit) for path in ends(steps)]
    k = 0
    while k < steps and off[k + 1] < off[k]:
        k += 1
    return ends(steps)[k]


@exercise.mistake(
    "floating-point numbers, in which paths that find 16 digits look alike: use exact fractions"
)
def in_floats(MX, MY, steps):
    def value(path):
        P = walked(MX, MY, path, float)
        return P[0, 1] / P[1, 1]

    limit = value("xy" * (2 * steps))
    return min(ends(steps), key=lambda path: abs(value(path) - limit))
