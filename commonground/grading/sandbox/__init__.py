"""Throw-away processes: the judge's end of them here, and in ``child`` the files that share one with a student's code."""
