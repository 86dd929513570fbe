"""Processes with the limits that the system has, and nothing to hide the rest of it."""

import contextlib
import json
import os
import signal
import subprocess
import tempfile
from dataclasses import asdict

from commonground.grading.sandbox.limits import Limits
from commonground.grading.sandbox.process import ENVIRONMENT, Process, program

__all__ = ["Unisolated"]


class Unisolated:
    """Starts processes with the limits that the system has, and nothing to hide the rest of it."""

    isolated = False

    def __init__(self, reason: str):
        self.sentence = (
            f"Answers ran WITHOUT isolation, because {reason}: they could read files and use the network. "
            "The verdicts were reached outside of them all the same; treat these grades as advice."
        )

    def start(self, limits: Limits, tools: tuple[str, ...] = ()) -> Process:
        """Return a new process in which nothing runs yet."""
        place = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        process = subprocess.Popen(
            program("unisolated", json.dumps(asdict(limits))),
            cwd=place.name,
            env=ENVIRONMENT | {k: v for k, v in os.environ.items() if k == "SYSTEMROOT"},  # Windows needs it
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

        def report(ended: bool) -> dict:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1.0 if ended else 0.0)
            end = process.poll()
            with contextlib.suppress(OSError):  # with all children that did not run away
                os.killpg(process.pid, signal.SIGKILL) if os.name == "posix" else process.kill()
            process.wait()
            place.cleanup()
            return {"end": _end(end, ended), "cpu": 0.0}

        return Process(process.stdin, process.stdout, limits, report)

    def close(self) -> None:
        """Nothing is left to end."""


def _end(status: int | None, ended: bool) -> str:
    if status is None:
        return "done" if ended else "wall"
    if status == -getattr(signal, "SIGXCPU", 0):
        return "cpu"
    return f"signal {-status}" if status < 0 else f"exit {status}"
