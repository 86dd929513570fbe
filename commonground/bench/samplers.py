"""Samplers put together from parts: each part takes a cloud of weighted particles, and returns one.

The model is one number θ with a standard normal prior, seen once as y = θ + σ · noise. Its evidence is known, so every
sampler can be tested: the estimate of the evidence must be right on average.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["Part", "Particles", "length_chain", "move", "prior", "resample", "weigh"]


@dataclass(frozen=True)
class Particles:
    """Many runs of one sampler at once.

    Attributes
    ----------
    θ : array, shape (runs, n)
        The particles.
    log_weight : array, shape (runs, n)
        Their weights since the last resampling.
    log_evidence : array, shape (runs,)
        What earlier weights came to.
    heat : float
        Between 0, the prior, and 1, the posterior: the power of the likelihood that the cloud has seen.
    y, σ : float
        What was observed, and the noise of it.
    rng : numpy.random.Generator
    """

    θ: np.ndarray
    log_weight: np.ndarray
    log_evidence: np.ndarray
    heat: float
    y: float
    σ: float
    rng: np.random.Generator

    def log_likelihood(self, θ: np.ndarray) -> np.ndarray:
        """Return log p(y | θ)."""
        return -0.5 * ((self.y - θ) / self.σ) ** 2 - np.log(self.σ * np.sqrt(2 * np.pi))

    @property
    def evidence(self) -> np.ndarray:
        """Each run's estimate of ∫ prior · likelihood^heat, shape (runs,)."""
        return np.exp(self.log_evidence) * np.exp(self.log_weight).mean(axis=1)

    @property
    def truth(self) -> float:
        """The evidence at heat 1."""
        spread = np.sqrt(1 + self.σ**2)
        return float(np.exp(-0.5 * (self.y / spread) ** 2) / (spread * np.sqrt(2 * np.pi)))


Part = Callable[[Particles], Particles]


def prior(runs: int, n: int, rng: np.random.Generator, *, y: float = 1.5, σ: float = 0.3) -> Particles:
    """Return runs × n particles from the prior, all of weight 1.

    Parameters
    ----------
    runs, n : int
        How many runs, and particles in each.
    rng : numpy.random.Generator
    y, σ : float
        What was observed, and the noise of it.
    """
    θ = rng.normal(size=(runs, n))
    return Particles(θ, np.zeros((runs, n)), np.zeros(runs), 0.0, y, σ, rng)


def weigh(heat: float) -> Part:
    """Return the part that multiplies weights by the likelihood, up to the power ``heat``."""

    def part(cloud: Particles) -> Particles:
        more = (heat - cloud.heat) * cloud.log_likelihood(cloud.θ)
        return replace(cloud, log_weight=cloud.log_weight + more, heat=heat)

    return part


def resample(*, reset: bool = True) -> Part:
    """Return the part that draws particles in proportion to their weights.

    Parameters
    ----------
    reset : bool
        False: a broken twin, in which particles keep their weights, which then count twice.
    """

    def part(cloud: Particles) -> Particles:
        runs, n = cloud.θ.shape
        w = np.exp(cloud.log_weight)
        mean = w.mean(axis=1)
        sums = np.cumsum(w, axis=1) / (n * mean[:, None])
        at = (np.arange(n) + cloud.rng.random((runs, 1))) / n  # one number per run draws them all
        chosen = np.stack([np.searchsorted(s, u) for s, u in zip(sums, at, strict=True)]).clip(max=n - 1)
        log_weight = np.zeros((runs, n)) if reset else np.take_along_axis(cloud.log_weight, chosen, 1)
        θ = np.take_along_axis(cloud.θ, chosen, 1)
        return replace(cloud, θ=θ, log_weight=log_weight, log_evidence=cloud.log_evidence + np.log(mean))

    return part


def move(*, step: float = 0.5, ask: bool = True) -> Part:
    """Return the part that moves each particle once by a Metropolis step, which keeps the distribution at this heat.

    Parameters
    ----------
    step : float
        The proposal is √(1 − step²) θ + step · noise, which keeps the prior.
    ask : bool
        False: a broken twin, in which every proposal is accepted.
    """

    def part(cloud: Particles) -> Particles:
        there = np.sqrt(1 - step**2) * cloud.θ + step * cloud.rng.normal(size=cloud.θ.shape)
        gain = cloud.heat * (cloud.log_likelihood(there) - cloud.log_likelihood(cloud.θ))
        accept = np.log(cloud.rng.random(cloud.θ.shape)) < gain if ask else True
        return replace(cloud, θ=np.where(accept, there, cloud.θ))

    return part


def length_chain(chains: int, steps: int, rng: np.random.Generator, *, ratio: ArrayLike = True) -> np.ndarray:
    """Return the lengths, shape (chains,), that Metropolis chains over the program "flip until tails" end at.

    A program's trace is the list of its flips. A step chooses one of them, flips it anew, and runs the program on from
    there where that is needed; so the trace changes its length. Accepted with probability min(1, old / new length), the
    chain keeps the program's own distribution, 1/2, 1/4, 1/8, …

    Parameters
    ----------
    chains, steps : int
    rng : numpy.random.Generator
    ratio : bool
        False: a broken twin, which accepts every step.
    """
    length = rng.geometric(0.5, size=chains)
    for _ in range(steps):
        site = rng.integers(1, length + 1)
        heads = rng.random(chains) < 0.5
        on = np.where(site == length, length + rng.geometric(0.5, size=chains), length)
        new = np.where(heads, on, site)
        accept = rng.random(chains) < length / new if ratio else True
        length = np.where(accept, new, length)
    return length
