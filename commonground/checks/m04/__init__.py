"""The exercises of module 4, Convergence."""

from commonground.checks.m04 import anchors, false_friends, mutual_knn, pmi, relative, stitch

__all__ = ["EXERCISES"]

EXERCISES = tuple(part.EXERCISE for part in (mutual_knn, relative, stitch, pmi, anchors, false_friends))
