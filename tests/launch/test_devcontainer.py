"""The dev container, which Codespaces opens too, names files and commands that are there."""

import json
import re

from .conftest import ROOT, SITE

TEXT = (ROOT / ".devcontainer" / "devcontainer.json").read_text("utf8")
CONTAINER = json.loads(re.sub(r"^\s*//.*$", "", TEXT, flags=re.MULTILINE))


def test_it_builds_by_make_with_a_python_that_the_course_supports():
    assert CONTAINER["updateContentCommand"] == "make book"
    assert re.fullmatch(r"mcr\.microsoft\.com/devcontainers/python:3\.1[1-9]", CONTAINER["image"])


def test_what_it_opens_is_there_after_make_book():
    custom = CONTAINER["customizations"]
    for file in custom["codespaces"]["openFiles"]:
        assert (ROOT / file).is_file(), file
    assert custom["vscode"]["settings"]["python.defaultInterpreterPath"].endswith("/.venv/bin/python")
    assert SITE.is_dir()


def test_its_port_is_that_of_make_serve():
    (port,) = re.findall(r"^PORT +\?= (\d+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert CONTAINER["forwardPorts"] == [int(port)] and list(CONTAINER["portsAttributes"]) == [port]
