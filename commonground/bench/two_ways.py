"""One claim on the bench: two descriptions, the map between them, what it must preserve, and a twin that does not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["TwoWays", "Verdict", "examine"]


@dataclass(frozen=True)
class TwoWays:
    """A claim that two descriptions are of one thing.

    Attributes
    ----------
    name : str
        What the claim is about.
    one, other : str
        The two descriptions.
    preserves : str
        What the map between them must leave as it is.
    error : callable
        ``error(model)`` returns how far a model is from preserving it, a number ≥ 0.
    right, broken : object
        The model, and its twin that breaks the rule: both are given to ``error``.
    tolerance : float
        The largest error that counts as none, fixed before either is measured.
    """

    name: str
    one: str
    other: str
    preserves: str
    error: Callable[[Any], float]
    right: Any
    broken: Any
    tolerance: float = 0.0


@dataclass(frozen=True)
class Verdict:
    """What the bench found.

    Attributes
    ----------
    way : TwoWays
        The claim.
    error, error_of_twin : float
        How far the model and its broken twin are from preserving.
    """

    way: TwoWays
    error: float
    error_of_twin: float

    @property
    def holds(self) -> bool:
        """Whether the model's error is within the tolerance."""
        return self.error <= self.way.tolerance

    @property
    def tells(self) -> bool:
        """Whether the twin's error is beyond the tolerance: a test that both pass has tested nothing."""
        return self.error_of_twin > self.way.tolerance


def examine(ways: Sequence[TwoWays]) -> list[Verdict]:
    """Measure each claim and its broken twin by the same function.

    Parameters
    ----------
    ways : sequence of TwoWays
        The claims.

    Returns
    -------
    list of Verdict
        One per claim, in order.

    Raises
    ------
    ValueError
        If an error is negative or not a finite number: it says how far a rule is from holding.
    """
    return [Verdict(way, _measured(way, way.right), _measured(way, way.broken)) for way in ways]


def _measured(way: TwoWays, model: Any) -> float:
    error = float(way.error(model))
    if not (np.isfinite(error) and error >= 0):
        raise ValueError(
            f"the error of {way.name!r} is {error}: return a finite number, 0 where the rule holds"
        )
    return error
