"""The exercises of module 3, Sets: their files, in the order of their numbers."""

EXERCISES = (
    "deep_sets",
    "equivariant",
    "confuse",
    "janossy",
    "power_sums",
    "black_box",
    "too_few",
    "trays",
    "which_pool",
)
