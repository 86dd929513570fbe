"""The exercises of module 9, Symmetry: their files, in the order of their numbers."""

EXERCISES = (
    "equivariance",
    "lift",
    "reading",
    "polar",
    "haar",
    "charge",
    "commuting",
    "rebalance",
    "is_a_turn",
)
