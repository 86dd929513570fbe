"""Chooses the safest sandbox that this system has."""

from commonground.grading.sandbox.isolated import Isolated, NoIsolation
from commonground.grading.sandbox.unisolated import Unisolated

__all__ = ["NoIsolation", "sandbox"]


def sandbox(require_isolation: bool = False) -> Isolated | Unisolated:
    """Return the safest way to run an answer that this system has.

    Raises
    ------
    NoIsolation
        If ``require_isolation`` and there is no safe one.
    """
    try:
        return Isolated()
    except NoIsolation as error:
        if require_isolation:
            raise
        return Unisolated(str(error))
