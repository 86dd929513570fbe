"""What the lessons need beyond the ground floor, and how to get it."""

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["lessons"]


@contextmanager
def lessons() -> Iterator[None]:
    """Around imports of torch, plotly and the like: where one is missing, the error says how to install it."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing == "commonground":
            raise
        raise ModuleNotFoundError(
            f'{missing} is not installed, and this part of Common Ground needs it: pip install "commonground[lessons]"',
            name=missing,
        ) from None
