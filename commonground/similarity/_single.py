"""A centred float32 representation whose products are made in float32, as networks and their users make them."""

import numpy as np

from commonground.similarity._centred import LONGEST, Centred, slices

FEW = 16  # units: of fewer, the errors of single sums no longer cancel, and float64 costs little
ENTRIES = 2**22  # of a block: 16 MB, large enough that threads do not wait for each other
HANDFUL = 4  # products summed in float32
ONES = np.ones(LONGEST, np.float32)  # made once: of small arrays a call costs as much as its work


class CentredSingle(Centred):
    """As :class:`Centred`, for float32: blocks and their products in float32, sums across many blocks in float64.

    What a product loses, some 1e-7 of its size and as often up as down, is far below what rounding to float32 has already
    taken off the data. Whoever inverts a matrix multiplies such losses by its condition and takes ``Centred``.
    """

    SAFE = 1e15  # squares of float32 overflow at 3e38, and products sum many
    dtype = np.float32

    def _mean(self, origin=None):
        n, p = self.shape
        step = min(_rows(p), n)
        if step == n and origin is None:  # one block: the loop costs small arrays more than it does
            return (ONES[:n] @ self.X).astype(np.float64) / n
        total = np.zeros(p)
        for rows in slices(n, step):
            block = self.X[rows] if origin is None else self.X[rows] - origin.astype(np.float32)
            total += ONES[: len(block)] @ block
        return total / n

    def blocks(self, width=0):
        n, p = self.shape
        step = min(_rows(max(p, width)), n)
        buffer = None if self.held is not None else np.empty((step, p), np.float32)
        for rows in slices(n, step):
            yield rows, self.rows(rows, None if buffer is None else buffer[: rows.stop - rows.start])

    def _covariances(self, lengths):
        for rows, block in self.blocks():
            if lengths is not None:
                lengths[rows] = np.vecdot(block, block)
            yield block.T, block

    def gram(self):
        n, p = self.shape
        if p <= LONGEST:
            Z = self.rows()
            return Z @ Z.T
        K = np.zeros((n, n))
        for columns in slices(p, LONGEST):
            Z = self.columns(columns)
            K += Z @ Z.T
        return K.astype(np.float32)

    def cross(self, other):
        if type(self) is not type(other) or (self.near and other.near):
            return super().cross(other)
        every = slices(self.shape[0], _rows(max(self.shape[1], other.shape[1])))
        return self._sum((self.rows(rows).T, other.rows(rows)) for rows in every)

    def _products(self, other):
        n = len(self.X)
        if n <= LONGEST:  # nothing to sum, and the generator costs small arrays more than they do
            return self.X.T @ other.X
        return self._sum((self.X[rows].T, other.X[rows]) for rows in slices(n, LONGEST))

    @staticmethod
    def _sum(pairs):
        """Return the sum of the products of pairs of matrices: a handful in float32, handfuls in float64.

        Of a handful, adding loses nothing beside what the products lose, and float64 for so few costs as much as a tenth of
        them: memory is slow where it is touched for the first time. So all are made into the same.
        """
        total = handful = spare = None
        for i, (A, B) in enumerate(pairs):
            if handful is None:
                handful = A @ B
            elif i % HANDFUL:
                spare = np.matmul(A, B, out=spare)
                handful += spare
            else:
                total = handful.astype(np.float64) if total is None else np.add(total, handful, out=total)
                np.matmul(A, B, out=handful)
        return handful if total is None else np.add(total, handful, out=total)


def _rows(width):
    return min(LONGEST, max(256, ENTRIES // width))


def centred_for_products(X: np.ndarray, name: str, lengths: np.ndarray | None = None) -> Centred:
    """Return the centred representation for measures that need no more of it than products, in its own precision."""
    return (CentredSingle if X.dtype == np.float32 and X.shape[1] >= FEW else Centred)(X, name, lengths)
