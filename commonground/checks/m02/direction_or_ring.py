"""2.6: is a concept a direction, a ring, or not there?"""

import numpy as np

from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise, Mistake, Property

VERDICTS = ("direction", "ring", "neither")
VALUES = 12


def predicted(X, Y, split):
    """Return the share of each column of Y that a ridge regression on X, fitted on ``train``, predicts at ``test``."""
    train, test = split
    mean, size = X[train].mean(axis=0), np.sqrt(X[train].var(axis=0).sum())
    A, B = (X[train] - mean) / size, (X[test] - mean) / size
    centre = Y[train].mean(axis=0)
    weights = A.T @ np.linalg.solve(A @ A.T + 1e-4 * np.eye(len(A)), Y[train] - centre)
    left = Y[test] - centre - B @ weights
    return 1 - (left**2).sum(axis=0) / ((Y[test] - Y[test].mean(axis=0)) ** 2).sum(axis=0)


def halves(n):
    return slice(0, n, 2), slice(1, n, 2)


def everything(n):
    return slice(None), slice(None)


def circle(y):
    return np.column_stack([np.cos(2 * np.pi * y / VALUES), np.sin(2 * np.pi * y / VALUES)])


def kind(X, y, split=halves):
    y = np.asarray(y, dtype=float)
    if predicted(X, y[:, None], split(len(y)))[0] > 0.8:
        return "direction"
    return "ring" if predicted(X, circle(y), split(len(y))).min() > 0.8 else "neither"


# ---- activations of each kind


def activations(rng, what, n=240, p=10, loud=1.0, offset=0.0):
    """Return X (n, p) and y (n,): a feature of 12 values, among nuisances, in a network's own coordinates."""
    y = rng.integers(0, VALUES, size=n)
    if what == "direction":
        code = (y[:, None] - 5.5) / 3.45
    elif what == "ring":
        code = np.sqrt(2) * circle(y)
    else:
        code = np.zeros((n, 1))
    nuisance = loud * rng.standard_normal((n, 3))
    code = np.hstack([code + 0.05 * rng.standard_normal(code.shape), nuisance])
    X = code @ rotation(rng, p)[: code.shape[1]] + 0.02 * rng.standard_normal((n, p))
    return X + offset * rng.standard_normal(p), y


def told(**how):
    """Return a judge that shows one of each kind, and one ring more, in random order."""

    def judge(ask, rng):
        answers, shown = [], rng.permutation([*VERDICTS, "ring"])
        for what in shown:
            X, y = activations(rng, what, **how)
            about = {
                "X": f"{X.shape[0]} stimuli × {X.shape[1]} units",
                "y": "the feature's value, 0 to 11, of each",
            }
            ask.given(**about)
            answers.append(ask.value("kind(X, y)", X, y))
            ask.judged.append(answers[-1])
            if answers[-1] is None:
                ask.wrong("nothing came back: end the function with `return …`")
            if not isinstance(answers[-1], str) or answers[-1] not in VERDICTS:
                ask.wrong("should be one of " + ", ".join(map(repr, VERDICTS)))
        for answer, what in zip(answers, shown, strict=True):
            if answer != what:
                ask.given(**about)
                ask.show("kind(X, y)", answer)
                ask.wrong(f"should be {str(what)!r}")

    return judge


# ---- mistakes


def any_probe(X, y):
    """Call it a direction as soon as a probe does better than half."""
    y = np.asarray(y, dtype=float)
    split = halves(len(y))
    if predicted(X, y[:, None], split)[0] > 0.3:
        return "direction"
    return "ring" if predicted(X, circle(y), split).min() > 0.8 else "neither"


def in_sample(X, y):
    return kind(X, y, split=everything)


def of_the_loudest(X, y):
    """Look at the strongest two directions alone."""
    Z = X - X.mean(axis=0)
    u, s, _ = np.linalg.svd(Z, full_matrices=False)
    return kind(u[:, :2] * s[:2], y)


def half_a_circle(X, y):
    """Ask for the sine alone, which a direction follows too."""
    y = np.asarray(y, dtype=float)
    split = halves(len(y))
    if predicted(X, circle(y), split)[1] > 0.3:
        return "ring"
    return "direction" if predicted(X, y[:, None], split)[0] > 0.8 else "neither"


def never_neither(X, y):
    verdict = kind(X, y)
    return "ring" if verdict == "neither" else verdict


def never_a_ring(X, y):
    verdict = kind(X, y)
    return "neither" if verdict == "ring" else verdict


EXERCISE = Exercise(
    number="2.6",
    title="Direction or ring?",
    minutes=30,
    difficulty=3,
    solution={"kind": kind},
    properties=(
        Property(
            "right where the feature is easy to see",
            2,
            told(),
            "fit a linear map from X to y, and another to the cosine and sine of 2πy/12, on half of the stimuli; score both on the other half",
        ),
        Property(
            "right where nuisances are loud",
            2,
            told(loud=8.0),
            "a regression finds a faint direction; the strongest two directions may have nothing to do with the feature",
        ),
        Property(
            "right where there are more units than stimuli",
            2,
            told(n=80, p=120),
            "any table of that size fits anything: judge on stimuli that were not used for the fit",
        ),
        Property(
            "right where the units' means are large",
            1,
            told(offset=20.0),
            "take the mean of the fitted half from X and from what you predict",
        ),
    ),
    hints=(
        "A direction predicts $y$ itself by a linear map. A ring predicts $\\cos(2\\pi y/12)$ and $\\sin(2\\pi y/12)$. What does each of the two predict of the other's target?",
        "The sine of a ring follows y in part: a linear map from a ring to y explains about 60 %. And a direction explains about as much of the sine, and nothing of the cosine. "
        "So ask for more than 80 %, of *both* cosine and sine.",
        "Ridge regression on `X[::2]`, centred; score on `X[1::2]` as 1 − (what is left)² / (variance). If y is predicted to more than 0.8: a direction. If cosine and sine both are: a ring.",
    ),
    mistakes=(
        Mistake(
            "someone who takes any good probe for a direction: a ring lets a probe explain more than half of y. Ask how much is left",
            {"kind": any_probe},
        ),
        Mistake(
            "someone who scores on the stimuli of the fit: with more units than stimuli every fit is perfect. Hold half of them out",
            {"kind": in_sample},
        ),
        Mistake(
            "someone who looks at the strongest two directions: the feature may be faint. Fit a map from all units",
            {"kind": of_the_loudest},
        ),
        Mistake(
            "someone who asks for the sine alone: a direction follows it, too. Ask for cosine and sine",
            {"kind": half_a_circle},
        ),
        Mistake("someone who never says neither: a feature need not be there", {"kind": never_neither}),
        Mistake(
            "someone who never says ring: where no map to y is good, try one to cosine and sine",
            {"kind": never_a_ring},
        ),
    ),
)
