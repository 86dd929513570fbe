"""Processes with the limits that the system has, and nothing to hide the rest of it."""

import contextlib
import json
import os
import signal
import subprocess
import tempfile
import time
from dataclasses import asdict

from commonground.grading.sandbox.isolated import NoIsolation
from commonground.grading.sandbox.limits import Limits
from commonground.grading.sandbox.process import ENVIRONMENT, Process, program, tried

__all__ = ["Unisolated"]


class Unisolated:
    """Starts processes with the limits that the system has, and nothing to hide the rest of it.

    Raises
    ------
    NoIsolation
        If not even these can do what an answer must be able to, so that right answers would earn nothing.
    """

    isolated = False

    def __init__(self, reason: str):
        self.sentence = (
            f"Answers ran WITHOUT isolation, because {reason}: they could read files and use the network. "
            "The verdicts were reached outside of them all the same; treat these grades as advice."
        )
        if trouble := tried(self):
            raise NoIsolation(
                f"there is no isolation, because {reason}; and a process without it {trouble}. As root, answers run "
                "as the user nobody, who must be able to read Python and its libraries: move them out of a "
                "private folder, or grade as another user"
            )

    def start(self, limits: Limits, tools: tuple[str, ...] = ()) -> Process:
        """Return a new process in which nothing runs yet."""
        place = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        os.chmod(place.name, 0o777)  # whoever the answer will be may write there
        process = subprocess.Popen(
            program("unisolated", json.dumps(asdict(limits)), str(os.getpid())),
            cwd=place.name,
            env=ENVIRONMENT | {k: v for k, v in os.environ.items() if k == "SYSTEMROOT"},  # Windows needs it
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        said: dict = {}

        def report(ended: bool) -> dict:
            if not said:
                status, cpu = _waited(process, 1.0 if ended else 0.0)
                _end_group(process)
                if status is None:
                    cpu = _waited(process, None)[1]
                place.cleanup()
                said.update({"end": _end(status, ended, cpu, limits), "cpu": cpu})
            return said

        return Process(process.stdin, process.stdout, limits, report)

    def close(self) -> None:
        """Nothing is left to end."""

    def abandon(self) -> None:
        """Nothing is left to end: what runs ends with this process."""


def _waited(process: subprocess.Popen, patience: float | None) -> tuple[int | None, float]:
    """Return the exit status, if it ends in time, and the CPU seconds of it and of those that it waited for."""
    if not hasattr(os, "wait4"):
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
        return process.poll(), 0.0
    until = time.monotonic() + (float("inf") if patience is None else patience)
    while True:
        number, status, used = os.wait4(process.pid, os.WNOHANG)
        if number:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, used.ru_utime + used.ru_stime
        if time.monotonic() >= until:
            return None, 0.0
        time.sleep(0.005)


def _end_group(process: subprocess.Popen) -> None:
    """End it, with all children that did not run away."""
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL) if os.name == "posix" else process.kill()


def _end(status: int | None, ended: bool, cpu: float, limits: Limits) -> str:
    if status is None:
        return "done" if ended else "wall"
    if status == -getattr(signal, "SIGXCPU", 0) or (status < 0 and cpu >= limits.cpu):
        return "cpu"
    return f"signal {-status}" if status < 0 else f"exit {status}"
