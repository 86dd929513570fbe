"""The nervous system of a worm: how neurons respond when one is stimulated, and how they are wired."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from commonground.data._files import stored_in

ORIGIN = (
    "Responses: Randi, Sharma, Dvali & Leifer (2023), Nature 623:406, https://doi.org/10.1038/s41586-023-06683-4. Wiring: White, "
    "Southgate, Thomson & Brenner (1986), Phil. Trans. R. Soc. B 314:1, https://doi.org/10.1098/rstb.1986.0056; Witvliet et al. "
    "(2021), Nature 596:257, https://doi.org/10.1038/s41586-021-03778-8. From wormneuroatlas 0.0.7.3 (GNU GPL 3 or later), "
    "https://github.com/francescorandi/wormneuroatlas."
)


@dataclass(frozen=True)
class Stimulations:
    """What n neurons did while each was stimulated, one by one, in many animals.

    Attributes
    ----------
    count : ndarray, shape (n, n)
        How often neuron i was seen while neuron j was stimulated.
    flat : ndarray, shape (count.sum(),)
        All trials, ΔF/F of calcium fluorescence, pair after pair in the order of ``count``.
    q : ndarray, shape (n, n)
        False discovery rate, as its authors give it, of calling the influence of j on i real; NaN where nothing was seen.
    """

    count: np.ndarray
    flat: np.ndarray
    q: np.ndarray

    @cached_property
    def trials(self) -> np.ndarray:
        """Every trial of every pair: (n, n, most trials of a pair), in the order of the file, filled up with NaN."""
        places = np.arange(self.count.max()) < self.count[..., None]
        trials = np.full(places.shape, np.nan)
        trials[places] = self.flat
        return trials


@dataclass(frozen=True)
class WormResponses:
    """Three hundred neurons of *C. elegans*.

    Attributes
    ----------
    neurons : list of str
        Their names; of left-right pairs the last letter is L or R.
    wild_type : Stimulations
    unc31 : Stimulations
        Of a mutant that hardly releases neuropeptides, so that what is left is mostly synapses and gap junctions.
    animals : list of str
        Whose wiring was traced in electron micrographs.
    chemical : ndarray, shape (3, 300, 300)
        Chemical synapses of each animal: how many from neuron i to neuron j. Of the two adults of Witvliet et al. only the
        brain was traced, some 180 neurons.
    electrical : ndarray, shape (3, 300, 300)
        Gap junctions.
    positions : ndarray, shape (300, 3)
        Where the cell bodies lie; NaN where unknown.
    origin : str
        Where the data come from, and their licence.
    """

    neurons: list[str]
    wild_type: Stimulations
    unc31: Stimulations
    animals: list[str]
    chemical: np.ndarray
    electrical: np.ndarray
    positions: np.ndarray
    origin: str = ORIGIN


def worm_responses() -> WormResponses:
    """Return how the neurons of *C. elegans* respond to each other's stimulation, and their synapses."""
    with stored_in("worm.npz") as stored:
        wild_type, unc31 = (
            Stimulations(
                stored[f"{name}_counts"].astype(int),
                stored[f"{name}_trials"].astype(float),
                stored[f"{name}_q"].astype(float),
            )
            for name in ("wild_type", "unc31")
        )
        return WormResponses(
            stored["neurons"].tolist(),
            wild_type,
            unc31,
            stored["animals"].tolist(),
            stored["chemical"].astype(int),
            stored["electrical"].astype(int),
            stored["positions"].astype(float),
        )
