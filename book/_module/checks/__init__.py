"""The exercises of module NUMBER, TITLE."""

from commonground.checks.PACKAGE import centred

__all__ = ["EXERCISES"]

EXERCISES = (centred.EXERCISE,)
