"""Where to look when looking costs: a design, held to the error that it leaves everywhere."""

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Where would you look?",
    minutes=30,
    difficulty=3,
    kind="make",
    hints=(
        "With rows S the coefficients have the covariance $(\\Phi_S^\\top \\Phi_S)^{-1}$ per unit of noise. What is the error of "
        "the fit at a place with features $\\varphi$, and its mean over all places?",
        "The mean square is the trace of $(\\Phi_S^\\top \\Phi_S)^{-1} \\Phi^\\top \\Phi$, over N. Take one place after the other, "
        "each time the one after which this is smallest. As long as there are fewer rows than features, add a little to the "
        "diagonal.",
        "Then exchange: for each place that you have, try every other one in its stead, and keep what is better, until nothing "
        "is. Points that repel each other, as in {exercise}`repel`, tried a few hundred times, will do as well.",
    ),
)


def spread(Phi, rows):
    """Return the mean square error everywhere of a fit to these rows."""
    seen = Phi[rows]
    told = seen.T @ seen + 1e-9 * np.eye(len(Phi.T))
    return np.trace(np.linalg.solve(told, Phi.T @ Phi)) / len(Phi)


@exercise.solution
def where_to_look(Phi, k):
    """Return k different rows (whole numbers) of Phi (N, m) at which to look."""
    rows = []
    for _ in range(k):
        left = [i for i in range(len(Phi)) if i not in rows]
        rows.append(min(left, key=lambda i: spread(Phi, [*rows, i])))
    for place in range(k):
        others = rows[:place] + rows[place + 1 :]
        left = [i for i in range(len(Phi)) if i not in others]
        rows[place] = min(left, key=lambda i: spread(Phi, [*others, i]))
    return np.array(rows)


# ---- what a right answer does


def places(rng, count, degree):
    """Return features of places on a line, in random order: powers up to a degree, orthogonal over all places.

    Places crowd at one end, so that whoever takes them blindly sees little of the other.
    """
    x = np.sort(rng.uniform(0, 1, size=count)) ** 5
    Phi = np.linalg.qr(np.vander(x, degree + 1))[0] * np.sqrt(count)
    return rng.permutation(Phi)


def looked(ask, rng, count, degree, k):
    """Hold a choice by the error that it leaves at all places; twice, so that no constant is right for both."""
    for _ in range(2):
        Phi = places(rng, count, degree)
        ask.given(Phi=f"{count} places × {degree + 1} features", k=k)
        value = ask.value("where_to_look(Phi, k)", Phi, k)
        ask.judged.append(value)
        try:
            rows = as_array(value, (k,))
        except Wrong as wrong:
            ask.unanswered(str(wrong))
        if isinstance(value, list) and any(isinstance(row, bool) for row in value):
            ask.unanswered("truth values, where places belong: should be whole numbers")
        if (rows != np.round(rows)).any() or rows.min() < 0 or rows.max() >= count:
            ask.wrong(f"should be {k} whole numbers from 0 to {count - 1}")
        if len(set(rows.tolist())) < k:
            ask.wrong("should be different places")
        error = float(np.sqrt(spread(Phi, rows.astype(int))))
        most = 1.1 * float(np.sqrt(spread(Phi, where_to_look(Phi, k))))
        ask.show("error of the fit at all places, per unit of noise", error)
        if error > most:
            ask.wrong(f"should be at most {most:.3f}, which one exchange after the other reaches with ease")


@exercise.property(
    "able to choose as many places as there are features",
    points=1,
    hint="with no place to spare, two that say the same leave one coefficient open: let them repel each other",
)
def none_to_spare(ask, rng):
    looked(ask, rng, 40, 3, 4)


@exercise.property(
    "able to choose twice as many",
    points=2,
    hint="take the place after which the mean error over all places is smallest, then exchange",
)
def twice_as_many(ask, rng):
    looked(ask, rng, 40, 3, 8)


@exercise.property(
    "able to choose for a curve that bends more",
    points=1,
    hint="the error counts at all places, seen or not: put the features of all of them into what you minimise",
)
def more_bends(ask, rng):
    looked(ask, rng, 50, 4, 7)


# ---- mistakes


@exercise.mistake("the first places of the list: look at the features")
def leading(Phi, k):
    return np.arange(k)


@exercise.mistake(
    "the places of highest leverage: they lie side by side at the ends, and say the same. Take away what is known, then choose"
)
def highest(Phi, k):
    Q = np.linalg.qr(Phi)[0]
    return np.argsort(-(Q**2).sum(axis=1))[:k]


@exercise.mistake(
    "the places of lowest leverage: they say least about the coefficients. Look where the curve is free to move"
)
def lowest(Phi, k):
    Q = np.linalg.qr(Phi)[0]
    return np.argsort((Q**2).sum(axis=1))[:k]


@exercise.mistake("places at random: where most of them crowd, most are taken, and the rest is guessed")
def at_random(Phi, k):
    return np.random.default_rng(1).permutation(len(Phi))[:k]
