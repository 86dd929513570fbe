"""Training: one network, or many seeds of it at once; and what their layers say to a set of probes."""

from commonground.training.look import accuracy, activations
from commonground.training.many import fit_many
from commonground.training.one import History, fit
from commonground.training.own import fit_own

__all__ = ["History", "accuracy", "activations", "fit", "fit_many", "fit_own"]
