"""What the words of captions mean, in numbers."""

import numpy as np

__all__ = ["falls", "lengths", "level", "log_slope", "off_diagonal", "rises", "vertical"]


def rises(values, slack=0.0):
    """Whether each value is above the one before it; a dip of ``slack`` is none."""
    return bool((np.diff(values) > -slack).all() and values[-1] > values[0])


def falls(values, slack=0.0):
    """Whether each value is below the one before it; a bump of ``slack`` is none."""
    return rises(-np.asarray(values), slack)


def level(values, within):
    """Whether the largest and the smallest value differ by ``within`` at most."""
    return bool(np.ptp(values) <= within)


def log_slope(trace, since=0.0):
    """Return the slope of a line on logarithmic axes, from ``since`` on."""
    on = trace.x >= since
    return np.polyfit(np.log(trace.x[on]), np.log(trace.y[on]), 1)[0]


def off_diagonal(square):
    """Return all values of a square matrix but those of its diagonal."""
    return square[~np.eye(len(square), dtype=bool)]


def vertical(trace):
    """Return where an upright line stands."""
    assert np.ptp(trace.x) == 0
    return trace.x[0]


def lengths(bars):
    """Return how long the bars of a barcode are, the longest first; they are drawn one after the other, with gaps."""
    ends = bars.x[~np.isnan(bars.x)].reshape(-1, 2)
    return np.sort(ends[:, 1] - ends[:, 0])[::-1]
