"""Grades a class: several students at a time, each worker with a sandbox of its own."""

import contextlib
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context
from multiprocessing.util import Finalize

from commonground.grading.reading.students import Student
from commonground.grading.sandbox.choose import sandbox
from commonground.grading.sandbox.parent import end_with_parent
from commonground.grading.verdict.grade import Grade
from commonground.grading.verdict.mark import grade

__all__ = ["grade_all"]

_box = None  # this worker's


def grade_all(
    todo: list[Student], seed: int, jobs: int, require_isolation: bool
) -> Iterator[tuple[Student, list[Grade]]]:
    """Yield each student with the grades as soon as they are there, in no order.

    Parameters
    ----------
    todo : list of Student
    seed : int
    jobs : int
        How many at a time.
    require_isolation : bool
        Run nothing where answers can't be isolated.
    """
    alone = []  # what was in the works when a worker died: the system may have run out of memory
    with _workers(min(jobs, len(todo)), require_isolation) as pool:
        running = {pool.submit(_work, one, seed): one for one in todo}
        for future in as_completed(running):
            try:
                yield running[future], future.result()
            except BrokenProcessPool:
                alone.append(running[future])
            except Exception as error:
                yield running[future], [_failed(running[future], error)]
    for one in alone:
        with _workers(1, require_isolation) as pool:
            try:
                yield one, pool.submit(_work, one, seed).result()
            except Exception as error:
                yield one, [_failed(one, error)]


@contextlib.contextmanager
def _workers(number: int, require_isolation: bool) -> Iterator[ProcessPoolExecutor]:
    """Give workers, and end them at once where what they are needed for is broken off."""
    before = set(active_children())
    pool = ProcessPoolExecutor(max(number, 1), get_context("spawn"), _begin, (require_isolation, os.getpid()))
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in set(active_children()) - before:
            worker.terminate()
        raise
    pool.shutdown()


def _begin(require_isolation: bool, parent: int) -> None:
    global _box
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the parent decides
    signal.signal(signal.SIGTERM, _leave)
    end_with_parent(parent, signal.SIGTERM)
    _box = sandbox(require_isolation)
    Finalize(None, _box.close, exitpriority=1)  # where a worker ends, atexit is not heeded


def _leave(*_) -> None:
    """End now, with all that was started."""
    if _box is not None:
        _box.abandon()
    os._exit(1)


def _work(student: Student, seed: int) -> list[Grade]:
    return grade(student, seed, _box)


def _failed(student: Student, error: Exception) -> Grade:
    """A fault of the grader costs one student a grade, says so, and fails the run."""
    problem = f"the grader failed ({type(error).__name__}: {error}); run it again"
    return Grade.none(student.plain(), problem, fault=True)
