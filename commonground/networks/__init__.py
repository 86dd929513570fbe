"""The small networks of the lessons: plain PyTorch modules whose children are their layers."""

from commonground.extras import lessons

with lessons():
    from commonground.networks.cnn import CNN
    from commonground.networks.infinite import infinite_relu
    from commonground.networks.mlp import MLP
    from commonground.networks.sets import GRU, DeepSets, as_rows
    from commonground.networks.transformer import Transformer

__all__ = ["CNN", "GRU", "MLP", "DeepSets", "Transformer", "as_rows", "infinite_relu"]


def __dir__() -> list[str]:
    return __all__
