"""The website: how a page comes from a lesson, a sheet or a page of ``book/``. Only who builds it needs this room.

:mod:`~commonground.site.extension` is what Sphinx loads; ``course`` says what a module is, ``lists`` are the pages that
list things of all modules, ``page`` is what stands around a text, ``html`` how it becomes fast and readable to everybody,
``editions`` are the course on paper and as notebooks.
"""

from pathlib import Path

__all__ = ["ROOT"]

ROOT = Path(__file__).resolve().parents[2]
"""The folder of the course: ``_config.yml``, ``lessons/``, ``_build/``."""
