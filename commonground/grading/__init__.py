"""Grades the sheets of strangers: their code runs in throw-away processes, the verdict is reached outside of them."""
