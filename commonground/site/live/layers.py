"""Three layers to try *Measure yours* with: what a network that reads digits makes of the same 150 of them.

Run as a program, it writes ``book/_static/yours/layer1.npy`` to ``layer3.npy``.
"""

import numpy as np

from commonground import data, networks, training
from commonground.site import ROOT

__all__ = ["FOLDER", "layers"]

FOLDER = ROOT / "book" / "_static" / "yours"
STIMULI = 150
WIDTH, DEPTH = 24, 3


def layers() -> list[np.ndarray]:
    """Return the hidden layers' responses to digits that the network was not trained on, each (150, 24)."""
    digits = data.digits()
    network = networks.MLP(digits.X_train.shape[1], WIDTH, DEPTH, 10, seed=0)
    training.fit(network, digits.X_train, digits.y_train, seed=0, lr=3e-3, progress=False)
    hidden = training.activations(network, digits.X_test[:STIMULI])[:DEPTH]
    return [np.asarray(layer, dtype=np.float32) for layer in hidden]


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for number, layer in enumerate(layers(), 1):
        np.save(FOLDER / f"layer{number}.npy", layer)
