"""The workflows keep to what the page for instructors promises of them."""

from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parents[2] / ".github" / "workflows"


def jobs(name):
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text())["jobs"]


def shell(job):
    return "\n".join(step.get("run", "") for step in job["steps"])


def checkouts(job):
    return [step["with"] for step in job["steps"] if step.get("uses", "").startswith("actions/checkout")]


@pytest.mark.parametrize("name", ["run-1", "run-2"])
def test_what_runs_answers_has_no_rights_no_solutions_and_no_submissions(name):
    job = jobs("gradebook")[name]
    (course,) = checkouts(job)
    assert job["permissions"] == {}
    assert course["sparse-checkout"].split() == [
        "/commonground/",
        "!/commonground/checks/m*/",
        "/requirements.txt",
    ]
    assert "split run" in shell(job) and "--require-isolation" in shell(job)
    assert "${{ secrets" not in str(job) and "seed" not in str(job).lower()


@pytest.mark.parametrize("name", ["ask-1", "ask-2", "judge"])
def test_what_knows_the_solutions_runs_no_answer(name):
    job = jobs("gradebook")[name]
    assert job["permissions"] == {"contents": "read"}
    assert "split run" not in shell(job) and "${{ secrets" not in str(job)


def test_student_is_graded_by_the_course_as_it_was_handed_out():
    job = jobs("grade")["grade"]
    student, course = checkouts(job)
    assert "repository" not in student and course["repository"] == "${{ env.COURSE }}"
    assert "--require-isolation" in shell(job)
    assert all("working-directory" in step for step in job["steps"] if "grading" in step.get("run", ""))


@pytest.mark.parametrize("name", ["grade", "gradebook"])
def test_nothing_that_others_wrote_is_put_into_a_shell(name):
    for job in jobs(name).values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "").replace("${{ matrix.part }}", "")
        assert all(with_.get("persist-credentials") is False for with_ in checkouts(job))
