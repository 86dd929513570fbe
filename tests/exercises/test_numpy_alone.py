"""What runs in a reader's page has NumPy and the standard library: the checks may import no more."""

import subprocess
import sys

BAR = """
import importlib.abc, sys

class Barred(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("scipy", "sklearn", "joblib", "torch", "tqdm", "matplotlib", "plotly", "IPython", "pandas"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Barred())
from commonground.checks.exercise import exercises, modules
from commonground.checks import page
print(*(exercise.number for module in modules() for exercise in exercises(module)))
"""


def test_the_checks_of_all_modules_import_with_numpy_alone():
    done = subprocess.run([sys.executable, "-c", BAR], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.split()) >= 70
