"""The judge's end of a throw-away process: start it, ask it, end it."""

import contextlib
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from dataclasses import asdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from commonground.grading import wire
from commonground.grading.limits import MB, Limits

__all__ = ["Bare", "Ended", "Isolated", "NoIsolation", "Process", "sandbox"]

COURSE = Path(__file__).resolve().parents[2]
LENT = ("similarity", "alignment", "data")  # rooms of the package that an exercise may let its answers import
BELOW = ("__init__.py", "seeds.py", "inputs.py", "page.py", "progress.py")  # what these stand on
LIBRARIES = ("numpy", "scipy", "sklearn", "torch")
SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/etc/ld.so.cache",
    "/dev/null",
    "/dev/zero",
    "/dev/urandom",
)
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # answers run side by side already
PATIENCE = 10  # seconds that the judge gives whoever holds the limits, above the limits


class NoIsolation(Exception):
    """This system has no namespaces to give; the words say why."""


class Ended(Exception):
    """The process is no more; the words say why, to the student. ``final``: another one would end the same way."""

    def __init__(self, words: str, cpu: float, final: bool):
        super().__init__(words)
        self.cpu, self.final = cpu, final


class Process:
    """One throw-away process.

    A thread of its own writes and reads: whatever the other side does, the judge waits as long as it wants to
    and no longer.
    """

    def __init__(self, requests, replies, limits: Limits, report):
        self._questions, self._replies = queue.SimpleQueue(), queue.SimpleQueue()
        self._limits, self._report = limits, report
        self._until = time.monotonic() + limits.wall + PATIENCE
        threading.Thread(target=self._exchange, args=(requests, replies), daemon=True).start()

    def ask(self, **question) -> dict:
        """Return what comes back.

        Raises
        ------
        Ended
            If the process ended instead, or was ended.
        """
        self._questions.put(wire.pack(question))
        try:
            reply = self._replies.get(timeout=max(self._until - time.monotonic(), 0))
        except queue.Empty:
            reply = None
        if isinstance(reply, dict):
            return reply
        end = self._report(isinstance(reply, wire.Closed | OSError))
        if isinstance(reply, wire.Broken) and not isinstance(reply, wire.Closed):
            end = end | {"end": "noise"}
        self.close()
        raise Ended(_why(end["end"], self._limits), end["cpu"], end["end"] in ("cpu", "wall", "memory"))

    def close(self) -> float:
        """End the process; return the CPU time that it took."""
        self._questions.put(None)
        return self._report(False)["cpu"]

    def _exchange(self, requests, replies):
        while (question := self._questions.get()) is not None:
            try:
                requests.write(question)
                requests.flush()
                self._replies.put(wire.read(replies))
            except (OSError, ValueError, wire.Broken) as error:
                self._replies.put(error)
        for file in (requests, replies):
            with contextlib.suppress(OSError, ValueError):
                file.close()


def _program(name: str, *arguments: str) -> list[str]:
    """Return the command that runs ``main`` of a module of this package, in a Python that heeds no settings."""
    begin = "import os, sys; sys.path[:0] = sys.argv[1].split(os.pathsep); "
    begin += f"from commonground.grading.{name} import main; main(*sys.argv[2:])"
    return [sys.executable, "-I", "-c", begin, os.pathsep.join([str(COURSE), *_libraries()]), *arguments]


def _why(end: str, limits: Limits) -> str:
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


# ---- with namespaces


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
        start = {"root": self._root.name, "shown": _shown(), "path": _path()}
        with theirs:
            self._zygote = subprocess.Popen(
                _program("zygote", str(theirs.fileno()), json.dumps(start)),
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
        trial = self.start(Limits())
        try:
            trial.ask(cells=[])
        except Ended as ended:
            self.close()
            raise NoIsolation(f"a process in namespaces of its own {ended}") from None
        trial.close()

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
        """End the zygote."""
        self._orders.close()
        self._zygote.wait()
        self._root.cleanup()


def _last_words(control, patience: float) -> dict:
    """Return what the keeper says at the end; after ``patience`` it is told to make one."""
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
    except (ValueError, UnboundLocalError):  # the kernel was short of memory, and took the keeper too
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
    return [*dict.fromkeys(p for p in (*standard, *_libraries()) if p and os.path.isdir(p)), "/course"]


@cache
def _libraries() -> list[str]:
    """Return the folders that hold the libraries that an answer may use."""
    found = [spec.origin for name in LIBRARIES if (spec := find_spec(name)) and spec.origin]
    return list(dict.fromkeys(str(Path(origin).parents[1]) for origin in found))


def _hidden(tools: tuple[str, ...]) -> list[str]:
    """Return what must not be seen although it stands in what is shown: the course, but for what is lent."""
    package = str(COURSE / "commonground")
    installed = [package] if any(Path(package).is_relative_to(p) for p in _path()) else []
    rooms = [f"/course/commonground/{room}" for room in LENT if room not in tools]
    return [*installed, *(rooms if tools else ["/course"])]


# ---- without


class Bare:
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
            _program("bare", json.dumps(asdict(limits))),
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


def sandbox(require_isolation: bool = False) -> Isolated | Bare:
    """Return the safest way to run an answer that this system has.

    Raises
    ------
    NoIsolation
        If ``require_isolation`` and there is no safe one.
    """
    try:
        return Isolated()
    except NoIsolation as error:
        if require_isolation:
            raise
        return Bare(str(error))
