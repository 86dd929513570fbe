"""A network that learns through wires of its own, which come to meet its weights."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Wires that meet",
    minutes=35,
    difficulty=3,
    kind="make",
    hints=(
        "Write the network with backpropagation first and see that it learns. Where does a transposed weight "
        "matrix appear? Put the wires in its place.",
        "The readout's step downhill is `h.T @ (Y - p) / n`. Give it to the wires as well, transposed. What is "
        "the one thing that makes both forget how they began?",
        "Each step: `step = rate * h.T @ (Y - p) / n`, then `W2 = (1 - decay) * W2 + step` and "
        "`B = (1 - decay) * B + step.T`; W1 learns from `((Y - p) @ B) * (1 - h**2)`. A rate of 1, a decay of "
        "0.003 and 1,500 steps will do: of the first difference `(1 - decay)**1500` is left.",
    ),
)


@exercise.solution
def meet(X, Y, W1, W2, B):
    """Return W1 (d, m), W2 (m, q) and B (q, m) after training on X (n, d), Y (n, q)."""
    decay = 0.003
    for _ in range(1500):
        h = np.tanh(X @ W1)
        p = np.exp(h @ W2)
        e = (Y - p / p.sum(axis=1, keepdims=True)) / len(X)
        W1 = W1 + X.T @ ((e @ B) * (1 - h**2))
        W2 = (1 - decay) * W2 + h.T @ e
        B = (1 - decay) * B + e.T @ h
    return W1, W2, B


# ---- what a right answer does

UNITS = 16
LEAST = 0.9
"""Share of fresh stimuli that a right answer reads; guessing reads a half, a line through the plane little more."""


def stimuli(rng, n, turn, flip):
    """Return stimuli (n, 3), the last input 1, and their classes: two opposite quarters of the plane, or the others."""
    Z = rng.uniform(-2, 2, size=(n, 2))
    c, s = np.cos(turn), np.sin(turn)
    a, b = Z[:, 0] * c - Z[:, 1] * s, Z[:, 0] * s + Z[:, 1] * c
    return np.c_[Z, np.ones(n)], (a * b > 0).astype(int) ^ flip


def cosine(a, b):
    """Return the cosine of two arrays, taken as vectors."""
    return float((a * b).sum() / max(norm(a) * norm(b), 1e-300))


def cost(X, Y, W1, W2):
    """Return the mean cross-entropy of a network."""
    scores = np.tanh(X @ W1) @ W2
    scores = scores - scores.max(axis=1, keepdims=True)  # or exp of a large one overflows
    return float(np.mean(np.log(np.exp(scores).sum(axis=1)) - (Y * scores).sum(axis=1)))


class Trained:
    """What came back from training, beside how it began; or the student is told what is wrong with it."""

    def __init__(self, ask, rng, turn=0.5, flip=0):
        X, y = stimuli(rng, 200, turn, flip)
        Y = np.eye(2)[y]
        # So small that the first layer does not fold yet, and wires that are strangers to the weights.
        W1, W2 = 0.1 * rng.standard_normal((3, UNITS)), rng.standard_normal((UNITS, 2)) / 4
        begun = W1, W2, rng.standard_normal((2, UNITS)) / 4
        ask.given(X="200 × 3", Y="2 classes", W1=f"3 × {UNITS}", W2=f"{UNITS} × 2", B=f"2 × {UNITS}")
        value = ask.value("meet(X, Y, W1, W2, B)", X, Y, *begun)
        if not isinstance(value, list) or len(value) != 3:
            ask.judged.append(value)
            ask.unanswered("should be 3 values: `return W1, W2, B`")
        parts = []
        for name, part, first in zip(("W1", "W2", "B"), value, begun, strict=True):
            try:
                parts.append(as_array(part, first.shape))
            except Wrong as wrong:
                ask.judged.append(value)
                ask.unanswered(f"{name}: {wrong}")
        self.W1, self.W2, self.B = parts
        self.first, self.last = begun[2] - W2.T, self.B - self.W2.T
        Z, z = stimuli(rng, 1000, turn, flip)
        self.share = float(((np.tanh(Z @ self.W1) @ self.W2).argmax(axis=1) == z).mean())
        self.angle = float(np.degrees(np.arccos(np.clip(cosine(self.B, self.W2.T), -1, 1))))
        ask.judged.append(self._way(X, Y, begun))

    def _way(self, X, Y, begun):
        """Return by what it did an answer is known, whatever its numbers are."""
        if np.allclose(self.W1, begun[0]):
            return "a first layer as it was"
        if cost(X, Y, self.W1, self.W2) > cost(X, Y, *begun[:2]):
            return "uphill"
        if norm(self.last) < 1e-9:
            return "wires that are copies"
        if np.allclose(self.B, begun[2]):
            return "wires as they were"
        along = cosine(self.first, self.last) > 0.999
        return "nothing forgotten" if along and norm(self.last) > 0.99 * norm(self.first) else "learnt"


def pair(ask, rng):
    """Train on a task and on its opposite, so that nothing is right for both; hold what is read of fresh stimuli."""
    turn, found = rng.uniform(0, np.pi / 2), []
    for flip in (0, 1):
        found.append(Trained(ask, rng, turn, flip))
        ask.show("share of 1,000 fresh stimuli that W1 and W2 read", found[-1].share)
        if found[-1].share < LEAST:
            ask.wrong(f"should be {LEAST} or more")
    return found


@exercise.property(
    "able to read fresh stimuli",
    points=2,
    hint="W1 must learn, too: the first layer begins so small that it does not fold. Train longer, or faster",
)
def reads_fresh(ask, rng):
    pair(ask, rng)


@exercise.property(
    "wired back within 10° of the transposed weights",
    points=1,
    hint="both forget at the same rate, and both get the same update: the angle then falls by itself",
)
def within_ten_degrees(ask, rng):
    for trained in pair(ask, rng):
        ask.show("angle of B and W2ᵀ, in degrees", trained.angle)
        if trained.angle > 10:
            ask.wrong("should be 10 or less")


@exercise.property(
    "without a weight that was copied",
    points=1,
    hint="what is left of B − W2ᵀ points where it first did, if decay is all that shrinks it",
)
def never_copied(ask, rng):
    trained = Trained(ask, rng)
    first, last = trained.first, trained.last
    ask.show("share of the first difference B − W2ᵀ that is left", norm(last) / norm(first))
    if norm(last) < 1e-9:
        ask.wrong("should be small, not 0: wires that only forget never get there")
    ask.show("cosine of what is left and the first difference", cosine(first, last))
    if cosine(first, last) < 0.999:
        ask.wrong("should be 1: the same update for both leaves only the decay to change B − W2ᵀ")
    if norm(last) > 0.3 * norm(first):
        ask.wrong("and of that difference no more than 0.3 should be left: let both forget more")


# ---- mistakes


def steps(X, Y, W1, W2, B, *, sign=1, first=True, deaf=False, copied=False, decay=0.003, count=1500):
    """Train as the solution does, with one thing done another way."""
    for _ in range(count):
        h = np.tanh(X @ W1)
        p = np.exp(h @ W2)
        e = sign * (Y - p / p.sum(axis=1, keepdims=True)) / len(X)
        W1 = W1 + first * (X.T @ ((e @ B) * (1 - h**2)))
        W2 = (1 - decay) * W2 + h.T @ e
        B = W2.T if copied else B if deaf else (1 - decay) * B + e.T @ h
    return W1, W2, B


@exercise.mistake("a network whose first layer never learnt: send the error down through B to W1")
def readout_only(*given):
    return steps(*given, first=False)


@exercise.mistake("training uphill: the cost falls along Y − p. Change the sign")
def uphill(*given):
    return steps(*given, sign=-1, count=100)


@exercise.mistake(
    "wires copied from W2: that is weight transport. B changes by its own decay and its own update"
)
def copying(*given):
    return steps(*given, copied=True)


@exercise.mistake(
    "wires that hold still: that is feedback alignment, and they never meet. Give B the transposed update, too"
)
def still_wires(*given):
    return steps(*given, deaf=True)


@exercise.mistake(
    "connections that forget nothing: without decay the first difference stays for ever. Shrink W2 and B each step"
)
def no_decay(*given):
    return steps(*given, decay=0.0)
