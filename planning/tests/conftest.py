"""A branch whose year can be planned."""

import pytest

from activities.tests import factories as meetings
from branches.tests import factories as people


@pytest.fixture
def branch():
    made = people.branch(name="第一党支部")
    people.committee(made, 4)
    people.group(made, "第一党小组")
    meetings.coverage(made)
    return made
