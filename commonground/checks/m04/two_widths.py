"""A code of one width carried under a frozen head of another width, from few shared stimuli."""

import numpy as np

from commonground.checks.draw import rotation
from commonground.checks.exercise import Exercise
from commonground.checks.tables import one_hot
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Swap across widths",
    kind="make",
    minutes=25,
    difficulty=2,
    hints=(
        "No rotation takes 30 units to 24. Fit a linear map from centred A to centred B on the shared stimuli; "
        "then see what it does where they are as few as the units.",
        "As many stimuli as units is the worst case: the map fits all, noise included, with huge weights. "
        "Forbid huge weights.",
        "Ridge: `W = np.linalg.solve(A.T @ A + λ * np.eye(p), A.T @ B)` on centred tables, with λ some per cent "
        "of `np.trace(A.T @ A) / p` or of its largest eigenvalue. Add the mean of B at the end.",
    ),
)


@exercise.solution
def across(A, B, new):
    """Return codes (n, q) for the second head of new (n, p), codes of the first.

    A (m, p) and B (m, q) are the codes of both for the same m stimuli.
    """
    a, b = A.mean(axis=0), B.mean(axis=0)
    gram = (A - a).T @ (A - a)
    weak = 0.03 * np.linalg.eigvalsh(gram)[-1]
    W = np.linalg.solve(gram + weak * np.eye(A.shape[1]), (A - a).T @ (B - b))
    return (new - a) @ W + b


# ---- two networks of two widths, and the head of the second

KINDS, FLOOR = 6, 0.9


def codes(rng, m, p=30, q=24, n=300, noise=0.35):
    """Return both codes of m shared stimuli, the first's of n new ones, their kinds, and the second's head."""
    centres = 2 * rng.standard_normal((KINDS, 6))
    first, second = rotation(rng, p)[:6], 2 * rotation(rng, q)[:6]
    shift, other = rng.standard_normal(p), rng.standard_normal(q)

    def stimuli(count):
        y = rng.permutation(np.arange(count) % KINDS)
        Z = centres[y] + 0.4 * rng.standard_normal((count, 6))
        return (
            y,
            Z @ first + noise * rng.standard_normal((count, p)) + shift,
            Z @ second + noise * rng.standard_normal((count, q)) + other,
        )

    y, _, trained = stimuli(600)  # what the head was made from
    inputs = np.hstack([trained, np.ones((600, 1))])
    head = np.linalg.pinv(inputs) @ one_hot(y)
    _, A, B = stimuli(m)
    truth, new, _ = stimuli(n)
    return A, B, new, truth, lambda code: (code @ head[:-1] + head[-1]).argmax(axis=1)


def by_few_directions(A, B, new, kept=6):
    """Return what a regression on A's strongest directions alone makes of new codes: the other right way."""
    a, b = A.mean(axis=0), B.mean(axis=0)
    U, s, V = np.linalg.svd(A - a, full_matrices=False)
    return (new - a) @ V[:kept].T @ (U[:, :kept].T @ (B - b) / s[:kept, None]) + b


def clear(rng, m, floor):
    """Return codes in a world whose kinds lie far enough apart for the floor, whichever right way is taken."""
    while True:
        A, B, new, truth, head = codes(rng, m)
        if all((head(way(A, B, new)) == truth).mean() > floor + 0.04 for way in (across, by_few_directions)):
            return A, B, new, truth, head


# ---- what a right answer does


def carried(ask, rng, m, floor=FLOOR):
    """Hold an answer's codes to what the frozen head reads from them, in two worlds."""
    for _ in range(2):
        A, B, new, truth, head = clear(rng, m, floor)
        ask.given(A=f"{m} stimuli × 30 units", B=f"{m} stimuli × 24 units", new="300 stimuli × 30 units")
        value = ask.value("across(A, B, new)", A, B, new)
        ask.judged.append(value)
        try:
            code = as_array(value, (300, 24))
        except Wrong as wrong:
            if not isinstance(value, np.ndarray):
                ask.unanswered(str(wrong))
            ask.wrong(str(wrong))
        right = float((head(code) == truth).mean())
        ask.show("share of the 300 that the frozen head gets right", right)
        if right < floor:
            ask.wrong(f"should be at least {floor}")


@exercise.property(
    "able to swap with many shared stimuli",
    points=1,
    hint="fit a linear map on the shared stimuli, from centred A to centred B, and add the mean of B",
)
def with_many(ask, rng):
    carried(ask, rng, 400)


@exercise.property(
    "able to swap with as many shared stimuli as units",
    points=2,
    hint="here least squares fits the noise exactly: keep the weights small by a ridge, or keep few directions",
)
def with_as_many_as_units(ask, rng):
    carried(ask, rng, 31)


@exercise.property(
    "able to swap with eighteen",
    points=1,
    hint="there are fewer stimuli than units: what holds at 31 holds here, with the same penalty",
)
def with_eighteen(ask, rng):
    carried(ask, rng, 18, 0.8)


# ---- mistakes


@exercise.mistake(
    "least squares with no penalty: with as many stimuli as units it fits their noise, and new codes land anywhere"
)
def unpenalised(A, B, new):
    a, b = A.mean(axis=0), B.mean(axis=0)
    return (new - a) @ np.linalg.pinv(A - a) @ (B - b) + b


@exercise.mistake(
    "a map of centred codes without the mean of B: the frozen head reads its own network's space. Add the mean back"
)
def without_the_mean(A, B, new):
    return across(A, B, new) - B.mean(axis=0)


@exercise.mistake(
    "a penalty that leaves nothing: all codes land at the mean of B. Take a few per cent, not a thousand"
)
def overpenalised(A, B, new):
    a, b = A.mean(axis=0), B.mean(axis=0)
    gram = (A - a).T @ (A - a)
    W = np.linalg.solve(gram + 1e4 * np.trace(gram) * np.eye(A.shape[1]), (A - a).T @ (B - b))
    return (new - a) @ W + b


@exercise.mistake(
    "units matched by their number, the last ones left out: unit 7 of one network is not unit 7 of another. Fit a map"
)
def by_number(A, B, new):
    return new[:, : B.shape[1]] - A.mean(axis=0)[: B.shape[1]] + B.mean(axis=0)
