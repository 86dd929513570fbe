"""A book with a mistake is not built, and the message names the file and the line."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.kernel

ROOT = Path(__file__).resolve().parents[2]
HEAD = "---\njupytext:\n  text_representation:\n    extension: .md\n    format_name: myst\nkernelspec:\n  display_name: Python 3\n  name: python3\n---\n\n"
"""Ten lines; the first line of a page below it is line 11."""


@pytest.fixture
def book(empty_book):
    """A book of one sound page."""
    (empty_book / "book" / "index.md").write_text(
        "# A book\n\n```{claims}\n```\n\n```{bibliography}\n:all:\n```\n", "utf8"
    )
    return empty_book


RUN = [sys.executable, "-m", "commonground.site.results"]
BUILD = [str(Path(sys.executable).parent / "jupyter-book"), "build", ".", "-W", "-n", "--keep-going"]


def build(root, pages: dict[str, str], commands=(RUN, BUILD)):
    """Write the pages, run them and build; return the first program that failed, or the last."""
    toc = "format: jb-book\nroot: book/index\nchapters:\n" + "".join(
        f"  - file: lessons/{name}\n" for name in pages
    )
    (root / "_toc.yml").write_text(toc, "utf8")
    for name, text in pages.items():
        (root / "lessons" / f"{name}.md").write_text(text, "utf8")
    environment = {key: value for key, value in os.environ.items() if key != "COMMONGROUND_PAGE"}
    environment["PYTHONPATH"] = str(root)  # this book's package, not ours
    for command in commands:
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            break
    return done


CLAIM = (
    "from commonground.claims import claim\n"
    "claim('A is above B.', ours=[1, 2, 3, 4, 5], at_least={bound}, name='a-above-b', cite='kornblith2019')\n"
)


def cell(code):
    return f"```{{code-cell}}\n{code}```\n"


def test_a_lesson_that_raises_names_its_line(book):
    done = build(book, {"broken": HEAD + "# Broken\n\nWords.\n\n" + cell("1 / 0\n")})
    assert done.returncode == 1
    assert "lessons/broken.md:15:" in done.stderr and "ZeroDivisionError" in done.stderr


def test_a_claim_that_fails_names_its_line(book):
    done = build(
        book, {"broken": HEAD + "# Broken\n\n" + cell("x = 1\n") + "\n" + cell(CLAIM.format(bound=9))}
    )
    assert done.returncode == 1
    assert "lessons/broken.md:17:" in done.stderr and "a-above-b" in done.stderr and "mean ≥ 9" in done.stderr


def test_mistakes_of_the_page_name_their_line(book):
    done = build(
        book,
        {
            "sound": HEAD + "# Sound\n\n" + cell(CLAIM.format(bound=1)),
            "citation": "# Citation\n\nAs {cite:t}`nobody1900` says.\n",
            "link": "# Link\n\nSee [nowhere](nowhere.md).\n",
            "place": "# Place\n\nSee {ref}`no-such-place`.\n",
            "formula": "# Formula\n\nThus $\\frac{1}$.\n",
        },
    )
    assert done.returncode == 1
    said = done.stderr + done.stdout
    assert "citation.md:3: WARNING" in said and "nobody1900" in said
    assert "link.md:3: WARNING" in said and "nowhere.md" in said
    assert "place.md:3: WARNING" in said and "no-such-place" in said
    assert "a formula that KaTeX cannot read" in said and "formula.md" in said


def test_a_sound_book_is_built_and_lists_its_claims(book):
    done = build(book, {"sound": HEAD + "# Sound\n\n" + cell(CLAIM.format(bound=1))})
    assert done.returncode == 0, done.stdout + done.stderr
    index = (book / "_build" / "html" / "book" / "index.html").read_text("utf8")
    assert "A is above B." in index and "lessons/sound.html#claim-a-above-b" in index
    assert "Kornblith et al., 2019" in index


def claims(*names, cite="kornblith2019", **more):
    more = "".join(f", {key}={value!r}" for key, value in more.items())
    calls = (
        f"claim('This is {n}.', ours=[1, 2, 3, 4, 5], at_least=1, name='{n}', cite='{cite}'{more})\n"
        for n in names
    )
    return cell("from commonground.claims import claim\n" + "".join(calls))


def test_the_claims_of_a_section_are_one_table_that_unfolds(book):
    lesson = (
        f"{HEAD}# Sound\n\n## Results\n\n### One\n\n{claims('first')}\nWords between.\n\n{claims('second', 'third')}\n"
        f"### Two\n\n{claims('fourth', paper='99.3 %', where='table 2', agrees=False)}\n"
    )
    done = build(book, {"sound": lesson})
    assert done.returncode == 0, done.stdout + done.stderr
    page = BeautifulSoup(
        (book / "_build" / "html" / "lessons" / "sound.html").read_text("utf8"), "html.parser"
    )
    one, two = page.select("details.cg-claims")
    assert (
        one.summary.text == "3 claims: all hold"
        and two.summary.text == "1 claim: holds, differs from the paper"
    )
    assert [row["id"] for row in one.select("tbody tr")] == ["claim-first", "claim-second", "claim-third"]
    assert "Words between." in one.find_previous("p").text, "the table stands in place of the last claim"
    assert "Paper" not in one.thead.text and "Paper" in two.thead.text
    assert two.select_one('[data-label="Paper"]').text == "99.3 % (Kornblith et al., 2019, table 2)"
    assert all(output.get_text(strip=True) for output in page.select(".cell_output")), (
        "no empty place is left"
    )


PAGES = {f"page{number}": HEAD + "# A page\n\n" + cell(f"print({number})\n") for number in range(6)}


def test_a_kernel_that_dies_at_its_start_is_told_in_one_sentence(book, tmp_path, monkeypatch):
    spec = tmp_path / "jupyter" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    dies = [sys.executable, "-c", "raise OSError('Address already in use')"]
    spec.write_text(json.dumps({"argv": dies, "display_name": "Python 3", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    done = build(book, PAGES)
    assert done.returncode == 1
    assert "No lesson can run here: OSError: Address already in use." in done.stderr
    assert done.stderr.count("127.0.0.1") == 1 and "try again" in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 3 and done.stdout == ""


def test_a_machine_that_may_not_talk_to_itself_is_told_so(book):
    alone = ["unshare", "--net", "--map-root-user"]
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("no namespaces here: the loopback interface cannot be taken away")
    run = "import sys\nfrom commonground.site import results\nresults.START = 3\nsys.exit(results.execute_missing())"
    done = build(book, PAGES, [[*alone, sys.executable, "-c", run]])
    assert done.returncode == len(PAGES)
    assert "No lesson can run here" in done.stderr and "loopback" in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 3


def test_nothing_runs_twice_until_something_changes(book):
    page = {
        "sound": HEAD + "# Sound\n\n" + cell("print(1)\n"),
        "other": HEAD + "# Other\n\n" + cell("print(2)\n"),
    }
    first = build(book, page)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "Executing notebook" not in first.stdout, "Sphinx did not find what was run ahead of it"
    again = subprocess.run(RUN, cwd=book, capture_output=True, text=True, check=True)
    assert again.stdout == ""
    lesson = book / "lessons" / "sound.md"
    lesson.write_text(lesson.read_text("utf8").replace("print(1)", "print(3)"), "utf8")
    again = subprocess.run(RUN, cwd=book, capture_output=True, text=True, check=True)
    assert "lessons/sound.md: done" in again.stdout and "other" not in again.stdout
    other_seed = os.environ | {"COMMONGROUND_SEED": "5"}
    again = subprocess.run(RUN, cwd=book, capture_output=True, text=True, check=True, env=other_seed)
    assert "sound.md: done" in again.stdout and "other.md: done" in again.stdout
