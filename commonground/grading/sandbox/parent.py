"""Lets a process end with the one that started it, however that one ends."""

import ctypes
import os
import signal
import sys
import threading
import time

__all__ = ["end_with_parent"]

SET_PARENT_DEATH_SIGNAL = 1  # prctl(2)


def end_with_parent(parent: int, how: int = getattr(signal, "SIGKILL", signal.SIGTERM)) -> None:
    """Have this process end by a signal once its parent is gone.

    On Linux the kernel sees to it; elsewhere a thread looks every second.

    Parameters
    ----------
    parent : int
        The number of the parent, which may be gone already.
    how : int, optional
        The signal; one that can't be refused by default.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, how, 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), how)
        return

    def look():
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), how)

    threading.Thread(target=look, daemon=True).start()
