"""How long a reader of *Measure yours* waits for the first number, and what comes over the wire for it.

    python benchmarks/measure_yours.py [--runs N]

Three layers of 150 stimuli are brought and compared by linear CKA. Cold is a browser that has never been here, warm one that
has. Printed as Markdown: bytes over the wire, median seconds to the matrix, and the CPU seconds of the browser and all its
processes, which have come to rest before.

Needs Chromium, and what ``python -m commonground.site.live --required`` makes.
"""

import argparse
import shutil
import sys
import tempfile
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from statistics import median

from page_python import Kept, measure
from playwright.sync_api import sync_playwright

from commonground.site import ROOT
from commonground.site.live import build
from commonground.site.live.measure import LAYERS, weight

PAGE = """<!doctype html><meta charset="utf-8"><script type="module">
import { Python } from "./client.mjs";
const python = new Python(new URL("parts/yours.worker.mjs", location).href);
const ask = (method, ...given) => new Promise((resolve, reject) => {
  const id = ++python.count;
  python.waiting.set(id, { resolve, reject });
  python.worker.postMessage({ id, method, given });
});
window.first = python.start().then(async () => {
  for (const name of %r) await ask("add", name, new Uint8Array(await (await fetch(name)).arrayBuffer()));
  return ask("matrix", "linear_cka", {});
});
</script>"""


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="runs (medians count)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        parts = Path(shutil.copytree(build.build(), Path(folder, "parts")))
        shutil.copy(ROOT / "book" / "_static" / "python" / "client.mjs", folder)
        for layer in LAYERS.glob("*.npy"):
            shutil.copy(layer, folder)
        names = sorted(layer.name for layer in LAYERS.glob("*.npy"))
        Path(folder, "index.html").write_text(PAGE % names, "utf8")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Kept, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        Path(folder, "empty.html").write_text("<!doctype html>", "utf8")
        url = f"http://127.0.0.1:{server.server_port}/"
        seen = [measure(playwright, url, partial(matrix, size=len(names))) for _ in range(runs)]
        numbers = [median(run[i] for run in seen) for i in range(4)]
        print(
            "| MB, gzip | s, cold | s, warm | CPU s, cold | CPU s, warm |\n| ---: | ---: | ---: | ---: | ---: |"
        )
        print(f"| {weight(parts) / 1e6:.2f} | {' | '.join(f'{n:.1f}' for n in numbers)} |")
    return 0


def matrix(page, size: int) -> None:
    """Wait for the matrix."""
    assert len(page.evaluate("first")) == size


if __name__ == "__main__":
    sys.exit(main())
