"""The exercises of module 3, Sets."""

from commonground.checks.m03 import black_box, confuse, deep_sets, equivariant, janossy, power_sums

__all__ = ["EXERCISES"]

EXERCISES = tuple(part.EXERCISE for part in (deep_sets, equivariant, confuse, janossy, power_sums, black_box))
