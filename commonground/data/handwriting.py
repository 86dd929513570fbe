"""Handwritten digits."""

from dataclasses import dataclass

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from commonground.seeds import rng

ORIGIN = (
    "Optical recognition of handwritten digits (E. Alpaydin and C. Kaynak, 1998), UCI Machine Learning "
    "Repository, https://doi.org/10.24432/C50P49, CC BY 4.0; its test set, as scikit-learn carries it."
)


@dataclass(frozen=True)
class Digits:
    """Images of handwritten digits, split into a training and a test part.

    Attributes
    ----------
    X_train : ndarray of float32, shape (n, 64)
        Images of 8 × 8 pixels, row after row; 0 is paper, 1 is ink.
    y_train : ndarray of int64, shape (n,)
        The digit, 0 to 9.
    X_test : ndarray of float32, shape (m, 64)
        Images that are in no training part.
    y_test : ndarray of int64, shape (m,)
        Their digits.
    origin : str
        Where the images come from, and their licence.
    """

    X_train: np.ndarray
    y_train: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray
    origin: str = ORIGIN


def digits(n_test: int = 500) -> Digits:
    """Return scikit-learn's 1,797 handwritten digits, each class in equal share in both parts.

    Which images are held out depends on the course's seed and on nothing else, so that every lesson
    tests on the same ones.

    Parameters
    ----------
    n_test : int
        How many images to hold out.

    Raises
    ------
    ValueError
        If fewer than 10 images would be left in either part.
    """
    images, labels = load_digits(return_X_y=True)
    if not 10 <= n_test <= len(images) - 10:
        raise ValueError(f"n_test is {n_test}: hold out between 10 and {len(images) - 10} images")
    images = (images / 16).astype(np.float32)
    train, test = train_test_split(
        np.arange(len(images)), test_size=n_test, stratify=labels, random_state=int(rng(0).integers(2**31))
    )
    return Digits(images[train], labels[train], images[test], labels[test])
