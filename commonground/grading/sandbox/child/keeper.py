"""Keeps one answer to its limits: pid 1 of its namespaces counts time and memory, and says what it ended of."""

import contextlib
import os
import select
import signal
import time
from pathlib import Path

from commonground.grading.sandbox.child.cgroup import Group
from commonground.grading.sandbox.limits import Limits

__all__ = ["Use", "watch"]

PERIOD = 0.04  # seconds between two looks
TICK = 1 / os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGESIZE")


def watch(answer: int, control: int, allowed: Limits, group: Group | None) -> dict:
    """Wait until the answer ends, has used up what it may, or is not needed any more; return which it was."""
    ended, begun, use = os.pidfd_open(answer), time.monotonic(), Use()
    while True:
        ready = select.select([ended, control], [], [], PERIOD)[0]
        cpu, memory = use.look(allowed.memory)
        if control in ready:  # the judge has heard enough
            return {"end": "done", "cpu": cpu}
        if ended in ready:
            status = os.waitstatus_to_exitcode(os.waitpid(answer, 0)[1])
            end = _end(status, group)
        elif cpu > allowed.cpu:
            end = "cpu"
        elif memory > allowed.memory or (group and group.ran_out()):
            end = "memory"
        elif time.monotonic() - begun > allowed.wall:
            end = "wall"
        else:
            continue
        _to_all(signal.SIGKILL)  # before the last look, which takes its time among many that compute
        return {"end": end, "cpu": max(cpu, use.look(allowed.memory)[0])}


def _to_all(number: int) -> None:
    """Send a signal to every process in these namespaces but this one."""
    with contextlib.suppress(OSError):  # there is none
        os.kill(-1, number)


def _end(status: int, group: Group | None) -> str:
    if status == -signal.SIGXCPU:
        return "cpu"
    if status == -signal.SIGKILL and group and group.ran_out():
        return "memory"
    return f"signal {-status}" if status < 0 else f"exit {status}"


class Use:
    """What all processes in these namespaces have used, those that ended included."""

    def __init__(self):
        self._seen: dict[tuple[int, str], int] = {}  # ticks of each process that ever was, as last seen

    def look(self, enough: int) -> tuple[float, int]:
        """Return the seconds and bytes used so far.

        Parameters
        ----------
        enough : int
            Bytes. Pages that several processes share are counted once, but only where it matters: when, counted
            for each of them, they are more than this.
        """
        inherited, resident, numbers = 0, 0, []
        for entry in os.listdir("/proc"):
            if not entry.isdigit() or entry == "1":
                continue
            try:
                fields = Path("/proc", entry, "stat").read_text("latin-1").rpartition(")")[2].split()
            except OSError:
                continue  # it ended while we looked
            self._seen[int(entry), fields[19]] = sum(map(int, fields[11:13]))
            inherited += sum(map(int, fields[11:15]))
            resident += int(fields[21]) * PAGE
            numbers.append(entry)
        # A process that ended and was waited for is in its parent's time; one that nobody waited for, in what we saw.
        waited = sum(os.times()[2:4])
        cpu = max(waited + inherited * TICK, sum(self._seen.values()) * TICK)
        if resident > enough and len(numbers) > 1:
            _to_all(signal.SIGSTOP)  # it is long work, in which they would compute on uncounted
            resident = sum(map(_share, numbers))
            _to_all(signal.SIGCONT)
        return cpu, resident


def _share(number: str) -> int:
    """Return the bytes of a process, each page divided by those who share it."""
    try:
        text = Path("/proc", number, "smaps_rollup").read_text("latin-1")
        return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) * 1024
    except ProcessLookupError:
        return 0
    except (OSError, StopIteration):  # not for us to see: counted whole
        try:
            return int(Path("/proc", number, "statm").read_text("latin-1").split()[1]) * PAGE
        except OSError:
            return 0
