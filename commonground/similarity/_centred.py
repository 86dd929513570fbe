"""A representation with the mean of every column taken off: what almost every measure starts from."""

from copy import copy

import numpy as np

from commonground.inputs import finite

BLOCK = 2**17  # entries of a block: 1 MB of float64, which stays in a core's cache
SUMMED = (
    1024  # rows at least of a block whose product is added to others: the adding then costs little beside it
)
LONGEST = 5000  # terms that one sum in float32 takes
FAR = 0.9  # share of the sum of squares that the mean accounts for, above which centring costs digits
CLOSE = 0.5  # share up to which it costs none to centre the products in place of the data


class Centred:
    """The centred representation in float64, made a block at a time.

    No centred copy is held unless it is small: making a block anew costs little more than reading it.
    Where the mean dwarfs what varies about it, differences to the first stimulus are taken first, so that an offset
    however large, in float32 too, costs no digits and a constant column becomes exactly zero. Entries that are huge
    or tiny are scaled by a power of two, which is exact.

    Parameters
    ----------
    X : ndarray, shape (n, p)
        Checked by :func:`~commonground.inputs.representation`, but for NaN and infinity.
    name : str
        How messages call it.
    lengths : ndarray, shape (n,), optional
        Filled with the squared length of every row of ``X``, of which :meth:`covariance` makes those of the centred rows:
        the look for NaN then needs no pass over the data of its own.

    Attributes
    ----------
    shape : (int, int)
    unit : float
        Centred entries times this are in the units of ``X``: a power of two, 1 unless they are huge or tiny.
    """

    SAFE = 1e100  # sums of squares between its inverse and this can be squared without overflow
    dtype: type = np.float64  # of blocks and of their products

    def __init__(self, X, name="X", lengths=None):
        self.X, self.shape, self.unit, self.held = X, X.shape, 1.0, None
        square = finite(X, name, lengths)
        self.mean = self._mean()
        self.steps = (self.mean,)
        self.off = float(self.mean @ self.mean)  # squared distance of the mean from the origin
        offset = len(X) * self.off  # of the sum of squares, what the mean accounts for
        if not 1 / self.SAFE < square < self.SAFE or offset > FAR * square:
            self._centre_with_care(name)
        # So near the origin that the mean may as well be taken off the products: XᵀY − n mean meanᵀ.
        careful = len(self.steps) > 1
        self.near = not careful and X.dtype == self.dtype and offset <= CLOSE * square
        self.middle = self.mean.astype(self.dtype, copy=False)  # the mean, in the precision of products
        if X.size <= BLOCK and not self.near:
            self.held = self._less(X, self.steps)

    def _centre_with_care(self, name):
        """Centre data that are far from the origin, huge or tiny."""
        first = self.X[0].astype(np.float64)
        mean, peak = self._mean(first), 0.0
        for rows in slices(len(self.X), _step(self.shape[1])):
            peak = max(peak, np.abs(self.X[rows] - first).max())
        if peak == 0:
            raise ValueError(
                f"{name} is constant: every stimulus has the same response, so there is nothing to compare; "
                "check which layer or units it holds"
            )
        if not 1 / self.SAFE < peak**2 < self.SAFE:
            self.unit = 2.0 ** np.frexp(peak)[1]
        self.steps = (first, mean)

    def _mean(self, origin=None):
        """Return the mean of the columns, of their differences to ``origin`` if given."""
        n, p = self.shape
        step = min(_step(p), n)
        ones, total = np.ones(step), np.zeros(p)
        for rows in slices(n, step):
            block = self.X[rows] if origin is None else self.X[rows] - origin
            total += ones[: len(block)] @ block.astype(np.float64, copy=False)
        return total / n

    def reordered(self, order: np.ndarray) -> "Centred":
        """Return this representation with its stimuli in another order; the mean stays, so nothing is done again."""
        other = copy(self)
        other.X = self.X[order]
        other.held = None if self.held is None else self.held[order]
        return other

    def rows(self, rows=slice(None), out=None):
        """Return the centred rows, C order, not to be written to."""
        if self.held is not None:
            return self.held[rows]
        return self._less(self.X[rows], self.steps, out)

    def columns(self, columns):
        """Return the centred columns, C order, not to be written to."""
        if self.held is not None:
            return np.ascontiguousarray(self.held[:, columns])
        return self._less(self.X[:, columns], [step[columns] for step in self.steps])

    def blocks(self, width=0, least=256):
        """Yield the rows of each block, as a slice, and the block, which the next one overwrites."""
        n, p = self.shape
        step = _step(max(p, width), least)
        buffer = None if self.held is not None else np.empty((min(step, n), p))
        for rows in slices(n, step):
            yield rows, self.rows(rows, None if buffer is None else buffer[: rows.stop - rows.start])

    def square(self):
        """Return ‖X‖²_F."""
        if self.near:
            return inner(self.X, self.X) - len(self.X) * self.off
        return sum(inner(block, block) for _, block in self.blocks())

    def covariance(self, lengths=None):
        """Return XᵀX (p, p); of ``lengths`` (n,), as this representation was made with, make those of the centred rows."""
        if self.near:
            if lengths is not None:
                lengths -= self.X @ (2 * self.middle)
                lengths += self.off
            return self._less_means(self._products(self), self)
        return self._sum(self._covariances(lengths))

    def _covariances(self, lengths):
        for rows, block in self.blocks(least=SUMMED):
            if lengths is not None:
                lengths[rows] = np.vecdot(block, block)
            yield block.T, block

    def gram(self):
        """Return the centred Gram matrix XXᵀ (n, n)."""
        if self.held is not None:
            return self.held @ self.held.T
        n, p = self.shape
        if self.near:
            K, along = self.X @ self.X.T, self.X @ self.mean
            K -= along - self.off
            K -= along[:, None]
            return K
        return self._sum((Z, Z.T) for Z in map(self.columns, slices(p, _step(n, SUMMED))))

    def cross(self, other):
        """Return XᵀY (p, q)."""
        if type(self) is not type(other):
            every = slices(self.shape[0], _step(max(self.shape[1], other.shape[1])))
            return sum(self.rows(rows).T @ other.rows(rows) for rows in every)
        if self.held is not None and other.held is not None:
            return self.held.T @ other.held
        if self.near and other.near:
            return self._less_means(self._products(other), other)
        some = self.blocks(other.shape[1], SUMMED), other.blocks(self.shape[1], SUMMED)
        return self._sum((x.T, y) for (_, x), (_, y) in zip(*some, strict=True))

    def _products(self, other):
        """Return XᵀY of the data as they are: no copy of them is made."""
        return self.X.T @ other.X

    def _less_means(self, C, other):
        """Return XᵀY of representations near the origin, from that of their data, which is written over."""
        C -= (len(self.X) * self.middle)[:, None] * other.middle
        return C

    @staticmethod
    def _sum(pairs):
        """Return the sum of the products of pairs of matrices, each made into the same memory.

        By NumPy: BLAS could add as it multiplies, but only SciPy's is to be had, whose threads and NumPy's wait for each other.
        """
        total = spare = None
        for A, B in pairs:
            if total is None:
                total = A @ B
            else:
                spare = np.matmul(A, B, out=spare)
                total += spare
        return total

    def _less(self, X, steps, out=None):
        block = np.subtract(X, steps[0].astype(self.dtype), out=out, dtype=self.dtype, order="C")
        for step in steps[1:]:
            block -= step.astype(self.dtype)
        if self.unit != 1:
            block /= self.unit
        return block


def inner(A, B):
    """Return the sum of A ∘ B. Both must be laid out in memory in the same order."""
    if A.dtype == np.float32 and A.size > LONGEST:  # row by row in float32, over rows in float64
        return float(np.vecdot(A, B).sum(dtype=np.float64))
    return float(A.ravel(order="K") @ B.ravel(order="K"))


def _step(width, least=256):
    """Return the rows of a block: enough of them that products stay efficient."""
    return max(least, BLOCK // width)


def slices(length, step):
    """Return the slices that cut a length into steps; the last may be shorter."""
    return [slice(start, min(start + step, length)) for start in range(0, length, step)]
