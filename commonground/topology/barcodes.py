"""Barcodes of a cloud: pieces, loops and hollows, and the scales at which each is born and dies."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import pdist, squareform

from commonground.extras import lessons
from commonground.inputs import representation, whole

__all__ = ["barcodes", "lengths"]


def barcodes(X: ArrayLike, *, up_to: int = 1, distances: bool = False) -> list[np.ndarray]:
    """Return the barcodes of the Vietoris–Rips complex of a cloud, as ripser computes them.

    At scale s all points at most s apart are joined, and all sets of points that are joined pair by pair are filled.

    Parameters
    ----------
    X : array-like, shape (n, d)
        The points; with ``distances``, their distances (n, n).
    up_to : int
        The highest dimension: 0 for pieces, 1 for loops too, 2 for hollows too. Each costs about n times more.
    distances : bool
        True: X holds distances.

    Returns
    -------
    list of ndarray, shape (bars, 2)
        One array per dimension, a row (birth, death) per bar. What never dies has death infinity: the last piece.

    Raises
    ------
    ValueError
        If X is not such an array, or distances are not symmetric with zeros on the diagonal.
    ModuleNotFoundError
        If ripser is not installed: ``pip install "commonground[lessons]"``.

    References
    ----------
    Bauer (2021), "Ripser: efficient computation of Vietoris–Rips persistence barcodes".

    Examples
    --------
    >>> import numpy as np
    >>> square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
    >>> barcodes(square)[1].round(3)
    array([[1.   , 1.414]])
    """
    X = representation(X, fewest=1)
    up_to = whole(up_to, "up_to", least=0)
    D = _validated(X) if distances else squareform(pdist(X))
    with lessons():
        from ripser import ripser
    return ripser(D, maxdim=up_to, distance_matrix=True)["dgms"]


def lengths(bars: ArrayLike, count: int | None = None) -> np.ndarray:
    """Return how long bars are, the longest first.

    Parameters
    ----------
    bars : array-like, shape (n, 2)
        Births and deaths.
    count : int, optional
        Return so many: the longest, and zeros where there are fewer bars.

    Returns
    -------
    ndarray, shape (n,) or (count,)

    Raises
    ------
    ValueError
        If the bars are not two columns.
    """
    bars = np.asarray(bars, dtype=float)
    if bars.ndim != 2 or bars.shape[1] != 2:
        raise ValueError(f"bars have shape {bars.shape}: give (n, 2), a birth and a death per row")
    found = np.sort(bars[:, 1] - bars[:, 0])[::-1]
    if count is None:
        return found
    count = whole(count, "count")
    return np.r_[found, np.zeros(count)][:count]


def _validated(D: np.ndarray) -> np.ndarray:
    """Refuse what are no distances between n points."""
    if D.shape[0] != D.shape[1] or np.abs(D - D.T).max() > 1e-6 * np.abs(D).max() or np.diag(D).any():
        raise ValueError(
            f"X has shape {D.shape}: distances are (n, n), symmetric and 0 on the diagonal; "
            "for points, leave out distances=True"
        )
    return D
