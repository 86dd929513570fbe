"""How long a reader of *Measure yours* waits for the first number, and what comes over the wire for it.

    python benchmarks/measure_yours.py [--runs N]

Three layers of 150 stimuli are brought and compared by linear CKA. Cold is a browser that has never been here, warm one that
has. Printed as Markdown: bytes over the wire, median seconds to the matrix, and the CPU seconds of the browser and all its
processes.

Needs Chromium, and what ``python -m commonground.site.live --required`` makes.
"""

import argparse
import shutil
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from statistics import median

from page_python import BROWSER, Kept, cpu
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
        seen = [first(playwright, f"http://127.0.0.1:{server.server_port}/", len(names)) for _ in range(runs)]
        numbers = [median(run[i] for run in seen) for i in range(4)]
        print(
            "| MB, gzip | s, cold | s, warm | CPU s, cold | CPU s, warm |\n| ---: | ---: | ---: | ---: | ---: |"
        )
        print(f"| {weight(parts) / 1e6:.2f} | {' | '.join(f'{n:.1f}' for n in numbers)} |")
    return 0


def first(playwright, url: str, layers: int) -> tuple[float, float, float, float]:
    """Return the seconds to the matrix, cold and warm, and the CPU seconds of each."""
    browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
    context = browser.new_context()
    walls, spent = [], []
    for _ in range(2):
        page = context.new_page()
        page.set_default_timeout(600_000)
        began, before = time.perf_counter(), cpu()
        page.goto(url)
        assert len(page.evaluate("first")) == layers
        walls.append(time.perf_counter() - began)
        spent.append(cpu() - before)
        page.goto("about:blank")
    browser.close()
    return (*walls, *spent)


if __name__ == "__main__":
    sys.exit(main())
