"""The Hilbert-Schmidt independence criterion: what every CKA is a ratio of."""

import numpy as np


def hsic_from_sums(
    products: float, a: np.ndarray, b: np.ndarray, *, debiased: bool, along: float | None = None
) -> float:
    """Return HSIC, without its constant factor, from the sums of two Gram matrices K and L.

    Parameters
    ----------
    products : float
        ⟨K, L⟩, the sum of the products of their entries.
    a, b : ndarray, shape (n,)
        The sums of the columns of K and of the rows of L.
    debiased : bool
        The unbiased estimate of Song et al. (2012), eq. 5, for matrices with zeros on their diagonals, n ≥ 4; else
        ⟨K, L⟩ after centring.
    along : float, optional
        a @ b, from whoever has it.
    """
    n = len(a)
    single, double = (n - 2, (n - 1) * (n - 2)) if debiased else (n, n**2)
    along = a @ b if along is None else along
    total = a.sum()
    return products - 2 / single * along + total * (total if b is a else b.sum()) / double
