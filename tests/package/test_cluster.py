"""Many representations on a real cluster of two workers, in the environment of the peers (``make peers``)."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "_build" / "peers"


@pytest.fixture(scope="module")
def said():
    """What :mod:`cluster` says: for each comparison what each worker was sent, and how far off the matrix is."""
    python = next(
        (p for p in (PEERS / "bin" / "python", PEERS / "Scripts" / "python.exe") if p.exists()), None
    )
    if python is None:
        assert not os.environ.get("CI"), "in CI the peers must be there: run `make peers` before the tests"
        pytest.skip("NOT TRIED on a cluster: run `make peers` to install dask")
    # dask's workers are processes of their own, which must find the package too
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    command = [python, Path(__file__).with_name("cluster.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout[done.stdout.index("{") :])


CASES = {
    "pair by pair": 100,
    "with others": 100,
    "all at once": 10,
    "held out": 20,
    "a function": 20,
    "on disk": 0,
}


@pytest.mark.parametrize("case", CASES)
def test_the_numbers_are_those_of_one_process(said, case):
    assert said[case]["off"] < 1e-12


@pytest.mark.parametrize("case", CASES)
def test_each_representation_is_sent_at_most_once_to_each_worker(said, case):
    sent = said[case]["sent"]
    assert len(sent) == 2
    assert all(times == 1 for worker in sent for times in worker.values())
    assert len({name for worker in sent for name in worker}) >= 0.8 * CASES[case]  # and it was counted


def test_what_is_on_disk_is_not_sent(said):
    assert said["on disk"]["sent"] == [{}, {}]
