"""The k nearest of every stimulus, without sorting n² distances."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from commonground.similarity._distances import TIED

ENTRIES = 2**22  # of a block of similarities
FEW = 16  # candidates a place: with more, float32 was too coarse to tell the stimuli apart


def nearest(Z: NDArray[np.float64], k: int) -> csr_array:
    """Return who is among the ``k`` nearest of each row of ``Z``, by Euclidean distance.

    Products in float32 name candidates, a few more than k; their distances are then computed by subtraction
    in float64, to full precision, so that close neighbours are told apart and ties are seen.

    Returns
    -------
    csr_array, shape (n, n)
        1 for a neighbour. Those that tie for the last places each get the share of places there is for them.
    """
    n, p = Z.shape
    Z = Z - Z.mean(axis=0)
    Z /= 2.0 ** np.frexp(np.abs(Z).max())[1]
    lengths = np.vecdot(Z, Z)
    # ⟨x, y⟩ − ‖y‖²/2 is the larger the nearer y is to x.
    queries, keys = np.column_stack([Z, np.ones(n)]), np.column_stack([Z, -lengths / 2])
    sides: dict = {dtype: (queries.astype(dtype), keys.astype(dtype).T) for dtype in (np.float32, np.float64)}
    found = []
    for rows in _blocks(n):
        for dtype, (left, right) in sides.items():
            doubt = 2 * (p + 4) * np.finfo(dtype).eps * lengths.max()
            i, j, _ = _candidates(left[rows] @ right, rows.start, k, doubt)
            if len(i) <= FEW * k * (rows.stop - rows.start):
                break
        found.append((i, j, _squared_distances(Z, i, j)))
    i, j, squared = map(np.concatenate, zip(*found, strict=True))
    share = _shares(i, squared, k, n, TIED * squared)
    kept = share > 0
    return csr_array((share[kept], (i[kept], j[kept])), shape=(n, n))


def largest_products(Z: np.ndarray, k: int) -> tuple[csr_array, csr_array]:
    """Return who has the ``k`` largest inner products with each row of ``Z``, others than itself, and the products.

    Returns
    -------
    lists, products : csr_array, shape (n, n)
        Shares as in :func:`nearest`; and the inner products, for the same pairs.
    """
    n, doubt = len(Z), TIED * np.vecdot(Z, Z).max()
    found = [_candidates(Z[rows] @ Z.T, rows.start, k, doubt) for rows in _blocks(n)]
    i, j, products = map(np.concatenate, zip(*found, strict=True))
    share = _shares(i, -products, k, n, doubt)
    kept = share > 0
    pairs = i[kept], j[kept]
    return csr_array((share[kept], pairs), shape=(n, n)), csr_array((products[kept], pairs), shape=(n, n))


def _blocks(n: int) -> list[slice]:
    step = max(16, ENTRIES // n)
    return [slice(start, min(start + step, n)) for start in range(0, n, step)]


def _candidates(S: np.ndarray, start: int, k: int, doubt: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs whose score may be among the k largest of its row, and the scores; row 0 is stimulus ``start``."""
    itself = np.arange(len(S))
    S[itself, start + itself] = -np.inf
    bound = _kth_largest_at_least(S, k) - S.dtype.type(doubt)
    found = np.flatnonzero(bound[:, None] <= S)
    i, j = np.divmod(found, S.shape[1])
    return start + i, j, S[i, j]


def _kth_largest_at_least(S: np.ndarray, k: int) -> np.ndarray:
    """Return, for each row, a number that at least ``k`` entries reach, and seldom many more.

    Columns are dealt into groups; the k-th largest of the groups' maxima is such a number, and maxima are
    much cheaper to take than the k-th largest of all.
    """
    b, n = S.shape
    groups = max(32 * k, n // 32)
    deal = n // groups
    maxima = S if deal < 2 else S[:, : deal * groups].reshape(b, deal, groups).max(axis=1)
    last = maxima.shape[1] - k
    return np.partition(maxima, last, axis=1)[:, last]


def _squared_distances(Z: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    squared, step = np.empty(len(rows)), max(1, 2**20 // Z.shape[1])
    for start in range(0, len(rows), step):
        some = slice(start, start + step)
        difference = Z[rows[some]] - Z[columns[some]]
        np.vecdot(difference, difference, out=squared[some])
    return squared


def _shares(
    rows: np.ndarray, distance: np.ndarray, k: int, n: int, tolerance: float | np.ndarray
) -> np.ndarray:
    """Return how much each candidate counts among the ``k`` nearest of its row: 1, 0, or a share of the last places."""
    order = np.lexsort((distance, rows))
    first = np.searchsorted(rows, np.arange(n))
    last = distance[order][first + k - 1][rows]  # distance of the k-th nearest
    closer = distance < last - tolerance
    tied = ~closer & (distance <= last + tolerance)
    places = k - np.bincount(rows, closer, n)
    return closer + tied * (places / np.bincount(rows, tied, n))[rows]
