"""A number with what one must know of it: how sure it is, and what chance gives."""

from dataclasses import dataclass
from html import escape

import numpy as np

LEVEL = 0.95
"""Of every interval; and of the null, the part that a calibrated score counts as nothing."""


@dataclass(frozen=True)
class Null:
    """What a measure gives for stimuli that have nothing to do with each other.

    Attributes
    ----------
    mean, spread : float
        Mean and standard deviation over orders of the stimuli.
    threshold : float
        What one order in twenty reaches or betters.
    orders : int or None
        How many random orders were drawn; None where all were reckoned in closed form.
    """

    mean: float
    spread: float
    threshold: float
    orders: int | None

    @classmethod
    def drawn(cls, values: np.ndarray, sign: int) -> "Null":
        """Return the null of comparisons under random orders; ``sign`` is −1 where closer is smaller."""
        # The value that a share of at most 5 % of orders and data together reaches, as a permutation test has it.
        ordered = np.sort(sign * values)
        place = min(int(np.ceil(LEVEL * (len(values) + 1))) - 1, len(values) - 1)
        return cls(
            float(values.mean()), float(values.std(ddof=1)) if len(values) > 1 else 0.0,
            float(sign * ordered[place]), len(values),
        )  # fmt: skip

    def __str__(self):
        orders = "all orders" if self.orders is None else f"{self.orders:,} orders"
        return f"{orders} give {shown(self.mean)} ± {shown(self.spread)}"


@dataclass(frozen=True)
class Comparison:
    """One number and how sure it is.

    Attributes
    ----------
    measure : str
        What was measured.
    value : float
    interval : (float, float)
        95 %; NaN where it was not asked for or cannot be had, and ``resampled`` says why.
    p : float
        How likely chance alone gives what is at least as close; NaN if not asked for.
    null : Null or None
        What chance gives.
    resampled : str
        In words, what was drawn anew for the interval.
    best : float
        What the measure gives for the same representation; NaN for a caller's own, of which nobody knows.
    calibrated : float
        0 at the ``threshold`` of the null and below, 1 for the same representation (Gröger et al. 2026, eq. 12);
        NaN without a null.
    """

    measure: str
    value: float
    interval: tuple[float, float]
    p: float
    null: Null | None
    resampled: str
    best: float

    @property
    def calibrated(self) -> float:
        if self.null is None:
            return float("nan")
        return calibrated(self.value, self.null.threshold, self.best)

    def __repr__(self):
        said = f"{self.measure} {shown(self.value)}"
        low, high = self.interval
        said += (
            f", {self.resampled}" if np.isnan(low) else interval_in_words(low, high) + f" ({self.resampled})"
        )
        if not np.isnan(self.p):
            said += f"; p {shown_p(self.p)}"
        return said + (f" ({self.null})" if self.null else "")

    def _repr_html_(self):
        low, high = self.interval
        return table(
            ["measure", "value", "95 % interval", "p", "chance"],
            [[self.measure, shown(self.value), from_to(low, high), shown_p(self.p), str(self.null or "")]],
            caption=self.resampled,
        )


def calibrated(value, threshold, best):
    """Return how far a value has come from the null's threshold to the best there is: between 0 and 1.

    Gröger, Wen & Brbić (2026), eq. 12.
    """
    return float(np.clip((value - threshold) / (best - threshold), 0, 1)) if best != threshold else 0.0


def p_value(values: np.ndarray, null: np.ndarray, sign: int, tied: float) -> np.ndarray:
    """Return the share of orders, the true one counted in, that come at least as close: (1 + #) / (1 + N).

    Rounding makes equal numbers differ by ``tied``, relative to their size; such a tie counts against the data.
    """
    closer = sign * (null - values) >= -tied * np.maximum(1.0, np.abs(values))
    return (1 + closer.sum(axis=0)) / (1 + len(null))


def table(heads: list[str], rows: list[list[str]], caption: str) -> str:
    """Return an HTML table."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def shown(x: float) -> str:
    return f"{x:.3g}" if abs(x) >= 100 else f"{x:.3f}"


def interval_in_words(low: float, high: float) -> str:
    return f", 95 % interval {from_to(low, high)}"


def from_to(low: float, high: float) -> str:
    return "" if np.isnan(low) else f"{shown(low)} to {shown(high)}"


def shown_p(p: float) -> str:
    if np.isnan(p):
        return ""
    return f"= {p:.3f}" if p >= 0.001 else f"= {p:.1g}"
