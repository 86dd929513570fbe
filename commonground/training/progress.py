"""A line that says how far a training run is."""

import sys

from commonground.page import builds_page


class Progress:
    """One line that is overwritten: in a notebook, or in a terminal; silent elsewhere and in the website's pages.

    Parameters
    ----------
    what : str
        What is trained, as in ``"12 networks"``.
    total : int
        The count at which the work is done.
    shown : bool
        False keeps it silent everywhere.
    """

    def __init__(self, what: str, total: int, shown: bool = True):
        self.what, self.total = what, total
        self._write = _writer() if shown else lambda text, last: None

    def update(self, done: int, loss: float) -> None:
        """Say that ``done`` of the total are done, and the loss reached."""
        last = done >= self.total
        state = "trained" if last else f"{100 * done // self.total:3d} %"
        self._write(f"{self.what}: {state}, training loss {loss:.3f}", last)


def _writer():
    """Return ``write(text, last)`` for the place where this code runs."""
    if builds_page():
        return lambda text, last: None
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None and hasattr(shell, "kernel"):
        from IPython.display import display

        handle = display({"text/plain": ""}, raw=True, display_id=True)
        return lambda text, last: handle.update({"text/plain": text}, raw=True)
    if sys.stderr is not None and sys.stderr.isatty():
        return lambda text, last: print(f"\r{text}", end="\n" if last else "", file=sys.stderr, flush=True)
    return lambda text, last: None
