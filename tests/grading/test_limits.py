"""Limits that hold: what an answer uses is counted, whatever it does to its processes and its memory."""

import io
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from commonground.grading.reading import answers, notebook
from commonground.grading.reading.answers import extract
from commonground.grading.reading.notebook import Unreadable
from commonground.grading.sandbox import process as processes
from commonground.grading.sandbox import wire
from commonground.grading.sandbox.child import cgroup
from commonground.grading.sandbox.isolated import NoIsolation
from commonground.grading.sandbox.limits import MB, Limits
from commonground.grading.sandbox.process import Ended, Process
from commonground.grading.sandbox.unisolated import Unisolated
from commonground.grading.verdict.answer import Answer
from commonground.grading.verdict.task import Task

ROOT = os.name == "posix" and os.geteuid() == 0


def task(source, lives=4):
    return Task([["the cell", textwrap.dedent(source)]], [], ["f"], lives)


def used(box, source, limits, calls=1):
    """What an answer has used, and what came of its last call."""
    with Answer(task(source), box, limits) as answer:
        for _ in range(calls):
            reply = answer.reply("f", []).message
    return answer.cpu, answer.wall, reply


# ---- computing time


def test_time_of_children_that_nobody_waits_for_is_counted(isolated):
    source = """
        import os, signal, time
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        def f():
            for _ in range(4):
                heard, told = os.pipe()
                if os.fork() == 0:
                    while time.process_time() < 0.5: pass
                    os._exit(0)
                os.close(told)
                os.read(heard, 1)  # until the child has ended
            return 1
    """
    cpu, _, reply = used(isolated, source, Limits(cpu=30, wall=300))
    assert reply == {"value": 1} and cpu > 1.9


def test_time_of_children_ends_an_answer(isolated):
    source = """
        import os, signal
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        def f():
            while True:
                if os.fork() == 0:
                    sum(range(3_000_000))
                    os._exit(0)
                try: os.wait()
                except OSError: pass
    """
    cpu, _, reply = used(isolated, source, Limits(cpu=1, wall=120))
    assert reply == {"wrong": "took more than 1 s of computing"} and cpu < 4


def test_waiting_time_of_all_lives_is_one(box):
    """An answer that sleeps and then ends its process does not begin anew."""
    source = """
        import os, time
        def f():
            time.sleep(0.8)
            os._exit(1)
    """
    start = time.monotonic()
    with Answer(task(source, lives=50), box, Limits(cpu=20, wall=2)) as answer:
        said = [answer.reply("f", []).message["wrong"] for _ in range(50)]
    assert answer.wall < 10 and said[-1] == said[-2]  # fifty lives would be 40 s
    assert time.monotonic() - start < 60


# ---- memory


@pytest.mark.parametrize("copies", [4])
def test_shared_pages_are_counted_once(isolated, copies):
    source = f"""
        import os, time
        import numpy as np
        kept = np.ones(18_000_000)  # 137 MB
        def f():
            children = []
            for _ in range({copies}):
                child = os.fork()
                if child == 0:
                    kept.sum()
                    time.sleep(1)
                    os._exit(0)
                children.append(child)
            return sum(os.waitpid(child, 0)[1] for child in children)
    """
    limits = Limits(cpu=20, wall=100, memory=400 * MB)
    assert used(isolated, source, limits)[2] == {"value": 0}
    greedy = source.replace("kept.sum()", "mine = kept + 1")
    assert used(isolated, greedy, limits)[2] == {"wrong": "used more than 400 MB of memory"}


def test_sockets_hold_little(isolated):
    source = """
        import socket
        def f():
            held, pairs = 0, []
            try:
                while True:
                    pairs.append(socket.socketpair())
                    for end in pairs[-1]:
                        end.setblocking(False)
                        try:
                            while True: held += end.send(bytes(4096))
                        except BlockingIOError: pass
            except OSError: pass
            return held
    """
    held = used(isolated, source, Limits(cpu=20, wall=100))[2]["value"]
    assert 0 < held < 64 * MB


