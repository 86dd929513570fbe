"""A tree planted in the disc: true enough, and no farther out than it takes."""

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.m10.sarkar import direction, sarkar, tree
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="Plant a tree",
    minutes=35,
    difficulty=3,
    kind="make",
    hints=(
        "You have the construction from {exercise}`sarkar`. What is left to choose is τ. What does a longer edge buy, and what "
        "does it cost?",
        "The longer the edges, the truer the tree, and the farther out its leaves. So you want the shortest edge that is true "
        "enough. Write the distortion as a function of τ, and find where it crosses `worst`.",
        "Count the steps between nodes once: in the order of their numbers, a node's steps are its parent's plus 1. Then halve "
        "the interval from 0.1 to 12 some twenty times, and keep the upper end.",
    ),
)


def steps(parents):
    """Return how many edges lie between any two nodes, (n, n)."""
    D = np.zeros((len(parents), len(parents)))
    for v in range(1, len(parents)):
        D[v, :v] = D[:v, v] = D[parents[v], :v] + 1
    return D


def apart(X):
    """Return the hyperbolic distances of points of the disc, (n, n)."""
    gap = ((X[:, None] - X) ** 2).sum(axis=-1)
    room = 1 - (X**2).sum(axis=1)
    return 2 * np.arcsinh(np.sqrt(gap / np.outer(room, room)))


def distortion(X, parents):
    """Return the largest distance per step over the smallest."""
    pairs = np.triu_indices(len(X), 1)
    per_step = apart(X)[pairs] / steps(parents)[pairs]
    return per_step.max() / per_step.min()


@exercise.solution
def plant(parents, worst):
    """Return where the nodes lie in the disc, (n, 2), at a distortion below worst."""
    low, high = 0.1, 12.0
    for _ in range(20):
        middle = (low + high) / 2
        if distortion(sarkar(parents, middle), parents) > worst:
            low = middle
        else:
            high = middle
    return sarkar(parents, high)


# ---- what a right answer does


def farthest(parents, worst):
    """Return how far out the farthest leaf may lie: with room to spare beyond the shortest edge that is true enough."""
    return 1.5 * out(plant(parents, worst)) + 1


def out(X):
    """Return how far the farthest point lies from the centre."""
    return float(2 * np.arctanh(np.linalg.norm(X, axis=1).max()))


def planted(ask, parents, worst):
    """Hold a tree: its distortion, and how far out it reaches."""
    ask.given(parents=parents, worst=worst)
    value = ask.value("plant(parents, worst)", parents, worst)
    try:
        X = as_array(value, (len(parents), 2))
    except Wrong as wrong:
        ask.judged.append(value)
        ask.unanswered(str(wrong))
    if np.linalg.norm(X, axis=1).max() >= 1:
        ask.judged.append("outside")
        ask.wrong("should lie in the disc: some nodes have a norm of 1 or more")
    edges = np.diag(apart(X)[1:, parents[1:]])
    if edges.min() < 1e-6:
        ask.judged.append("two nodes in one place")
        ask.wrong("a node lies where its parent does")
    found, most = distortion(X, parents), farthest(parents, worst)
    uneven = edges.max() / edges.min() > 1.2
    ask.judged.append(
        "uneven edges"
        if uneven
        else "short edges"
        if found > worst
        else "long edges"
        if out(X) > most
        else "true"
    )
    ask.show("largest distance per step over the smallest", float(found))
    if found > worst + 1e-9:
        ask.wrong(f"should be at most {worst}")
    ask.show("distance of the farthest node from the centre", out(X))
    if out(X) > most:
        ask.wrong(f"should be at most {most:.1f}: it need not lie so far out")


def two_trees(ask, rng, n, worst):
    """Plant two trees, for which no one table can be right."""
    for _ in range(2):
        planted(ask, tree(rng, n), worst)


@exercise.property(
    "able to plant a small tree, nearly true",
    points=1,
    hint="if distances per step differ too much, make the edges longer: the plane has more room farther out",
)
def nearly_true(ask, rng):
    two_trees(ask, rng, 9, 1.5)


@exercise.property(
    "able to plant a larger one that is truer, and no farther out than it takes",
    points=2,
    hint="search for the shortest edge that is true enough: a distortion of 1.2 takes edges several units long",
)
def truer(ask, rng):
    two_trees(ask, rng, 16, 1.2)


@exercise.property(
    "content with little where little is asked for",
    points=1,
    hint="an edge that is long enough for the strictest demand takes the leaves out farther than this one needs",
)
def little(ask, rng):
    two_trees(ask, rng, 12, 2.0)
    two_trees(ask, rng, 12, 1.3)


# ---- mistakes


@exercise.mistake(
    "a tree with edges of one length, whatever is asked for: they are too short, so that branches are nearer than they should be"
)
def always_short(parents, worst):
    return sarkar(parents, 0.6)


@exercise.mistake(
    "a tree with edges as long as they come: true, and far out. Take the shortest that are true enough"
)
def as_long_as_they_come(parents, worst):
    return sarkar(parents, 6.0)


@exercise.mistake(
    "a tree drawn on paper, with steps that shrink on paper: in this space its edges are of many lengths. Place children by motions"
)
def on_paper(parents, worst):
    z = np.zeros(len(parents), complex)
    for v in range(len(parents)):
        children = np.flatnonzero(np.asarray(parents) == v)
        towards = 0.0 if v == 0 else direction(z[parents[v]], z[v], False)
        for k, child in enumerate(children, start=1):
            size = (1 - abs(z[v])) * (0.35 + 0.25 * k / (len(children) + 1))
            z[child] = z[v] + size * np.exp(1j * (towards + 2 * np.pi * k / (len(children) + 1)))
    return np.stack([z.real, z.imag], axis=1)
