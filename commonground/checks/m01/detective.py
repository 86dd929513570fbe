"""1.6: find out which measure a black box holds, by what it ignores."""

import numpy as np
from numpy.linalg import norm, qr, svd

from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise, Mistake, Property
from commonground.checks.m01.linear_cka import linear_cka
from commonground.checks.m01.procrustes import centred, procrustes_similarity
from commonground.checks.m01.rsa import rsa
from commonground.checks.values import Wrong, as_array

# ---- what the boxes hold


def basis(X):
    """Return orthonormal columns that span those of the centred X."""
    U, singular, _ = svd(centred(X), full_matrices=False)
    return U[:, singular > 1e-10 * singular[0]]


def mean_cca(X, Y):
    return svd(basis(X).T @ basis(Y), compute_uv=False).mean()


def linear_regression_r2(X, Y):
    return norm(basis(X).T @ centred(Y)) ** 2 / norm(centred(Y)) ** 2


MEASURES = {f.__name__: f for f in (linear_cka, mean_cca, linear_regression_r2, procrustes_similarity, rsa)}


def dial(rng):
    """Return an increasing function: what a box shows for a value of its measure."""
    low, step, bend = rng.uniform(-5, 5), rng.uniform(1, 10), rng.choice([-1, 1]) * rng.uniform(0.5, 2)
    return lambda values: low + step * (np.exp(bend * values) - 1) / bend


# ---- the reference


def probes():
    rng = np.random.default_rng(0)
    U, _ = qr(centred(rng.standard_normal((30, 10))))
    strongest = np.arange(10) == 0
    X = U * np.where(strongest, 2.5, 1.0)
    return [
        (X, X),
        (X, X @ rotation(rng, 10)),
        (X, X * np.arange(1.0, 11.0)),
        (X[:, :5], X),
        (X, X * strongest),
        (X, X * ~strongest),
    ]


def name_the_measure(values):
    same, turned, stretched, half, strong, weak = values

    def as_good(value):
        return abs(value - same) < 1e-6

    if not as_good(turned):
        return "rsa"
    if as_good(stretched):
        return "mean_cca" if as_good(half) else "linear_regression_r2"
    return "linear_cka" if strong > weak else "procrustes_similarity"


# ---- what a right answer does


def readings(ask):
    """Return what each measure says of the student's probes."""
    ask.given()
    asked = ask.value("probes()")
    if not isinstance(asked, list) or not 1 <= len(asked) <= 20:
        ask.wrong("should be a list of 1 to 20 pairs (X, Y)")
    ask.given()
    ask.show("probes()")
    pairs = [_pair(ask, i, pair) for i, pair in enumerate(asked)]
    with np.errstate(all="ignore"):
        table = {name: np.array([measure(X, Y) for X, Y in pairs]) for name, measure in MEASURES.items()}
    for name, values in table.items():
        if not np.isfinite(values).all():
            place = int(np.argmin(np.isfinite(values)))
            ask.wrong(f"pair {place} has no {name}: is there a stimulus whose units are all equal?")
    return table


def _pair(ask, i, pair):
    if not isinstance(pair, list) or len(pair) != 2:
        ask.wrong(f"entry {i} should be a pair (X, Y)")
    X, Y = pair
    for name, Z in (("X", X), ("Y", Y)):
        if not isinstance(Z, np.ndarray) or Z.ndim != 2:
            ask.wrong(f"{name} of pair {i} should be a two-dimensional array, stimuli × units")
        if not (2 < len(Z) <= 100 and 1 <= Z.shape[1] <= 100):
            ask.wrong(f"{name} of pair {i} has shape {Z.shape}: take 3 to 100 stimuli and 1 to 100 units")
        try:
            as_array(Z, Z.shape)
        except Wrong as wrong:
            ask.wrong(f"{name} of pair {i}: {wrong}")
        if np.abs(Z).max() > 1e6:
            ask.wrong(f"{name} of pair {i} has numbers above a million: smaller ones tell as much")
        if norm(centred(Z)) < 1e-9 * norm(Z):
            ask.wrong(f"{name} of pair {i} is the same for all stimuli: no measure is defined on it")
    if len(X) != len(Y):
        ask.wrong(f"X and Y of pair {i} have {len(X)} and {len(Y)} stimuli: they need the same")
    return X.astype(float), Y.astype(float)


