"""python -m commonground.grading PATH… --out DIR: grade what strangers handed in."""

import sys

from commonground.grading.commands.grade import main

if __name__ == "__main__":
    sys.exit(main())
