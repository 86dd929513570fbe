"""The exercises of module 5, Unalignable: their files, in the order of their numbers."""

EXERCISES = (
    "linear_map",
    "strangers",
    "floor",
    "odd_even",
    "alignable",
    "bring_up",
    "shop",
    "honest",
)
