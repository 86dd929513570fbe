"""Processes in namespaces of their own: no network, no files but the libraries, no other processes."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import asdict
from pathlib import Path

from commonground.grading.sandbox.limits import Limits
from commonground.grading.sandbox.process import (
    COURSE,
    ENVIRONMENT,
    PATIENCE,
    Process,
    libraries,
    program,
    tried,
)

__all__ = ["Isolated", "NoIsolation"]

LENT = ("similarity", "alignment", "data")  # rooms of the package that an exercise may let its answers import
BELOW = ("__init__.py", "seeds.py", "inputs.py", "page.py", "progress.py")  # what these stand on
SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/etc/ld.so.cache",
    "/dev/null",
    "/dev/urandom",
)


class NoIsolation(Exception):
    """This system has no namespaces to give; the words say why."""


class Isolated:
    """Starts processes in namespaces of their own; one zygote serves one worker.

    Raises
    ------
    NoIsolation
        If the system has none.
    """

    isolated = True
    sentence = "Each answer ran in namespaces of its own: no network, no files but the libraries, no other processes."

    def __init__(self):
        if not sys.platform.startswith("linux"):
            raise NoIsolation(f"this system ({sys.platform}) has no namespaces")
        self._root = tempfile.TemporaryDirectory()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        start = {"root": self._root.name, "shown": _shown(), "path": _path(), "parent": os.getpid()}
        with theirs:
            self._zygote = subprocess.Popen(
                program("zygote", str(theirs.fileno()), json.dumps(start)),
                env=ENVIRONMENT,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self._orders = ours
        said = json.loads(ours.recv(2**16) or '{"trouble": "the helper process did not start"}')
        if "trouble" in said:
            self.close()
            raise NoIsolation(said["trouble"])
        if trouble := tried(self):
            self.close()
            raise NoIsolation(f"a process in namespaces of its own {trouble}")

    def start(self, limits: Limits, tools: tuple[str, ...] = ()) -> Process:
        """Return a new process in which nothing runs yet."""
        conversation, inner = socket.socketpair()
        control, keeper = socket.socketpair()
        with inner, keeper:
            order = {"limits": asdict(limits), "hidden": _hidden(tools)}
            socket.send_fds(self._orders, [json.dumps(order).encode()], [inner.fileno(), keeper.fileno()])
        heard: dict = {}

        def report(ended: bool) -> dict:
            if not heard:
                heard.update(_last_words(control, 1.0 if ended else 0.0))
            return heard

        with conversation:
            return Process(conversation.makefile("wb"), conversation.makefile("rb"), limits, report)

    def close(self) -> None:
        """End the zygote, once it has counted what its answers used."""
        self._orders.close()
        self._zygote.wait()
        self._root.cleanup()

    def abandon(self) -> None:
        """End the zygote now; its answers end with this process."""
        self._zygote.kill()
        self._zygote.wait()
        self._root.cleanup()


def _last_words(control, patience: float) -> dict:
    """Return what the keeper says at the end; after ``patience`` it is told to make one."""
    words = b""
    with control:
        control.settimeout(patience or 0.001)
        try:
            words = control.recv(4096)
        except TimeoutError:
            control.shutdown(socket.SHUT_WR)
            control.settimeout(PATIENCE)
            with contextlib.suppress(TimeoutError):
                words = control.recv(4096)
    try:
        return json.loads(words)
    except ValueError:  # the kernel was short of memory, and took the keeper too
        return {"end": "memory", "cpu": 0.0}


def _shown() -> dict[str, str]:
    """Return what an answer can read: where it will stand, and where it stands now."""
    places = [*_path()[:-1], *filter(os.path.exists, SYSTEM)]
    apart = [p for p in places if not any(p != q and Path(p).is_relative_to(q) for q in places)]
    lent = [COURSE / "commonground" / name for name in (*BELOW, *LENT)]
    return {p: p for p in apart} | {f"/course/commonground/{p.name}": str(p) for p in lent if p.exists()}


def _path() -> list[str]:
    """Return where an answer looks for modules."""
    standard = [sysconfig.get_path("stdlib"), sysconfig.get_config_var("DESTSHARED")]
    return [*dict.fromkeys(p for p in (*standard, *libraries()) if p and os.path.isdir(p)), "/course"]


def _hidden(tools: tuple[str, ...]) -> list[str]:
    """Return what must not be seen although it stands in what is shown: the course, but for what is lent."""
    package = str(COURSE / "commonground")
    installed = [package] if any(Path(package).is_relative_to(p) for p in _path()) else []
    rooms = [f"/course/commonground/{room}" for room in LENT if room not in tools]
    return [*installed, *(rooms if tools else ["/course"])]
