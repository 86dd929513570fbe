"""By what kind of map, if any, can one representation be had from another?"""

import numpy as np

from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise
from commonground.checks.tables import linear_cka

exercise = Exercise(
    title="Alignable?",
    kind="judge",
    minutes=25,
    difficulty=3,
    hints=(
        "Two questions, in this order: does a linear map predict most of Y on stimuli it has not "
        "seen? If not, does a nonlinear one? If not: neither.",
        "Split the rows, `X[::2]` and `X[1::2]`. Fit with a small ridge penalty, since there may be "
        "more units than stimuli. The share of variance predicted is near 1 or near 0 (or below) "
        "here: 0.5 tells them apart.",
        "For the nonlinear map: ridge regression with a kernel. With K = exp(−2 d²), d the distances "
        "between centred stimuli divided by their typical length, solve (K + 0.001 I) a = Y on one "
        "half and predict the other. Products of all pairs of units as extra columns do as well.",
    ),
)


def inner(A, B):
    """Return the kernel of a linear map."""
    return A @ B.T


def closeness(A, B):
    """Return a kernel of bumps: with it a map may be any smooth one."""
    return np.exp(-2 * ((A[:, None] - B[None]) ** 2).sum(axis=2))


def explained(X, Y, kernel, fit=slice(0, None, 2), test=slice(1, None, 2)):
    """Return the share of Y that a ridge regression with this kernel predicts.

    It is fitted on every second stimulus, and tested on the others.
    """
    mean, size = X[fit].mean(axis=0), np.sqrt(X[fit].var(axis=0).sum())
    A, B = (X[fit] - mean) / size, (X[test] - mean) / size
    centre = Y[fit].mean(axis=0)
    K = kernel(A, A) + 0.001 * np.eye(len(A))
    left = Y[test] - centre - kernel(B, A) @ np.linalg.solve(K, Y[fit] - centre)
    return 1 - (left**2).sum() / ((Y[test] - Y[test].mean(axis=0)) ** 2).sum()


@exercise.solution
def alignable(X, Y):
    """Return "linear", "nonlinear" or "neither": how X (n, p) maps to Y (n, q)."""
    if explained(X, Y, inner) > 0.5:
        return "linear"
    return "nonlinear" if explained(X, Y, closeness) > 0.5 else "neither"


# ---- pairs of each kind, in coordinates and units of their own

VERDICTS = ("linear", "nonlinear", "neither")
FAINT = 0.25  # how strong in X the products are, beside what is plain


def shown(rng, Z, width, noise=0.02, offset=0.3):
    """Return a table as a network of ``width`` units would hold it: turned, blurred, shifted."""
    turned = Z @ rotation(rng, width)[: Z.shape[1]]
    return turned + noise * Z.std() * rng.standard_normal(turned.shape) + offset * rng.standard_normal(width)


def products(x):
    """Return the products of all pairs of columns, standardised: even functions, which no linear map of x finds."""
    first, second = np.triu_indices(x.shape[1])
    y = x[:, first] * x[:, second]
    return (y - y.mean(axis=0)) / y.std(axis=0)


def pair(rng, kind, n=300, widths=(7, 8), **how):
    """Return X and Y of which Y can be had from X in this way.

    X holds two plain things, and faintly the products of two others; Y is the products of the ones, of the others,
    or of something else. So neither X alone nor Y alone tells which: only what they have in common does.
    """
    others, plain, else_ = rng.uniform(-1, 1, size=(3, n, 2))
    x = np.hstack([plain, FAINT * products(others)])
    y = products({"linear": others, "nonlinear": plain, "neither": else_}[kind])
    return shown(rng, x, widths[0], **how), shown(rng, y, widths[1], **how)


def faint(rng, kind, n=300):
    """Return X and Y with most of Y's variance in X, but along X's weakest direction: CKA sees nothing. Or without."""
    x = rng.standard_normal((n, 4)) * [5, 5, 5, 1]
    signal = x[:, 3] if kind == "linear" else rng.standard_normal(n)
    y = np.column_stack([10 * signal, rng.standard_normal((n, 2))])
    return shown(rng, x, 5, noise=1e-3), shown(rng, y, 6, noise=1e-3)


