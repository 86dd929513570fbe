"""What two exercises of module 12 share: fields of whole matrices on a lattice whose squares commute."""

from fractions import Fraction

import numpy as np

__all__ = ["field", "logarithms", "quotient", "walked"]


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

    From (1, 1) on that is b / log(a / (a − b)) − a; the arrays begin at another place, far from the diagonal.
    """
    a = int(rng.integers(2, 6))
    b = int(rng.integers(1, a))
    near, far = int(rng.integers(1, 4)), int(rng.integers(5, 9))
    start = (near, far) if rng.random() < 0.5 else (far, near)
    return arrays(lambda x, y: a * (x + y), lambda x, y: b * (y - x), size, start)


def walked(MX, MY, path, kind=object):
    """Return the product along a path from (0, 0), in whole numbers of any length unless ``kind`` says otherwise."""
    x = y = 0
    P = np.eye(2, dtype=int).astype(kind)
    for step in path:
        P = P @ (MX if step == "x" else MY)[x, y].astype(kind)
        x, y = x + (step == "x"), y + (step == "y")
    return P


def quotient(MX, MY, path):
    """Return the quotient of the product's last column along a path from (0, 0), as a fraction."""
    P = walked(MX, MY, path)
    return Fraction(int(P[0, 1]), int(P[1, 1]))
