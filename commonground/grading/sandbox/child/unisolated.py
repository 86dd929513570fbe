"""Serves one answer in a process of its own, where namespaces are not to be had. See :mod:`commonground.grading.sandbox.unisolated`."""

import json
import os
import sys

from commonground.grading.sandbox.child import seccomp
from commonground.grading.sandbox.child.serve import serve
from commonground.grading.sandbox.limits import Limits, apply
from commonground.grading.sandbox.parent import end_with_parent

__all__ = ["main"]

NOBODY = 65534


def main(limits: str, parent: str) -> None:
    """Talk through standard input and output, which the answer itself does not get to see."""
    requests, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)
    apply(Limits(**json.loads(limits)))
    # Without namespaces, an answer that runs as root could end every process of the machine.
    if os.name == "posix" and os.geteuid() == 0:
        if sys.platform.startswith("linux"):
            _keep_libraries_open()
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    end_with_parent(
        int(parent)
    )  # after the change of the user, which the kernel takes for a reason to forget it
    if sys.platform.startswith("linux"):
        seccomp.keep_signals_in()
    with os.fdopen(requests, "rb") as incoming, os.fdopen(replies, "wb") as outgoing:
        serve(incoming, outgoing)


def _keep_libraries_open() -> None:
    """Look for modules through open folders: root's Python may stand below a folder that nobody else may enter."""
    places = {p: f"/proc/self/fd/{os.open(p, os.O_PATH)}" for p in sys.path if os.path.isdir(p)}
    inner = sorted(places, key=len, reverse=True)

    def through(path: str) -> str:
        within = next((p for p in inner if path == p or path.startswith(p + os.sep)), None)
        return path if within is None else places[within] + path[len(within) :]

    sys.path[:] = [through(path) for path in sys.path]
    sys.path_importer_cache.clear()
    for module in list(sys.modules.values()):
        if isinstance(getattr(module, "__path__", None), list):
            module.__path__ = [through(path) for path in module.__path__]
