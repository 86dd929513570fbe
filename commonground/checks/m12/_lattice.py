"""What two exercises of module 12 share: fields of whole matrices on a lattice whose squares commute."""

import numpy as np

__all__ = ["field", "walked"]


def field(rng, size):
    """Return MX (size − 1, size, 2, 2) and MY (size, size − 1, 2, 2) of a random field in which every square commutes."""
    a, b = rng.integers(1, 4), rng.integers(1, 4)

    def f(x, y):
        return a * x + b * y

    def f_bar(x, y):
        return b * y - a * x

    MX, MY = np.zeros((size - 1, size, 2, 2), int), np.zeros((size, size - 1, 2, 2), int)
    for x in range(1, size + 1):
        for y in range(1, size + 1):
            c = f(x, 0) * f_bar(x, 0)
            if x < size:
                MX[x - 1, y - 1] = [[0, c], [1, f(x, y) - f_bar(x + 1, y)]]
            if y < size:
                MY[x - 1, y - 1] = [[f_bar(x, y), c], [1, f(x, y)]]
    return MX, MY


def walked(MX, MY, path, kind=object):
    """Return the product along a path from (0, 0), in whole numbers of any length unless ``kind`` says otherwise."""
    x = y = 0
    P = np.eye(2, dtype=int).astype(kind)
    for step in path:
        P = P @ (MX if step == "x" else MY)[x, y].astype(kind)
        x, y = x + (step == "x"), y + (step == "y")
    return P
