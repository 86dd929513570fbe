"""A chaotic wave, followed by a few noisy sensors."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Follow the wave",
    minutes=40,
    difficulty=3,
    kind="make",
    hints=(
        "First the forecast alone: five exponential steps from one reading to the next. In a chaotic wave it is lost "
        "after some tens of readings, whatever it starts from. What do the sensors say about the places between them?",
        "A correction is a gain times the surprise, as in {exercise}`sensors`. Neighbours move together: let each sensor correct "
        "what lies near it, with weights that fall with the distance round the ring, over a unit or two of length.",
        "`K = np.exp(-(d / 1.5) ** 2)` with `d` the distance of each place to each sensor, of shape (n, k), and the gain "
        "`0.3 * K @ np.linalg.inv(K[sensors] + 0.3 * np.eye(k))`. For each reading `u = u + gain @ (y - u[sensors])`, with "
        "five steps between one and the next, and none after the last.",
    ),
)


def stepped(u):
    """Return the wave u (n,) five exponential steps later."""
    n = len(u)
    q = 2 * np.pi * np.fft.rfftfreq(n, 1 / n) / 22.0
    a = q**2 - q**4
    grown = np.exp(0.1 * a)
    still = np.abs(a) < 1e-12
    spent = np.where(still, 0.1, (grown - 1) / np.where(still, 1, a))
    spectrum = np.fft.rfft(u)
    for _ in range(5):
        f = -0.5j * q * np.fft.rfft(np.fft.irfft(spectrum, n) ** 2)
        f[n // 3 :] = 0
        spectrum = grown * spectrum + spent * f
    return np.fft.irfft(spectrum, n)


@exercise.solution
def follow(readings, sensors, n):
    """Return the wave (n,) at the last reading; readings (times, k) of k places."""
    apart = np.abs(np.subtract.outer(np.arange(n), sensors))
    near = np.exp(-((np.minimum(apart, n - apart) * 22.0 / n / 1.5) ** 2))
    gain = 0.3 * near @ np.linalg.inv(near[sensors] + 0.3 * np.eye(len(sensors)))
    u = np.zeros(n)
    for t, y in enumerate(readings):
        u = stepped(u) if t else u
        u = u + gain @ (y - u[sensors])
    return u


# ---- what a right answer does

PLACES, TIMES = 64, 120


def truth(rng):
    """Return a wave at all readings, after it has forgotten how it began."""
    u = np.cos(2 * np.pi * (np.arange(PLACES) / PLACES + rng.uniform())) * (1 + 0.1 * rng.normal(size=PLACES))
    u = u - u.mean()
    for _ in range(120):
        u = stepped(u)
    waves = [u]
    for _ in range(TIMES - 1):
        waves.append(stepped(waves[-1]))
    return np.array(waves)


def followed(ask, rng, k, noise, most):
    """Hold the mean error over three waves, of which k places are read."""
    errors = []
    for _ in range(3):
        waves = truth(rng)
        places = np.arange(k) * PLACES // k + rng.integers(-1, 2, size=k) + rng.integers(PLACES)
        sensors = np.sort(places % PLACES)
        readings = waves[:, sensors] + noise * rng.normal(size=(TIMES, k))
        ask.given(readings=f"{TIMES} × {k}, noise of {noise}", sensors=sensors, n=PLACES)
        value = ask.value("follow(readings, sensors, n)", readings, sensors, PLACES)
        ask.judged.append(value)
        try:
            guess = as_array(value, (PLACES,))
        except Wrong as wrong:
            ask.unanswered(str(wrong))
        errors.append(norm(guess - waves[-1]) / norm(waves[-1]))
    ask.show("error relative to the wave, mean of three", float(np.mean(errors)))
    if np.mean(errors) > most:
        ask.wrong(f"should be at most {most}")


@exercise.property(
    "able to follow a wave by readings without noise",
    points=1,
    hint="between two readings the wave moves by its own law: forecast first, then correct by what surprised you",
)
def without_noise(ask, rng):
    followed(ask, rng, 12, 0.0, 0.12)


@exercise.property(
    "able to follow it by a dozen noisy sensors",
    points=2,
    hint="one reading is too noisy to be trusted alone: a small gain lets the past speak, too",
)
def with_noise(ask, rng):
    followed(ask, rng, 12, 0.5, 0.3)


@exercise.property(
    "able to follow it by sixteen that are noisier",
    points=1,
    hint="the forecast has seen all earlier readings: trust it the more, the noisier the sensors are",
)
def with_more_noise(ask, rng):
    followed(ask, rng, 16, 0.8, 0.35)


# ---- mistakes


def between(y, sensors, n):
    """Return a line from each sensor to the next, round the ring."""
    places = np.concatenate([sensors - n, sensors, sensors + n])
    return np.interp(np.arange(n), places, np.tile(y, 3))


@exercise.mistake(
    "a forecast that hears the first reading and no other: chaos loses it. Correct at every reading"
)
def forecast_alone(readings, sensors, n):
    u = between(readings[0], sensors, n)
    for _ in readings[1:]:
        u = stepped(u)
    return u


@exercise.mistake(
    "a line from sensor to sensor in the last reading: what the earlier ones told is lost. Keep a forecast"
)
def last_reading_alone(readings, sensors, n):
    return between(readings[-1], sensors, n)


@exercise.mistake(
    "the mean of all readings, drawn from sensor to sensor: the wave moves, so carry each reading forward by its law"
)
def mean_of_readings(readings, sensors, n):
    return between(readings.mean(axis=0), sensors, n)


@exercise.mistake("a wave that is never forecast, only pulled along: between readings take the five steps")
def no_forecast(readings, sensors, n):
    u = np.zeros(n)
    for y in readings:
        u = u + 0.3 * (between(y, sensors, n) - u)
    return u