# ---- what a right answer does


def told(ask, rng, pairs):
    """Hold an answer to the kind of each of these pairs, in random order."""
    for place in rng.permutation(len(pairs)):
        kind, (X, Y) = pairs[place]
        about = "{} stimuli × {} units"
        ask.given(X=about.format(*X.shape), Y=about.format(*Y.shape))
        answer = ask.choice("alignable(X, Y)", X, Y, among=VERDICTS)
        if answer != kind:
            ask.wrong(f"should be {kind!r}")


@exercise.property(
    "right on a pair of each kind",
    points=2,
    hint="fit Y from X on half of the stimuli and predict the other half: linearly, then with features "
    "such as products of units",
)
def plain_pairs(ask, rng):
    told(ask, rng, [(kind, pair(rng, kind)) for kind in VERDICTS])


@exercise.property(
    "right where what is shared is faint in X",
    points=1,
    hint="regression asks whether a direction is there; a similarity that weighs by variance asks "
    "whether it is loud",
)
def with_faint_signals(ask, rng):
    told(ask, rng, [(kind, faint(rng, kind)) for kind in ("linear", "neither", "linear")])


@exercise.property(
    "right where there are more units than stimuli",
    points=1,
    hint="any table of that size fits anything: judge on stimuli that were not used for the fit",
)
def with_many_units(ask, rng):
    kinds = ("linear", "neither", "linear", "neither")
    told(ask, rng, [(kind, pair(rng, kind, n=60, widths=(80, 40))) for kind in kinds])


@exercise.property(
    "right where the units' means are large",
    points=1,
    hint="take the means from both tables before you fit, and score against the variance of Y, not its "
    "mean square",
)
def with_large_means(ask, rng):
    told(ask, rng, [(kind, pair(rng, kind, offset=30)) for kind in VERDICTS])


# ---- mistakes


@exercise.mistake(
    "someone who judges the fit on the stimuli it was made with: with many units or a flexible "
    "kernel that is always good. Hold half of them out"
)
def in_sample(X, Y):
    everything = {"fit": slice(None), "test": slice(None)}
    if explained(X, Y, inner, **everything) > 0.5:
        return "linear"
    return "nonlinear" if explained(X, Y, closeness, **everything) > 0.5 else "neither"


@exercise.mistake(
    "someone who tries linear maps alone: where they fail, try a nonlinear one before you say neither"
)
def linear_only(X, Y):
    verdict = alignable(X, Y)
    return "neither" if verdict == "nonlinear" else verdict


@exercise.mistake(
    "someone who fits X from Y: the question is whether Y can be had from X, and it has a direction"
)
def backwards(X, Y):
    return alignable(Y, X)


@exercise.mistake(
    "someone who asks CKA: it follows the loudest directions, and what is shared may be faint. Fit the map"
)
def by_cka(X, Y):
    if linear_cka(X, Y) > 0.15:
        return "linear"
    return "nonlinear" if explained(X, Y, closeness) > 0.5 else "neither"


@exercise.mistake(
    "someone who fits and scores without centring: the units' means are predicted whatever the "
    "stimulus. Subtract them"
)
def uncentred(X, Y):
    for name, kernel in (("linear", inner), ("nonlinear", closeness)):
        A, B = X[::2], X[1::2]
        left = Y[1::2] - kernel(B, A) @ np.linalg.lstsq(kernel(A, A), Y[::2], rcond=None)[0]
        if 1 - (left**2).sum() / (Y[1::2] ** 2).sum() > 0.5:
            return name
    return "neither"


@exercise.mistake("someone who never says neither: a map counts only if it predicts stimuli it has not seen")
def never_neither(X, Y):
    verdict = alignable(X, Y)
    return "nonlinear" if verdict == "neither" else verdict


@exercise.mistake(
    "someone who tries the nonlinear map first: it finds linear maps as well. Ask for the simpler one first"
)
def most_general(X, Y):
    verdict = alignable(X, Y)
    return "nonlinear" if verdict == "linear" else verdict
