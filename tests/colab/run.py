"""Run the notebooks as Colab would: in an environment with Colab's versions and without the course.

    python tests/colab/run.py                       # all of them, by `make colab`; the first time takes minutes more
    python tests/colab/run.py lessons/03-sets ...   # some

Each notebook of ``_build/html/notebooks`` runs from its first cell to its last, a sheet with its solutions filled in. The
first cell finds no course and installs it, from this tree in place of GitHub; it must leave all else as it was.
"""

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "_build" / "html" / "notebooks"
COLAB = ROOT / "_build" / "colab"
PYTHON = COLAB / "bin" / "python"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def pip(*arguments: str) -> str:
    """Run Colab's pip and return what it prints."""
    command = [PYTHON, "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def git(*arguments: str) -> str:
    """Run git in this tree and return what it prints."""
    done = subprocess.run(["git", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def make_colab() -> None:
    """Make the environment, unless it is there with these versions."""
    made_of = COLAB / "requirements.txt"
    if made_of.is_file() and made_of.read_text() == REQUIREMENTS.read_text():
        return
    python = os.environ.get("COLAB_PYTHON", "python3.13")
    subprocess.run([python, "-m", "venv", "--clear", COLAB], check=True)
    pip("install", "--quiet", "--requirement", str(REQUIREMENTS))
    subprocess.run([PYTHON, "-m", "ipykernel", "install", "--prefix", COLAB, "--name", "colab"], check=True)
    (packages,) = COLAB.glob("lib/python*/site-packages")
    (packages / "google" / "colab").mkdir(parents=True)
    (packages / "google" / "colab" / "__init__.py").touch()
    (packages / "colab.pth").write_text(
        "import google.colab\n"
    )  # as in Colab, it is there before the first cell
    made_of.write_text(REQUIREMENTS.read_text())


def solved(page: str, notebook):
    """Fill in the solutions of a sheet; leave a lesson as it is."""
    if page.startswith("exercises/"):
        spec = importlib.util.spec_from_file_location("derive", ROOT / "solutions" / "derive.py")
        derive = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(derive)
        source = ROOT / "solutions" / f"{Path(page).name}.md"
        answers = {
            cell.id: cell.source for cell in nbformat.reads(derive.derive(source, solved=True), 4).cells
        }
        for cell in notebook.cells:
            if cell.id.startswith("answer-"):
                cell.source = answers[cell.id]
    return notebook


def check_alive(notebook, client) -> None:
    """Each figure to be moved has its widgets, and in them the drawing that plotly makes for Colab."""
    shown = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    views = [data for data in shown if "application/vnd.jupyter.widget-view+json" in data]
    asked = sum("figures.explore(" in cell.source for cell in notebook.cells if cell.cell_type == "code")
    drawn = [
        widget.outputs for widget in client.comm_objects.values() if "Plotly.newPlot" in str(widget.outputs)
    ]
    assert len(views) == len(drawn) == asked, (len(views), len(drawn), asked)


def run(page: str, package: str) -> None:
    """Run one notebook with the package from this address, and say how long that took."""
    from nbclient import NotebookClient

    from commonground.site.editions.notebooks import COLAB_LACKS, ref
    from commonground.site.page.launch import archive

    notebook = solved(page, nbformat.read(NOTEBOOKS / f"{page}.ipynb", 4))
    assert archive(ref()) in notebook.cells[0].source, "these notebooks were built at another commit"
    notebook.cells[0].source = notebook.cells[0].source.replace(archive(ref()), package)
    ours = ("commonground", *COLAB_LACKS)
    pip("uninstall", "--quiet", "--quiet", "--yes", *ours)
    before = pip("freeze").splitlines()
    took = []

    def note(cell, cell_index, **_):
        took.append(time.monotonic() - began)

    with tempfile.TemporaryDirectory() as empty:
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("PYTHONPATH", "COMMONGROUND"))
        }
        environment["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # or each kernel begins with a warning
        # nbclient answers widgets on the socket from which it awaits a cell's reply, and may then miss that: it looks
        # again when the time is up. No cell of a lesson takes as long.
        client = NotebookClient(notebook, timeout=60, kernel_name="colab", on_cell_executed=note)
        with client.setup_kernel(env=environment, cwd=empty):
            began = time.monotonic()
            for index, cell in enumerate(notebook.cells):
                client.execute_cell(cell, index)
    check_alive(notebook, client)
    after = pip("freeze").splitlines()
    assert sorted(before) == sorted(line for line in after if not any(name in line for name in ours))
    print(f"{page}: runs in {took[-1]:.0f} s, of which the first cell {took[0]:.0f} s", flush=True)


def main(pages: list[str]) -> None:
    """Run these notebooks, or all."""
    make_colab()
    os.environ["JUPYTER_PATH"] = str(COLAB / "share" / "jupyter")
    everything = sorted(str(p.relative_to(NOTEBOOKS).with_suffix("")) for p in NOTEBOOKS.rglob("*.ipynb"))
    with tempfile.TemporaryDirectory() as folder:
        package = f"{folder}/course.zip"
        tree = git("stash", "create") or "HEAD"  # with what has not been committed yet
        git("archive", "--prefix=course/", "--output", package, tree)
        for page in pages or everything:
            run(page, package)


if __name__ == "__main__":
    main(sys.argv[1:])
