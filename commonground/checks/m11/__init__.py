"""The exercises of module 11, Shape and sampling: their files, in the order of their numbers."""

EXERCISES = ("centred",)
