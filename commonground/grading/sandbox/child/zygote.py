"""Forks a throw-away process for each answer, inside namespaces of its own.

Started by :mod:`commonground.grading.sandbox.isolated` as a program, one for each worker. It holds Python, NumPy and
nothing worth stealing: none of the exercises, no seed, and soon no way to their files.

    zygote                   moves into a root of its own, takes one order at a time
      └ doorman              makes new pid, mount, net and ipc namespaces, and waits
          └ keeper           pid 1 in there: counts time and memory; when it ends, the kernel ends all the others
              └ answer       no rights, limited: runs the student's code
"""

import contextlib
import json
import os
import select
import signal
import socket
import sys
import time
from pathlib import Path

import numpy.linalg  # noqa: F401  # loaded once, for all answers

from commonground.grading.sandbox import limits
from commonground.grading.sandbox.child import namespaces, seccomp
from commonground.grading.sandbox.child.serve import serve

__all__ = ["main"]

PERIOD = 0.04  # seconds between two looks of the keeper
USERS = 1_000_000  # each answer is a user of its own, above those of the system: none eats another's share
TICK = 1 / os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGESIZE")
NOTHING = os.open(os.devnull, os.O_RDWR)  # what an answer prints goes there


def main(orders: str, start: str) -> None:
    """Serve the orders that come on an open socket, given by its number."""
    orders, start = socket.socket(fileno=int(orders)), json.loads(start)
    try:
        namespaces.unshare(namespaces.NEWNS)
        namespaces.own_root(start["root"], start["shown"])
    except OSError as error:
        orders.send(json.dumps({"trouble": str(error)}).encode())
        return
    _forget(start["path"])
    orders.send(b"{}")
    while order := _next(orders):
        if os.fork() == 0:
            orders.close()
            _ending(_guard, order[2], list(start["shown"]), *order)
        for file in order[1:]:
            os.close(file)
        _reap(os.WNOHANG)
    _reap(0)


def _forget(path: list[str]) -> None:
    """Look for modules where they are in the new root; no module of the course is loaded there yet."""
    sys.path[:] = path
    sys.meta_path[:] = [
        f for f in sys.meta_path if getattr(f, "__module__", "").startswith("_frozen_importlib")
    ]
    sys.path_importer_cache.clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "commonground"]:
        del sys.modules[name]
    os.environ.clear()
    os.environ.update({"HOME": "/tmp", "OMP_NUM_THREADS": "1"})


def _next(orders):
    """Return the next order: what is wanted, and two open sockets; nothing when there will be no more."""
    text, files, _, _ = socket.recv_fds(orders, 2**16, 2)
    return (json.loads(text), *files) if text else None


def _reap(how: int) -> None:
    """Wait for the children that ended, or for all of them, so that their time is counted."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, how)[0]:
            pass


def _ending(run, control, *arguments):
    """Run the rest of this process: it ends here, whatever happens, and says so if nobody else will."""
    try:
        run(*arguments)
        os._exit(0)
    except BaseException as error:
        if control is not None:
            os.write(control, json.dumps({"end": f"trouble {error}", "cpu": 0.0}).encode())
    finally:
        os._exit(1)


# ---- the doorman, the keeper and the answer


def _guard(shown, wanted, conversation, control):
    allowed = limits.Limits(**wanted["limits"])
    user = USERS + os.getpid() if os.geteuid() == 0 else None
    namespaces.unshare(namespaces.ALL)
    if (keeper := os.fork()) == 0:
        _ending(_keep, control, shown, wanted["hidden"], conversation, control, allowed, user)
    os.close(conversation)
    os.close(control)
    os.waitpid(keeper, 0)


def _keep(shown, hidden, conversation, control, allowed, user):
    """Start the answer, wait until it ends or has used up what it may, and say which it was."""
    os.setsid()
    namespaces.private(allowed.disk, shown)
    for folder in hidden:
        namespaces.mask(folder)
    if (answer := os.fork()) == 0:
        os.close(control)
        _ending(_answer, None, conversation, allowed, user)
    os.close(conversation)
    end = _watch(answer, control, allowed)
    with contextlib.suppress(OSError):  # waited for, so that its time is counted up to the last moment
        os.kill(answer, signal.SIGKILL)
        os.waitpid(answer, 0)
    with contextlib.suppress(OSError):  # the judge may be gone
        os.write(control, json.dumps(end).encode())


def _answer(conversation, allowed, user):
    for standard in range(3):
        os.dup2(NOTHING, standard)
    os.chdir("/tmp")
    limits.apply(allowed)
    namespaces.drop_rights(user)
    seccomp.refuse()
    with os.fdopen(conversation, "rb") as requests, os.fdopen(os.dup(conversation), "wb") as replies:
        serve(requests, replies)


def _watch(answer, control, allowed) -> dict:
    ended, begun = os.pidfd_open(answer), time.monotonic()
    while True:
        ready = select.select([ended, control], [], [], PERIOD)[0]
        cpu, memory = _used()
        if control in ready:  # the judge has heard enough
            return {"end": "done", "cpu": cpu}
        if ended in ready:
            status = os.waitstatus_to_exitcode(os.waitpid(answer, 0)[1])
            end = f"signal {-status}" if status < 0 else f"exit {status}"
        elif cpu > allowed.cpu:
            end = "cpu"
        elif memory > allowed.memory:
            end = "memory"
        elif time.monotonic() - begun > allowed.wall:
            end = "wall"
        else:
            continue
        return {"end": end, "cpu": cpu}


def _used() -> tuple[float, int]:
    """Return the seconds and bytes that all processes in here have used, those that ended included."""
    cpu, memory = sum(os.times()[2:4]), 0
    for entry in os.listdir("/proc"):
        if not entry.isdigit() or entry == "1":
            continue
        try:
            fields = Path("/proc", entry, "stat").read_text("latin-1").rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        cpu += sum(map(int, fields[11:15])) * TICK
        memory += int(fields[21]) * PAGE
    return cpu, memory
