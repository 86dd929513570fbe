"""Tests that start a kernel take their turn.

A kernel's ports are chosen before it binds them, so that two that start at once may be given the same.
"""

import pytest


def pytest_configure(config):
    config.addinivalue_line("markers", "kernel: starts a kernel, and so runs beside no other test that does")


def pytest_itemcollected(item):
    if item.get_closest_marker("kernel"):
        item.add_marker(pytest.mark.xdist_group("kernel"))
