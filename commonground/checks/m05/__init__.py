"""The exercises of module 5, Unalignable."""

from commonground.checks.m05 import alignable, floor, linear_map, odd_even, strangers

__all__ = ["EXERCISES"]

EXERCISES = tuple(part.EXERCISE for part in (linear_map, strangers, floor, odd_even, alignable))
