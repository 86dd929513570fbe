"""The data sets of the lessons: functions that return plain arrays and say where they come from."""

from commonground.data.brains import ObjectRDMs, kriegeskorte92
from commonground.data.handwriting import Digits, digits
from commonground.data.photographs import Photographs, cielab, photographs

__all__ = ["Digits", "ObjectRDMs", "Photographs", "cielab", "digits", "kriegeskorte92", "photographs"]


def __dir__() -> list[str]:
    return __all__
