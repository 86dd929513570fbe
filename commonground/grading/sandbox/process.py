"""One throw-away process, from the judge's side: ask it, hear how it ended."""

import contextlib
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from commonground.grading.sandbox import wire
from commonground.grading.sandbox.limits import MB, Limits

__all__ = ["COURSE", "ENVIRONMENT", "PATIENCE", "Ended", "Process", "libraries", "program", "tried", "why"]

COURSE = Path(__file__).resolve().parents[3]
LIBRARIES = ("numpy", "scipy", "sklearn", "torch")
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # answers run side by side already
PATIENCE = 10  # seconds that the judge gives whoever holds the limits, above the limits


class Ended(Exception):
    """The process is no more.

    Attributes
    ----------
    end : str
        What it ended of: "cpu", "wall", "memory", "noise", "trouble …", "signal N", "exit N".
    cpu, wall : float
        Seconds that it computed, and that the judge waited for it.
    final : bool
        Whether another one would end the same way.
    """

    def __init__(self, end: str, limits: Limits, cpu: float, wall: float):
        super().__init__(why(end, limits))
        self.end, self.cpu, self.wall = end, cpu, wall
        self.final = end in ("cpu", "wall", "memory")


class Process:
    """One throw-away process.

    A thread of its own writes and reads: whatever the other side does, the judge waits as long as it wants to
    and no longer.

    Parameters
    ----------
    requests, replies : binary files
    limits : Limits
    report : callable
        ``report(ended)`` ends the process, if it has not ended, and returns its ``end`` and its ``cpu``.
    """

    def __init__(self, requests, replies, limits: Limits, report: Callable[[bool], dict]):
        self._questions, self._replies = queue.SimpleQueue(), queue.SimpleQueue()
        self._limits, self._report = limits, report
        self._until = time.monotonic() + limits.wall + PATIENCE
        self.waited = 0.0  # seconds that the judge has waited for replies
        threading.Thread(target=self._exchange, args=(requests, replies), daemon=True).start()

    def ask(self, **question) -> wire.Frame:
        """Return what comes back.

        Raises
        ------
        Ended
            If the process ended instead, or was ended.
        """
        begun = time.monotonic()
        self._questions.put(wire.pack(question))
        try:
            reply = self._replies.get(timeout=max(self._until - begun, 0))
        except queue.Empty:
            reply = None
        self.waited += time.monotonic() - begun
        if isinstance(reply, wire.Frame):
            return reply
        gone = isinstance(reply, wire.Closed | OSError)
        end = self._report(gone)
        if reply is not None and not gone:
            end = end | {"end": "noise"}
        self.close()
        raise Ended(end["end"], self._limits, end["cpu"], self.waited)

    def close(self) -> float:
        """End the process; return the CPU time that it took."""
        self._questions.put(None)
        return self._report(False)["cpu"]

    def _exchange(self, requests, replies):
        while (question := self._questions.get()) is not None:
            try:
                requests.write(question)
                requests.flush()
                self._replies.put(wire.receive(replies))
            except Exception as error:  # of any kind: while nobody puts a reply, the judge waits
                self._replies.put(error)
        for file in (requests, replies):
            with contextlib.suppress(OSError, ValueError):
                file.close()


def why(end: str, limits: Limits) -> str:
    """Return what a process ended of, in words for the student."""
    kind, _, number = end.partition(" ")
    if end == "cpu":
        return f"took more than {limits.cpu:g} s of computing"
    if end == "wall":
        return f"was not done after {limits.wall:g} s"
    if end == "memory":
        return f"used more than {limits.memory // MB} MB of memory"
    if kind == "trouble":
        return f"could not be started ({end[8:]})"
    if kind == "signal":
        return f"ended its process: {signal.strsignal(int(number)) or end}"
    if kind == "exit":
        return f"ended its process, with exit status {number}"
    return "sent something that is no answer"


TRIAL = """
def trial():
    import colorsys, signal, numpy.polynomial
    return 1
"""


def tried(box) -> str:
    """Return what is wrong with the processes of a sandbox, if anything is: whether an answer can import, say."""
    process = box.start(Limits())
    try:
        process.ask(cells=[["a trial", TRIAL]])
        reply = process.ask(call="trial", inputs=[]).message
    except Ended as ended:
        return str(ended)
    finally:
        process.close()
    return "" if reply == {"value": 1} else str(reply.get("wrong", "did not answer as it should"))


def program(name: str, *arguments: str) -> list[str]:
    """Return the command that runs ``main`` of a module in child/, in a Python that heeds no settings."""
    begin = "import os, sys; sys.path[:0] = sys.argv[1].split(os.pathsep); "
    begin += f"from commonground.grading.sandbox.child.{name} import main; main(*sys.argv[2:])"
    return [sys.executable, "-I", "-c", begin, os.pathsep.join([str(COURSE), *libraries()]), *arguments]


@cache
def libraries() -> list[str]:
    """Return the folders that hold the libraries that an answer may use."""
    found = [spec.origin for name in LIBRARIES if (spec := find_spec(name)) and spec.origin]
    return list(dict.fromkeys(str(Path(origin).parents[1]) for origin in found))
