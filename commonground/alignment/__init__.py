"""Maps from one representation to another, fitted on shared stimuli: scikit-learn estimators.

X (n, p) and Y (n, q) are responses to the same n stimuli, rows in the same order; ``fit(X, Y)``, ``transform(X)``,
``score(X, Y)``.
"""

from commonground.alignment.generalized import GeneralizedProcrustes
from commonground.alignment.linear import LinearMap
from commonground.alignment.procrustes import Procrustes
from commonground.alignment.relative import RelativeRepresentation

__all__ = ["GeneralizedProcrustes", "LinearMap", "Procrustes", "RelativeRepresentation"]


def __dir__() -> list[str]:
    return __all__
