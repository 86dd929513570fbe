"""A limit on the time that one file may take."""

import contextlib
import signal
import threading
from collections.abc import Iterator

__all__ = ["TookTooLong", "at_most"]


class TookTooLong(Exception):
    """The time is over."""


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise :class:`TookTooLong` once what is inside has computed for so long.

    Where the system has no such clock, or a thread asks that is not the main one, there is no limit.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_):
        raise TookTooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
