"""Find out which measure a black box holds, by what it ignores."""

import warnings

import numpy as np
from numpy.linalg import norm

from commonground.checks.exercise import Exercise
from commonground.checks.m01.linear_cka import linear_cka
from commonground.checks.m01.procrustes import procrustes_similarity
from commonground.checks.m01.rsa import rsa
from commonground.checks.tables import centred, linear_regression_r2, mean_cca
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="The measure detective",
    kind="make",
    minutes=30,
    difficulty=3,
    hints=(
        'Begin with the probe `(X, X)`: its value is what this box shows for "the same". Any other '
        "probe that shows the same value differs in something that the measure ignores. Compare with "
        "a tolerance, `abs(a - b) < 1e-6`.",
        "Three probes that split the boxes: a rotation of X (who changes?), a stretch of single "
        "columns of X (who does not?), and X with half of its columns left out, in both orders (who "
        "minds the order?).",
        "For CKA against Procrustes no invariance helps: compare two values of a box with each other. "
        "Let X have orthogonal columns, one of them 2.5 times as long as the nine others. Which "
        "measure likes the long one alone better than the nine others together?",
    ),
)


@exercise.solution
def probes():
    """Return a list of pairs (X, Y), arrays of shape (n, p) and (n, q)."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(30, 10))
    directions, _ = np.linalg.qr(X - X.mean(axis=0))  # ten, centred, orthonormal
    strong = np.arange(10) == 0
    X = directions * np.where(strong, 2.5, 1)
    turn, _ = np.linalg.qr(rng.normal(size=(10, 10)))
    return [
        (X, X),
        (X, X @ turn),  # a rotation: only RSA minds
        (X, X * np.arange(1, 11)),  # an invertible map: CCA and regression do not mind
        (X[:, :5], X),  # half of the units: regression minds, CCA does not
        (X, X * strong),  # the strongest direction, which CKA follows,
        (X, X * ~strong),  # or all the others, which Procrustes prefers
    ]


@exercise.solution
def name_the_measure(values):
    """Return the name of the measure that gave these values, one for each probe."""
    same, turned, stretched, half, strong, weak = values
    if abs(turned - same) > 1e-6:
        return "rsa"
    if abs(stretched - same) < 1e-6:
        return "mean_cca" if abs(half - same) < 1e-6 else "linear_regression_r2"
    return "linear_cka" if strong > weak else "procrustes_similarity"


# ---- what the boxes hold


MEASURES = {f.__name__: f for f in (linear_cka, mean_cca, linear_regression_r2, procrustes_similarity, rsa)}


def dial(rng):
    """Return an increasing function: what a box shows for a value of its measure."""
    low, step, bend = rng.uniform(-5, 5), rng.uniform(1, 10), rng.choice([-1, 1]) * rng.uniform(0.5, 2)
    return lambda values: low + step * (np.exp(bend * values) - 1) / bend


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
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
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


def tells(ask, rng, *groups):
    """Hide the measures in boxes, in random order, three times with new dials: which is in which?

    A name from the box's own group will do.
    """
    group_of = {name: group for group in groups for name in group}
    table = readings(ask)
    boxes = [
        (str(name), dial(rng)(table[name])) for _ in range(3) for name in rng.permutation(list(group_of))
    ]
    answers = [ask.value("name_the_measure(values)", values) for _, values in boxes]
    ask.judged += answers
    for answer, (name, values) in zip(answers, boxes, strict=True):
        ask.given(values=values)
        ask.show("name_the_measure(values)", answer)
        ask.word(answer, MEASURES)
        if answer not in group_of[name]:
            ask.wrong(f"the box held {name!r}")


@exercise.property(
    "able to tell RSA from Procrustes and CKA",
    points=1,
    hint="correlation distances are taken along each row: which change of the columns alters them, and "
    "leaves Procrustes and CKA as they were?",
)
def rsa_from_the_rest(ask, rng):
    tells(ask, rng, {"rsa"}, {"procrustes_similarity", "linear_cka"})


@exercise.property(
    "able to tell CCA and regression from CKA and Procrustes",
    points=1,
    hint="CCA and regression ignore every invertible linear map, CKA and Procrustes only rotation and scale",
)
def all_linear_maps_from_rotations(ask, rng):
    tells(ask, rng, {"mean_cca", "linear_regression_r2"}, {"linear_cka", "procrustes_similarity"})


@exercise.property(
    "able to tell CCA from regression",
    points=1,
    hint="regression has a direction: what happens if X holds half of the units of Y?",
)
def cca_from_regression(ask, rng):
    tells(ask, rng, {"mean_cca"}, {"linear_regression_r2"})


@exercise.property(
    "able to tell CKA from Procrustes",
    points=1,
    hint="both ignore rotation and scale; CKA squares the variances, so the strongest direction decides",
)
def cka_from_procrustes(ask, rng):
    tells(ask, rng, {"linear_cka"}, {"procrustes_similarity"})


@exercise.property(
    "able to name all five",
    points=2,
    hint="each measure ignores something that another sees: make one probe for each such difference",
)
def all_five(ask, rng):
    tells(ask, rng, *({name} for name in MEASURES))


# ---- mistakes


def renamed(name, **wrong):
    """Return the wrong name for some measures, the right one for the others."""
    return wrong.get(name, name)


@exercise.mistake(
    "someone who finds RSA everywhere. Do you compare with 1? A box shows its values on a dial of "
    "its own: compare with what it shows for (X, X)",
    of=name_the_measure,
)
def rsa_everywhere(values):
    return "rsa"


@exercise.mistake(
    "someone who takes RSA for Procrustes: add a probe that turns X, which changes correlation "
    "distances and nothing else here",
    of=name_the_measure,
)
def procrustes_for_rsa(values):
    return renamed(name_the_measure(values), rsa="procrustes_similarity")


@exercise.mistake(
    "someone who takes RSA for CKA: add a probe that turns X, which changes correlation distances "
    "and nothing else here",
    of=name_the_measure,
)
def cka_for_rsa(values):
    return renamed(name_the_measure(values), rsa="linear_cka")


@exercise.mistake(
    "someone who takes regression for CCA: add a probe whose X has fewer units than its Y. CCA "
    "looks at as many directions as the smaller one has; regression has to explain all of Y",
    of=name_the_measure,
)
def cca_for_regression(values):
    return renamed(name_the_measure(values), linear_regression_r2="mean_cca")


@exercise.mistake(
    "someone who takes CCA for regression: add a probe whose X has fewer units than its Y. CCA "
    "looks at as many directions as the smaller one has, and finds them all",
    of=name_the_measure,
)
def regression_for_cca(values):
    return renamed(name_the_measure(values), mean_cca="linear_regression_r2")


@exercise.mistake(
    "someone who has CCA and regression the wrong way round: regression explains Y from X, so it "
    "falls where X lacks units of Y, not where Y lacks units of X",
    of=name_the_measure,
)
def cca_and_regression_swapped(values):
    return renamed(name_the_measure(values), mean_cca="linear_regression_r2", linear_regression_r2="mean_cca")


@exercise.mistake(
    "someone who takes Procrustes for CKA: they agree on every invariance here, so compare two "
    "probes with each other, the strongest direction of X alone and all others together",
    of=name_the_measure,
)
def cka_for_procrustes(values):
    return renamed(name_the_measure(values), procrustes_similarity="linear_cka")


@exercise.mistake(
    "someone who takes CKA for Procrustes: they agree on every invariance here, so compare two "
    "probes with each other, the strongest direction of X alone and all others together",
    of=name_the_measure,
)
def procrustes_for_cka(values):
    return renamed(name_the_measure(values), linear_cka="procrustes_similarity")


@exercise.mistake(
    "someone who has CKA and Procrustes the wrong way round: it is CKA that squares the variances "
    "and follows the strongest direction",
    of=name_the_measure,
)
def cka_and_procrustes_swapped(values):
    return renamed(
        name_the_measure(values), procrustes_similarity="linear_cka", linear_cka="procrustes_similarity"
    )
