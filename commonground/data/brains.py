"""Inferior temporal cortex: how people and monkeys tell 92 objects apart."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import squareform

from commonground.data._files import stored_in

ORIGIN = (
    "Kriegeskorte et al. (2008), Neuron 60:1126, https://doi.org/10.1016/j.neuron.2008.10.043; monkey "
    "recordings by Kiani et al. (2007), J. Neurophysiol. 97:4296, https://doi.org/10.1152/jn.00024.2007; "
    "from the demos of rsatoolbox (MIT licence), https://github.com/rsagroup/rsatoolbox."
)


@dataclass(frozen=True)
class ObjectRDMs:
    """Representational dissimilarity matrices (RDMs) of 92 images of objects.

    Every RDM has shape (92, 92), zeros on the diagonal, and the same images in the same order. The
    images themselves are not here.

    Attributes
    ----------
    human_it : ndarray, shape (8, 92, 92)
        Human inferior temporal (IT) cortex, fMRI: four people, two sessions each. 1 − correlation.
    people : list of str
        Whose session each of those eight is, as in ``["BE", "BE", "KO", …]``.
    monkey_it : ndarray, shape (92, 92)
        Monkey IT cortex, 674 neurons. 1 − correlation.
    behaviour : ndarray, shape (16, 92, 92)
        Dissimilarities that 16 people judged by arranging the images.
    models : dict of str to ndarray, shape (92, 92)
        What models predict: categories (``"animacy"``), computer vision (``"V1"``, ``"HMAX"``), …; what ``"EVA"`` is, the
        files do not say.
    category : list of str
        What each image shows, such as ``"human face"``; images of one category stand together.
    origin : str
        Where the data come from.
    """

    human_it: np.ndarray
    people: list[str]
    monkey_it: np.ndarray
    behaviour: np.ndarray
    models: dict[str, np.ndarray]
    category: list[str]
    origin: str = ORIGIN


def kriegeskorte92() -> ObjectRDMs:
    """Return the RDMs of human and monkey IT cortex, of behaviour and of models for 92 object images."""
    with stored_in("kriegeskorte92.npz") as stored:
        return ObjectRDMs(
            human_it=_squares(stored["human_IT_fMRI"]),
            people=[str(name).split(" | ")[1] for name in stored["human_IT_names"]],
            monkey_it=_squares(stored["monkey_IT_674neurons"][None])[0],
            behaviour=_squares(stored["behaviour"]),
            models=dict(zip(stored["model_names"].tolist(), _squares(stored["models"]), strict=True)),
            category=stored["category"].tolist(),
        )


def _squares(triangles: np.ndarray) -> np.ndarray:
    """Turn upper triangles in row order, one a row, into symmetric matrices."""
    return np.stack([squareform(triangle.astype(float)) for triangle in triangles])
