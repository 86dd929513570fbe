"""Whether the website is being built: figures then become documents of a page, and long work says nothing."""

import os

__all__ = ["begin_page", "builds_page"]

VARIABLE = "COMMONGROUND_PAGE"


def builds_page() -> bool:
    """Return whether what runs here is for a page of the website."""
    return bool(os.environ.get(VARIABLE))


def begin_page() -> None:
    """Say to this process, and to those that it starts, that what they run is for a page of the website."""
    os.environ[VARIABLE] = "1"
