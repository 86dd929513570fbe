"""A fork changes `repository` in _config.yml; all of its links are then its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commonground.site.page import launch

from .conftest import ROOT

LESSON = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  name: python3
commonground:
  question: What is a lesson?
  shows: Words, and a number.
  needs: []
  difficulty: 1
---

# A lesson

Words, and [another page](../book/how-to-use).

```{code-cell}
print(1)
```
"""


@pytest.fixture
def fork(empty_book):
    """The course with one lesson and two pages of its own, in a fork with another name and branch."""
    root = empty_book
    (root / "book" / "index.md").write_text("# A book\n\n```{bibliography}\n:all:\n```\n")
    shutil.copy(ROOT / "book" / "run-anywhere.md", root / "book" / "how-to-use.md")
    for page in ("progress", "claims"):  # which that page links to
        (root / "book" / f"{page}.md").write_text(f"# {page}\n")
    (root / "lessons" / "01-a.md").write_text(LESSON)
    pages = ("lessons/01-a", "book/how-to-use", "book/progress", "book/claims")
    (root / "_toc.yml").write_text(
        "format: jb-book\nroot: book/index\nchapters:\n" + "".join(f"  - file: {page}\n" for page in pages)
    )
    config = (root / "_config.yml").read_text()
    config = config.replace(f"url: {launch.URL}\n", "url: https://github.com/Ada/her-course\n")
    (root / "_config.yml").write_text(config.replace(f"branch: {launch.BRANCH}\n", "branch: autumn\n"))
    return root


@pytest.mark.kernel
def test_every_link_of_a_fork_is_its_own(fork):
    environment = {k: v for k, v in os.environ.items() if k not in ("COMMONGROUND_PAGE", "GITHUB_SHA")}
    environment["PYTHONPATH"] = str(fork)
    book = [str(Path(sys.executable).parent / "jupyter-book"), "build", ".", "-W", "-n", "--keep-going"]
    for command in (book, [sys.executable, "-m", "commonground.site.readme"]):
        done = subprocess.run(command, cwd=fork, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    site = fork / "_build" / "html"
    home, _ = launch.HOME
    texts = [*site.rglob("*.html"), *site.rglob("*.ipynb"), site / "sitemap.xml", fork / "README.md"]
    for path in texts:
        text = path.read_text("utf8")
        assert home not in text and launch._pages(home) not in text, path
    page = (site / "lessons" / "01-a.html").read_text("utf8")
    assert "https://colab.research.google.com/github/Ada/her-course/blob/notebooks/lessons/01-a.ipynb" in page
    assert "https://mybinder.org/v2/gh/Ada/her-course/autumn?urlpath=lab/tree/lessons/01-a.md" in page
    assert "https://ada.github.io/her-course/lessons/01-a.html" in page
    notebook = (site / "notebooks" / "lessons" / "01-a.ipynb").read_text("utf8")
    assert "https://github.com/Ada/her-course/archive/autumn.zip" in notebook
    assert "https://ada.github.io/her-course/book/how-to-use.html" in notebook
    text = (site / "book" / "how-to-use.html").read_text("utf8")
    assert "https://codespaces.new/Ada/her-course/tree/autumn" in text
    assert "git clone https://github.com/Ada/her-course" in text
    readme = (fork / "README.md").read_text("utf8")
    assert "https://mybinder.org/v2/gh/Ada/her-course/autumn?" in readme
    assert "pip install git+https://github.com/Ada/her-course" in readme


def test_a_fork_whose_name_begins_like_ours_gets_it_once(monkeypatch):
    home, branch = launch.HOME
    monkeypatch.setattr(launch, "SLUG", f"{home}-2")
    monkeypatch.setattr(launch, "BRANCH", "autumn")
    texts = {
        f"https://mybinder.org/v2/gh/{home}/{branch}?urlpath=x": f"https://mybinder.org/v2/gh/{home}-2/autumn?urlpath=x",
        f"https://codespaces.new/{home}/tree/{branch})": f"https://codespaces.new/{home}-2/tree/autumn)",
        f"git clone https://github.com/{home}\n": f"git clone https://github.com/{home}-2\n",
        f"https://github.com/{home}/{branch}tenance": f"https://github.com/{home}-2/{branch}tenance",
        f"https://github.com/{home}-of-another": f"https://github.com/{home}-of-another",
    }
    assert [launch.at_home_here(text) for text in texts] == [*texts.values()]
