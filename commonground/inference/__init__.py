"""How sure a number is: intervals, what chance gives, differences, the best of many, reliability.

Every function takes a measure of :mod:`commonground.similarity`, by name or as the function, or any function of two
representations that returns a number.
"""

from commonground.inference.ceiling import noise_ceiling
from commonground.inference.groups import compare_groups
from commonground.inference.layers import BestLayer, best_layer
from commonground.inference.models import Difference, Differences, difference, differences
from commonground.inference.one import compare
from commonground.inference.results import Comparison, Null
from commonground.inference.trials import reliability

__all__ = [
    "BestLayer",
    "Comparison",
    "Difference",
    "Differences",
    "Null",
    "best_layer",
    "compare",
    "compare_groups",
    "difference",
    "differences",
    "noise_ceiling",
    "reliability",
]
