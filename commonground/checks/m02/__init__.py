"""The exercises of module 2, Folding space."""

from commonground.checks.m02 import bend, creases, direction_or_ring, directions, steepness, two_nn

__all__ = ["EXERCISES"]

EXERCISES = tuple(part.EXERCISE for part in (bend, creases, directions, two_nn, steepness, direction_or_ring))
