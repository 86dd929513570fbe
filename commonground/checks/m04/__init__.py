"""The exercises of module 4, Convergence: their files, in the order of their numbers."""

EXERCISES = (
    "mutual_knn",
    "relative",
    "stitch",
    "pmi",
    "anchors",
    "false_friends",
    "reliability",
    "other_negatives",
    "two_widths",
    "hyperalign",
    "imitated",
)
