"""The files that travel with the package."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files

import numpy as np
from numpy.lib.npyio import NpzFile


@contextmanager
def stored_in(name: str) -> Iterator[NpzFile]:
    """Open one of the files, by name."""
    with as_file(files("commonground.data") / "files" / name) as path, np.load(path) as stored:
        yield stored
