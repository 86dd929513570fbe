"""Measures of how alike two representations of the same stimuli are.

X (n, p) and Y (n, q) are responses of p and q units to the same n stimuli, rows in the same order. A similarity
is 1 for the same representation, a distance 0. :func:`measures` lists what each ignores. Two pandas frames whose rows have
other labels, or the same in another order, are refused.
"""

from commonground.similarity._measure import Measure
from commonground.similarity.canonical import cca, mean_cca, pwcca, svcca
from commonground.similarity.cka import linear_cka, minibatch_cka
from commonground.similarity.kernel import kernel_cka
from commonground.similarity.neighbours import cknna, mutual_knn
from commonground.similarity.pairs import pairwise
from commonground.similarity.procrustes import angular_procrustes, procrustes_distance, procrustes_similarity
from commonground.similarity.rdms import rdm, rsa
from commonground.similarity.registry import measures
from commonground.similarity.regression import linear_regression_r2

__all__ = [
    "Measure",
    "angular_procrustes",
    "cca",
    "cknna",
    "kernel_cka",
    "linear_cka",
    "linear_regression_r2",
    "mean_cca",
    "measures",
    "minibatch_cka",
    "mutual_knn",
    "pairwise",
    "procrustes_distance",
    "procrustes_similarity",
    "pwcca",
    "rdm",
    "rsa",
    "svcca",
]


def __dir__() -> list[str]:
    return __all__
