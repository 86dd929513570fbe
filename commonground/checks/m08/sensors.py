"""A correction by measurements, and the choice of where to measure."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Sensors",
    minutes=25,
    difficulty=2,
    kind="make",
    hints=(
        "What does the forecast say that the sensors would read? Correct by what surprised you. For the choice: which "
        "single place tells most about *all* places, and once you know it, which next?",
        "With the covariance C of the snapshots, knowing place j removes `C[:, j] ** 2 / C[j, j]` of the variance of each "
        "place. Choose the j that removes most in total.",
        "Then go on with what is left, `C - np.outer(C[:, j], C[:, j]) / C[j, j]`, and skip places whose variance is used "
        "up.",
    ),
)


@exercise.solution
def correct(u, y, sensors, gain):
    """Return the forecast u (n,) corrected by y (k,), read there; gain (n, k)."""
    return u + gain @ (y - u[sensors])


@exercise.solution
def choose_sensors(snapshots, k):
    """Return k places (whole numbers) at which to measure; snapshots (samples, n)."""
    C, picked = np.cov(snapshots.T), []
    for _ in range(k):
        variance = np.maximum(np.diag(C), 1e-9)
        told = np.sum(C**2, axis=0) / variance
        told[picked] = -1
        j = int(np.argmax(told))
        picked.append(j)
        C = C - np.outer(C[:, j], C[:, j]) / variance[j]
    return np.array(picked)


# ---- what a right answer does


def forecast(rng):
    n, k = 5, 2
    sensors = rng.permutation(np.arange(1, n))[:k]
    numbers = (np.round(rng.uniform(1, 4, size=size), 1) for size in (n, k, (n, k)))
    u, y, gain = numbers
    return u, y, sensors, gain / 4


@exercise.property(
    "right in correcting a forecast",
    points=1,
    hint="the gain multiplies the surprise: what was measured less what the forecast says there",
)
def corrects(ask, rng):
    inputs = telling(lambda: forecast(rng), exercise.variants(correct))
    u, y, sensors, gain = inputs
    ask.given(u=u, y=y, sensors=sensors, gain=gain)
    ask.array("correct(u, y, sensors, gain)", u, y, sensors, gain, want=correct(*inputs))


@exercise.property(
    "content with a forecast that was right",
    points=1,
    hint="no surprise, no correction: where the sensors read what was forecast, nothing may change",
)
def leaves_what_is_right(ask, rng):
    u, _, sensors, gain = telling(lambda: forecast(rng), exercise.variants(correct))
    ask.given(u=u, y="what the forecast says", sensors=sensors, gain=gain)
    ask.array("correct(u, y, sensors, gain)", u, u[sensors], sensors, gain, want=u)


PLACES = 48


def weather(rng, half, samples=500):
    """Return snapshots of a line that is calm but for six places, in one half of it, that move on their own.

    The loudest is broad: whoever goes by variance alone puts every sensor there. What is right for one half is wrong
    for the other, so that no constant is right for both.
    """
    x = np.arange(PLACES)
    centres = half * PLACES // 2 + 3 + rng.permutation(6) * 3.6 + rng.uniform(-0.5, 0.5, size=6)
    size, width = np.array([4, 2.4, 2.2, 2, 1, 0.9]), np.array([2, 0.8, 0.8, 0.8, 0.8, 0.8])
    bumps = np.exp(-((x - centres[:, None]) ** 2) / (2 * width[:, None] ** 2))
    calm = 0.1 * rng.normal(size=(samples, 1)) * np.cos(2 * np.pi * x / PLACES)
    amplitudes = rng.normal(size=(samples, 6)) * size
    return amplitudes @ bumps + calm + 0.02 * rng.normal(size=(samples, PLACES))


def missed(snapshots, unseen, places):
    """Return the error on unseen snapshots, each guessed from these places by least squares."""
    A = np.column_stack([snapshots[:, places], np.ones(len(snapshots))])
    fit = np.linalg.lstsq(A, snapshots, rcond=None)[0]
    guess = np.column_stack([unseen[:, places], np.ones(len(unseen))]) @ fit
    return float(np.linalg.norm(guess - unseen) / np.linalg.norm(unseen - unseen.mean(axis=0)))


def chosen(ask, snapshots, k):
    """Return the student's places, or say what is wrong with them."""
    value = ask.value("choose_sensors(snapshots, k)", snapshots, k)
    ask.judged.append(value)
    try:
        places = as_array(value, (k,))
    except Wrong as wrong:
        ask.wrong(str(wrong))
    if isinstance(value, list) and any(isinstance(place, bool) for place in value):
        ask.wrong("truth values, where places belong")
    if (places != np.round(places)).any() or places.min() < 0 or places.max() >= PLACES:
        ask.wrong(f"should be {k} whole numbers from 0 to {PLACES - 1}: places in the list, not on the line")
    if len(set(places.tolist())) < k:
        ask.wrong("should be different places")
    return places.astype(int)


LEEWAY = 1.5
"""How much larger an error may be than that of choosing one place after the other."""


def beats(ask, rng, k):
    for half in rng.permutation(2):
        everything = weather(rng, half)
        snapshots, unseen = everything[:400], everything[400:]
        ask.given(snapshots=f"400 snapshots × {PLACES} places", k=k)
        error = missed(snapshots, unseen, chosen(ask, snapshots, k))
        bar = LEEWAY * missed(snapshots, unseen, choose_sensors(snapshots, k))
        ask.show("error on new snapshots, guessed from your places", error)
        if error > bar:
            ask.wrong(
                f"should be below {bar:.2f}, which choosing one place after the other reaches with ease"
            )


@exercise.property(
    "able to choose six places that tell the others",
    points=2,
    hint="after each choice, ask what is still unknown: two sensors side by side read the same",
)
def with_six(ask, rng):
    beats(ask, rng, 6)


@exercise.property(
    "able to choose four",
    points=1,
    hint="begin with the place that tells most about all the others",
)
def with_four(ask, rng):
    beats(ask, rng, 4)


# ---- mistakes


@exercise.mistake(
    "the gain on the measurements themselves: correct by y less the forecast at the sensors", of=correct
)
def on_the_state(u, y, sensors, gain):
    return u + gain @ y


@exercise.mistake("a forecast read at the first k places: the sensors say where, u[sensors]", of=correct)
def first_places(u, y, sensors, gain):
    return u + gain @ (y - u[: len(y)])


@exercise.mistake(
    "a correction of the wrong sign: it goes from the forecast towards what was measured", of=correct
)
def away(u, y, sensors, gain):
    return u - gain @ (y - u[sensors])


@exercise.mistake(
    "the places of largest variance: they are neighbours, and read the same. After each choice take away what it tells",
    of=choose_sensors,
)
def loudest(snapshots, k):
    return np.argsort(-snapshots.var(axis=0))[:k]


@exercise.mistake("the first places of the line: look at the snapshots", of=choose_sensors)
def leading(snapshots, k):
    return np.arange(k)


@exercise.mistake(
    "places that are told already, the quietest ones: choose what tells most, not least", of=choose_sensors
)
def quietest(snapshots, k):
    return np.argsort(snapshots.var(axis=0))[:k]
