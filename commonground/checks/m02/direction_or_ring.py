"""Is a concept a direction, a ring, or not there?"""

import numpy as np

from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Direction or ring?",
    kind="judge",
    minutes=30,
    difficulty=3,
    hints=(
        "A direction predicts $y$ itself by a linear map. A ring predicts $\\cos(2\\pi y/12)$ and "
        "$\\sin(2\\pi y/12)$. What does each of the two predict of the other's target?",
        "The sine of a ring follows y in part: a linear map from a ring to y explains about 60 %. And "
        "a direction explains about as much of the sine, and nothing of the cosine. So ask for more "
        "than 80 %, of *both* cosine and sine.",
        "Ridge regression on `X[::2]`, centred; score on `X[1::2]` as 1 − (what is left)² / "
        "(variance). If y is predicted to more than 0.8: a direction. If cosine and sine both are: a "
        "ring.",
    ),
)


def predicted(X, target, fit=slice(0, None, 2), test=slice(1, None, 2)):
    """Return the share of target (n,) that a ridge regression on X (n, p) predicts.

    It is fitted on every second stimulus, and tested on the others.
    """
    A, B = X[fit] - X[fit].mean(axis=0), X[test] - X[fit].mean(axis=0)
    goal, truth = target[fit] - target[fit].mean(), target[test] - target[fit].mean()
    penalty = 1e-4 * (A**2).sum() / len(A) * np.eye(len(A))
    answer = B @ A.T @ np.linalg.solve(A @ A.T + penalty, goal)
    return 1 - ((truth - answer) ** 2).sum() / ((truth - truth.mean()) ** 2).sum()


@exercise.solution
def kind(X, y):
    """Return "direction", "ring" or "neither": how X (n, p) holds y (n,), 0 to 11."""
    y = np.asarray(y, dtype=float)
    angle = 2 * np.pi * y / 12
    if predicted(X, y) > 0.8:
        return "direction"
    if predicted(X, np.cos(angle)) > 0.8 and predicted(X, np.sin(angle)) > 0.8:
        return "ring"
    return "neither"


# ---- activations of each kind

VERDICTS = ("direction", "ring", "neither")


def activations(rng, what, n=240, p=10, loud=1.0, offset=0.0):
    """Return X (n, p) and y (n,): two features of 12 values among nuisances, in a network's own coordinates.

    X holds one feature as a direction and another as a ring, always: only y says which of them is asked for, or
    that neither is, so that nothing is to be had from X alone.
    """
    features = rng.integers(0, 12, size=(3, n))
    line = (features[0] - 5.5) / 3.45
    turn = 2 * np.pi * features[1] / 12
    code = np.column_stack([line, np.sqrt(2) * np.cos(turn), np.sqrt(2) * np.sin(turn)])
    nuisance = loud * rng.standard_normal((n, 3))
    code = np.hstack([code + 0.05 * rng.standard_normal(code.shape), nuisance])
    X = code @ rotation(rng, p)[: code.shape[1]] + 0.02 * rng.standard_normal((n, p))
    return X + offset * rng.standard_normal(p), features[VERDICTS.index(what)]


# ---- what a right answer does


def told(ask, rng, **how):
    """Show one of each kind, and one ring more, in random order."""
    answers, shown = [], rng.permutation([*VERDICTS, "ring"])
    for what in shown:
        X, y = activations(rng, what, **how)
        about = {
            "X": f"{X.shape[0]} stimuli × {X.shape[1]} units",
            "y": "the feature's value, 0 to 11, of each",
        }
        ask.given(**about)
        answers.append(ask.choice("kind(X, y)", X, y, among=VERDICTS))
    for answer, what in zip(answers, shown, strict=True):
        if answer != what:
            ask.given(**about)
            ask.show("kind(X, y)", answer)
            ask.wrong(f"should be {str(what)!r}")


@exercise.property(
    "right where the feature is easy to see",
    points=2,
    hint="fit a linear map from X to y, and another to the cosine and sine of 2πy/12, on half of the "
    "stimuli; score both on the other half",
)
def in_plain_sight(ask, rng):
    told(
        ask,
        rng,
    )


@exercise.property(
    "right where nuisances are loud",
    points=2,
    hint="a regression finds a faint direction; the strongest two directions may have nothing to do "
    "with the feature",
)
def among_loud_nuisances(ask, rng):
    told(ask, rng, loud=8.0)


@exercise.property(
    "right where there are more units than stimuli",
    points=2,
    hint="any table of that size fits anything: judge on stimuli that were not used for the fit",
)
def with_more_units_than_stimuli(ask, rng):
    told(ask, rng, n=80, p=120)


@exercise.property(
    "right where the units' means are large",
    points=1,
    hint="take the mean of the fitted half from X and from what you predict",
)
def far_from_the_origin(ask, rng):
    told(ask, rng, offset=20.0)


# ---- mistakes


def on_a_circle(X, y, **halves):
    """Return how well the worse of cosine and sine is predicted."""
    angle = 2 * np.pi * y / 12
    return min(predicted(X, wave(angle), **halves) for wave in (np.cos, np.sin))


@exercise.mistake(
    "someone who takes any good probe for a direction: a ring lets a probe explain more than half "
    "of y. Ask how much is left"
)
def any_probe(X, y):
    """Call it a direction as soon as a probe does better than half."""
    if predicted(X, y) > 0.3:
        return "direction"
    return "ring" if on_a_circle(X, y) > 0.8 else "neither"


@exercise.mistake(
    "someone who scores on the stimuli of the fit: with more units than stimuli every fit is "
    "perfect. Hold half of them out"
)
def in_sample(X, y):
    everything = {"fit": slice(None), "test": slice(None)}
    if predicted(X, y, **everything) > 0.8:
        return "direction"
    return "ring" if on_a_circle(X, y, **everything) > 0.8 else "neither"


@exercise.mistake(
    "someone who looks at the strongest two directions: the feature may be faint. Fit a map from all units"
)
def of_the_loudest(X, y):
    """Look at the strongest two directions alone."""
    Z = X - X.mean(axis=0)
    u, s, _ = np.linalg.svd(Z, full_matrices=False)
    return kind(u[:, :2] * s[:2], y)


@exercise.mistake("someone who asks for the sine alone: a direction follows it, too. Ask for cosine and sine")
def half_a_circle(X, y):
    """Ask for the sine alone, which a direction follows too."""
    if predicted(X, np.sin(2 * np.pi * y / 12)) > 0.3:
        return "ring"
    return "direction" if predicted(X, y) > 0.8 else "neither"


@exercise.mistake("someone who never says neither: a feature need not be there")
def never_neither(X, y):
    verdict = kind(X, y)
    return "ring" if verdict == "neither" else verdict


@exercise.mistake("someone who never says ring: where no map to y is good, try one to cosine and sine")
def never_a_ring(X, y):
    verdict = kind(X, y)
    return "neither" if verdict == "ring" else verdict