def test_group_limits_memory_where_there_may_be_one(tmp_path):
    """On a folder that looks as cgroup v2 does; the kernel's own is not for every test to change."""
    lines = f"none /sys x rw 0 0\ncgroup2 {tmp_path} cgroup2 rw 0 0\n"
    (tmp_path / "mounts").write_text(lines)
    (tmp_path / "own").write_text("0::/user/grader\n")
    (tmp_path / "user" / "grader").mkdir(parents=True)
    (tmp_path / "user" / "cgroup.subtree_control").write_text("cpu memory pids")
    (tmp_path / "cgroup.subtree_control").write_text("cpu")
    found = cgroup._candidates(str(tmp_path / "mounts"), str(tmp_path / "own"))
    assert found == [tmp_path / "user"]
    assert cgroup._candidates(str(tmp_path / "nowhere"), str(tmp_path / "own")) == []
    here = os.open(tmp_path / "user", os.O_RDONLY)
    with pytest.raises(OSError):  # no kernel makes the files of a group here: it is not used
        cgroup.Group(here, "answer", 5)
    assert not (tmp_path / "user" / "answer").exists()
    os.close(here)


@pytest.fixture
def groups():
    """The folder in which the kernel of this machine lets the grader make groups."""
    here = cgroup.place(f"commonground-trial-{os.getpid()}")
    if here is None:
        pytest.skip(
            "no group with a limit on memory may be made here: cgroup v2, and root or a delegated group"
        )
    yield here
    os.close(here)


def test_kernel_ends_what_its_group_cannot_hold(groups):
    group = cgroup.Group(groups, f"commonground-test-{os.getpid()}", 64 * MB)
    for size, ended in ((16 * MB, 0), (256 * MB, -signal.SIGKILL)):
        child = os.fork()
        if child == 0:
            group.enter()
            os._exit(0 if bytes(size).count(0) and bytearray(b"1") * size else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == ended
        assert group.ran_out() == (ended != 0)
    group.close()
    with pytest.raises(FileNotFoundError):
        os.stat(f"commonground-test-{os.getpid()}", dir_fd=groups)


def test_answer_runs_in_a_group_of_its_own(groups, isolated):
    source = """
        def f():
            with open("/proc/self/cgroup") as file: return file.read()
    """
    assert "commonground-" in used(isolated, source, Limits(cpu=20, wall=100))[2]["value"]


# ---- the conversation


@pytest.mark.parametrize(
    "header",
    [
        b'{"value": {"complex": [1' + b"0" * 400 + b", 0]}}",
        b'{"value": {"array": ["float64", [1' + b"0" * 400 + b"]]}}",
        b'{"value": ' + b"9" * 5000 + b"}",
    ],
)
def test_frame_that_raises_is_no_frame(header):
    """Whatever goes wrong while a frame is read, the judge hears of it at once."""
    ours, theirs = os.pipe()
    data = len(header).to_bytes(4, "little") + header + bytes(64)
    with os.fdopen(theirs, "wb") as file:
        file.write(data)
    ended = []
    process = Process(
        io.BytesIO(),
        os.fdopen(ours, "rb"),
        Limits(),
        lambda gone: ended.append(gone) or {"end": "done", "cpu": 0.0},
    )
    start = time.monotonic()
    with pytest.raises(Ended, match="sent something that is no answer"):
        process.ask(call="f", inputs=[])
    assert time.monotonic() - start < 5 and ended


def test_reply_is_passed_on_as_it_came():
    """Text that is short in UTF-8 and long in JSON's own way of writing it."""
    raw = json.dumps({"value": "ü" * 400_000}, ensure_ascii=False).encode()
    frame = len(raw).to_bytes(4, "little") + raw
    received = wire.receive(io.BytesIO(frame))
    assert received.raw == frame and len(received.message["value"]) == 400_000
    with pytest.raises(wire.Broken):
        wire.pack(received.message)


# ---- reading


def cell(source="", tags=()):
    return {"cell_type": "code", "metadata": {"tags": tags}, "source": source, "outputs": []}


def handed_in(path, cells):
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))
    return path


def seconds(path):
    start = time.process_time()
    try:
        extract(path)
    except Unreadable as unreadable:
        return time.process_time() - start, str(unreadable)
    return time.process_time() - start, ""


def test_too_many_cells_are_not_read(tmp_path):
    path = tmp_path / "anna.ipynb"
    path.write_text('{"cells": [' + ",".join(["{}"] * 600_000) + "]}")
    took, words = seconds(path)
    assert took < 4 and "more than 5000 cells" in words


@pytest.mark.parametrize("kind", ["many", "long", "tagged"])
def test_reading_takes_little_time(tmp_path, kind):
    tag = ["answer:linear_cka"]
    cells = {
        "many": [cell("def linear_cka(X, Y): return 1") for _ in range(4990)],
        "long": [cell("linear_cka = 1\n" * 1_000_000, tag), *(cell("x = linear_cka\n" * 100_000, [f"answer:{n}"]) for n in ("rsa", "identify"))],
        "tagged": [cell("1", [*tag, *(f"t{i}" for i in range(300))]) for _ in range(3000)],
    }[kind]  # fmt: skip
    assert seconds(handed_in(tmp_path / "anna.ipynb", cells))[0] < 4


