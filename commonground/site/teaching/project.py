"""What a machine can say of a project: ``make check-project NOTEBOOK=…`` runs it and goes through its five milestones.

::

    python -m commonground.site.teaching.project project/template.ipynb

It runs the notebook as whoever calls it: strangers' notebooks belong into a container. ``book/project.md`` says what is asked.
"""

import argparse
import ast
import contextlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Finding", "check", "main", "run"]

CLAIM = "application/vnd.commonground.claim+json"
FIGURE = "application/vnd.commonground.figure+json"
BARE = ("image/png", "image/jpeg", "image/svg+xml", "application/vnd.plotly.v1+json")
"""Pictures that came by another way than ``figures.show``, so that nobody who can't see them knows what they show."""

MILESTONES = ("Question and claim", "Measure, and why", "Control", "Interval", "Report")
REPORT = (250, 1200)
"""Words of a report of two pages."""

UNFILLED = "…"
"""What the template has where a student writes."""

SECONDS = 600


@dataclass(frozen=True)
class Finding:
    """One line of the verdict: what was looked at, whether it is there, and what to do if it is not."""

    milestone: str
    holds: bool
    words: str

    def __str__(self) -> str:
        return f"{'✓' if self.holds else '✗'} {self.milestone}: {self.words}"


def run(path: Path):
    """Return the notebook with what it printed and drew, after one run from top to bottom.

    Parameters
    ----------
    path : Path
        A notebook, ``.ipynb`` or MyST ``.md``.

    Raises
    ------
    ValueError
        If there is no such file, or it is no notebook.
    """
    import jupytext
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    from commonground.page import begin_page

    if not path.is_file():
        raise ValueError(
            f"there is no file {path}: say which notebook, as in NOTEBOOK=project/template.ipynb"
        )
    try:
        notebook = jupytext.read(path)
    except Exception as error:
        raise ValueError(f"{path.name} is no notebook: {error}") from error
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    begin_page()  # figures then say their alt texts
    client = NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    )
    with contextlib.suppress(CellExecutionError):  # it stands in the cell's outputs, where check() finds it
        client.execute()
    return notebook


def check(notebook) -> list[Finding]:
    """Go through the five milestones of a notebook that has been run.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        With its outputs.

    Returns
    -------
    list of Finding
        In the order of the milestones; the first says whether it ran.
    """
    claims = [data[CLAIM] for data in _shown(notebook) if CLAIM in data]
    effects = [claim for claim in claims if not claim["name"].endswith("-control")]
    controls = [claim for claim in claims if claim["name"].endswith("-control")]
    return [
        _runs(notebook),
        _headings(notebook),
        _states_a_claim(effects),
        _has_a_control(controls),
        _has_an_interval(effects, _sampled(notebook)),
        _figures_can_be_heard(notebook),
        _report_is_written(notebook),
    ]


# ---- one finding each


def _runs(notebook) -> Finding:
    for number, cell in enumerate(_code(notebook), 1):
        for output in cell.outputs:
            if output.output_type == "error":
                said = f"{output.ename}: {output.evalue}".splitlines()[0]
                return Finding("It runs", False, f"code cell {number} stops with {said}")
    return Finding("It runs", True, "from top to bottom in a fresh kernel")


def _headings(notebook) -> Finding:
    missing = [name for name in MILESTONES if not _section(notebook, name)]
    if missing:
        return Finding("Milestones", False, f"no section is called {missing[0]!r}: keep the template's five")
    return Finding("Milestones", True, "all five sections are there")


def _states_a_claim(effects: list[dict]) -> Finding:
    name = MILESTONES[0]
    if not effects:
        return Finding(name, False, "nothing is claimed: state it with claim(…), bound and all")
    fallen = [claim["sentence"] for claim in effects if not claim["holds"]]
    if fallen:
        return Finding(name, False, f"the claim fails: {fallen[0]} Report that, and claim what did come out")
    return Finding(name, True, f"{effects[0]['sentence']} ({effects[0]['rule']})")


