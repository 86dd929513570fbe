"""How neural networks, and brains, come to represent the same world, and how to measure whether they do."""

from commonground.seeds import course_seed, rng, seeds

__version__ = "0.1.0"  # of the package's metadata too: see pyproject.toml
__all__ = ["__version__", "course_seed", "rng", "seeds"]
