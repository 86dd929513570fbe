"""Every launch link opens a file that is there, and all of them are made from one setting."""

import re
import shutil
import subprocess
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from commonground.site import readme
from commonground.site.editions.notebooks import PROJECT

from .conftest import PAGES, ROOT, SITE, each_page

URL = yaml.safe_load((ROOT / "_config.yml").read_text())["repository"]["url"]
BRANCH = yaml.safe_load((ROOT / "_config.yml").read_text())["repository"]["branch"]
OWN = "/".join(URL.split("/")[-2:])
HOSTS = ("colab.research.google.com", "mybinder.org", "codespaces.new")
TEXTS = ["book/how-to-use", "book/run-anywhere", *PAGES]


def links(text):
    """The links of a text, in HTML or in Markdown, that launch something."""
    found = re.findall(r'(?:href="|\]\(|<)(https://[^\s")>]+)', text)
    return [unescape(link) for link in found if urlsplit(link).hostname in HOSTS]


def of_page(page):
    return (SITE / f"{page}.html").read_text("utf8")


LINKS = sorted(
    {link for page in TEXTS for link in links(of_page(page))} | {*links((ROOT / "README.md").read_text())}
)


@pytest.fixture(scope="session")
def branches(tmp_path_factory):
    """The files of each branch as they are when the workflow has published: branch → set of paths."""
    checkout, remote = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("remote")
    shutil.copytree(ROOT / ".ci", checkout / ".ci")
    shutil.copytree(SITE / "notebooks", checkout / "_build" / "html" / "notebooks")
    subprocess.run(["git", "init", "--quiet", checkout], check=True)
    subprocess.run(["git", "init", "--quiet", "--bare", remote], check=True)
    for _ in ("first", "again"):  # a second push replaces the first
        subprocess.run([checkout / ".ci" / "push-notebooks", remote], check=True)
    list_all = ["git", "ls-tree", "-r", "--name-only", "notebooks"]
    pushed = subprocess.run(list_all, cwd=remote, check=True, capture_output=True, text=True).stdout
    list_files = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]  # what a commit would hold
    tracked = subprocess.run(list_files, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return {"notebooks": {*pushed.split()}, BRANCH: {*tracked.split()}}


@each_page
def test_a_lesson_and_a_sheet_can_be_launched_in_four_ways(page):
    (line,) = re.findall(r'<nav class="[^"]*cg-launch".*?</nav>', of_page(page))
    assert [urlsplit(link).hostname for link in links(line)] == ["colab.research.google.com", "mybinder.org"]
    downloads = re.findall(r'href="([^"]+)" download', line)
    assert [link.rpartition(".")[2] for link in downloads] == ["ipynb", "md"]
    assert all((SITE / page).parent.joinpath(link).is_file() for link in downloads)
    assert "<img" not in line and "<script" not in line, "a launch link asks nobody for anything"


@pytest.mark.parametrize("link", LINKS)
def test_a_link_opens_a_file_that_is_there(link, branches):
    where = urlsplit(link)
    if where.hostname == "codespaces.new":
        assert where.path == f"/{OWN}/tree/{BRANCH}" and ".devcontainer/devcontainer.json" in branches[BRANCH]
        return
    if where.hostname == "mybinder.org":
        owner, name, branch = re.fullmatch(r"/v2/gh/([^/]+)/([^/]+)/(.+)", where.path).groups()
        file = parse_qs(where.query)["urlpath"][0].removeprefix("lab/tree/")
    else:
        owner, name, branch, file = re.fullmatch(
            r"/github/([^/]+)/([^/]+)/blob/([^/]+)/(.+)", where.path
        ).groups()
    assert f"{owner}/{name}" == OWN, f"this is not {URL}"
    assert file in branches[branch], f"the branch {branch} has no {file}"


def test_the_readme_says_what_the_setting_says():
    assert (ROOT / "README.md").read_text("utf8") == readme.readme(), "run `make links`"


def test_the_branch_holds_every_lesson_and_sheet_and_where_a_project_begins(branches):
    pages = [*PAGES, PROJECT]
    assert branches["notebooks"] == {f"{page}.{kind}" for page in pages for kind in ("ipynb", "md")} | {
        "README.md"
    }


def test_the_workflow_publishes_by_this_script():
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "publish.yml").read_text())["jobs"]
    steps = jobs["notebooks"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == [".ci/push-notebooks origin"]
    (given,) = (s["with"] for s in jobs["build"]["steps"] if s.get("with", {}).get("name") == "notebooks")
    (taken,) = (s["with"] for s in steps if s.get("uses", "").startswith("actions/download-artifact"))
    assert given == taken == {"name": "notebooks", "path": "_build/html/notebooks"}
    writing = [name for name, job in jobs.items() if job.get("permissions", {}).get("contents") == "write"]
    assert writing == ["notebooks"]
