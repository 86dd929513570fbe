"""How the initial sizes and the learning rates of three layers change with width, for features that keep moving."""

import numpy as np

from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Maximal update",
    kind="make",
    minutes=20,
    difficulty=2,
    hints=(
        "Ask for each layer how many terms its sums have, and what one step adds to each term. The input layer sums "
        "over pixels, whose number stays. Hidden layer and readout sum over n units.",
        "Sizes at the start: a sum of n random terms grows like √n, so hidden weights take $n^{-1/2}$. In the readout "
        "the terms stop being random once it learns, so that it takes $n^{-1}$.",
        "Rates: Adam moves every weight by its rate; sums over n aligned moves must stay constant. SGD moves a weight by "
        "rate × gradient, and gradients differ: with the sizes above, those of input weights are of size $1/n$, of "
        "hidden weights $1/n$ too, summed n times; those of the readout are of size 1.",
    ),
)

ROOT, FULL = -0.5, -1.0
STD = (0.0, ROOT, FULL)
RATE = {"sgd": (1.0, 0.0, FULL), "adam": (0.0, FULL, FULL)}


def powers(m, std, rate):
    return [[m**power for power in std], [m**power for power in rate]]


@exercise.solution
def mup(width, base, optimizer):
    """Return std, rate: factors for input, hidden, output, relative to ``base``."""
    m = width / base
    std = [1, m**-0.5, 1 / m]
    rate = [m, 1, 1 / m] if optimizer == "sgd" else [1, 1 / m, 1 / m]
    return std, rate


# ---- what a right answer does


def widths(rng):
    """Return a width and a base whose ratio is no small coincidence."""
    base = int(rng.integers(3, 20)) * 8
    return base * int(rng.integers(3, 9)), base


def told(ask, width, base, optimizer):
    std, rate = mup(width, base, optimizer)
    text = f'mup({width}, {base}, "{optimizer}")'
    ask.given(width=width, base=base, optimizer=optimizer)
    want = {"std": np.array(std, float), "rate": np.array(rate, float)}
    ask.parts(text, width, base, optimizer, names=("std", "rate"), want=want)


@exercise.property(
    "right under SGD",
    points=1,
    hint="SGD's rates grow with the width in the input layer, stay in the hidden, fall in the readout",
)
def under_sgd(ask, rng):
    width, base = widths(rng)
    told(ask, width, base, "sgd")


@exercise.property(
    "right under Adam",
    points=1,
    hint="Adam's moves have the size of the rate: divide it by n wherever n moves are summed",
)
def under_adam(ask, rng):
    width, base = widths(rng)
    told(ask, width, base, "adam")


@exercise.property(
    "right for a network narrower than the base",
    points=1,
    hint="factors are powers of width / base, also where that is below 1; mind whole-number division",
)
def narrower(ask, rng):
    base, width = widths(rng)
    for optimizer in ("sgd", "adam"):
        told(ask, width, base, optimizer)


# ---- mistakes


@exercise.mistake(
    "Adam's rates under SGD: SGD's steps shrink with the gradient, so that its hidden rate stays and its input rate grows"
)
def adam_for_all(width, base, optimizer):
    return mup(width, base, "adam")


@exercise.mistake(
    "SGD's rates under Adam: Adam divides the gradient's size out, so look at the size of the move alone"
)
def sgd_for_all(width, base, optimizer):
    return mup(width, base, "sgd")


@exercise.mistake(
    "a readout that starts as n^−1/2, the standard size: once it learns, its terms align, and its sum grows like √n. Use 1/n"
)
def standard_readout(width, base, optimizer):
    return powers(width / base, (0.0, ROOT, ROOT), RATE[optimizer])


@exercise.mistake(
    "input weights that shrink with the width: an input unit sums over pixels, and their number stays"
)
def scaled_input(width, base, optimizer):
    return powers(width / base, (ROOT, ROOT, FULL), RATE[optimizer])


@exercise.mistake("factors with base / width for width / base: turn the ratio over")
def upside_down(width, base, optimizer):
    return mup(base, width, optimizer)


@exercise.mistake(
    "one rate for all layers: that is the standard parametrisation, whose best rate drifts with the width"
)
def one_rate(width, base, optimizer):
    return powers(width / base, STD, (0.0, 0.0, 0.0))
