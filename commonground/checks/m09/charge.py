"""What a step of gradient descent with weight decay does to the conserved charges of ReLU units."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="A charge with a leak",
    minutes=15,
    difficulty=2,
    kind="mend",
    hints=(
        "Write one step for the weights into a unit: they shrink by a factor, and the gradient is taken off. Square. Do the "
        "same for those out of it, and subtract.",
        "The mixed terms are 2 · lr · (1 − lr · decay) times ⟨w, gradient⟩, on both sides. By the symmetry they are equal: "
        "they cancel.",
        "What is left: the old charge times the factor squared, plus lr squared times the difference of the gradients' "
        "squares. The bias belongs to what comes *in*.",
    ),
)


def step(q, dW, db, dV, lr, decay, *, bias=True, sign=1, power=2, squared=True):
    """Return the new charges, with one step done another way where that is asked for."""
    into = np.sum(dW**2, axis=1) + bias * db**2
    out = np.sum(dV**2, axis=0)
    keep = (1 - lr * decay) ** (2 if squared else 1)
    return keep * q + sign * lr**power * (into - out)


@exercise.solution
def charge_step(q, dW, db, dV, lr, decay):
    """Return the charges (h,) after a step with these gradients, dV of shape (k, h)."""
    into = np.sum(dW**2, axis=1) + db**2
    out = np.sum(dV**2, axis=0)
    return (1 - lr * decay) ** 2 * q + lr**2 * (into - out)


# ---- what a right answer does


def drawn(rng, h, d, k, decay):
    """Return charges and gradients of round numbers."""
    q = rng.integers(-6, 7, size=h) * 1.0
    dW, db, dV = (rng.integers(-4, 5, size=size) * 1.0 for size in ((h, d), h, (k, h)))
    return q, dW, db, dV, 0.1, decay


def by_training(rng, units=4, lr=0.3, decay=0.5):
    """Return the gradients of a real ReLU network, its charges, and those after a real step."""
    W, b, V = rng.normal(size=(units, 3)), rng.normal(size=units), rng.normal(size=(2, units))
    X, Y = rng.normal(size=(8, 3)), rng.normal(size=(8, 2))
    a = X @ W.T + b
    e = (np.maximum(a, 0) @ V.T - Y) / len(X)
    back = e @ V * (a > 0)
    dW, db, dV = back.T @ X, back.sum(axis=0), e.T @ np.maximum(a, 0)
    q = charge(W, b, V)
    keep = 1 - lr * decay
    after = charge(keep * W - lr * dW, keep * b - lr * db, keep * V - lr * dV)
    return (q, dW, db, dV, lr, decay), after


def charge(W, b, V):
    return np.sum(W**2, axis=1) + b**2 - np.sum(V**2, axis=0)


@exercise.property(
    "right without weight decay",
    points=1,
    hint="squares of gradients into the unit, bias included, less those out of it, times lr squared",
)
def without_decay(ask, rng):
    inputs = telling(lambda: drawn(rng, 2, 2, 2, 0.0), exercise.variants(but=(decay_once, decay_forgotten)))
    q, dW, db, dV, lr, decay = inputs
    ask.given(q=q, dW=dW, db=db, dV=dV, lr=lr, decay=decay)
    ask.array("charge_step(q, dW, db, dV, lr, decay)", *inputs, want=charge_step(*inputs))


@exercise.property(
    "right with weight decay",
    points=1,
    hint="decay multiplies every weight by 1 − lr · decay, and a charge is made of squares",
)
def with_decay(ask, rng):
    inputs = telling(lambda: drawn(rng, 3, 2, 2, 2.0), exercise.variants())
    q, dW, db, dV, lr, decay = inputs
    ask.given(q=q, dW=dW, db=db, dV=dV, lr=lr, decay=decay)
    ask.array("charge_step(q, dW, db, dV, lr, decay)", *inputs, want=charge_step(*inputs))


@exercise.property(
    "what a real step of a real network does",
    points=1,
    hint="take any ReLU network, make the step, and compare: the law is exact",
)
def of_a_real_step(ask, rng):
    inputs, after = by_training(rng)
    ask.given(q="4 units", dW="4 × 3", db="4", dV="2 × 4", lr=0.3, decay=0.5)
    ask.array("charge_step(q, dW, db, dV, lr, decay)", *inputs, want=after)


# ---- mistakes


@exercise.mistake("a change with lr in place of lr²: what is linear in lr cancels by the symmetry")
def first_order(*inputs):
    return step(*inputs, power=1)


@exercise.mistake("a change of the wrong sign: the charge is in minus out, and so is its change")
def wrong_sign(*inputs):
    return step(*inputs, sign=-1)


@exercise.mistake("a change without the bias: it is scaled together with the weights into its unit")
def no_bias(*inputs):
    return step(*inputs, bias=False)


@exercise.mistake("a leak of one factor 1 − lr · decay: weights shrink by it, squares by its square")
def decay_once(*inputs):
    return step(*inputs, squared=False)


@exercise.mistake("charges without the leak: weight decay multiplies them by (1 − lr · decay)²")
def decay_forgotten(*inputs):
    *inputs, _ = inputs
    return step(*inputs, 0.0)