def _has_a_control(controls: list[dict]) -> Finding:
    name = MILESTONES[2]
    if not controls:
        return Finding(
            name, False, "no claim's name ends in -control: compute the effect where it must vanish"
        )
    fallen = [claim["sentence"] for claim in controls if not claim["holds"]]
    if fallen:
        return Finding(
            name, False, f"the control does not come out: {fallen[0]} Then the effect may be of the code"
        )
    return Finding(name, True, f"{controls[0]['sentence']} ({controls[0]['ours']})")


def _has_an_interval(effects: list[dict], sampled: dict[str, int]) -> Finding:
    name = MILESTONES[3]
    if not sampled:
        return Finding(name, False, 'say what was sampled, and how many: a cell with SAMPLED = {"people": 7}')
    withs = [claim for claim in effects if "interval" in claim["ours"]]
    if not withs:
        return Finding(name, False, "no claim stands on a number with its interval: give claim(ours=…) one")
    for claim in withs:
        said = {unit: int(number) for number, unit in re.findall(r"(\d[\d,]*) ([^,\d]+)", claim["over"])}
        for unit, number in sampled.items():
            if said.get(unit) != number:
                return Finding(
                    name,
                    False,
                    f"the interval of {claim['name']!r} is {claim['over']}, and you have {number} {unit}: "
                    f"take it over those, say so in its words, and over nothing that shares them",
                )
    return Finding(name, True, f"{withs[0]['ours']}, {withs[0]['over']}")


def _figures_can_be_heard(notebook) -> Finding:
    name, data = "Figures", list(_shown(notebook))
    if any(kind in shown for shown in data for kind in BARE if FIGURE not in shown):
        return Finding(
            name,
            False,
            "a picture has no alt text: put it on the page by figures.show(fig, name, alt, caption)",
        )
    figures = [shown[FIGURE] for shown in data if FIGURE in shown]
    if not figures:
        return Finding(name, False, "there is none: show your result, with figures.show")
    for figure in figures:
        for key in ("alt", "caption"):
            if len(figure[key].split()) < 8:
                return Finding(name, False, f"the {key} of {figure['name']} says too little: {figure[key]!r}")
    return Finding(name, True, f"{len(figures)}, each with its caption and alt text")


def _report_is_written(notebook) -> Finding:
    name, text = MILESTONES[4], _section(notebook, MILESTONES[4])
    words = len(re.findall(r"[^\W\d_][\w'’-]*", text))
    if UNFILLED in text:
        return Finding(name, False, f"the template's {UNFILLED} stand where your words should")
    if not REPORT[0] <= words <= REPORT[1]:
        return Finding(name, False, f"{words} words; two pages are {REPORT[0]} to {REPORT[1]}")
    return Finding(name, True, f"{words} words")


# ---- what a notebook holds


def _code(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _shown(notebook) -> Iterator[dict]:
    """Each output's data, by kind."""
    for cell in _code(notebook):
        for output in cell.outputs:
            if "data" in output:
                yield output.data


def _section(notebook, name: str) -> str:
    """The words under the heading that has this name; boxes, which are a marker's comments, left out."""
    text = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    text = re.sub(r"^(`{3,}|:{3,})\{.*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    found = re.search(rf"^#+ [^\n]*{re.escape(name)}[^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def _sampled(notebook) -> dict[str, int]:
    """The last ``SAMPLED = {…}`` of the notebook; a value that is no number is looked up in no kernel, and left out."""
    found: dict[str, int] = {}
    for cell in _code(notebook):
        for line in re.findall(r"^SAMPLED = (\{.*\})$", cell.source, re.MULTILINE):
            try:
                found = {str(k): int(v) for k, v in ast.literal_eval(line).items()}
            except (ValueError, SyntaxError, TypeError):
                continue
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run a project, print the verdict, and return 0 if nothing is missing."""
    parser = argparse.ArgumentParser(prog="make check-project", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("notebook", type=Path)
    try:
        findings = check(run(parser.parse_args(arguments).notebook))
    except ValueError as error:
        print(f"Not checked: {error}", file=sys.stderr)
        return 2
    print(*findings, sep="\n")
    missing = sum(not finding.holds for finding in findings)
    print(
        f"\n{missing} of {len(findings)} to do."
        if missing
        else "\nNothing is missing. Now the rubric: book/project.md."
    )
    return int(missing > 0)


if __name__ == "__main__":
    sys.exit(main())
