"""Writes values the way a student would: few digits, small arrays whole, large ones by their shape."""

import numpy as np

__all__ = ["show", "telling_digits"]


def show(value, digits: int = 3) -> str:
    """Return a plain value as text."""
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else value[:57] + "…")
    if isinstance(value, float | np.floating):
        return _real(float(value), digits)
    if isinstance(value, int | complex | None | np.generic):
        return f"{value:.{digits}g}" if isinstance(value, complex) else str(value)
    if isinstance(value, np.ndarray):
        if value.size > 36:
            return f"an array of shape {value.shape}"
        return show(value.item(), digits) if value.ndim == 0 else _row(value, digits)
    if any(isinstance(item, np.ndarray) for item in value):
        return f"{len(value)} arrays of shapes " + ", ".join(str(np.shape(item)) for item in value)
    return _row(value[:24], digits, "" if len(value) <= 24 else ", …")


def telling_digits(values: list) -> int:
    """Return how many digits are needed for different values to look different."""
    for digits in (3, 6, 9):
        if len({show(value, digits) for value in values}) == len({show(value, 12) for value in values}):
            return digits
    return 12


def _row(items, digits, rest=""):
    return "[" + ", ".join(show(item, digits) for item in items) + rest + "]"


def _real(value, digits):
    value = round(value, 9)  # what rounding leaves of a whole number is no news to a student
    if value.is_integer() and abs(value) < 1e6:
        return str(int(value))
    small = abs(value) < 10**-digits
    return f"{value:.{digits - 1}e}" if small or abs(value) >= 1e6 else f"{value:.{digits}f}"
