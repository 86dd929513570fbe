"""Sarkar's construction: a tree in the disc with edges of one length, and without training."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="A tree without distortion",
    minutes=30,
    difficulty=3,
    hints=(
        "Around the centre it is easy: a child at distance τ in direction φ is drawn at tanh(τ/2) (cos φ, sin φ). So for "
        "each node: carry it to the centre, place its children there, carry all back.",
        "Which directions are taken? Seen from the node, its parent lies at some angle β: translate the parent along, and "
        "take its angle there. With m children the full turn is shared by m + 1 neighbours.",
        "In complex numbers: `seen = (z[p] - z[v]) / (1 - z[v].conj() * z[p])`, β = `np.angle(seen)`; the k-th child "
        "(k = 1, …, m) goes to `w = step * np.exp(1j * (β + 2π k / (m + 1)))`, and back: "
        "`(w + z[v]) / (1 + z[v].conj() * w)`.",
    ),
)


def build(parents, tau, *, share=1, back="translation", seen=True, half=True):
    """Return Sarkar's tree, one step done another way where that is asked for."""
    z, step = np.zeros(len(parents), complex), np.tanh(tau / 2 if half else tau)
    for v in range(len(parents)):
        children = np.flatnonzero(np.asarray(parents) == v)
        towards, neighbours, first = 0.0, len(children), 0
        if v > 0:
            towards, neighbours, first = direction(z[parents[v]], z[v], seen), len(children) + share, share
        for k, child in enumerate(children, start=first):
            w = step * np.exp(1j * (towards + 2 * np.pi * k / neighbours))
            z[child] = z[v] + (1 - abs(z[v])) * w if back == "shrunk" else placed(w, z[v], back)
    return np.stack([z.real, z.imag], axis=1)


def direction(parent, node, seen):
    """Return the angle at which a node sees its parent, or the one at which it is drawn."""
    return np.angle((parent - node) / (1 - node.conjugate() * parent)) if seen else np.angle(-node)


def placed(w, node, back):
    return w if back == "none" else (w + node) / (1 + node.conjugate() * w)


@exercise.solution
def sarkar(parents, tau):
    """Return where the nodes of a tree lie in the disc, (n, 2); parents[0] is −1."""
    z, step = np.zeros(len(parents), complex), np.tanh(tau / 2)
    for v in range(len(parents)):
        children = [c for c in range(len(parents)) if parents[c] == v]
        turn, first, m = 0.0, 0, len(children)
        if v > 0:
            seen = (z[parents[v]] - z[v]) / (1 - z[v].conjugate() * z[parents[v]])
            turn, first, m = np.angle(seen), 1, m + 1
        for k, child in enumerate(children, start=first):
            w = step * np.exp(1j * (turn + 2 * np.pi * k / m))
            z[child] = (w + z[v]) / (1 + z[v].conjugate() * w)
    return np.stack([z.real, z.imag], axis=1)


# ---- what a right answer does


def tree(rng, n, depth=4):
    """Return the parents of a random tree of n nodes in which some node below the root has two children."""
    while True:
        parents = np.array([-1, *(int(rng.integers(0, v)) for v in range(1, n))])
        deep = np.zeros(n, int)
        for v in range(1, n):
            deep[v] = deep[parents[v]] + 1
        if deep.max() <= depth and deep.max() >= 3 and np.bincount(parents[1:])[1:].max(initial=0) >= 2:
            return parents


@exercise.property(
    "right around the root",
    points=1,
    hint="the root at (0, 0); its k-th of m children in the direction 2πk/m, counted from 0, at distance tau",
)
def around_the_root(ask, rng):
    parents, tau = np.array([-1, *[0] * int(rng.integers(3, 6))]), round(float(rng.uniform(0.5, 1.5)), 2)
    ask.given(parents=parents, tau=tau)
    ask.array("sarkar(parents, tau)", parents, tau, want=sarkar(parents, tau))


@exercise.property(
    "right for a path, which runs straight",
    points=1,
    hint="an only child lies opposite its parent, as the node sees it, and all edges have length tau",
)
def along_a_path(ask, rng):
    start = int(rng.integers(1, 3))
    parents = np.array([-1, *[0] * start, 1, start + 1, start + 2])
    tau = round(float(rng.uniform(0.5, 1.2)), 2)
    ask.given(parents=parents, tau=tau)
    ask.array("sarkar(parents, tau)", parents, tau, want=sarkar(parents, tau))


@exercise.property(
    "right for any tree",
    points=2,
    hint="at each node the parent and the children share the full turn evenly, as seen from that node",
)
def any_tree(ask, rng):
    def draw():
        return tree(rng, 12), round(float(rng.uniform(0.5, 1.2)), 2)

    parents, tau = telling(draw, exercise.variants())
    ask.given(parents=parents, tau=tau)
    ask.array("sarkar(parents, tau)", parents, tau, want=sarkar(parents, tau))


# ---- mistakes


@exercise.mistake(
    "a tree whose children are spread over the full turn, the first of them on top of their grandparent: leave the "
    "parent's direction free, with m + 1 neighbours"
)
def over_the_parent(parents, tau):
    return build(parents, tau, share=0)


@exercise.mistake(
    "a tree whose grandchildren lie around the root: once a node's children are placed around the centre, carry them "
    "back to the node"
)
def not_moved_back(parents, tau):
    return build(parents, tau, back="none")


@exercise.mistake(
    "a tree whose children are moved back by adding, with shorter steps near the rim: only the translation keeps the "
    "length of an edge"
)
def moved_by_adding(parents, tau):
    return build(parents, tau, back="shrunk")


@exercise.mistake(
    "a tree in which each node takes the centre for its parent: see the parent from the node, after the translation"
)
def parent_not_seen(parents, tau):
    return build(parents, tau, seen=False)


@exercise.mistake("a tree with edges twice too long: a point at distance τ is drawn at tanh(τ / 2)")
def twice_too_long(parents, tau):
    return build(parents, tau, half=False)
