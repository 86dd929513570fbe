"""Serves one answer in a process of its own, where namespaces are not to be had. See :mod:`commonground.grading.sandbox.unisolated`."""

import json
import os

from commonground.grading.sandbox.child.serve import serve
from commonground.grading.sandbox.limits import Limits, apply

__all__ = ["main"]

NOBODY = 65534


def main(limits: str) -> None:
    """Talk through standard input and output, which the answer itself does not get to see."""
    requests, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)
    apply(Limits(**json.loads(limits)))
    # Without namespaces, an answer that runs as root could end every process of the machine.
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    with os.fdopen(requests, "rb") as incoming, os.fdopen(replies, "wb") as outgoing:
        serve(incoming, outgoing)
