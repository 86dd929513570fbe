"""A bar that says how far long work is."""

from typing import Any

from commonground.page import builds_page

__all__ = ["progress_bar"]


def progress_bar(what: str, total: int, *, shown: bool, anywhere: bool = False) -> Any:
    """Return a bar of tqdm's; one that does nothing in a build of the website.

    Parameters
    ----------
    what : str
        What is done, as in ``"12 networks"``.
    total : int
        The count at which it is done.
    shown : bool
        Whether it is asked for.
    anywhere : bool
        Also where it is not known that somebody watches, as in a log; else in a notebook or a terminal only.
    """
    from tqdm import auto  # only now: it looks for a notebook, which takes a while

    if builds_page() or not shown:
        return auto.tqdm(disable=True)
    notebook = auto.notebook_tqdm is not auto.std_tqdm
    hidden = False if notebook or anywhere else None  # None: tqdm asks whether it writes to a terminal
    return auto.tqdm(total=total, desc=what, disable=hidden)
