"""Energies of charges: whether they are convex, and whether two charges cost less together than apart."""

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["bends", "binding", "fewest_quanta"]


def bends(q: ArrayLike, energy: ArrayLike) -> np.ndarray:
    """Return the second divided differences of the energies, shape (n − 2,): none is negative where they are convex.

    Parameters
    ----------
    q : array-like, shape (n,)
        Charges, rising, with any gaps.
    energy : array-like, shape (n,)
        Real energies.

    Raises
    ------
    ValueError
        If the energies are complex, there are fewer than three, or the charges do not rise.
    """
    q, energy = np.asarray(q, float), np.asarray(energy)
    if np.iscomplexobj(energy):
        raise ValueError("complex energies do not bend up or down: give their real part, and say so")
    if q.shape != energy.shape or q.ndim != 1 or len(q) < 3 or (np.diff(q) <= 0).any():
        raise ValueError("give three rising charges or more, and one energy for each")
    slope = np.diff(energy) / np.diff(q)
    return np.diff(slope) / (q[2:] - q[:-2])


def binding(energy: ArrayLike) -> np.ndarray:
    """Return, for charges 2 … n, the least of E(a + b) − E(a) − E(b) over all ways to split them in two, shape (n − 1,).

    None is negative where the energies are superadditive: two charges together never cost less than apart.

    Parameters
    ----------
    energy : array-like, shape (n,)
        Of the charges 1 … n.
    """
    e = np.asarray(energy, float)
    return np.array(
        [e[n - 1] - max(e[a - 1] + e[n - a - 1] for a in range(1, n)) for n in range(2, len(e) + 1)]
    )


def fewest_quanta(fields: int, most: int) -> np.ndarray:
    """Return the energies of the charges 1 … most in free fields of charges 1, 3, 9, …, each quantum of energy 1.

    Parameters
    ----------
    fields : int
        How many fields.
    most : int
        The largest charge.
    """
    e = np.zeros(most + 1, int)
    for n in range(1, most + 1):
        e[n] = 1 + min(e[n - 3**k] for k in range(fields) if 3**k <= n)
    return e[1:]
