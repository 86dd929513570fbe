"""The best of many layers, with the null of the best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from commonground.inference._pairs import Draws, Pairs, best, direction
from commonground.inference.results import Null, calibrated, p_value, shown, shown_p, table


@dataclass(frozen=True)
class BestLayer:
    """The layer that comes closest, and what the search alone would have found.

    Attributes
    ----------
    measure : str
    layer : int or (int, int)
        Its place among the layers; a pair of places where X was a list of layers, too.
    value : float
        Its measure: the best of ``values``.
    values : ndarray, shape (layers,) or (layers of X, layers)
    p : float
        How likely the best of all layers is at least as close by chance.
    null : Null
        Of the best of all layers, the same order of the stimuli in every layer.
    calibrated : float
        0 at the null's threshold and below, 1 for the same representation (Gröger et al. 2026, eq. 12).
    """

    measure: str
    layer: int | tuple[int, int]
    value: float
    values: np.ndarray
    p: float
    null: Null
    calibrated: float

    def __repr__(self):
        return (
            f"{self.measure} {shown(self.value)} at layer {self.layer}, the best of {self.values.size}; "
            f"p {shown_p(self.p)} (the best under {self.null}), calibrated {shown(self.calibrated)}"
        )

    def _repr_html_(self):
        row = [str(self.layer), shown(self.value), shown_p(self.p), str(self.null), shown(self.calibrated)]
        heads = ["layer", self.measure, "p", "chance, the best of all", "calibrated"]
        return table(heads, [row], f"the best of {self.values.size}")


def best_layer(
    measure: str | Callable[..., float],
    X: ArrayLike | Sequence[ArrayLike],
    layers: Sequence[ArrayLike],
    *,
    n_permutations: int = 1000,
    seed: int | np.random.Generator = 0,
    n_jobs: int | None = None,
    progress: bool = False,
    **options: Any,
) -> BestLayer:
    """Return the layer that is closest to a representation, tested against the best that a search finds by chance.

    The more layers are tried, the higher is the best of them, with or without a relation. So the null takes the best,
    too: the stimuli are put in a random order, the same for all layers, all are compared, and the best counts.

    Parameters
    ----------
    measure : str or callable
        As in :func:`compare`.
    X : array-like, shape (n, p), or a list of these
        A representation; or the layers of one network, then all pairs are searched.
    layers : list of array-like, each of shape (n, qᵢ)
        Representations of the same stimuli.
    n_permutations : int
        Random orders, at least 1.
    seed, n_jobs, progress, **options
        As in :func:`compare`.

    Returns
    -------
    BestLayer

    Raises
    ------
    ValueError
        As :func:`compare`.

    References
    ----------
    Gröger, Wen & Brbić (2026), "Revisiting the platonic representation hypothesis: an Aristotelian view", section 5
    (the null of the best, and the calibrated score, eq. 12).
    """
    several = isinstance(X, list | tuple) and np.ndim(X[0]) == 2
    pairs = Pairs(measure, X if several else [X], layers, options, ("X", "layers"))
    if n_permutations == 0:
        raise ValueError("n_permutations is 0: best_layer tells a layer from chance by them; give at least 1")
    sign, values = direction(pairs.measure), pairs.values()
    orders = Draws(seed, n_jobs, progress).orders(pairs, n_permutations)
    chance = sign * (sign * orders).max(axis=(1, 2))
    i, j = divmod(int(np.argmax(sign * values)), values.shape[1])
    value, null = float(values[i, j]), Null.drawn(chance, sign)
    return BestLayer(
        measure=pairs.measure.name,
        layer=(i, j) if several else j,
        value=value,
        values=values if several else values[0],
        p=float(p_value(np.array(value), chance, sign, pairs.tied)),
        null=null,
        calibrated=calibrated(value, null.threshold, best(pairs.measure)),
    )
