"""Where to look when looking costs: leverage, points that repel each other, and the fit that undoes the choice."""

from commonground.sampling.dpp import projection_dpp
from commonground.sampling.fit import weighted_least_squares
from commonground.sampling.leverage import dimensionality, leverage

__all__ = ["dimensionality", "leverage", "projection_dpp", "weighted_least_squares"]


def __dir__() -> list[str]:
    return __all__
