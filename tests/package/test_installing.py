"""The package by itself: its version, what a missing library says, what its rooms show, what a wheel of it holds."""

import importlib
import importlib.metadata
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import commonground

ROOT = Path(__file__).resolve().parents[2]


def test_the_version_is_written_once():
    assert commonground.__version__ == importlib.metadata.version("commonground")
    assert f"version: {commonground.__version__}\n" in (ROOT / "CITATION.cff").read_text("utf8")


SHOW = "figures.show(figure, name='f', alt='a', caption='c')"
PLOTLY = "import plotly.graph_objects as go; figure = go.Figure()"
MISSING = [
    ("torch", "from commonground import networks"),
    ("torch", "from commonground import training"),
    ("plotly", "from commonground import figures"),
    ("IPython", f"from commonground import figures; {PLOTLY}; {SHOW}"),
    (
        "ipywidgets",
        f"from commonground import figures; {PLOTLY}; "
        "figures.explore(lambda k: figure, k=[1], name='f', alt='a', caption='c')",
    ),
    (
        "matplotlib",
        f"from commonground.figures.static import still_svg; {PLOTLY}; still_svg(figure, 'f')",
    ),
    ("ripser", "from commonground.topology import barcodes; barcodes([[0, 0], [1, 0], [0, 1]])"),
    (
        "IPython",
        "from commonground.claims import claim; claim('It is 1.', ours=[1] * 5, name='a', at_least=1)",
    ),
]


@pytest.mark.parametrize(("library", "code"), MISSING)
def test_a_missing_library_says_how_to_install_it(library, code):
    blocked = f"import sys; sys.modules[{library!r}] = None; {code}"
    done = subprocess.run([sys.executable, "-c", blocked], capture_output=True, text=True, check=False)
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(f"ModuleNotFoundError: {library} is not installed")
    assert 'pip install "commonground[lessons]"' in last


def test_a_mistake_of_our_own_is_not_taken_for_a_missing_library():
    from commonground.extras import lessons

    with pytest.raises(ModuleNotFoundError, match=r"No module named 'commonground\.nowhere'"), lessons():
        importlib.import_module("commonground.nowhere")


@pytest.mark.parametrize(
    "room",
    ["similarity", "alignment", "bench", "data", "topology", "sampling", "networks", "training", "figures"],
)
def test_a_room_shows_its_public_names_and_no_modules(room):
    module = importlib.import_module(f"commonground.{room}")
    assert dir(module) == sorted(module.__all__)


def test_a_wheel_holds_types_and_data(tmp_path):
    """Built in a copy, so that no build folder is left in the tree."""
    source = tmp_path / "source"
    shutil.copytree(
        ROOT / "commonground", source / "commonground", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "-w", tmp_path, source], check=True)
    (wheel,) = tmp_path.glob(f"commonground-{commonground.__version__}-*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    assert "commonground/py.typed" in held
    for path in (ROOT / "commonground" / "data" / "files").iterdir():
        assert f"commonground/data/files/{path.name}" in held
