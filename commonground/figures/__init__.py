"""The look of every figure, and the two calls that put one on the page: ``show`` and ``explore``."""

from commonground.figures.display import Budget, explore, show, table
from commonground.figures.look import COLOR, HEAT, SERIES, use

__all__ = ["COLOR", "HEAT", "SERIES", "Budget", "explore", "show", "table", "use"]