def tells(*groups):
    """Return a judge that hides the measures in boxes, in random order, three times with new dials.

    A name from the box's own group will do.
    """
    group_of = {name: group for group in groups for name in group}

    def judge(ask, rng):
        table = readings(ask)
        boxes = [
            (str(name), dial(rng)(table[name])) for _ in range(3) for name in rng.permutation(list(group_of))
        ]
        answers = [ask.value("name_the_measure(values)", values) for _, values in boxes]
        ask.judged += answers
        for answer, (name, values) in zip(answers, boxes, strict=True):
            ask.given(values=values)
            ask.show("name_the_measure(values)", answer)
            if answer is None:
                ask.wrong("nothing came back: end the function with `return …`")
            if not isinstance(answer, str) or answer not in MEASURES:
                ask.wrong("should be one of " + ", ".join(map(repr, MEASURES)))
            if answer not in group_of[name]:
                ask.wrong(f"the box held {name!r}")

    return judge


# ---- mistakes: which box is taken for which


def taken_for(**wrong):
    """Return an answer that names some measures wrongly."""
    return {"name_the_measure": lambda values: wrong.get(name_the_measure(values), name_the_measure(values))}


EXERCISE = Exercise(
    number="1.6",
    title="The measure detective",
    minutes=30,
    difficulty=3,
    solution={"probes": probes, "name_the_measure": name_the_measure},
    properties=(
        Property(
            "able to tell RSA from Procrustes and CKA",
            1,
            tells({"rsa"}, {"procrustes_similarity", "linear_cka"}),
            "correlation distances are taken along each row: which change of the columns alters them, "
            "and leaves Procrustes and CKA as they were?",
        ),
        Property(
            "able to tell CCA and regression from CKA and Procrustes",
            1,
            tells({"mean_cca", "linear_regression_r2"}, {"linear_cka", "procrustes_similarity"}),
            "CCA and regression ignore every invertible linear map, CKA and Procrustes only rotation and scale",
        ),
        Property(
            "able to tell CCA from regression",
            1,
            tells({"mean_cca"}, {"linear_regression_r2"}),
            "regression has a direction: what happens if X holds half of the units of Y?",
        ),
        Property(
            "able to tell CKA from Procrustes",
            1,
            tells({"linear_cka"}, {"procrustes_similarity"}),
            "both ignore rotation and scale; CKA squares the variances, so the strongest direction decides",
        ),
        Property(
            "able to name all five",
            2,
            tells(*({name} for name in MEASURES)),
            "each measure ignores something that another sees: make one probe for each such difference",
        ),
    ),
    hints=(
        'Begin with the probe `(X, X)`: its value is what this box shows for "the same". Any other probe that shows the same value '
        "differs in something that the measure ignores. Compare with a tolerance, `abs(a - b) < 1e-6`.",
        "Three probes that split the boxes: a rotation of X (who changes?), a stretch of single columns of X (who does not?), "
        "and X with half of its columns left out, in both orders (who minds the order?).",
        "For CKA against Procrustes no invariance helps: compare two values of a box with each other. Let X have orthogonal columns, one of them "
        "2.5 times as long as the nine others. Which measure likes the long one alone better than the nine others together?",
    ),
    mistakes=(
        Mistake(
            "someone who finds RSA everywhere. Do you compare with 1? A box shows its values on a dial of its own: "
            "compare with what it shows for (X, X)",
            taken_for(**dict.fromkeys(MEASURES, "rsa")),
        ),
        Mistake(
            "someone who takes RSA for Procrustes: add a probe that turns X, which changes correlation distances and nothing else here",
            taken_for(rsa="procrustes_similarity"),
        ),
        Mistake(
            "someone who takes RSA for CKA: add a probe that turns X, which changes correlation distances and nothing else here",
            taken_for(rsa="linear_cka"),
        ),
        Mistake(
            "someone who takes regression for CCA: add a probe whose X has fewer units than its Y. CCA looks at as many directions "
            "as the smaller one has; regression has to explain all of Y",
            taken_for(linear_regression_r2="mean_cca"),
        ),
        Mistake(
            "someone who takes CCA for regression: add a probe whose X has fewer units than its Y. CCA looks at as many directions "
            "as the smaller one has, and finds them all",
            taken_for(mean_cca="linear_regression_r2"),
        ),
        Mistake(
            "someone who has CCA and regression the wrong way round: regression explains Y from X, so it falls where X lacks units of Y, "
            "not where Y lacks units of X",
            taken_for(mean_cca="linear_regression_r2", linear_regression_r2="mean_cca"),
        ),
        Mistake(
            "someone who takes Procrustes for CKA: they agree on every invariance here, so compare two probes with each other, "
            "the strongest direction of X alone and all others together",
            taken_for(procrustes_similarity="linear_cka"),
        ),
        Mistake(
            "someone who takes CKA for Procrustes: they agree on every invariance here, so compare two probes with each other, "
            "the strongest direction of X alone and all others together",
            taken_for(linear_cka="procrustes_similarity"),
        ),
        Mistake(
            "someone who has CKA and Procrustes the wrong way round: it is CKA that squares the variances and follows the strongest direction",
            taken_for(procrustes_similarity="linear_cka", linear_cka="procrustes_similarity"),
        ),
    ),
)
