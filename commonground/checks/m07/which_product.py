"""An experiment that tells which of its two products with a Jacobian a box computes."""

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Which product is it?",
    minutes=25,
    difficulty=2,
    kind="make",
    hints=(
        "A box is *forward* if it answers as the network does. So give it something that the network gets, too. "
        "You cannot see $J^\\top$, but you can see what it would do to a product: $u \\cdot Jv$ is $J^\\top u \\cdot v$ "
        "for all $u$ and $v$.",
        "With one probe, the same for both, $v \\cdot Jv$ equals $J^\\top v \\cdot v$ whatever $J$ is: nothing is told "
        "apart. Take several, and hold each $u$ against each $v$. Let every entry be in use, or a broken "
        "wire goes unseen.",
        "Draw four normal rows, `V`, and return `V, V`. Forward: `np.allclose(answers, JV)`. Backward: "
        "`np.allclose(U @ JV.T, answers @ V.T)`, a table of every $u$ with every $v$. If both hold, the "
        "answer is `'both'`.",
    ),
)


@exercise.solution
def probes(n):
    """Return V, for the network, and U, for the box: (k, n) each, k from 1 to 6."""
    V = np.random.default_rng(0).normal(size=(4, n))
    return V, V


@exercise.solution
def which(V, U, JV, answers):
    """Return "forward", "backward", "both" or "neither"."""
    forward = np.allclose(answers, JV)
    backward = np.allclose(U @ JV.T, answers @ V.T)
    if forward and backward:
        return "both"
    return "forward" if forward else "backward" if backward else "neither"


# ---- networks, and what the boxes do with their Jacobians

KINDS = ("forward", "backward", "both", "neither")


def stack(rng, n):
    """Return the two layers of a network and its slopes: W2 (n, n), D (n, n), W1 (n, n)."""
    W1, W2 = (rng.standard_normal((n, n)) / np.sqrt(n) for _ in range(2))
    return W2, np.diag(rng.uniform(0.3, 1, size=n)), W1


def honest(rng, n):
    """Return Jacobian, box and name: a lopsided network either way, and a symmetric one."""
    W2, D, W1 = stack(rng, n)
    J, S = W2 @ D @ W1, W1.T @ D @ W1
    return [(J, J, "forward"), (J, J.T, "backward"), (S, S, "both")]


def halves(rng, n):
    """Return boxes that mix the two products, or take the layers' transposes in the wrong order."""
    W2, D, W1 = stack(rng, n)
    J = W2 @ D @ W1
    return [(J, (J + J.T) / 2, "neither"), (J, W2.T @ D @ W1.T, "neither"), (J, -J.T, "neither")]


def one_wire(rng, n):
    """Return boxes in which one wire of n² is wrong, between units of the second half."""
    found = []
    for kind in ("backward", "forward", "backward"):
        W2, D, W1 = stack(rng, n)
        J = W2 @ D @ W1
        box = J.T.copy() if kind == "backward" else J.copy()
        i, j = rng.integers(6, n, size=2)
        box[i, j] += rng.choice([-1, 1]) * rng.uniform(0.5, 1)
        found.append((J, box, "neither"))
    return found


# ---- what a right answer does


def pushed(ask, n):
    """Return the student's probes, or say what is wrong with them."""
    value = ask.value("probes(n)", n)
    ask.judged.append(value)
    if not isinstance(value, list) or len(value) != 2:
        ask.unanswered("should be 2 tables: `return V, U`")
    found = []
    for name, table in zip("VU", value, strict=True):
        if not isinstance(table, np.ndarray) or table.ndim != 2 or not 1 <= len(table) <= 6:
            ask.wrong(f"{name} should be a table of 1 to 6 rows")
        try:
            found.append(as_array(table, (len(table), n)))
        except Wrong as wrong:
            ask.wrong(f"{name}: {wrong}")
    if len(found[0]) != len(found[1]):
        ask.wrong("V and U should have the same number of rows")
    return found


def told(ask, rng, *groups):
    """Show boxes in random order; each is to be named."""
    n = int(rng.integers(12, 20))
    ask.given(n=n)
    V, U = pushed(ask, n)
    cases = [case for group in groups for case in group(rng, n)]
    cases = [cases[k] for k in rng.permutation(len(cases))]
    said = [ask.value("which(V, U, JV, answers)", V, U, V @ J.T, U @ box.T) for J, box, _ in cases]
    ask.judged += said
    for answer, (J, _, name) in zip(said, cases, strict=True):
        lopsided = np.linalg.norm(J - J.T) / np.linalg.norm(J + J.T)
        ask.given(network=f"{n} inputs and outputs, ‖A‖/‖S‖ = {lopsided:.2f}")
        ask.show("which(V, U, JV, answers)", answer)
        ask.word(answer, KINDS)
        if answer != name:
            ask.wrong(f"the box is {name!r}")


@exercise.property(
    "able to tell forward from backward, and both where J is symmetric",
    points=1,
    hint="Jᵀ is known by what it does to products, u · Jv = Jᵀu · v, and one probe for both says nothing",
)
def honest_boxes(ask, rng):
    told(ask, rng, honest, honest)


@exercise.property(
    "proof against boxes that go back in the wrong order, or half of the way",
    points=1,
    hint="hold every u against every v: the symmetric part agrees with Jᵀ wherever u and v are one",
)
def mixed_boxes(ask, rng):
    told(ask, rng, honest, halves)


@exercise.property(
    "proof against a single broken wire",
    points=2,
    hint="a probe with a zero does not hear the wire that starts there: let every entry be in use",
)
def broken_wires(ask, rng):
    told(ask, rng, honest, one_wire)


# ---- mistakes


@exercise.mistake(
    "a single probe, the same for network and box: v · Jv is v · Jᵀv for every J. Take several",
    of=probes,
)
def one_probe(n):
    V = np.random.default_rng(0).normal(size=(1, n))
    return V, V


@exercise.mistake(
    "probes of one entry each: a wire that starts elsewhere is never used. Let every entry be in use",
    of=probes,
)
def one_entry_each(n):
    V = np.eye(n)[:6]
    return V, V


@exercise.mistake(
    "probes for the box that the network never got: then no answer can be compared. Share some",
    of=probes,
)
def nothing_shared(n):
    V, U = np.random.default_rng(0).normal(size=(2, 4, n))
    return V, U


@exercise.mistake(
    "a test for forward alone, and *backward* for all the rest: a box may be neither. Test u · Jv against "
    "the box's answer times v",
    of=which,
)
def forward_or_backward(V, U, JV, answers):
    return "forward" if np.allclose(answers, JV) else "backward"


@exercise.mistake(
    "a test for Jᵀ that holds each u against its own v alone: hold every u against every v", of=which
)
def own_pairs(V, U, JV, answers):
    forward = np.allclose(answers, JV)
    backward = np.allclose((U * JV).sum(axis=1), (answers * V).sum(axis=1))
    if forward and backward:
        return "both"
    return "forward" if forward else "backward" if backward else "neither"


@exercise.mistake(
    "a comparison of lengths: forward and backward product can be equally long. Compare the products themselves",
    of=which,
)
def by_length(V, U, JV, answers):
    close = abs(np.linalg.norm(answers) / np.linalg.norm(JV) - 1)
    return "both" if close < 1e-6 else "backward" if close < 0.5 else "neither"
