"""The exercises of module 12, Far readings: their files, in the order of their numbers."""

EXERCISES = (
    "routes",
    "paths",
    "weights",
    "broken",
    "bent",
    "meaning",
    "neighbours",
    "to_order",
    "whole_families",
)
