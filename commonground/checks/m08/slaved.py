"""The equilibrium of a fast signal between two walls, and a rate read off errors."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Slaved",
    minutes=20,
    difficulty=2,
    hints=(
        "What flows from cell i to cell i + 1 is the difference of their values over dx. At a wall nothing flows. The second "
        "difference of a cell is what flows in less what flows out, over dx.",
        "So inside, a row of the matrix D is 1, −2, 1 over dx²; in the first and the last row one neighbour is missing, and "
        "the diagonal is −1. Then solve (I − D) c = n.",
        "For the rate: err = C ε^p is a straight line of slope p once *both* axes are logarithmic: "
        "`np.polyfit(np.log(eps), np.log(err), 1)[0]`.",
    ),
)


def equilibrium(n, L, *, wall=1, sign=1, dx=None, ring=False):
    """Solve c − c'' = n, with one thing done another way where that is asked for."""
    N, dx = len(n), dx or L / len(n)
    D = np.diag(np.full(N, -2.0)) + np.diag(np.ones(N - 1), 1) + np.diag(np.ones(N - 1), -1)
    if ring:
        D[0, -1] = D[-1, 0] = 1
    else:
        D[0, 0] = D[-1, -1] = -wall
    return np.linalg.solve(np.eye(N) - sign * D / dx**2, n)


@exercise.solution
def slaved(n, L):
    """Return the signal c (N,) with c − c'' = n between no-flux walls at 0 and L."""
    N = len(n)
    beside = np.diag(np.ones(N - 1), 1)
    D = beside + beside.T - 2 * np.eye(N)
    D[0, 0] = D[-1, -1] = -1
    return np.linalg.solve(np.eye(N) - D / (L / N) ** 2, n)


@exercise.solution
def rate(eps, err):
    """Return the power p with which err (k,) falls as eps (k,) does, over all pairs."""
    return np.polyfit(np.log(eps), np.log(err), 1)[0]


# ---- what a right answer does


def cells(rng, N):
    return np.round(rng.uniform(0, 4, size=N), 1), round(float(rng.uniform(1.5, 4)), 1)


@exercise.property(
    "right for a few cells",
    points=1,
    hint="solve (I − D) c = n with D the second difference over dx², dx = L / N",
)
def for_few_cells(ask, rng):
    n, L = telling(lambda: cells(rng, 4), exercise.variants(slaved))
    ask.given(n=n, L=L)
    ask.array("slaved(n, L)", n, L, want=slaved(n, L))


@exercise.property(
    "right on a cosine, whose signal is known",
    points=1,
    hint="nothing flows through the walls: a cell at a wall has one neighbour",
)
def on_a_cosine(ask, rng):
    def draw():
        N, L, a = int(rng.integers(8, 20)), round(float(rng.uniform(1, 4)), 1), rng.uniform(1, 3)
        return a * np.cos(np.pi * (np.arange(N) + 0.5) / N), L

    n, L = telling(draw, exercise.variants(slaved))
    N = len(n)
    factor = 1 + (2 - 2 * np.cos(np.pi / N)) / (L / N) ** 2
    ask.given(n=f"a cosine of half a period on {N} cells", L=L)
    ask.array("slaved(n, L)", n, L, want=n / factor)


def errors(rng):
    eps = 0.1 * 2.0 ** -np.arange(5)
    power, size = rng.uniform(0.3, 1.8), rng.uniform(0.5, 20)
    return eps, size * eps**power * np.exp(rng.uniform(-0.1, 0.1, size=5))


@exercise.property(
    "right in reading a rate", points=1, hint="both axes logarithmic, a straight line through all points"
)
def reads_a_rate(ask, rng):
    eps, err = telling(lambda: errors(rng), exercise.variants(rate))
    ask.given(eps=eps, err=err)
    ask.number("rate(eps, err)", eps, err, want=rate(eps, err))


@exercise.property(
    "unmoved when errors are given in other units",
    points=1,
    hint="a factor shifts the line on logarithmic axes, and leaves its slope",
)
def in_other_units(ask, rng):
    eps, err = telling(lambda: errors(rng), exercise.variants(rate))
    ask.given(eps=eps, err=1000 * err)
    ask.number("rate(eps, 1000 * err)", eps, 1000 * err, want=rate(eps, err))


# ---- mistakes


@exercise.mistake(
    "a signal that is 0 at the walls: nothing flows through them, so a cell there has one neighbour, and −1 on the diagonal",
    of=slaved,
)
def held_at_zero(n, L):
    return equilibrium(n, L, wall=2)


@exercise.mistake("a signal on a ring: the first cell and the last one are not neighbours", of=slaved)
def on_a_ring(n, L):
    return equilibrium(n, L, ring=True)


@exercise.mistake("a signal for cells of width 1: divide by dx², with dx = L / N", of=slaved)
def of_width_one(n, L):
    return equilibrium(n, L, dx=1)


@exercise.mistake(
    "a signal with dx = L / (N − 1): N cells share L, and their centres stand half a cell from the walls",
    of=slaved,
)
def between_centres(n, L):
    return equilibrium(n, L, dx=L / (len(n) - 1))


@exercise.mistake("a slope with one axis logarithmic: take the logarithm of the errors and of ε", of=rate)
def one_logarithm(eps, err):
    return np.polyfit(eps, np.log(err), 1)[0]


@exercise.mistake("a slope with the axes in each other's place: log err against log ε", of=rate)
def other_way_round(eps, err):
    return np.polyfit(np.log(err), np.log(eps), 1)[0]


@exercise.mistake("a rate from the first and the last point alone: fit a line through all of them", of=rate)
def from_the_ends(eps, err):
    return float(np.log(err[-1] / err[0]) / np.log(eps[-1] / eps[0]))
