"""The checks of the exercises: ``check("1.1", linear_cka)`` says what holds, what does not, and one step on.

An exercise is data (``commonground.checks.exercise``), one package a module (``m01``, …).
"""

from commonground.checks.notebook import Unsolved, check

__all__ = ["Unsolved", "check"]
