"""A test bench for claims that two descriptions are of one thing: the map between them is tested, and so is a broken twin.

:class:`TwoWays` is one such claim, and :func:`examine` tests several. The other names are what module 12 puts on the
bench: fields of matrices, parts of samplers, energies of charges, and embeddings of formulas.
"""

from commonground.bench.charges import bends, binding, fewest_quanta
from commonground.bench.families import family_null, shuffled
from commonground.bench.formulas import by_subtree, by_token, by_value
from commonground.bench.matrix_fields import MatrixField, digits
from commonground.bench.samplers import Particles, length_chain, move, prior, resample, weigh
from commonground.bench.two_ways import TwoWays, Verdict, examine

__all__ = [
    "MatrixField",
    "Particles",
    "TwoWays",
    "Verdict",
    "bends",
    "binding",
    "by_subtree",
    "by_token",
    "by_value",
    "digits",
    "examine",
    "family_null",
    "fewest_quanta",
    "length_chain",
    "move",
    "prior",
    "resample",
    "shuffled",
    "weigh",
]


def __dir__() -> list[str]:
    return __all__
