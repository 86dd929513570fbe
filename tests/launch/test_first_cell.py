"""The first cell of a notebook: nothing where the course is, one quick install where it is not."""

import importlib.util
import re
import shlex
import subprocess
import sys
import types

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from commonground.site.editions import notebooks
from commonground.site.page import launch

from .conftest import ROOT, each_page, notebook


@pytest.fixture
def run(monkeypatch):
    """Run a cell as a notebook would; return what it asks of the notebook's commands, such as pip."""

    def run(source, *, installed, colab):
        asked = []
        shell = types.SimpleNamespace(run_line_magic=lambda name, line: asked.append((name, line)))
        find = importlib.util.find_spec
        missing = lambda name, *rest: None if name == "commonground" and not installed else find(name, *rest)  # noqa: E731
        monkeypatch.setattr(importlib.util, "find_spec", missing)
        if colab:
            monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
        exec(TransformerManager().transform_cell(source), {"get_ipython": lambda: shell})
        return asked

    return run


@each_page
def test_it_does_nothing_where_the_course_is(run, page):
    assert run(notebook(page).cells[0].source, installed=True, colab=True) == []
    assert run(notebook(page).cells[0].source, installed=True, colab=False) == []


@each_page
def test_in_colab_it_installs_the_package_and_nothing_else(run, page):
    ((command, line),) = run(notebook(page).cells[0].source, installed=False, colab=True)
    *options, what, lacking = shlex.split(line)
    assert command == "pip" and options == ["install", "--quiet", "--no-deps"] and lacking == "ripser"
    assert re.fullmatch(rf"{re.escape(launch.URL)}/archive/({launch.BRANCH}|[0-9a-f]{{40}})\.zip", what)


def test_elsewhere_it_installs_what_the_lessons_import(run):
    ((_, line),) = run(notebook("lessons/03-sets").cells[0].source, installed=False, colab=False)
    assert re.match(r'install --quiet "commonground\[lessons\] @ https://', line)


@pytest.mark.parametrize("commit", [None, "0123456789abcdef0123456789abcdef01234567"])
def test_it_is_pinned_to_the_commit_that_is_published(monkeypatch, commit):
    monkeypatch.setenv("GITHUB_SHA", commit) if commit else monkeypatch.delenv("GITHUB_SHA", raising=False)
    source = notebooks.sheet(ROOT / "exercises" / "03-sets.ipynb").cells[0].source
    assert source.count(f"/archive/{commit or launch.BRANCH}.zip") == 2


def test_what_colab_has_is_enough_for_the_package():
    """With --no-deps nobody else looks: the versions of Colab satisfy what the package and its lessons ask for."""
    import tomllib

    from packaging.requirements import Requirement

    there = dict(
        line.split("==")
        for line in (ROOT / "tests" / "colab" / "requirements.txt").read_text().splitlines()
        if "==" in line
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for text in [*project["dependencies"], *project["optional-dependencies"]["lessons"]]:
        asked = Requirement(text)
        if asked.name in notebooks.COLAB_LACKS:
            assert asked.name not in there
            continue
        assert there[asked.name] in asked.specifier, f"{text}, and Colab has {there[asked.name]}"


def test_the_package_needs_only_what_it_says(tmp_path):
    """What the first cell installs is all in the archive: the data too."""
    command = [
        "git",
        "archive",
        "--format=tar",
        "HEAD",
        "commonground",
        "pyproject.toml",
        "README.md",
        "LICENSE",
    ]
    names = subprocess.run(
        f"{shlex.join(command)} | tar t", shell=True, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert {"pyproject.toml", "README.md", "LICENSE", "commonground/data/files/kriegeskorte92.npz"} <= {
        *names
    }
