"""The exercises of module 10, Curved spaces: their files, in the order of their numbers."""

EXERCISES = (
    "distance",
    "translate",
    "there_and_back",
    "sarkar",
    "delta",
    "align",
    "plant",
    "bring",
    "by_chance",
)
