"""The shape of a point cloud: barcodes, with one parameter or with two, and the law of one of them."""

from commonground.topology.barcodes import barcodes, lengths
from commonground.topology.circle import ring_birth, ring_birth_law
from commonground.topology.density import density, hilbert_function, signed_measure
from commonground.topology.landmarks import farthest_points

__all__ = [
    "barcodes",
    "density",
    "farthest_points",
    "hilbert_function",
    "lengths",
    "ring_birth",
    "ring_birth_law",
    "signed_measure",
]


def __dir__() -> list[str]:
    return __all__
