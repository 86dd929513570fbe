"""The exercises of module NUMBER, TITLE: their files, in the order of their numbers."""

EXERCISES = ("centred",)
