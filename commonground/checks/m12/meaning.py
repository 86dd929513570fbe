"""Which formulas mean the same, and what CKA is when whole families have changed places."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="By value, by family",
    minutes=25,
    difficulty=3,
    hints=(
        "Two formulas mean the same if they agree at points that are special for neither. `eval(text, dict(x=x, "
        "sin=np.sin, …))` evaluates one at an array of points.",
        "Take some twenty random points between 1 and 2, where every formula has a value, and `np.allclose`. Each formula "
        "gets the number of the first that agrees with it.",
        "For families: `rows = [np.flatnonzero(families == k) for k in range(f)]`; the order of rows is made by "
        "`new[rows[j]] = rows[order[j]]`. Then `L[new][:, new]`, both matrices centred by H = I − 1/n, and CKA.",
    ),
)

NAMES = {"sin": np.sin, "cos": np.cos, "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "pi": np.pi}


@exercise.solution
def same_meaning(formulas):
    """Return, for each formula in x, the place of the first that means the same."""
    x = np.random.default_rng(7).uniform(1, 2, 20)
    words = ("sin", "cos", "exp", "log", "sqrt", "pi")
    names = {word: getattr(np, word) for word in words} | {"x": x}
    values = [eval(text, names) + 0 * x for text in formulas]
    return [next(i for i, v in enumerate(values) if np.allclose(v, w)) for w in values]


@exercise.solution
def family_cka(K, L, families, order):
    """Return CKA of K with L, once place j of L is given to family order[j]."""
    n = len(K)
    new, H = np.arange(n), np.eye(n) - 1 / n
    for j, k in enumerate(order):
        new[families == j] = np.flatnonzero(families == k)
    K, L = H @ K @ H, H @ L[new][:, new] @ H
    return np.sum(K * L) / np.sqrt(np.sum(K * K) * np.sum(L * L))


# ---- what a right answer does

TWINS = (
    ("(x + A)**2", "x**2 + 2*A*x + A**2", "x*(x + 2*A) + A*A"),
    ("sin(A*x)**2", "1 - cos(A*x)**2", "(1 - cos(2*A*x))/2"),
    ("exp(A*x)", "exp(x)**A", "1/exp(-A*x)"),
    ("log(A*x)", "log(x) + log(A)", "-log(1/(A*x))"),
    ("A/(x + 1)", "1/(x/A + 1/A)", "A*x/(x**2 + x)"),
)
AT_WHOLE = (("x + sin(pi*x)", "x"), ("cos(2*pi*x) + x", "1 + x"))
UNDEFINED = (("log(x - 1)", "sqrt(x - 1)"), ("sqrt(x - 1) + x", "log(x - 1)"))


def listed(rng, traps=()):
    """Return formulas in random order: of some meanings two spellings, and a pair that only seems to be one."""
    A, chosen = int(rng.integers(2, 5)), rng.permutation(len(TWINS))[:3]
    texts = [str(t) for k in chosen[:2] for t in rng.permutation(TWINS[k])[:2]]
    texts.append(str(rng.choice(TWINS[chosen[2]])))
    for trap in traps:
        texts += trap[int(rng.integers(len(trap)))]
    return ([str(t).replace("A", str(A)) for t in rng.permutation(texts)],)


def asked(ask, formulas):
    ask.given(formulas=formulas)
    ask.array("same_meaning(formulas)", formulas, want=np.array(same_meaning(formulas)))


@exercise.property(
    "right for spellings of some meanings",
    points=1,
    hint="evaluate all at the same points, and compare with room for rounding",
)
def spellings(ask, rng):
    asked(ask, *telling(lambda: listed(rng), [same_meaning, by_text, to_the_last_bit]))


@exercise.property(
    "right where formulas agree at special points only",
    points=1,
    hint="neither whole numbers nor points without a value tell formulas apart",
)
def special_points(ask, rng):
    asked(ask, *telling(lambda: listed(rng, (AT_WHOLE, UNDEFINED)), exercise.variants(of=same_meaning)))


@exercise.property(
    "right when whole families change places",
    points=2,
    hint="rows and columns of L move together, each family as a block, and both matrices are centred",
)
def whole_families(ask, rng):
    def draw():
        families = rng.permutation(np.repeat(np.arange(4), 2))
        X, Y = rng.integers(-3, 4, size=(2, 8, 3)).astype(float)
        order = np.array([1, 2, 3, 0]) if rng.random() < 0.5 else np.array([2, 0, 3, 1])
        return X @ X.T, Y @ Y.T, families, order

    inputs = telling(draw, exercise.variants(of=family_cka))
    _, _, families, order = inputs
    ask.given(K="8 × 8", L="8 × 8", families=families, order=order)
    ask.number("family_cka(K, L, families, order)", *inputs, want=float(family_cka(*inputs)))


# ---- mistakes


def grouped(values, same):
    return [next(i for i, v in enumerate(values) if i == j or same(v, w)) for j, w in enumerate(values)]


def valued(formulas, x):
    with np.errstate(all="ignore"):
        return [eval(text, NAMES | {"x": x}) + 0 * x for text in formulas]


@exercise.mistake("whole numbers as points: sin(pi*x) vanishes at all of them", of=same_meaning)
def at_whole_numbers(formulas):
    return grouped(valued(formulas, np.arange(2.0, 9.0)), lambda v, w: np.allclose(v, w))


@exercise.mistake(
    "NaN taken for equal to NaN: points at which two formulas have no value do not make them one",
    of=same_meaning,
)
def nan_as_equal(formulas):
    x = np.random.default_rng(1).uniform(0.1, 0.9, 20)
    return grouped(valued(formulas, x), lambda v, w: np.allclose(v, w, equal_nan=True))


@exercise.mistake("a comparison to the last bit: rounding differs from spelling to spelling", of=same_meaning)
def to_the_last_bit(formulas):
    x = np.random.default_rng(7).uniform(1, 2, 20)
    return grouped(valued(formulas, x), lambda v, w: bool((v == w).all()))


@exercise.mistake("a comparison of texts: evaluate them", of=same_meaning)
def by_text(formulas):
    return grouped(list(formulas), lambda v, w: v == w)


def moved(K, L, families, order, *, columns=True, centre=True, inverse=False, inside=False):
    """Return CKA after the move, with one step done another way where that is asked for."""
    n = len(K)
    new, H = np.arange(n), np.eye(n) - 1 / n if centre else np.eye(n)
    for j, k in enumerate(order):
        mine, theirs = np.flatnonzero(families == j), np.flatnonzero(families == k)
        if inside:
            new[mine] = mine[::-1]
        elif inverse:
            new[theirs] = mine
        else:
            new[mine] = theirs
    L = L[new][:, new] if columns else L[new]
    K, L = H @ K @ H, H @ L @ H
    return float(np.sum(K * L) / np.sqrt(np.sum(K * K) * np.sum(L * L)))


@exercise.mistake("rows of L moved and columns not: a stimulus is a row and a column", of=family_cka)
def rows_only(*inputs):
    return moved(*inputs, columns=False)


@exercise.mistake("rows that changed places inside their families: whole families are to move", of=family_cka)
def inside_families(*inputs):
    return moved(*inputs, inside=True)


@exercise.mistake("the order read backwards: place j is given to family order[j]", of=family_cka)
def backwards(*inputs):
    return moved(*inputs, inverse=True)


@exercise.mistake("Gram matrices that are not centred: take their means off first", of=family_cka)
def uncentred(*inputs):
    return moved(*inputs, centre=False)
