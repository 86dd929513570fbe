"""junit.xml: a case for each property, for any CI that draws tests."""

from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as tree

from commonground.grading.reports.escape import line, plain
from commonground.grading.verdict.grade import Grade

__all__ = ["write"]


def write(grades: list[Grade], path: Path) -> None:
    """Write a suite for each student."""
    root = tree.Element("testsuites", name="exercises")
    for student, own in groupby(
        sorted(grades, key=lambda grade: grade.student), key=lambda grade: grade.student
    ):
        suite = tree.SubElement(root, "testsuite", name=line(student))
        for grade in own:
            _cases(suite, grade)
        count = {
            kind: str(len(suite.findall(f"./testcase/{kind}"))) for kind in ("failure", "error", "skipped")
        }
        suite.attrib |= {
            "tests": str(len(suite)),
            "failures": count["failure"],
            "errors": count["error"],
            "skipped": count["skipped"],
        }
    tree.indent(root)
    tree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _cases(suite, grade: Grade) -> None:
    name = f"{grade.exercise} {grade.title}".strip() or "submission"
    if not grade.cases:
        case = tree.SubElement(suite, "testcase", classname=name, name="can be graded")
        tree.SubElement(case, "error", message=line(grade.problem))
    for one in grade.cases:
        case = tree.SubElement(suite, "testcase", classname=name, name=line(one.says))
        if one.state == "not attempted":
            tree.SubElement(case, "skipped", message="not attempted")
        elif one.state == "failed":
            failure = tree.SubElement(case, "failure", message=line(one.message or f"not {one.says}"))
            failure.text = plain(grade.feedback)
