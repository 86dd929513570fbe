"""The data sets of the lessons: functions that return plain arrays and say where they come from."""

from commonground.data.brains import ObjectRDMs, kriegeskorte92
from commonground.data.handwriting import Digits, digits
from commonground.data.people import PeopleAtRest, people_at_rest
from commonground.data.photographs import Photographs, cielab, photographs
from commonground.data.simulated import grid_module
from commonground.data.views import DigitViews, digit_views
from commonground.data.worm import Stimulations, WormResponses, worm_responses

__all__ = [
    "DigitViews",
    "Digits",
    "ObjectRDMs",
    "PeopleAtRest",
    "Photographs",
    "Stimulations",
    "WormResponses",
    "cielab",
    "digit_views",
    "digits",
    "grid_module",
    "kriegeskorte92",
    "people_at_rest",
    "photographs",
    "worm_responses",
]


def __dir__() -> list[str]:
    return __all__
