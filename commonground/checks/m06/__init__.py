"""The exercises of module 6, Infinite width: their files, in the order of their numbers."""

EXERCISES = (
    "tangent",
    "arccos",
    "scales",
    "step",
    "intrinsic",
    "core",
    "lazy_or_rich",
    "adapter",
    "learned",
)