def test_long_answer_is_cut_before_anything_looks_into_it(tmp_path):
    path = handed_in(tmp_path / "anna.ipynb", [cell("x = 1\n" * 200_000, ["answer:linear_cka"])])
    assert len(extract(path).answers["linear_cka"]) == notebook.LONGEST + 1


def test_reading_has_a_limit(tmp_path, monkeypatch):
    def forever(path):
        while True:
            pass

    monkeypatch.setattr(answers, "cells", forever)
    monkeypatch.setattr(answers, "SECONDS", 0.2)
    with pytest.raises(Unreadable, match=r"takes more than 0.2 s to read: open it in Jupyter"):
        extract(tmp_path / "anna.ipynb")


# ---- without isolation


@pytest.fixture(scope="module")
def bare():
    return Unisolated("this is a test")


@pytest.mark.skipif(os.name != "posix", reason="the limit is the system's")
@pytest.mark.parametrize("heeds", ["SIG_DFL", "SIG_IGN"])
def test_computing_too_long_is_said_and_not_tried_again(bare, heeds):
    source = f"""
        import signal
        signal.signal(signal.SIGXCPU, signal.{heeds})
        def f():
            while True: pass
    """
    with Answer(task(source), bare, Limits(cpu=2, wall=200)) as answer:
        said = [answer.reply("f", []).message for _ in range(3)]
    assert said == [{"wrong": "took more than 2 s of computing"}] * 3
    assert 1.5 < answer.cpu < 6


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the filter is Linux's")
@pytest.mark.parametrize("whom", ["-1", "os.getppid()", "-os.getpgid(os.getppid())", "1", f"{os.getpid()}"])
def test_run_outlives_its_answers(bare, whom):
    source = f"""
        import os, signal
        def f():
            try:
                os.kill({whom}, signal.SIGTERM)
            except PermissionError:
                return "refused"
    """
    assert used(bare, source, Limits(cpu=5, wall=60))[2] == {"value": "refused"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the filter is Linux's")
def test_answer_may_end_its_own_children(bare):
    source = """
        import os, signal, time
        def f():
            child = os.fork()
            if child == 0:
                time.sleep(100)
            os.kill(child, signal.SIGKILL)
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    """
    assert used(bare, source, Limits(cpu=5, wall=60))[2] == {"value": -9}


@pytest.mark.skipif(not ROOT, reason="only root becomes somebody else")
def test_python_that_nobody_can_read_is_said(tmp_path, monkeypatch):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "borrowed.py").write_text("x = 1")
    (tmp_path / "home").chmod(0o700)
    source = (
        f"def trial():\n    import sys; sys.path.append({str(tmp_path / 'home')!r})\n    import borrowed\n"
    )
    monkeypatch.setattr(processes, "TRIAL", source)
    with pytest.raises(
        NoIsolation, match=r"(?s)No module named 'borrowed'.*user nobody, who must be able to read"
    ):
        Unisolated("this is a test")


def test_processes_end_with_the_grader(tmp_path):
    """One that sleeps, without isolation, is gone when the grader was ended by force."""
    code = f"""
import sys, time
sys.path[:0] = {[str(Path(__file__).parents[2])]!r}
from commonground.grading.sandbox.limits import Limits
from commonground.grading.sandbox.unisolated import Unisolated
process = Unisolated("a test").start(Limits())
process.ask(cells=[["c", "import os, time\\ndef f():\\n    return os.getpid()\\ndef g():\\n    time.sleep(1000)"]])
print(process.ask(call="f", inputs=[]).message["value"], flush=True)
process.ask(call="g", inputs=[])
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as grader:
        number = int(grader.stdout.readline())
        grader.kill()
    for _ in range(100):
        if not _alive(number):
            return
        time.sleep(0.1)
    pytest.fail("it sleeps on")


def _alive(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{number}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


def test_no_thread_is_left_waiting(bare):
    before = threading.active_count()
    process = bare.start(Limits())
    process.ask(cells=[])
    process.close()
    for _ in range(50):
        if threading.active_count() <= before:
            break
        time.sleep(0.05)
    assert threading.active_count() <= before
