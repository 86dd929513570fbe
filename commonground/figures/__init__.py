"""The look of every figure; drawings that lessons share; and the two calls that put one on the page."""

from commonground.extras import lessons

with lessons():
    from commonground.figures.barcode import barcode
    from commonground.figures.display import Budget, explore, show, table
    from commonground.figures.drawings import bars, clouds, curves, level, similarity_matrix
    from commonground.figures.panels import panels
    from commonground.figures.theme import COLOR, HEAT, SERIES, use

__all__ = [
    "COLOR",
    "HEAT",
    "SERIES",
    "Budget",
    "barcode",
    "bars",
    "clouds",
    "curves",
    "explore",
    "level",
    "panels",
    "show",
    "similarity_matrix",
    "table",
    "use",
]


def __dir__() -> list[str]:
    return __all__
