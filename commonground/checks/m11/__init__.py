"""The exercises of module 11, Shape and sampling: their files, in the order of their numbers."""

EXERCISES = ("pieces", "ring", "masses", "repel", "undo", "shares", "look", "pack", "barcode")
