"""Outputs are shown through IPython: the tests give it a shell, as a notebook would."""

import pytest
from IPython.core.interactiveshell import InteractiveShell


@pytest.fixture(scope="session", autouse=True)
def shell():
    """A shell whose outputs ``capture_output`` can take."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()
