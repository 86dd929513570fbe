"""An interval from random halves of the stimuli, over people too."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from commonground.inference.results import LEVEL


@dataclass(frozen=True)
class Spread:
    """The variance of a mean, by what it comes from, and how many independent draws each estimate rests on."""

    parts: list[tuple[float, int]]  # (variance, degrees of freedom) of each thing that is drawn anew
    shared: float = 0.0  # variance that two of the parts both hold

    @property
    def variance(self) -> float:
        """The sum, what is held twice taken off once; no less than the largest part."""
        whole = sum(variance for variance, _ in self.parts) - self.shared
        return max(whole, *(variance for variance, _ in self.parts))

    @property
    def freedom(self) -> float:
        """Degrees of freedom of the sum, by Satterthwaite."""
        rough = sum(variance**2 / free for variance, free in self.parts if free)
        return self.variance**2 / rough if rough > 0 else 1.0

    def interval(self, value: float, bound: float, sign: int) -> tuple[float, float]:
        """Return the 95 % interval, cut off at ``bound``, beyond which no value lies, unless it is NaN."""
        reach = stats.t.ppf((1 + LEVEL) / 2, self.freedom) * np.sqrt(self.variance)
        low, high = value - reach, value + reach
        low, high = (low, np.fmin(high, bound)) if sign > 0 else (np.fmax(low, bound), high)
        return float(low), float(high)

    def p(self, value: float) -> float:
        """Return how likely a value at least as far from 0, on either side, is if the true one is 0."""
        if self.variance == 0:
            return 1.0 if value == 0 else 0.0
        return float(2 * stats.t.sf(abs(value) / np.sqrt(self.variance), self.freedom))


def of_stimuli(halves: np.ndarray, n: int) -> Spread:
    """Return the spread over stimuli, from values on random halves of them.

    Half of the stimuli, drawn without replacement, vary about their mean as much as all n vary about the truth: drawing
    n/2 of n takes off one half of a variance that is twice as large.
    """
    return Spread([(float(halves.var(ddof=1)), n - 1)])


def saturated(halves: np.ndarray, value: float) -> bool:
    """Whether every half gives the same, and something else than the whole: such halves tell nothing."""
    return len(halves) > 0 and np.ptp(halves) <= 1e-12 and abs(halves.mean() - value) > 1e-9
