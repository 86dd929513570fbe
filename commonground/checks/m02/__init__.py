"""The exercises of module 2, Folding space: their files, in the order of their numbers."""

EXERCISES = (
    "bend",
    "creases",
    "directions",
    "two_nn",
    "steepness",
    "direction_or_ring",
    "free",
    "cloud",
    "control",
)
