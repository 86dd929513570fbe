"""classroom.json: what GitHub Classroom's reporter takes, as ``RUNNER_RESULTS`` once it is encoded in base64."""

import json
from pathlib import Path

from commonground.grading.reports.escape import line, plain
from commonground.grading.verdict.grade import Grade

__all__ = ["write"]


def write(grades: list[Grade], path: Path) -> None:
    """Write a test for each exercise; the file of a student's own repository has that student alone."""
    tests = [
        {
            "name": line(f"{grade.exercise} {grade.title}".strip() or "submission"),
            "status": "pass"
            if grade.max and grade.score == grade.max
            else "fail"
            if grade.cases
            else "error",
            "score": grade.score,
            "message": plain(grade.feedback),
            "test_code": "",
            "filename": grade.sheet,
            "line_no": 0,
            "execution_time": "0s",  # a time that was measured would differ from run to run
        }
        for grade in grades
    ]
    worst = {test["status"] for test in tests}
    status = next((status for status in ("error", "fail") if status in worst), "pass")
    result = {"version": 1, "status": status, "max_score": sum(grade.max for grade in grades), "tests": tests}
    path.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
