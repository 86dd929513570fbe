"""Forks a throw-away process for each answer, inside namespaces of its own.

Started by :mod:`commonground.grading.sandbox.isolated` as a program, one for each worker. It holds Python, NumPy and
nothing worth stealing: none of the exercises, no seed, and soon no way to their files.

    zygote                   moves into a root of its own, takes one order at a time
      └ doorman              makes new pid, mount, net and ipc namespaces, a group if there may be one, and waits
          └ keeper           pid 1 in there: counts time and memory; when it ends, the kernel ends all the others
              └ answer       no rights, limited: runs the student's code
"""

import contextlib
import json
import multiprocessing
import os
import signal
import socket
import sys

import numpy.linalg  # noqa: F401  # loaded once, for all answers

from commonground.grading.sandbox import limits
from commonground.grading.sandbox.child import cgroup, keeper, namespaces, seccomp
from commonground.grading.sandbox.child.serve import serve
from commonground.grading.sandbox.parent import end_with_parent

__all__ = ["main"]

USERS = 1_000_000  # each answer is a user of its own, above those of the system: none eats another's share
NOTHING = os.open(os.devnull, os.O_RDWR)  # what an answer prints goes there


def main(orders: str, start: str) -> None:
    """Serve the orders that come on an open socket, given by its number."""
    orders, start = socket.socket(fileno=int(orders)), json.loads(start)
    end_with_parent(start["parent"])
    groups = cgroup.place(f"commonground-{os.getpid()}")
    try:
        namespaces.unshare(namespaces.NEWNS)
        namespaces.own_root(start["root"], start["shown"])
    except OSError as error:
        orders.send(json.dumps({"trouble": str(error)}).encode())
        return
    _forget(start["path"])
    # There is no interpreter in there to start anew; and as many processes as the machine has cores are too many.
    multiprocessing.set_start_method("fork")
    os.cpu_count = lambda: 2
    orders.send(b"{}")
    while order := _next(orders):
        if os.fork() == 0:
            orders.close()
            _ending(_guard, order[2], list(start["shown"]), groups, *order)
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


def _guard(shown, groups, wanted, conversation, control):
    allowed = limits.Limits(**wanted["limits"])
    user = USERS + os.getpid() if os.geteuid() == 0 else None
    group = None
    if groups is not None:
        # What the answer writes into its /tmp and /dev/shm is counted there, too.
        group = cgroup.Group(groups, f"commonground-{os.getpid()}", allowed.memory + 2 * allowed.disk)
    namespaces.unshare(namespaces.ALL)
    if (first := os.fork()) == 0:
        _ending(_keep, control, shown, wanted["hidden"], conversation, control, allowed, user, group)
    os.close(conversation)
    os.close(control)
    os.waitpid(first, 0)
    if group is not None:
        group.close()


def _keep(shown, hidden, conversation, control, allowed, user, group):
    """Start the answer, wait until it ends or has used up what it may, and say which it was."""
    os.setsid()
    namespaces.private(allowed.disk, shown)
    for folder in hidden:
        namespaces.mask(folder)
    if (answer := os.fork()) == 0:
        os.close(control)
        _ending(_answer, None, conversation, allowed, user, group)
    os.close(conversation)
    end = keeper.watch(answer, control, allowed, group)
    with contextlib.suppress(OSError):  # waited for, so that its time is counted up to the last moment
        os.kill(answer, signal.SIGKILL)
        os.waitpid(answer, 0)
    with contextlib.suppress(OSError):  # the judge may be gone
        os.write(control, json.dumps(end).encode())


def _answer(conversation, allowed, user, group):
    if group is not None:
        group.enter()
    for standard in range(3):
        os.dup2(NOTHING, standard)
    os.chdir("/tmp")
    limits.apply(allowed, grace=2)  # the keeper, who counts all processes together, comes first
    namespaces.drop_rights(user)
    seccomp.refuse()
    with os.fdopen(conversation, "rb") as requests, os.fdopen(os.dup(conversation), "wb") as replies:
        serve(requests, replies)
