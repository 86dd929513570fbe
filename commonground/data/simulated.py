"""Populations of cells that were never recorded: expected counts, for comparison with those that were."""

import numpy as np
from numpy.typing import ArrayLike

from commonground.inputs import number, whole

__all__ = ["grid_module"]


def grid_module(
    places: ArrayLike,
    cells: int,
    rng: np.random.Generator,
    *,
    spacing: float = 0.5,
    turn: float = 0.0,
    peak: float = 10.0,
) -> np.ndarray:
    """Return what a module of grid cells is expected to count at each place: one lattice, random phases.

    Parameters
    ----------
    places : array-like, shape (n, 2)
        Metres.
    cells : int
        How many.
    rng : numpy.random.Generator
        Draws the phases.
    spacing : float
        Between two neighbouring fields, metres.
    turn : float
        Of the lattice, radians.
    peak : float
        Expected count in the middle of a field.

    Returns
    -------
    ndarray, shape (n, cells)
        Expected counts: ``rng.poisson`` of it are spikes.

    Raises
    ------
    ValueError
        If places are not two columns, or spacing or peak are not above 0.
    """
    places, cells = np.asarray(places, dtype=float), whole(cells, "cells")
    if places.ndim != 2 or places.shape[1] != 2:
        raise ValueError(f"places have shape {places.shape}: give (n, 2), metres")
    spacing, peak = number(spacing, "spacing", above=0), number(peak, "peak", above=0)
    angle = turn + np.pi / 3 * np.arange(3)
    waves = 4 * np.pi / (3**0.5 * spacing) * np.stack([np.cos(angle), np.sin(angle)])
    phase = rng.uniform(0, 2 * np.pi, (cells, 3))
    phase[:, 2] = phase[:, 1] - phase[:, 0]  # so that the three waves peak together
    crest = np.cos((places @ waves)[:, None] - phase).sum(axis=-1)
    return peak * np.exp(0.8 * (crest - 3))
