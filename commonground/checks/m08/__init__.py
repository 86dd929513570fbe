"""The exercises of module 8, Function spaces: their files, in the order of their numbers."""

EXERCISES = (
    "grids",
    "exponential",
    "koopman",
    "sensors",
    "impostors",
    "slaved",
    "follow",
    "converges",
)
