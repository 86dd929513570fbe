"""The checks of the exercises: ``check("1.1", linear_cka)`` says what holds, what does not, and one step on.

What an exercise is, ``commonground.checks.exercise`` says; each module's stand in a package (``m01``, …).
"""

__all__ = ["Unsolved", "check"]


def __getattr__(name: str):
    # Loaded when it is asked for: beside a student's code, where answers are graded, stands `here` alone.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from commonground.checks import notebook

    return getattr(notebook, name)
