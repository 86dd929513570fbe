"""An adapter for a given change of a convolution, of the kind that fits it, within a budget of weights."""

import numpy as np
from numpy.linalg import norm

from commonground.checks.exercise import Exercise
from commonground.checks.m06.core import count, tucker
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="The adapter that fits",
    kind="make",
    minutes=35,
    difficulty=3,
    hints=(
        "Two kinds, and any ranks that the budget pays for. Make the best of each and keep the better one: the "
        "change is before you, so its error can be computed.",
        "A matrix's best approximation of rank r is its singular value decomposition, cut off. For a core: along each "
        "axis take the strongest left singular vectors of the change, unfolded along that axis.",
        "`np.moveaxis(change, axis, 0).reshape(size, -1)` unfolds. With `tables` the four tables of orthonormal columns, "
        "the core is the change with each axis multiplied by its table: "
        '`np.einsum("ijkl,ia,jb,kc,ld->abcd", change, *tables)`.',
    ),
)


def matrix_adapter(change, budget):
    """Return A, B of LoRA, at the largest rank that the budget pays for."""
    out, rest = len(change), change[0].size
    rank = min(budget // (out + rest), out, rest)
    U, s, V = np.linalg.svd(change.reshape(out, rest), full_matrices=False)
    return [U[:, :rank] * s[:rank], V[:rank]]


def core_adapters(change, budget):
    """Yield core and tables for all ranks that the budget pays for."""
    sizes = change.shape
    unfolded = [np.moveaxis(change, k, 0).reshape(n, -1) for k, n in enumerate(sizes)]
    axes = [np.linalg.svd(part, full_matrices=False)[0] for part in unfolded]
    for ranks in np.ndindex(*sizes):
        ranks = [r + 1 for r in ranks]
        weights = np.prod(ranks) + sum(n * r for n, r in zip(sizes, ranks, strict=True))
        if weights <= budget:
            tables = [U[:, :r] for U, r in zip(axes, ranks, strict=True)]
            core = np.einsum("ijkl,ia,jb,kc,ld->abcd", change, *tables)
            yield [core, *tables]


@exercise.solution
def adapter(change, budget):
    """Return [A, B] or [core, four tables] for a change (out, in, h, w) of a kernel.

    All of their entries together are at most ``budget``; their kernel is near it.
    """
    best = matrix_adapter(change, budget)
    least = np.linalg.norm(best[0] @ best[1] - change.reshape(len(change), -1))
    # Of orthonormal tables the largest core leaves least.
    core = max(core_adapters(change, budget), key=lambda c: np.linalg.norm(c[0]))
    left = np.linalg.norm(change) ** 2 - np.linalg.norm(core[0]) ** 2
    return best if least**2 < left else core


# ---- planted changes


def planted(rng, kind, shape):
    """Return a change that an adapter of this kind makes exactly, and that adapter's number of weights."""
    if kind == "matrix":
        rank, (out, *rest) = int(rng.integers(1, 3)), shape
        A, B = rng.standard_normal((out, rank)), rng.standard_normal((rank, int(np.prod(rest))))
        return (A @ B).reshape(shape), A.size + B.size
    ranks = (int(rng.integers(2, 4)), int(rng.integers(2, 4)), 2, 2)
    tables = [rng.standard_normal((n, r)) for n, r in zip(shape, ranks, strict=True)]
    return tucker(rng.standard_normal(ranks), tables), count(shape, ranks)


# ---- what a right answer does


def fitted(ask, rng, kinds, shape, noise=0.0):
    """Hold an answer's adapters to these planted changes, in random order."""
    for kind in rng.permutation(kinds):
        change, budget = planted(rng, kind, shape)
        change = change / norm(change)
        change = change + noise * rng.standard_normal(shape) / np.sqrt(change.size)
        ask.given(change="a change of a kernel, {} × {} × {} × {}".format(*shape), budget=budget)
        value = ask.value("adapter(change, budget)", change, budget)
        ask.judged.append(value)
        parts, kernel = read(ask, value, shape)
        weights = sum(part.size for part in parts)
        ask.show("number of its weights", weights)
        if weights > budget:
            ask.wrong(f"should be at most {budget}")
        left = float(norm(kernel - change) / norm(change))
        bound = 0.01 + 1.2 * noise
        ask.show("share of the change that it leaves, as lengths", left)
        if left > bound:
            ask.wrong(f"should be at most {bound:.2f}")


def read(ask, value, shape):
    """Return an answer's parts and the kernel that they make, or tell what they are instead."""
    if not isinstance(value, list) or len(value) not in (2, 5):
        ask.unanswered("should be 2 parts, A and B, or 5, a core and four tables")
    parts = []
    for place, part in enumerate(value):
        if not isinstance(part, np.ndarray):
            ask.unanswered(f"part {place} should be an array")
        try:
            parts.append(as_array(part, part.shape))
        except Wrong as wrong:
            ask.wrong(f"part {place}: {wrong}")
    try:
        kernel = (parts[0] @ parts[1]).reshape(shape) if len(parts) == 2 else tucker(parts[0], parts[1:])
    except ValueError:
        ask.wrong("should multiply to a kernel: these shapes do not fit each other")
    if kernel.shape != shape:
        ask.wrong(f"should make a kernel of shape {shape}, not of {kernel.shape}")
    return parts, kernel


@exercise.property(
    "within budget for a change of either kind",
    points=2,
    hint="make the best adapter of both kinds that the budget allows, and return the one that leaves less",
)
def of_either_kind(ask, rng):
    fitted(ask, rng, ["matrix", "core", "matrix"], (6, 5, 3, 3))


@exercise.property(
    "within budget where sizes differ on every axis",
    points=1,
    hint="a table for each axis: unfold along it, so that its size stands first",
)
def of_many_sizes(ask, rng):
    fitted(ask, rng, ["matrix", "core"], (5, 8, 2, 4))


@exercise.property(
    "near the change where it is noisy",
    points=1,
    hint="the strongest directions hold the change, the others the noise: cut off after as many as are paid for",
)
def of_noisy_changes(ask, rng):
    fitted(ask, rng, ["core", "matrix"], (6, 6, 3, 3), noise=0.1)


# ---- mistakes


@exercise.mistake(
    "LoRA whatever the change: one that is low along every axis needs fewer weights as a core. Try both"
)
def always_a_matrix(change, budget):
    return matrix_adapter(change, budget)


@exercise.mistake(
    "a core whatever the change: one whose rows are alike needs fewer weights as a matrix. Try both"
)
def always_a_core(change, budget):
    return max(core_adapters(change, budget), key=lambda parts: norm(parts[0]))


@exercise.mistake("the change itself, all of its entries: the budget does not pay for them")
def all_of_it(change, budget):
    return [np.eye(len(change)), change.reshape(len(change), -1)]


@exercise.mistake("an adapter of rank one: the budget pays for more. Spend it")
def of_rank_one(change, budget):
    A, B = matrix_adapter(change, len(change) + change[0].size)
    return [A[:, :1] / 2, B[:1]]
