"""The exercises of module 7, Symmetric transport."""

from commonground.checks.m07 import feedback, kolen_pollack, nudge, products, settle, substitute

__all__ = ["EXERCISES"]

EXERCISES = tuple(part.EXERCISE for part in (products, substitute, settle, nudge, feedback, kolen_pollack))
