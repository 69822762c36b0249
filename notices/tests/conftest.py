"""The day on which the tests of the pages are."""

import pytest
import time_machine

from notices.tests.factories import NOW, Case


@pytest.fixture
def case():
    with time_machine.travel(NOW, tick=False):
        yield Case()


@pytest.fixture
def committee(client, case):
    client.force_login(case.committee)
    return client


@pytest.fixture
def secretary(client, case):
    client.force_login(case.secretary)
    return client
