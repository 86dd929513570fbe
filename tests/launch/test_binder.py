"""What repo2docker makes of `binder/`: read here, and asked of repo2docker itself where it is installed.

`pip install jupyter-repo2docker` into an environment of its own, and put its `bin` on the path.
"""

import os
import re
import shutil
import subprocess
import tomllib

import pytest
import yaml

from .conftest import ROOT

BINDER = ROOT / "binder"


def test_python_is_one_that_the_course_supports():
    python = (BINDER / "runtime.txt").read_text().strip().removeprefix("python-")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text())
    assert python in workflow["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert tuple(map(int, python.split("."))) >= tuple(map(int, project["requires-python"][2:].split(".")))


def test_it_installs_the_course_at_its_pins_with_torch_for_the_cpu():
    lines = [line for line in (BINDER / "requirements.txt").read_text().splitlines() if line[0] != "#"]
    assert lines == [
        "--extra-index-url https://download.pytorch.org/whl/cpu",
        "-c ../requirements.txt",
        "-e .[lessons]",
        "jupytext",
    ]
    pinned = {
        line.split("==")[0].lower()
        for line in (ROOT / "requirements.txt").read_text().splitlines()
        if "==" in line
    }
    lessons = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"][
        "lessons"
    ]
    assert {re.split(r"[>=]", name)[0].lower() for name in lessons} | {"jupytext"} <= pinned


def test_a_lesson_opens_as_a_notebook():
    script = BINDER / "postBuild"
    assert os.access(script, os.X_OK) and script.read_text().startswith("#!")
    assert "jupytext-config set-default-viewer markdown myst" in script.read_text()


def test_repo2docker_takes_the_steps_that_we_mean(tmp_path):
    command = shutil.which("jupyter-repo2docker")
    if command is None:
        pytest.skip("repo2docker is not installed: its Dockerfile was not looked at")
    course = tmp_path / "course"
    shutil.copytree(BINDER, course / "binder")
    shutil.copy(ROOT / "requirements.txt", course)
    options = ["--no-build", "--debug", "--user-id", "1000", "--user-name", "jovyan"]
    said = subprocess.run([command, *options, course], capture_output=True, text=True, check=True)
    steps = re.findall(r"^(?:COPY|RUN|USER) .*", said.stdout + said.stderr, re.MULTILINE)
    copied = next(i for i, s in enumerate(steps) if re.match(r"COPY \S+ src/ ", s))
    installed = next(
        i for i, s in enumerate(steps) if 'pip install --no-cache-dir -r "binder/requirements.txt"' in s
    )
    opened = steps.index("RUN ./binder/postBuild")
    assert copied < installed < opened, (
        "the package is installed from the tree, and jupytext is there before it is set up"
    )
    assert "python=3.11" in said.stdout + said.stderr
