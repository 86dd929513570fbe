"""The exercises of module 7, Symmetric transport: their files, in the order of their numbers."""

EXERCISES = (
    "which_product",
    "lopsided",
    "settle",
    "nudge",
    "feedback",
    "wires_meet",
    "beyond_noise",
    "by_nudges",
    "break_it",
    "teaches",
)
