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
from collections.abc import Callable
from functools import cached_property, lru_cache
from itertools import permutations
from math import factorial, perm, prod

import numpy as np

from commonground.similarity._centred import inner

ROWS = 64  # of a matrix at a time: they and their squares stay in a core's cache
ROUNDING = 10  # times what rounding leaves of a row that sums to 0
Cube = Callable[[], float]


def permutation_moments(
    A: np.ndarray, B: np.ndarray, cubes: tuple[Cube | None, Cube | None] = (None, None)
) -> tuple[float, float, float]:
    """Return mean, standard deviation and skewness of ⟨A, PBPᵀ⟩ over all orders P of the n stimuli.

    Parameters
    ----------
    A, B : ndarray, shape (n, n)
        Symmetric.
    cubes : tuple of (callable or None)
        For A and for B, if its rows sum to 0: what returns the trace of its cube, where that is less than n³ work.
    """
    n = len(A)
    (a, mean_of_a), (b, mean_of_b) = (_without_mean(Z, cube) for Z, cube in zip((A, B), cubes, strict=True))
    mean = n * (mean_of_a[0] * mean_of_b[0] + (n - 1) * mean_of_a[1] * mean_of_b[1])
    sums = [{graph: powers.sum_over(graph) for graph in _graphs()} for powers in (a, b)]
    second, third = (
        sum(
            alike * _distinct(terms, sums[0]) * _distinct(terms, sums[1]) / perm(n, blocks)
            for alike, blocks, terms in _partitions(power)
            if blocks <= n
        )
        for power in (2, 3)
    )
    spread = np.sqrt(max(second, 0.0))
    return float(mean), float(spread), float(third / spread**3) if spread > 0 else 0.0


def _without_mean(Z, cube):
    """Return Z less what is the same in every order, so that no digits cancel later, and what that was.

    The same in every order are the means of the diagonal and of all other entries. A matrix whose rows sum to 0 becomes
    Z + shift (I − 11ᵀ/n), and the trace of its cube follows from that of Z³.
    """
    n = len(Z)
    trace = np.trace(Z, dtype=np.float64)
    on, off = trace / n, (Z.sum(dtype=np.float64) - trace) / (n * (n - 1))
    less = Z - Z.dtype.type(off)
    less[np.diag_indices(n)] += Z.dtype.type(off - on)
    powers = _Powers(less)
    if cube is not None and powers.balanced:
        shift = off - on
        powers.triangles = cube() + 3 * shift * powers.sums[2].sum() + (n - 1) * shift**3
    return powers, (on, off)


def _distinct(terms, sums):
    """Return the sum over different indices."""
    return sum(count * prod(sums[graph] for graph in graphs) for graphs, count in terms.items())


@lru_cache
def _partitions(power):
    """Return the partitions of the places of ``power`` entries: how many are alike, their blocks, their Möbius inversion.

    The inversion is a Counter: how often each collection of connected graphs is added. Partitions that draw the same
    graphs are alike.
    """
    shapes = {}
    for blocks in _set_partitions(2 * power):
        shapes.setdefault(_shape(blocks), []).append(blocks)
    return [(len(alike), max(alike[0]) + 1, _inverted(alike[0])) for alike in shapes.values()]


def _inverted(blocks):
    terms = Counter()
    for merged in _set_partitions(max(blocks) + 1):
        sign = prod((-1) ** (size - 1) * factorial(size - 1) for size in Counter(merged).values())
        terms[_shape([merged[block] for block in blocks])] += sign
    return terms


def _shape(corners):
    """Return the connected graphs whose edges join every first corner with the second that follows it."""
    return tuple(sorted(_connected(list(zip(corners[::2], corners[1::2], strict=True)))))


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
        graph for power in (2, 3) for *_, terms in _partitions(power) for graphs in terms for graph in graphs
    }


class _Powers:
    """A symmetric matrix, its entries squared and cubed, and their row sums: what all graphs are made of."""

    def __init__(self, A: np.ndarray):
        self.A, self.diagonal = A, A.diagonal().astype(np.float64)
        self.sums = {times: np.empty(len(A)) for times in (1, 2, 3)}
        for start in range(0, len(A), ROWS):
            rows = A[start : start + ROWS]
            squares = rows * rows
            for times, sums in (
                (1, rows.sum(axis=1)),
                (2, squares.sum(axis=1)),
                (3, np.vecdot(squares, rows)),
            ):
                self.sums[times][start : start + ROWS] = sums
        rounding = np.finfo(A.dtype).eps * np.sqrt(len(A) * self.sums[2].max())
        self.balanced = bool(np.abs(self.sums[1]).max() <= ROUNDING * rounding)

    def carried(self, times: int, weight: np.ndarray | None) -> np.ndarray:
        """Return what a corner passes on along ``times`` edges; a corner without a weight of its own counts 1."""
        return self.sums[times] if weight is None else self.A**times @ weight

    @cached_property
    def triangles(self) -> float:
        """The trace of A³."""
        return inner(self.A @ self.A.T, self.A)  # seen as symmetric, half of the product is made

    def sum_over(self, edges: tuple) -> float:
        """Return the sum, over all indices at the corners, of the product of the entries at the edges."""
        ends = Counter(corner for edge in edges for corner in edge)
        if self.balanced and min(ends.values()) == 1:
            return 0.0  # a corner with one end sums a row
        weight: dict[int, np.ndarray | None] = dict.fromkeys(ends)
        lines = Counter(edges)
        for (i, j), times in list(lines.items()):
            if i == j:
                weight[i] = _product(weight[i], self.diagonal**times)
                del lines[i, j]
        if len(lines) == 3 and len(weight) == 3:  # without loops
            return self.triangles
        while lines:  # take off a corner that hangs on one other, one without a weight first
            degree = Counter(corner for line in lines for corner in line)
            hanging = [(i, j) for line in lines for i, j in (line, line[::-1]) if degree[j] == 1]
            i, j = min(hanging, key=lambda pair: weight[pair[1]] is not None)
            line = min(i, j), max(i, j)
            weight[i] = _product(weight[i], self.carried(lines.pop(line), weight.pop(j)))
        (last,) = weight.values()
        return float(len(self.diagonal) if last is None else last.sum())


def _product(weight: np.ndarray | None, more: np.ndarray) -> np.ndarray:
    return more if weight is None else weight * more
