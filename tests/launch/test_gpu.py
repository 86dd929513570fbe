"""Where there is a GPU, networks train on it, and nothing that a lesson claims changes. Without one, this says so."""

import numpy as np
import pytest
import torch
from nbclient import NotebookClient

from commonground import data
from commonground.networks import CNN, MLP
from commonground.site import results
from commonground.site.course.modules import modules
from commonground.training import activations, fit, fit_many, many, one

pytestmark = pytest.mark.skipif(
    not torch.cuda.is_available(), reason="no CUDA device here: TRAINING ON A GPU WAS NOT TESTED"
)
DIGITS = data.digits()
X, y, PROBES = DIGITS.X_train[:300], DIGITS.y_train[:300], DIGITS.X_test[:50]
KINDS = {
    "MLP": lambda seed: MLP(64, 24, 2, 10, seed=seed),
    "CNN": lambda seed: CNN(8, 4, 2, 10, seed=seed),
}


@pytest.mark.parametrize("kind", KINDS)
def test_training_on_a_gpu_ends_where_it_does_on_a_cpu(monkeypatch, kind):
    def train():
        networks = [KINDS[kind](seed) for seed in range(3)]
        history = fit_many(networks, X, y, seeds=range(3), epochs=4, record=(4,), probes=PROBES)
        alone = KINDS[kind](0)
        fit(alone, X, y, seed=0, epochs=4)
        assert all(
            weights.device.type == "cpu" for weights in [*networks[0].parameters(), *alone.parameters()]
        )
        return history.loss, np.hstack(history.recorded[4][0]), activations(alone, PROBES)[-1]

    before = torch.cuda.max_memory_allocated()
    on_gpu = train()
    assert torch.cuda.max_memory_allocated() > before, "nothing was put on the GPU"
    for module in (one, many):
        monkeypatch.setattr(module, "device", lambda: torch.device("cpu"))
    for there, here in zip(on_gpu, train(), strict=True):
        np.testing.assert_allclose(there, here, rtol=0.02, atol=0.02)


@pytest.mark.kernel
@pytest.mark.parametrize(
    "source", [module.source for module in modules() if module.is_built], ids=lambda path: path.stem
)
def test_a_lesson_holds_its_claims_on_a_gpu(monkeypatch, source):
    monkeypatch.setenv("COMMONGROUND_PAGE", "1")
    _, notebook = results.read(source)
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(source.parent)}}).execute()
