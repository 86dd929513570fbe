"""The exercises of module 10, Curved spaces: their files, in the order of their numbers."""

EXERCISES = ("centred",)
