"""Make Python for the page, or say in one line that this build goes without."""

import sys

from commonground.site.live.build import build
from commonground.site.live.distribution import Missing


def main(arguments: list[str]) -> int:
    """Return the exit status: 1 where ``--required`` and the files are not to be had."""
    try:
        build()
    except Missing as why:
        print(f"Python in the page is left out of this build: {why}.", file=sys.stderr)
        return 1 if "--required" in arguments else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
