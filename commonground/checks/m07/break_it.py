"""How much asymmetry turns a nudge's message away from the gradient."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.exercise import Exercise
from commonground.checks.values import OfAnotherKind, Wrong, as_number

exercise = Exercise(
    title="Break it, and say by how much",
    minutes=30,
    difficulty=3,
    kind="make",
    hints=(
        "First write the cosine for one ratio. The circuit settles, and then you need two answers to the same pull at "
        "the outputs: through $J$, which is what a weak nudge gives, and through $J^\\top$, which is the exact error.",
        "With D the diagonal of slopes $1 - r^2$, the nudge moves the units by "
        "$(D^{-1} - J)^{-1}$ times the pull, $t - r$ at the outputs and 0 elsewhere; the error is the same with "
        "$J^\\top$. Take hidden units alone, of all inputs together.",
        "The cosine begins at 1 and falls. Halve an interval: `low, high = 0.0, 2.0`, then 20 times "
        "`middle = (low + high) / 2`, and move `low` up if the cosine at `middle` is still above ½, else `high` down.",
    ),
)


def cosine_at(ratio, S, A, drive, target):
    """Return the cosine of what hidden units are told with the exact error."""
    J = (S + ratio * A) / np.sqrt(1 + ratio**2)
    r = np.zeros_like(drive)
    for _ in range(150):
        r = (r + np.tanh(r @ J.T + drive)) / 2
    k, told, owed = target.shape[1], [], []
    for rates, wish in zip(r, target, strict=True):
        pull = np.zeros(len(J))
        pull[-k:] = wish - rates[-k:]
        stiff = np.diag(1 / (1 - rates**2))
        told.append(np.linalg.solve(stiff - J, pull)[:-k])
        owed.append(np.linalg.solve(stiff - J.T, pull)[:-k])
    told, owed = np.ravel(told), np.ravel(owed)
    return told @ owed / np.sqrt(told @ told * (owed @ owed))


@exercise.solution
def breaking_ratio(S, A, drive, target):
    """Return the ratio ρ at which hidden units' message has cosine ½ with the error."""
    low, high = 0.0, 2.0
    for _ in range(18):
        middle = (low + high) / 2
        if cosine_at(middle, S, A, drive, target) > 0.5:
            low = middle
        else:
            high = middle
    return middle


# ---- what a right answer does


def circuit(rng, n, count, outputs, strength):
    """Return both parts of a circuit, of one norm, its inputs and targets; the cosine crosses ½ once, and clearly."""
    while True:
        M = rng.standard_normal((n, n))
        S, A = M + M.T, M - M.T
        S, A = (strength * np.sqrt(n) * part / norm(part) for part in (S, A))
        drive = rng.standard_normal((count, n))
        drive[:, -outputs:] = 0
        target = rng.uniform(-0.9, 0.9, size=(count, outputs))
        given = S, A, drive, target
        values = [cosine_at(ratio, *given) for ratio in (0.1, 0.3, 0.5, 0.8, 1.2, 2.0)]
        if np.all(np.diff(values) < 0) and values[0] > 0.7 and values[-1] < 0.3:
            return given


def broken(ask, rng, n, count, outputs, strength=0.42):
    """Break circuits at the ratios that come back, and measure."""
    for _ in range(3):
        given = circuit(rng, n, count, outputs, strength)
        ask.given(S=f"{n} units", A="of the same norm", drive=f"{count} inputs", target=f"{outputs} outputs")
        value = ask.value("breaking_ratio(S, A, drive, target)", *given)
        ask.judged.append(value)
        try:
            ratio = as_number(value)
        except OfAnotherKind as wrong:
            ask.unanswered(str(wrong))
        except Wrong as wrong:
            ask.wrong(str(wrong))
        if not 0 <= ratio <= 100:
            ask.wrong("should be a ratio between 0 and 100")
        found = cosine_at(ratio, *given)
        ask.show("cosine of message and error in the circuit of this ratio", found)
        if abs(found - 0.5) > 0.002:
            ask.wrong("should be 0.5, to 0.002")


@exercise.property(
    "right for one input and one output",
    points=1,
    hint="the message is what the network's own J sends, the error what its transpose would: hidden units only",
)
def one_input(ask, rng):
    broken(ask, rng, 8, 1, 1)


@exercise.property(
    "right for several inputs and outputs",
    points=1,
    hint="lay what all inputs' hidden units are told end to end: one cosine, not a mean of cosines",
)
def several_inputs(ask, rng):
    broken(ask, rng, 12, 5, 3)


@exercise.property(
    "right in a circuit so weak that it is nearly linear",
    points=1,
    hint="the slopes are those at rest, in the circuit of this very ratio",
)
def weak_circuit(ask, rng):
    broken(ask, rng, 16, 4, 2, strength=0.25)


# ---- mistakes


def crossing(value, level=0.5, most=2.0):
    """Return where a falling function of the ratio crosses a level."""
    low, high = 0.0, most
    for _ in range(18):
        middle = (low + high) / 2
        low, high = (middle, high) if value(middle) > level else (low, middle)
    return middle


def other_cosine(ratio, S, A, drive, target, *, hidden=True, curved=True, scaled=True, settled=True):
    """Return the cosine with one step done another way."""
    J = (S + ratio * A) / (np.sqrt(1 + ratio**2) if scaled else 1)
    r = np.zeros_like(drive)
    for _ in range(150):
        r = (r + np.tanh(r @ J.T + drive)) / 2 if settled else np.tanh(drive)
    k, told, owed = target.shape[1], [], []
    for rates, wish in zip(r, target, strict=True):
        pull = np.zeros(len(J))
        pull[-k:] = wish - rates[-k:]
        stiff = np.diag(1 / (1 - rates**2)) if curved else np.eye(len(J))
        last = -k if hidden else len(J)
        told.append(np.linalg.solve(stiff - J, pull)[:last])
        owed.append(np.linalg.solve(stiff - J.T, pull)[:last])
    return np.sum(np.multiply(told, owed)) / (norm(told) * norm(owed))


@exercise.mistake(
    "a cosine that counts the outputs: their own errors are right whatever the wires are, and hide the rest. "
    "Take hidden units alone"
)
def with_outputs(S, A, drive, target):
    return crossing(lambda ratio: other_cosine(ratio, S, A, drive, target, hidden=False), most=20.0)


@exercise.mistake(
    "the ratio at which a single product is half right, (1 − ρ²)/(1 + ρ²) = ½: this circuit settles, so measure there"
)
def by_the_formula(S, A, drive, target):
    return 1 / np.sqrt(3)


@exercise.mistake("the ratio at which the message is lost altogether: it is to be half right, a cosine of ½")
def all_lost(S, A, drive, target):
    return crossing(lambda ratio: cosine_at(ratio, S, A, drive, target), level=0.0, most=5.0)


@exercise.mistake(
    "a circuit without the slopes of tanh: the response of settled units is the inverse of D⁻¹ − J, with D = 1 − r²"
)
def without_slopes(S, A, drive, target):
    return crossing(lambda ratio: other_cosine(ratio, S, A, drive, target, curved=False))


@exercise.mistake(
    "a circuit that grows with its asymmetry: divide S + ρA by √(1 + ρ²), so that its strength stays the same"
)
def not_scaled(S, A, drive, target):
    return crossing(lambda ratio: other_cosine(ratio, S, A, drive, target, scaled=False))
