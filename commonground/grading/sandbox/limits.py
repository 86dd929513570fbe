"""What an answer may use up, and how the operating system is told."""

import math
from dataclasses import dataclass

try:
    import resource
except ModuleNotFoundError:  # Windows
    resource = None

__all__ = ["Limits", "apply"]

MB = 2**20
AFTER_SIGNAL = 2  # seconds of CPU time that a process gets which does not heed the signal


@dataclass(frozen=True)
class Limits:
    """What an answer to one exercise may use, its helpers and children included.

    CPU time judges a slow answer, so that a busy machine costs nobody points. The wall limit, far above
    it, is for answers that sleep.
    """

    cpu: float = 10.0  # seconds
    wall: float = 60.0  # seconds
    memory: int = 2048 * MB  # bytes
    processes: int = 48  # and threads
    disk: int = 64 * MB  # bytes in /tmp


def apply(limits: Limits, grace: int = 0) -> None:
    """Hold this process, and each of its children, to the limits that the system has.

    Parameters
    ----------
    limits : Limits
    grace : int, optional
        Seconds of CPU time on top. At the limit comes a signal that says so, and soon after it one that ends.
    """
    if resource is None:
        return
    for name, most in {
        "RLIMIT_CPU": math.ceil(limits.cpu) + grace,
        "RLIMIT_AS": 4 * limits.memory,  # of addresses, which are taken in advance
        "RLIMIT_DATA": 2 * limits.memory,
        "RLIMIT_NPROC": limits.processes,
        "RLIMIT_FSIZE": limits.disk,
        "RLIMIT_NOFILE": 128,
        "RLIMIT_CORE": 0,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_SIGPENDING": 256,
    }.items():
        try:
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            last = most + AFTER_SIGNAL if name == "RLIMIT_CPU" else most
            if hard != resource.RLIM_INFINITY:
                most, last = min(most, hard), min(last, hard)
            resource.setrlimit(kind, (most, last))
        except (AttributeError, ValueError, OSError):
            continue  # this system does not know this limit
