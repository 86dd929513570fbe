"""What a throw-away process can see and do, asked from inside of it."""

import dataclasses
import os
import tempfile
from pathlib import Path

import pytest

from commonground.grading.sandbox import isolated as namespaced
from commonground.grading.sandbox import wire
from commonground.grading.sandbox.choose import sandbox
from commonground.grading.sandbox.isolated import Isolated, NoIsolation
from commonground.grading.sandbox.limits import Limits
from commonground.grading.sandbox.process import Ended
from commonground.grading.sandbox.unisolated import Unisolated

COURSE = Path(__file__).parents[2]
LIMITS = Limits(cpu=10, wall=60, disk=4 * 2**20)


def ask(box, source, *inputs, tools=(), limits=LIMITS):
    """Return what a function ``f`` of this source returns, inside."""
    process = box.start(limits, tools)
    try:
        process.ask(cells=[["the cell", source]])
        reply = process.ask(call="f", inputs=list(inputs)).message
    finally:
        process.close()
    return reply.get("value", reply)


def test_rights(isolated):
    status = ask(isolated, "def f():\n    return open('/proc/self/status').read().splitlines()")
    status = dict(line.split(":\t", 1) for line in status)
    assert {status[f"Cap{kind}"] for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {"0" * 16}
    assert status["NoNewPrivs"] == "1" and status["Seccomp"] == "2"
    assert "0" not in status["Uid"].split() and int(status["Uid"].split()[0]) != os.getuid()


def test_environment_is_empty(isolated):
    environment = ask(isolated, "import os\ndef f():\n    return [k for k in os.environ]")
    assert set(environment) <= {"HOME", "OMP_NUM_THREADS"}


def test_no_other_processes(isolated):
    assert ask(
        isolated, "import os\ndef f():\n    return [int(p) for p in os.listdir('/proc') if p.isdigit()]"
    ) == [1, 2]


def test_no_network(isolated):
    source = """
def f():
    import socket
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK):
        try:
            socket.socket(family, socket.SOCK_RAW if family == socket.AF_NETLINK else socket.SOCK_STREAM)
            return str(family)
        except OSError as error:
            assert error.errno == 1
    return [line.split(":")[0].strip() for line in open("/proc/net/dev")][2:]
"""
    interfaces = ask(isolated, source)
    assert "lo" in interfaces
    assert not any(name.startswith(("eth", "en", "wl")) for name in interfaces)


def test_files_are_the_libraries_and_nothing_else(isolated):
    source = """
import os
def f():
    seen = []
    for folder, folders, files in os.walk("/"):
        folders[:] = [f for f in folders if os.path.join(folder, f) not in ("/proc", "/usr", "/lib")]
        if "site-packages" not in folder and "lib/python3" not in folder:
            seen += [os.path.join(folder, name) for name in files]
    return seen
"""
    files = [f for f in ask(isolated, source) if not f.startswith(("/lib", "/dev/"))]
    assert files in ([], ["/etc/ld.so.cache"])


def test_libraries_below_tmp_stay_in_sight(isolated, monkeypatch):
    """An environment may have been made below /tmp, where each answer has a folder of its own."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        library = Path(folder, "an environment")
        library.mkdir()
        (library / "borrowed.py").write_text("kept = 7")
        shown, path = namespaced._shown(), namespaced._path()
        monkeypatch.setattr(namespaced, "_shown", lambda: shown | {str(library): str(library)})
        monkeypatch.setattr(namespaced, "_path", lambda: [*path, str(library)])
        below = Isolated()
        try:
            source = f"""
import os
def f():
    import borrowed
    try:
        open({str(library / "mine")!r}, "w")
    except OSError as error:
        return [borrowed.kept, os.strerror(error.errno), os.listdir({folder!r})]
"""
            found = ask(below, source)
        finally:
            below.close()
    assert found == [7, "Read-only file system", ["an environment"]]


@pytest.mark.parametrize(
    "place", ["solutions", "commonground/checks/m01", "commonground/grading", "exercises"]
)
def test_course_is_not_there(isolated, place):
    source = "import os\ndef f(path):\n    return os.path.exists(path) or os.path.exists('/course/' + path)"
    assert (COURSE / place).exists()
    assert ask(isolated, source, str(COURSE / place), tools=("similarity",)) is False


def test_no_module_of_the_course_unless_it_is_lent(isolated):
    source = """
def f(name):
    import importlib
    try:
        return importlib.import_module(name).__name__
    except ImportError:
        return ""
"""
    assert (
        ask(isolated, source, "commonground.similarity", tools=("similarity",)) == "commonground.similarity"
    )
    for name in (
        "commonground",
        "commonground.similarity",
        "commonground.checks.m01",
        "commonground.grading",
    ):
        assert ask(isolated, source, name) == ""
    assert ask(isolated, source, "commonground.checks.m01", tools=("similarity",)) == ""


def test_writing_is_for_tmp_which_is_small_and_new_each_time(isolated):
    source = """
import os
def f(folder, size):
    try:
        with open(os.path.join(folder, "x"), "wb") as file:
            file.write(b"x" * size)
        return sum(map(os.path.isfile, (os.path.join(folder, name) for name in os.listdir(folder))))
    except OSError as error:
        return error.strerror
"""
    for _ in range(2):
        assert ask(isolated, source, "/tmp", 1000) == 1
    assert ask(isolated, source, "/tmp", 10**7) in ("No space left on device", "File too large")
    for folder in ("/", "/usr/lib", os.path.dirname(os.__file__), "/proc", "/course"):
        assert ask(isolated, source, folder, 1) in (
            "Read-only file system",
            "Permission denied",
            "No such file or directory",
        )


@pytest.mark.parametrize(
    "attempt",
    [
        "libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)",
        "libc.umount2(b'/proc', 2)",
        "libc.unshare(0x10000000)",
        "libc.ptrace(16, 1, 0, 0)",
        "libc.syscall(319, b'x', 0)",
        "libc.shmget(0, 4096, 0o1600)",
        "libc.semget(0, 100, 0o1600)",
        "libc.msgget(0, 0o1600)",
        "libc.setsockopt(0, 1, 7, ctypes.byref(ctypes.c_int(2**20)), 4)",
        "libc.sendmsg(0, None, 0)",
        "libc.mmap(None, 2**20, 3, 0x21, -1, 0)",
        "libc.mmap(None, 2**20, 3, 0x23, -1, 0)",
        "libc.open(b'/dev/zero', 2)",
        "libc.setuid(0)",
        "libc.socket(38, 5, 0)",
        "libc.socket(40, 1, 0)",
        "libc.chroot(b'/tmp')",
    ],
)
def test_kernel_refuses(isolated, attempt):
    source = f"import ctypes\nlibc = ctypes.CDLL(None)\ndef f():\n    return int({attempt})"
    assert ask(isolated, source) == -1


def test_torch_within_its_time(isolated):
    """An answer that uses torch costs less than four seconds, of which most go into importing it."""
    process = isolated.start(Limits())
    process.ask(cells=[["the cell", "import torch\ndef f(X):\n    return torch.tensor(X).sum().item()"]])
    assert process.ask(call="f", inputs=[[1.0, 2.0]]).message == {"value": 3.0}
    assert process.close() < 4


# ---- without namespaces

NOISE = """
import os
def f():
    for file in range(3, 9):
        try:
            os.write(file, b"\\xff" * 99)
        except OSError:
            pass
"""


def test_bare_process_answers_and_says_what_it_is():
    box = Unisolated("this is a test")
    assert "WITHOUT isolation, because this is a test" in box.sentence and not box.isolated
    assert ask(box, "def f(x):\n    print('heard by nobody')\n    return [x, 2 * x]", 1.5) == [1.5, 3.0]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import os\ndef f():\n    os._exit(3)", "exit status 3"),
        ("def f():\n    import ctypes; ctypes.string_at(0)", "Segmentation fault"),
        ("import time\ndef f():\n    time.sleep(1000)", "was not done"),
        (NOISE, "no answer"),
    ],
)
def test_bare_process_has_an_end(monkeypatch, source, words):
    monkeypatch.setattr("commonground.grading.sandbox.process.PATIENCE", 0)
    with pytest.raises(Ended, match=words):
        ask(Unisolated("this is a test"), source, limits=Limits(cpu=2, wall=4))


def test_fallback_is_taken_and_refused_where_isolation_is_required(monkeypatch):
    def refused(self):
        raise NoIsolation("unshare: Operation not permitted")

    monkeypatch.setattr(Isolated, "__init__", refused)
    assert "because unshare: Operation not permitted" in sandbox().sentence
    with pytest.raises(NoIsolation):
        sandbox(require_isolation=True)


def test_other_systems_fall_back(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    assert "darwin" in sandbox().sentence


def test_limits_are_plain():
    assert all(isinstance(value, int | float) for value in dataclasses.asdict(Limits()).values())


# ---- the conversation


def test_frames_come_back_as_they_were(tmp_path):
    import numpy as np

    message = {
        "a": [
            1,
            2.5,
            None,
            True,
            "x",
            1 + 2j,
            np.arange(6.0).reshape(2, 3),
            np.array([True]),
            np.empty((0, 3)),
        ]
    }
    (tmp_path / "frame").write_bytes(wire.pack(message))
    with (tmp_path / "frame").open("rb") as file:
        back = wire.read(file)["a"]
    for sent, came in zip(message["a"], back, strict=True):
        assert type(sent) is type(came) and np.array_equal(sent, came) and np.shape(sent) == np.shape(came)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\1\0\0",
        b"\xff\xff\xff\xff",
        b"\4\0\0\0null",
        b"\2\0\0\0\xff\xff",
        b"\2\0\0\0{}"[:5],
        *(
            len(h).to_bytes(4, "little") + h + bytes(64)
            for h in (
                b'{"value": {"array": ["object", [1]]}}',
                b'{"value": {"array": ["float64", [-1]]}}',
                b'{"value": {"array": ["float64", [1e3]]}}',
                b'{"value": {"array": ["float64", [true]]}}',
                b'{"value": {"array": ["float64", [1000000, 1000000]]}}',
                b'{"value": {"array": ["float64", [100]]}}',
                b'{"value": {"array": ["float64"]}}',
                b'{"value": {"complex": ["1", 2]}}',
                b'{"value": {"x": 1}}',
                b'{"value": ' + b"[" * 20 + b"]" * 20 + b"}",
                b'{"value": ' + b"[" * 200_000,
                b'{"value": ' + b"9" * 10_000 + b"}",
            )
        ),
    ],
)
def test_what_is_no_frame_is_refused(data, tmp_path):
    (tmp_path / "frame").write_bytes(data)
    with (tmp_path / "frame").open("rb") as file, pytest.raises(wire.Broken):
        wire.read(file)


@pytest.mark.parametrize("value", [object(), {"a": 1}, b"x", {1, 2}])
def test_what_is_no_plain_value_is_not_sent(value):
    with pytest.raises(wire.Broken):
        wire.pack({"value": value})
