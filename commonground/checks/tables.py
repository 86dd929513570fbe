"""Tables of responses and of labels, and what the checks of several modules ask of them."""

import numpy as np
from numpy.linalg import norm, svd

from commonground.checks.values import Wrong, as_array

__all__ = ["basis", "centred", "linear_cka", "linear_regression_r2", "mean_cca", "one_hot", "two_tables"]


def centred(X):
    """Return X without the means of its columns."""
    return X - X.mean(axis=0)


def one_hot(y):
    """Return the table of labels: a row a stimulus, a column a class."""
    return np.equal.outer(y, np.unique(y)).astype(float)


def linear_cka(X, Y):
    """Return linear CKA, in as few lines as an exercise allows."""
    X, Y = centred(X), centred(Y)
    return float(norm(X.T @ Y) ** 2 / (norm(X.T @ X) * norm(Y.T @ Y)))


def basis(X):
    """Return orthonormal columns that span those of the centred X."""
    U, sizes, _ = svd(centred(X), full_matrices=False)
    return U[:, sizes > 1e-10 * sizes[0]]


def mean_cca(X, Y):
    """Return the mean canonical correlation."""
    return float(svd(basis(X).T @ basis(Y), compute_uv=False).mean())


def linear_regression_r2(X, Y):
    """Return the share of Y that a linear map of X makes."""
    return float(norm(basis(X).T @ centred(Y)) ** 2 / norm(centred(Y)) ** 2)


def two_tables(ask, value, names: str, n: int, most: int):
    """Return an answer's two tables of n rows and no more than ``most`` units, or tell what they are instead."""
    if not isinstance(value, list) or len(value) != 2:
        ask.unanswered(f"should be 2 tables: `return {', '.join(names)}`")
    tables = []
    for name, table in zip(names, value, strict=True):
        if not isinstance(table, np.ndarray) or table.ndim != 2 or len(table) != n:
            ask.wrong(f"{name} should be a table with {n} rows, one a stimulus")
        if not 1 <= table.shape[1] <= most:
            ask.wrong(
                f"{name} has {table.shape[1]} units: take at most {most}, or any labels could be fitted"
            )
        try:
            tables.append(as_array(table, table.shape))
        except Wrong as wrong:
            ask.wrong(f"{name}: {wrong}")
        if norm(centred(tables[-1])) < 1e-9:
            ask.wrong(f"{name} should answer different stimuli differently")
    return tables
