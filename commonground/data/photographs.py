"""Colour photographs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from sklearn.datasets import load_sample_image

ORIGIN = (
    "Two photographs on Flickr, by danielbuechele (a temple in China) and vultilion (a flower), both CC BY 2.0, as "
    "scikit-learn carries them, halved in size."
)
WHITE = (0.95047, 1.0, 1.08883)
"""The white of sRGB, D65, as XYZ."""


@dataclass(frozen=True)
class Photographs:
    """Two photographs, in the colours of a screen and in those of an eye.

    Attributes
    ----------
    rgb : tuple of ndarray, each of shape (rows, columns, 3)
        sRGB, 0 to 1.
    lab : tuple of ndarray, each of shape (rows, columns, 3)
        CIELAB: lightness 0 to 100, green to red, blue to yellow; equal distances look about equally different.
    origin : str
        Where the photographs come from, and their licence.
    """

    rgb: tuple[np.ndarray, ...]
    lab: tuple[np.ndarray, ...]
    origin: str = ORIGIN


def photographs() -> Photographs:
    """Return two colour photographs of 214 × 320 pixels, a temple and a flower."""
    rgb = tuple(load_sample_image(name)[::2, ::2] / 255 for name in ("china.jpg", "flower.jpg"))
    return Photographs(rgb, tuple(cielab(image) for image in rgb))


def cielab(rgb: ArrayLike) -> np.ndarray:
    """Return sRGB colours as CIELAB (1976, white D65).

    Parameters
    ----------
    rgb : array-like, shape (..., 3)
        Between 0 and 1.
    """
    rgb = np.asarray(rgb, float)
    if rgb.shape[-1:] != (3,) or not ((rgb >= 0) & (rgb <= 1)).all():
        raise ValueError(
            f"rgb has shape {rgb.shape}: give colours as (..., 3), red, green and blue from 0 to 1"
        )
    linear = np.where(rgb > 0.04045, ((rgb + 0.055) / 1.055) ** 2.4, rgb / 12.92)
    xyz = linear @ np.array(
        [
            [0.4124564, 0.2126729, 0.0193339],
            [0.3575761, 0.7151522, 0.1191920],
            [0.1804375, 0.0721750, 0.9503041],
        ]
    )
    t = xyz / WHITE
    x, y, z = np.moveaxis(np.where(t > (6 / 29) ** 3, np.cbrt(t), t * (29 / 6) ** 2 / 3 + 4 / 29), -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)
