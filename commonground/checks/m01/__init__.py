"""The exercises of module 1, Measuring alignment."""

from commonground.checks.m01 import debiased_cka, detective, identify, linear_cka, procrustes, rsa

__all__ = ["EXERCISES"]

EXERCISES = tuple(part.EXERCISE for part in (linear_cka, procrustes, rsa, debiased_cka, identify, detective))
