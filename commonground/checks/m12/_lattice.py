"""What two exercises of module 12 share: fields of whole matrices on a lattice whose squares commute."""

from fractions import Fraction
from math import log10

import numpy as np

__all__ = ["digits", "field", "in_own_bases", "last_column", "logarithms", "quotient", "walked"]


def arrays(f, f_bar, size, start=(1, 1)):
    """Return MX (size − 1, size, 2, 2) and MY (size, size − 1, 2, 2) of the field of two polynomials, from a place on."""
    MX, MY = np.zeros((size - 1, size, 2, 2), int), np.zeros((size, size - 1, 2, 2), int)
    for i in range(size):
        for j in range(size):
            x, y = start[0] + i, start[1] + j
            c = f(x, 0) * f_bar(x, 0)
            if i < size - 1:
                MX[i, j] = [[0, c], [1, f(x, y) - f_bar(x + 1, y)]]
            if j < size - 1:
                MY[i, j] = [[f_bar(x, y), c], [1, f(x, y)]]
    return MX, MY


def field(rng, size):
    """Return MX and MY of a random field in which every square commutes."""
    a, b = rng.integers(1, 4), rng.integers(1, 4)
    return arrays(lambda x, y: a * x + b * y, lambda x, y: b * y - a * x, size)


def logarithms(rng, size):
    """Return MX and MY of a random field whose squares commute and whose limit is a fraction of log(a / (a − b)).

    From (1, 1) on that is b / log(a / (a − b)) − a; the arrays begin at another place.
    """
    a = int(rng.integers(2, 6))
    b = int(rng.integers(1, a))
    start = (int(rng.integers(1, 6)),) * 2
    return arrays(lambda x, y: a * (x + y), lambda x, y: b * (y - x), size, start)


def in_own_bases(rng, MX, MY):
    """Return the field with each place's second basis vector moved by so many of its first.

    Squares still commute and the limit stays: only how near each place comes to it is another. The corner keeps its basis.
    """
    size = len(MY)
    moved = rng.integers(-20, 21, size=(size, size))
    moved[0, 0] = 0
    basis = np.zeros((size, size, 2, 2), int) + np.eye(2, dtype=int)
    back = basis.copy()
    basis[..., 0, 1], back[..., 0, 1] = moved, -moved
    return back[:-1] @ MX @ basis[1:], back[:, :-1] @ MY @ basis[:, 1:]


def walked(MX, MY, path, kind=object):
    """Return the product along a path from (0, 0), in whole numbers of any length unless ``kind`` says otherwise."""
    P = np.eye(2, dtype=int).astype(kind)
    for M in _steps(MX, MY, path):
        P = P @ M.astype(kind)
    return P


def last_column(MX, MY, path):
    """Return the last column of that product, by Python's own whole numbers: draws walk thousands of paths."""
    top, bottom = 0, 1
    for M in reversed(list(_steps(MX, MY, path))):
        (a, b), (c, d) = M.tolist()
        top, bottom = a * top + b * bottom, c * top + d * bottom
    return top, bottom


def _steps(MX, MY, path):
    """Yield the matrices along a path from (0, 0)."""
    x = y = 0
    for step in path:
        if step == "x":
            yield MX[x, y]
            x += 1
        else:
            yield MY[x, y]
            y += 1


def quotient(MX, MY, path):
    """Return the quotient of the product's last column along a path from (0, 0), as a fraction."""
    return Fraction(*last_column(MX, MY, path))


def digits(value, limit):
    """Return to how many decimal digits a fraction has found a limit, as `commonground.bench` does, which asks for SciPy."""
    off = abs(value - limit)
    return log10(off.denominator) - log10(off.numerator)
