"""Says where the built website is; with ``--serve PORT`` serves it on this machine, and opens it.

Run as a program by ``make book`` and ``make serve``.
"""

import sys
import webbrowser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from commonground.site import ROOT

SITE = ROOT / "_build" / "html"


def main(arguments: list[str]) -> int:
    """Print the address, or serve until interrupted; return the exit status."""
    if not (SITE / "index.html").is_file():
        print(f"There is no website in {SITE}: run `make book` first.", file=sys.stderr)
        return 1
    if not arguments:
        print(f"\nThe course is built. Read it at {(SITE / 'index.html').as_uri()}, or run `make serve`.")
        return 0
    try:
        server = ThreadingHTTPServer(("127.0.0.1", int(arguments[1])), partial(_Quiet, directory=SITE))
    except OSError as error:
        print(
            f"Port {arguments[1]} is not free ({error.strerror}): choose another, as in `make serve PORT=8001`.",
            file=sys.stderr,
        )
        return 1
    address = f"http://127.0.0.1:{server.server_port}/"
    print(f"The course is at {address} (Ctrl-C ends it).", flush=True)
    webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    return 0


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """A reader's requests are nobody's business."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
