"""Training: one network, or many seeds of it at once; and what their layers say to a set of probes."""

from commonground.extras import lessons

with lessons():
    from commonground.training.each_own_data import fit_own
    from commonground.training.many import fit_many
    from commonground.training.one import History, fit
    from commonground.training.probe import accuracy, activations

__all__ = ["History", "accuracy", "activations", "fit", "fit_many", "fit_own"]


def __dir__() -> list[str]:
    return __all__
