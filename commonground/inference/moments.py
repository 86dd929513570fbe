"""Mean, spread and skewness of ⟨A, PBPᵀ⟩ over all n! orders P of the stimuli, without drawing one.

The m-th power of Σᵢⱼ aᵢⱼ bπ(i)π(j) is a sum over 2m indices. Which of them coincide is a partition of the 2m places; under a
random order every tuple of different stimuli is as likely as any other. So the expectation is, over partitions with k
blocks, the sum of the products of A over tuples of k different indices, times that of B, divided by the number of such
tuples, n(n−1)…(n−k+1). Sums over different indices follow from sums over all indices by Möbius inversion, and each of
those is a small graph: blocks are its corners, entries of A its edges.

For the RV coefficient, which is linear CKA, Kazi-Aoual, Hitier, Sabatier & Lebreton (1995) give the three moments as
formulas; these hold for every symmetric matrix, so for RSA as well.
"""

from collections import Counter
from functools import lru_cache
from itertools import permutations
from math import factorial, perm

import numpy as np


def permutation_moments(A: np.ndarray, B: np.ndarray) -> tuple[float, float, float]:
    """Return mean, standard deviation and skewness of ⟨A, PBPᵀ⟩ over all orders P of the n stimuli.

    Parameters
    ----------
    A, B : ndarray, shape (n, n)
        Symmetric.
    """
    n = len(A)
    A, B, mean = _without_mean(A.astype(np.float64, copy=False), B.astype(np.float64, copy=False))
    sums = [{graph: powers.sum_over(graph) for graph in _graphs()} for powers in (_Powers(A), _Powers(B))]
    second, third = (
        sum(
            _distinct(terms, sums[0]) * _distinct(terms, sums[1]) / perm(n, blocks)
            for blocks, terms in _partitions(power)
            if blocks <= n
        )
        for power in (2, 3)
    )
    spread = np.sqrt(max(second, 0.0))
    return mean, float(spread), float(third / spread**3) if spread > 0 else 0.0


def _without_mean(A, B):
    """Return A and B less what is the same in every order, and the mean of ⟨A, PBPᵀ⟩: so no digits cancel later."""
    n = len(A)
    (on_a, off_a), (on_b, off_b) = (
        (np.trace(Z) / n, (Z.sum() - np.trace(Z)) / (n * (n - 1))) for Z in (A, B)
    )
    mean = n * on_a * on_b + n * (n - 1) * off_a * off_b
    return _off(A, on_a, off_a), _off(B, on_b, off_b), float(mean)


def _off(Z, on, off):
    Z = Z - off
    Z[np.diag_indices(len(Z))] += off - on
    return Z


def _distinct(terms, sums):
    """Return the sum over different indices."""
    return sum(count * np.prod([sums[graph] for graph in graphs]) for graphs, count in terms.items())


@lru_cache
def _partitions(power):
    """Return, for every partition of the places of ``power`` entries, its number of blocks and its Möbius inversion.

    The inversion is a Counter: how often each collection of connected graphs is added.
    """
    found = []
    for blocks in _set_partitions(2 * power):
        terms = Counter()
        for merged in _set_partitions(max(blocks) + 1):
            sizes = Counter(merged).values()
            sign = np.prod([(-1) ** (size - 1) * factorial(size - 1) for size in sizes])
            corners = [merged[block] for block in blocks]
            edges = list(zip(corners[::2], corners[1::2], strict=True))
            terms[tuple(sorted(_connected(edges)))] += int(sign)
        found.append((max(blocks) + 1, terms))
    return found


def _set_partitions(places):
    """Yield the partitions of some places: for each place the number of its block, blocks numbered as they appear."""
    partitions = [[0]]
    for _ in range(places - 1):
        partitions = [[*some, block] for some in partitions for block in range(max(some) + 2)]
    return partitions


def _connected(edges):
    """Return the connected parts of a graph, each in the one spelling that all graphs of its shape share."""
    parts = []
    for edge in edges:
        joined = [part for part in parts if {corner for e in part for corner in e} & set(edge)]
        parts = [part for part in parts if part not in joined] + [
            [edge, *(e for part in joined for e in part)]
        ]
    return [_spelled(part) for part in parts]


def _spelled(edges):
    corners = sorted({corner for edge in edges for corner in edge})
    return min(
        tuple(sorted(tuple(sorted((new[corners.index(i)], new[corners.index(j)]))) for i, j in edges))
        for new in permutations(range(len(corners)))
    )


@lru_cache
def _graphs():
    """Return every connected graph that the first three powers need."""
    return {
        graph for power in (2, 3) for _, terms in _partitions(power) for graphs in terms for graph in graphs
    }


class _Powers:
    """A symmetric matrix, its entries squared and cubed, and its row sums: what all graphs are made of."""

    def __init__(self, A: np.ndarray):
        self.times = {1: A, 2: A * A}
        self.times[3] = self.times[2] * A
        self.sums = {times: power.sum(axis=0) for times, power in self.times.items()}
        self.diagonal = A.diagonal()

    def carried(self, times: int, weight: np.ndarray | None) -> np.ndarray:
        """Return what a corner passes on along ``times`` edges; a corner without a weight of its own counts 1."""
        return self.sums[times] if weight is None else self.times[times] @ weight

    def sum_over(self, edges: tuple) -> float:
        """Return the sum, over all indices at the corners, of the product of the entries at the edges."""
        weight: dict[int, np.ndarray | None] = {corner: None for edge in edges for corner in edge}
        lines = Counter(edges)
        for (i, j), times in list(lines.items()):
            if i == j:
                weight[i] = _product(weight[i], self.diagonal**times)
                del lines[i, j]
        if len(lines) == 3 and len(weight) == 3:  # a triangle, without loops
            A = self.times[1]
            return float(np.vdot(A @ A.T, A))  # seen as symmetric, half of the product is made
        while lines:  # take off a corner that hangs on one other
            degree = Counter(corner for line in lines for corner in line)
            (i, j), times = next(
                (line, t) for line, t in lines.items() if min(degree[line[0]], degree[line[1]]) == 1
            )
            i, j = (i, j) if degree[j] == 1 else (j, i)
            weight[i] = _product(weight[i], self.carried(times, weight.pop(j)))
            del lines[min(i, j), max(i, j)]
        (last,) = weight.values()
        return float(len(self.diagonal) if last is None else last.sum())


def _product(weight: np.ndarray | None, more: np.ndarray) -> np.ndarray:
    return more if weight is None else weight * more
