"""An answer that lives in another process, as the checks see it: something to call."""

from dataclasses import replace

from commonground.checks.values import NotAttempted, Wrong, plain
from commonground.grading.limits import Limits
from commonground.grading.sandbox import Ended

__all__ = ["Answer", "heard"]


class Answer:
    """The functions of one student for one exercise.

    A new process takes over where one ended, so that a crash costs the properties it happens in and no
    other; all of them together have the limits of one.

    Parameters
    ----------
    start : dict
        What :func:`commonground.grading.judging.start` returns.
    box : Isolated or Bare
    limits : Limits
    """

    def __init__(self, start: dict, box, limits: Limits):
        self._start, self._box, self._limits = start, box, limits
        self._process, self._lives = None, start["lives"]
        self._verdict = start["refused"]  # why no process is started, or none any more
        self.trouble = ""  # what a process ended of
        self.cpu = 0.0  # seconds used

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def call(self, name: str, *inputs):
        """Return what the student's function makes of the inputs, as a plain value."""
        return heard(self.reply(name, inputs))

    def reply(self, name: str, inputs) -> dict:
        """Return what came back from the other side, or what would have come if it could still speak."""
        if name not in self._start["names"]:
            return {"stub": True}
        if self._verdict:
            return {"wrong": self._verdict}
        try:
            if self._process is None:
                left = replace(self._limits, cpu=self._limits.cpu - self.cpu)
                self._process = self._box.start(left, tuple(self._start["tools"]))
                self._process.ask(cells=self._start["cells"])
            return self._process.ask(call=name, inputs=list(inputs))
        except Ended as ended:
            self._process = None
            self.cpu += ended.cpu
            self._lives -= 1
            self.trouble = f"{name} {ended}"
            if ended.final or self._lives < 0 or self.cpu > 0.9 * self._limits.cpu:
                self._verdict = str(ended)
            return {"wrong": str(ended)}

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self.cpu += self._process.close()
            self._process = None


def heard(reply: dict):
    """Return the plain value in a reply, which may be anything.

    Raises
    ------
    NotAttempted
        If it says that the answer is still the stub.
    Wrong
        If it holds no value: with the words that came, cut short, or with ours.
    """
    match reply:
        case {"value": value}:
            return plain(value)  # made plain in there already, if one could believe that
        case {"stub": True}:
            raise NotAttempted
        case {"wrong": str() as words}:
            raise Wrong(words[:600])
    raise Wrong("sent something that is no answer")
