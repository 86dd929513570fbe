"""`make help` on a machine that has nothing but what POSIX promises."""

import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_help_lists_every_target_without_gnus_tools(tmp_path):
    for tool in ("make", "sh", "awk"):
        (tmp_path / tool).symlink_to(shutil.which(tool))
    done = subprocess.run(
        ["make", "help"], cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    named = re.findall(r"^([a-z-]+):.*## (.*)$", (ROOT / "Makefile").read_text("utf8"), re.MULTILINE)
    assert len(named) > 10
    assert done.stdout.splitlines() == [f"{target:<13} {what}" for target, what in named]
