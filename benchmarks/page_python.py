"""How long a reader waits for the first verdict in a page, beside the same check on stock Pyodide.

    python benchmarks/page_python.py [--runs N]

Stock is Pyodide as it comes, used as its manual says: loaded, NumPy's wheel by ``loadPackage``, the course's source by
``unpackArchive``. Both are of the same version, in a worker, from the same host. Cold is a browser that has never been here,
warm one that has. Printed as Markdown: bytes over the wire, median seconds to the verdict, and the CPU seconds of the browser and
all its processes. It has opened an empty page before, and come to rest: what it takes to begin is its own. The runs of the two
alternate. The exit status is 1 where ours takes more than half the CPU time.

Needs Chromium, and what ``python -m commonground.site.live --required`` makes.
"""

import argparse
import gzip
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from statistics import median

import psutil
from playwright.sync_api import sync_playwright

from commonground.site import ROOT
from commonground.site.live import build, distribution
from commonground.site.live.rooms import rooms, zipped

BROWSER = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ANSWER = (
    "from commonground.checks.exercise import find\ndeep_sets = find('3.1').mistakes[0].answer['deep_sets']"
)
PAGE = """<!doctype html><meta charset="utf-8"><script type="module">
import { Python } from "../client.mjs";
window.first = new Python(new URL("worker.mjs", location).href).ask("check", ["3.1", { deep_sets: %r }, {}]);
</script>"""
STOCK = """import { loadPyodide } from "./pyodide.mjs";
const booted = start();
booted.then(() => self.postMessage({ type: "ready" }), (error) => self.postMessage({ type: "failed", why: error.message }));
async function start() {
  const python = await loadPyodide();
  await python.loadPackage("numpy");
  python.unpackArchive(await (await fetch(new URL("course.zip", import.meta.url))).arrayBuffer(), "zip");
  return python;
}
self.onmessage = async ({ data: { id, given } }) => {
  const python = await booted;
  const found = python.pyimport("commonground.checks.page").check(...given.map((part) => python.toPy(part)));
  self.postMessage({ type: "result", id, result: found.toJs({ dict_converter: Object.fromEntries }) });
};
"""
LOCK = {  # what Pyodide's own says of NumPy, and of itself
    "info": {
        "abi_version": "2026_0",
        "arch": "wasm32",
        "platform": "emscripten_5_0_3",
        "python": "3.14.0",
    },
    "packages": {
        "numpy": {
            "name": "numpy",
            "version": distribution.NUMPY.split("-")[1],
            "file_name": distribution.NUMPY,
            "sha256": distribution.FILES[distribution.NUMPY],
            "install_dir": "site",
            "package_type": "package",
            "imports": ["numpy"],
            "depends": [],
        }
    },
}
STARTED = {
    "stock": ("python_stdlib.zip", distribution.NUMPY, "course.zip"),
    "ours": ("boot.mjs", "tar.mjs", "stdlib.zip", "numpy.tgz", "course.tgz"),
}
"""What each loads beside Pyodide's core and its own worker."""


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="runs of each (medians count)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lay(Path(folder))
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Kept, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        print(
            "| | MB, gzip | s, cold | s, warm | CPU s, cold | CPU s, warm |\n| --- | ---: | ---: | ---: | ---: | ---: |"
        )
        seen = {kind: [] for kind in STARTED}
        for _, kind in product(range(runs), STARTED):
            seen[kind].append(measure(playwright, f"{address}{kind}/", verdict))
        spent = {}
        for kind in STARTED:
            numbers = [median(run[i] for run in seen[kind]) for i in range(4)]
            spent[kind] = numbers[2:]
            print(
                f"| {kind} | {weight(Path(folder), kind) / 1e6:.2f} | {' | '.join(f'{n:.1f}' for n in numbers)} |"
            )
    return int(any(ours > stock / 2 for ours, stock in zip(spent["ours"], spent["stock"], strict=True)))


def lay(folder: Path) -> None:
    """Lay both kinds into a folder, each with a page that asks for one verdict."""
    home, parts = distribution.files(), build.build()
    shutil.copy(ROOT / "book" / "_static" / "python" / "client.mjs", folder)
    shutil.copytree(parts, folder / "ours")
    shutil.copytree(home, folder / "stock")
    (folder / "stock" / "course.zip").write_bytes(zipped(rooms()))
    (folder / "stock" / "worker.mjs").write_text(STOCK, "utf8")
    (folder / "stock" / "pyodide-lock.json").write_text(json.dumps(LOCK), "utf8")
    for kind in STARTED:
        (folder / kind / "index.html").write_text(PAGE % ANSWER, "utf8")
        (folder / kind / "empty.html").write_text("<!doctype html>", "utf8")


def weight(folder: Path, kind: str) -> int:
    """Bytes over the wire until the verdict."""
    asked = [*build.CORE, "worker.mjs", *STARTED[kind]]
    return sum(len(gzip.compress((folder / kind / name).read_bytes(), 6)) for name in asked)


def verdict(page) -> None:
    """Wait for the verdict."""
    said = page.evaluate("first.then(({ report }) => report)")
    assert said.startswith("✗ 3.1"), said


def measure(playwright, url: str, first) -> tuple[float, float, float, float]:
    """Return the seconds until ``first(page)`` returns, cold and warm, and the CPU seconds of each."""
    walls, spent = [], []
    # With a profile of its own, as readers have; a private window keeps no compiled code, so that warm is nearly cold.
    context = playwright.chromium.launch_persistent_context(
        "", executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"]
    )
    context.set_default_timeout(600_000)
    for _ in range(2):
        page = context.new_page()
        page.goto(f"{url}empty.html")
        rest()
        began, before = time.perf_counter(), cpu()
        page.goto(url)
        first(page)
        walls.append(time.perf_counter() - began)
        spent.append(cpu() - before)
        rest()  # as a reader stays: compiled code is kept when the compiler has come to its end
        page.close()
    context.close()
    return (*walls, *spent)


def rest() -> None:
    """Return when the browser has come to rest: it begins another process for pages to come."""
    before = -1.0
    while cpu() - before > 0.02:
        before = cpu()
        time.sleep(0.5)


def cpu() -> float:
    """CPU seconds that this process's children have spent so far."""
    total = 0.0
    for child in psutil.Process().children(recursive=True):
        try:
            total += sum(child.cpu_times()[:2])
        except psutil.NoSuchProcess:
            continue
    return total


class Kept(SimpleHTTPRequestHandler):
    """A host that lets browsers keep what they were sent."""

    def end_headers(self):
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    sys.exit(main())
