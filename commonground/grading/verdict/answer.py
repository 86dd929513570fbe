"""An answer that lives in another process, as the checks see it: something to call."""

from dataclasses import replace

from commonground.checks.values import NotAttempted, Wrong, plain
from commonground.grading.sandbox.isolated import Isolated
from commonground.grading.sandbox.limits import Limits
from commonground.grading.sandbox.process import Ended, why
from commonground.grading.sandbox.unisolated import Unisolated
from commonground.grading.sandbox.wire import Frame
from commonground.grading.verdict.task import Task

__all__ = ["Answer", "value_of"]


class Answer:
    """The functions of one student for one exercise.

    A new process takes over where one ended, so that a crash costs the properties it happens in and no
    other; all of them together have the limits of one.

    Parameters
    ----------
    task : Task
    box : Isolated or Unisolated
    limits : Limits
    """

    open = 0  # questions without a reply: it replies to all

    def __init__(self, task: Task, box: Isolated | Unisolated, limits: Limits):
        self._task, self._box, self._limits = task, box, limits
        self._process, self._lives = None, task.lives
        self._verdict = task.refused  # why no process is started, or none any more
        self.trouble = ""  # what a process ended of
        self.cpu = self.wall = 0.0  # seconds computed, and waited for

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def call(self, name: str, *inputs):
        """Return what the student's function makes of the inputs, as a plain value."""
        return value_of(self.reply(name, inputs).message)

    def reply(self, name: str, inputs) -> Frame:
        """Return what came back from the other side, or what would have come if it could still speak."""
        if name not in self._task.names:
            return Frame.of({"stub": True})
        if self._verdict:
            return Frame.of({"wrong": self._verdict})
        try:
            if self._process is None:
                limits = self._limits
                left = replace(limits, cpu=limits.cpu - self.cpu, wall=limits.wall - self.wall)
                self._process = self._box.start(left, tuple(self._task.tools))
                self._process.ask(cells=self._task.cells)
            return self._process.ask(call=name, inputs=list(inputs))
        except Ended as ended:
            return Frame.of({"wrong": self._after(ended, name)})

    def _after(self, ended: Ended, name: str) -> str:
        """Count what an ended process used, and say what it ended of."""
        self._process = None
        self.cpu += ended.cpu
        self.wall += ended.wall
        self._lives -= 1
        words = why(ended.end, self._limits)
        self.trouble = f"{name} {words}"
        used_up = self.cpu > 0.9 * self._limits.cpu or self.wall > 0.9 * self._limits.wall
        if ended.final or used_up or self._lives < 0:
            self._verdict = words
        return words

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self.cpu += self._process.close()
            self.wall += self._process.waited
            self._process = None


def value_of(reply: dict):
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
