"""Fields of 2 × 2 matrices on the lattice of whole numbers, in exact arithmetic."""

from collections.abc import Callable
from fractions import Fraction
from math import log10

__all__ = ["MatrixField", "digits"]

Matrix = tuple[tuple[int, int], tuple[int, int]]
Polynomial = Callable[[int, int], int]


class MatrixField:
    """A matrix on each step of a lattice, made from two polynomials f and f̄ with whole coefficients.

    A step from (x, y) to (x + 1, y) has the matrix ((0, b(x)), (1, f(x, y) − f̄(x + 1, y))), one to (x, y + 1) the matrix
    ((f̄(x, y), b(x)), (1, f(x, y))), with b(x) = f(x, 0) f̄(x, 0). A path is a text of steps: ``"xxy"``.

    Parameters
    ----------
    f, f_bar : callable
        ``f(x, y)`` returns a whole number.
    """

    def __init__(self, f: Polynomial, f_bar: Polynomial):
        self.f, self.f_bar = f, f_bar

    def step_x(self, x: int, y: int) -> Matrix:
        """Return the matrix of the step from (x, y) to (x + 1, y)."""
        return (0, self._b(x)), (1, self.f(x, y) - self.f_bar(x + 1, y))

    def step_y(self, x: int, y: int) -> Matrix:
        """Return the matrix of the step from (x, y) to (x, y + 1)."""
        return (self.f_bar(x, y), self._b(x)), (1, self.f(x, y))

    def product(self, path: str, start: tuple[int, int] = (1, 1)) -> Matrix:
        """Return the product of the matrices along a path, the first step leftmost.

        Parameters
        ----------
        path : str
            Steps ``x`` and ``y``.
        start : (int, int)
            Where the path begins.

        Raises
        ------
        ValueError
            If the path holds anything else.
        """
        if set(path) - set("xy"):
            raise ValueError(f"the path {path!r} holds more than steps x and y: write it as 'xxy'")
        (x, y), whole = start, ((1, 0), (0, 1))
        for step in path:
            whole = _times(whole, self.step_x(x, y) if step == "x" else self.step_y(x, y))
            x, y = x + (step == "x"), y + (step == "y")
        return whole

    def value(self, path: str, start: tuple[int, int] = (1, 1)) -> Fraction:
        """Return the quotient of the product's last column, upper over lower: what converges along a path.

        Parameters
        ----------
        path, start
            As in :meth:`product`.
        """
        (_, above), (_, below) = self.product(path, start)
        return Fraction(above, below)

    def failing_squares(self, size: int) -> int:
        """Return how many unit squares do not commute, of those with a lower left corner in 1 … size, both ways.

        Parameters
        ----------
        size : int
            Side of the part of the lattice that is looked at.
        """
        corners = range(1, size + 1)
        return sum(
            _times(self.step_x(x, y), self.step_y(x + 1, y))
            != _times(self.step_y(x, y), self.step_x(x, y + 1))
            for x in corners
            for y in corners
        )

    def _b(self, x: int) -> int:
        return self.f(x, 0) * self.f_bar(x, 0)


def digits(value: Fraction, limit: Fraction) -> float:
    """Return to how many decimal digits a fraction has found a limit: −log₁₀ of their distance.

    Parameters
    ----------
    value, limit : Fraction
        The limit as a fraction that is nearer to it than ``value`` can be.

    Raises
    ------
    ValueError
        If both are equal: the number of digits is then unknown.
    """
    off = abs(value - limit)
    if off == 0:
        raise ValueError("the value is the limit that was given: give a limit of more digits")
    return log10(off.denominator) - log10(off.numerator)


def _times(A: Matrix, B: Matrix) -> Matrix:
    (a, b), (c, d) = A
    (p, q), (r, s) = B
    return (a * p + b * r, a * q + b * s), (c * p + d * r, c * q + d * s)
