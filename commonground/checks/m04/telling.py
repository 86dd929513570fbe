"""Inputs that tell right from wrong."""

from collections.abc import Callable

import numpy as np

from commonground.checks.values import alike, plain

__all__ = ["telling", "unlike"]


def telling(draw: Callable[[], tuple], answers: list[Callable]) -> tuple:
    """Return a draw on which no two of these answers give the same, so that no mistake is right by luck."""
    while True:
        inputs, values = draw(), []
        for answer in answers:
            with np.errstate(all="ignore"):
                value = plain(answer(*inputs))
            if any(alike(value, other, 1e-3) for other in values):
                break
            values.append(value)
        else:
            return inputs


def unlike(draw: Callable[[], tuple], answer: Callable) -> list[tuple]:
    """Return two draws for which the right answers differ, so that no constant is right for both."""
    first = draw()
    while True:
        second = draw()
        if not alike(plain(answer(*first)), plain(answer(*second)), 1e-3):
            return [first, second]
