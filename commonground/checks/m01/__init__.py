"""The exercises of module 1, Folding space."""

from commonground.checks.m01 import bend, creases, direction_or_ring, directions, steepness, two_nn

__all__ = ["EXERCISES"]

EXERCISES = tuple(part.EXERCISE for part in (bend, creases, directions, two_nn, steepness, direction_or_ring))
