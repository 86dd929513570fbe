"""Distances between all pairs of stimuli, from matrix products, to full precision near zero."""

import numpy as np

CLOSE = 1e-2  # squared distance, relative to the squared lengths, below which rows are subtracted instead
TIED = 1e-12  # relative difference below which two distances are equal but for rounding
STEP = 128  # rows at a time


def unit_rows(X: np.ndarray, metric: str, name: str) -> np.ndarray:
    """Return the rows at unit length, for correlation with their means taken off."""
    Z, safe = X.astype(np.float64), (1e-200, 1e200)
    if metric == "correlation":
        Z -= Z[:, :1].copy()  # first, so that a large offset costs no digits and equal entries become 0
        Z -= Z.mean(axis=1, keepdims=True)  # row by row, so that copies stay copies to the last digit
    square = np.vecdot(Z, Z)
    if not (square.min() > safe[0] and square.max() < safe[1]):
        peak = np.abs(Z).max(axis=1, keepdims=True)
        if not peak.all():
            row = int(np.argmin(peak))
            what = "no response in any unit" if metric == "cosine" else "the same response in every unit"
            raise ValueError(
                f"row {row} of {name} has {what}, so that its {metric} distance to others is undefined: "
                "drop that stimulus from every representation, or use metric='euclidean'"
            )
        Z /= peak  # so that no square overflows or vanishes
        square = np.vecdot(Z, Z)
    Z /= np.sqrt(square)[:, None]
    return Z


def squared_distances(Z: np.ndarray) -> np.ndarray:
    """Return the squared Euclidean distances between the rows of ``Z`` above the diagonal, row by row.

    ‖x‖² + ‖y‖² − 2⟨x, y⟩ cancels where rows are close; those pairs are subtracted, so that a distance keeps
    its relative precision however small, and copies are at distance 0 exactly. The order is that of
    :func:`scipy.spatial.distance.squareform`; only half of the matrix is ever made.
    """
    n = len(Z)
    above, lengths = np.empty(n * (n - 1) // 2), np.vecdot(Z, Z)
    bound = CLOSE * 2 * lengths.max(initial=0)
    for start in range(0, n, STEP):
        D = (-2 * Z[start : start + STEP]) @ Z[start:].T
        D += lengths[start : start + STEP, None]
        D += lengths[start:]
        np.fill_diagonal(D, np.inf)
        if D.min() < bound:  # else no pair can be close, which most often saves the search
            _subtract_close(D, lengths[start:], Z[start:])
        for i, row in enumerate(D):
            first = offset(start + i, n)
            above[first : first + n - 1 - start - i] = row[i + 1 :]
    return above


def offset(i: int, n: int) -> int:
    """Return where row ``i`` of the part above the diagonal starts."""
    return i * (2 * n - i - 1) // 2


def row_sums(above: np.ndarray, n: int) -> np.ndarray:
    """Return the sums of the rows of the symmetric matrix with this part above its diagonal, and zeros on it."""
    sums = np.zeros(n)
    for i in range(n - 1):
        row = above[offset(i, n) : offset(i + 1, n)]
        sums[i] += row.sum()
        sums[i + 1 :] += row
    return sums


def _subtract_close(D: np.ndarray, lengths: np.ndarray, Z: np.ndarray) -> None:
    """Subtract the rows that are close to one another, where ``D`` has their distances above its diagonal."""
    rows, columns = np.nonzero(CLOSE * (lengths[: len(D), None] + lengths) > D)
    later = rows < columns
    rows, columns = rows[later], columns[later]
    step = max(1, 2**20 // Z.shape[1])
    for start in range(0, len(rows), step):
        i, j = rows[start : start + step], columns[start : start + step]
        difference = Z[i] - Z[j]
        D[i, j] = np.vecdot(difference, difference)
