"""A bar that says how far long work is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from commonground.page import builds_page

__all__ = ["progress_bar", "watched"]

Watcher = Callable[[str, int, int], object]  # (what, done, total)
_watchers: list[Watcher] = []


@contextmanager
def watched(by: Watcher) -> Iterator[None]:
    """Tell ``by`` how far the work within is, in place of every bar: what is done, how many are, and of how many."""
    _watchers.append(by)
    try:
        yield
    finally:
        _watchers.pop()


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
    if _watchers:
        return _Told(what, total, _watchers[-1])
    from tqdm import auto  # only now: it looks for a notebook, which takes a while

    if builds_page() or not shown:
        return auto.tqdm(disable=True)
    notebook = auto.notebook_tqdm is not auto.std_tqdm
    hidden = False if notebook or anywhere else None  # None: tqdm asks whether it writes to a terminal
    return auto.tqdm(total=total, desc=what, disable=hidden)


class _Told:
    """What a bar is to those who use it, for a watcher."""

    def __init__(self, what: str, total: int, watcher: Watcher):
        self.what, self.total, self.watcher, self.done = what, total, watcher, 0

    def __enter__(self) -> "_Told":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def update(self, more: int = 1) -> None:
        self.done += more
        self.watcher(self.what, self.done, self.total)

    def set_postfix_str(self, words: str, refresh: bool = True) -> None:
        """Say nothing: a watcher counts."""

    def close(self) -> None:
        """Leave nothing behind."""
