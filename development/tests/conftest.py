"""Fixtures of the tests of development."""

import pytest

from branches.tests import factories as people


@pytest.fixture
def branch():
    return people.branch()
