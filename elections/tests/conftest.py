"""Fixtures of the tests of elections."""

import pytest

from elections.tests.factories import Stages, branch_with_term


@pytest.fixture
def stages():
    return Stages(branch_with_term(20))
