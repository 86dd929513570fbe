"""Where the results of executed lessons are kept, and how they are made ahead of Sphinx.

jupyter-cache keeps a lesson's outputs by the text of its code cells. They depend on more: the package, the
course's seed, the versions installed. So each combination of those has a folder of its own, and a lesson is run
again exactly when something that it stands on has changed.

Run as a program, it executes what is missing, several lessons at a time, and says how far each is::

    python -m commonground.site.results
"""

import atexit
import hashlib
import os
import re
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from commonground.page import begin_page
from commonground.site import ROOT
from commonground.site.course import contents
from commonground.site.live.lessons import pack

WORKERS = 2
"""Lessons that run at once: the course is made for two cores."""

START = 60
"""Seconds that a kernel may take until it answers."""

NO_KERNEL = """
No lesson can run here: {reason}.
A kernel talks to whoever started it over ports of 127.0.0.1, this machine's own address: allow that (in a container,
bring its loopback interface up), or end what holds the ports, and try again.
"""

NOT_BELOW_LESSONS = ("checks", "grading", "site")
"""Parts of the package that no lesson imports."""

SAVED = "tried.npz"
"""Among a lesson's results: what its cells that can be tried stand on (see ``live.lessons``)."""


class NoKernel(RuntimeError):
    """A kernel cannot be started, or does not answer."""


def setup(app):
    """Let Sphinx read the results from the same folder."""
    app.connect("config-inited", _use_this_cache, priority=100)


def _use_this_cache(app, config):
    begin_page()
    config.nb_execution_cache_path = str(cache_folder())


def cache_folder() -> Path:
    """Return the folder that holds results for this package, these versions and this seed."""
    key = hashlib.sha256(os.environ.get("COMMONGROUND_SEED", "").encode())
    package = ROOT / "commonground"
    sources = [p for p in sorted(package.rglob("*")) if p.is_file() and "__pycache__" not in p.parts]
    for path in [*sources, ROOT / "requirements.txt"]:
        if path.relative_to(package if path in sources else ROOT).parts[0] not in NOT_BELOW_LESSONS:
            key.update(path.name.encode() + path.read_bytes())
    return ROOT / "_build" / "results" / key.hexdigest()[:16]


def lessons() -> list[Path]:
    """Return the pages of ``_toc.yml`` that run: MyST notebooks below ``lessons/`` and ``book/``."""
    pages = [ROOT / f"{name}.md" for name in contents.pages()]
    return [page for page in pages if page.is_file() and "{code-cell}" in page.read_text("utf8")]


def execute_missing() -> int:
    """Execute every lesson whose results are missing; return how many failed."""
    begin_page()
    # One thread a lesson: faster for networks this small, and sums come in the same order on every machine.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from jupyter_cache import get_cache

    cache = get_cache(str(cache_folder()))
    todo = [(page, notebook) for page, notebook in map(read, lessons()) if not _is_cached(cache, notebook)]
    lock = threading.Lock()

    def run(job):
        page, notebook = job
        with TemporaryDirectory() as scratch:
            return _execute(page, notebook, cache, lock, Path(scratch))

    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            return sum(not done for done in pool.map(run, todo))
        except NoKernel as error:
            pool.shutdown(cancel_futures=True)
            print(NO_KERNEL.format(reason=error), file=sys.stderr)
            return len(todo)


def read(page: Path):
    """Read a lesson just as the site does, so that the cache knows it again."""
    from myst_nb.core.read import read_myst_markdown_notebook
    from myst_parser.config.main import MdParserConfig

    text = page.read_text("utf8")
    return page, read_myst_markdown_notebook(text, MdParserConfig(), add_source_map=True, path=page)


def with_outputs(page: Path):
    """Return a lesson as a notebook with its results; a KeyError says that it has not been run as it stands."""
    from jupyter_cache import get_cache

    _, notebook = read(page)
    notebook.metadata.pop("source_map")
    return get_cache(str(cache_folder())).merge_match_into_notebook(notebook, cell_meta=())[1]


def saved(page: Path) -> bytes | None:
    """Return what a lesson saved for its cells that can be tried; None if it has none, or has not been run as it stands."""
    from jupyter_cache import get_cache

    cache, (_, notebook) = get_cache(str(cache_folder())), read(page)
    try:
        bundle = cache.get_cache_bundle(cache.match_cache_notebook(notebook).pk)
    except KeyError:
        return None
    return next((file.read() for path, file in bundle.artifacts if path.name == SAVED), None)


def _is_cached(cache, notebook) -> bool:
    try:
        cache.match_cache_notebook(notebook)
    except KeyError:
        return False
    return True


def _execute(page: Path, notebook, cache, lock, scratch: Path) -> bool:
    from jupyter_cache.base import CacheBundleIn
    from jupyter_cache.cache.main import NbArtifacts
    from nbclient.exceptions import CellExecutionError

    from commonground.site.live.lessons.client import Client

    name = page.relative_to(ROOT)
    lines = notebook.metadata.pop("source_map")
    code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    began = time.monotonic()
    seen = {"cell": None}

    def say(text):
        with lock:
            print(f"{name}: {text}", flush=True)

    def started(cell, cell_index):
        seen["cell"] = cell_index
        if cell_index in code:
            done = code.index(cell_index) + 1
            if done == 1 or done % 10 == 0 or done == len(code):
                say(f"cell {done} of {len(code)}, {time.monotonic() - began:.0f} s")

    client = Client(
        notebook,
        timeout=600,
        startup_timeout=START,
        kernel_name="python3",
        resources={"metadata": {"path": str(page.parent)}},
        on_cell_start=started,
        extra_arguments=["--log-level=ERROR"],
        record_timing=False,  # the cache would take the times for a change of the cell
    )
    client.taken = scratch
    client.log.setLevel("CRITICAL")  # what goes wrong is said below
    heard = TemporaryFile("w+")  # noqa: SIM115 (closed below, when what the kernel said has been read)
    try:
        client.execute(stderr=heard)
    except CellExecutionError as error:
        at = lines[seen["cell"]] if seen["cell"] is not None else 1
        with lock:
            message = re.sub(r"\x1b\[[0-9;]*m", "", str(error))
            print(f"\n{name}:{at}: this cell failed\n\n{message}\n", file=sys.stderr, flush=True)
        return False
    except Exception as error:
        if seen["cell"] is not None:
            raise
        atexit.unregister(
            client._cleanup_kernel
        )  # nbclient has cleaned up, and would stumble over it once more
        heard.seek(0)
        *_, last = [
            "",
            str(error),
            *filter(None, map(str.strip, heard)),
        ]  # a traceback's last line says what is wrong
        raise NoKernel(last) from error
    finally:
        heard.close()
    kept = []
    if pack.tagged(notebook):
        kept = [scratch / SAVED]
        kept[0].write_bytes(file := pack.pack(notebook, client.taken))
        for cell in pack.cells_of(file).values():
            if "why" in cell:
                say(f"a cell with the tag `{pack.TAG}` gets no button: {cell['why']}")
    seconds = time.monotonic() - began
    say(f"done in {seconds:.0f} s")
    data, artifacts = {"execution_seconds": seconds}, NbArtifacts(kept, in_folder=scratch)
    with lock:
        cache.cache_notebook_bundle(
            CacheBundleIn(notebook, str(page), data=data, artifacts=artifacts),
            check_validity=False,
            overwrite=True,
        )
    return True


if __name__ == "__main__":
    sys.exit(1 if execute_missing() else 0)
