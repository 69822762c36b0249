"""Several at the same moment: one bulletin, issued once; a quarter gone through once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from notices import services
from notices.choices import Rule
from notices.models import Bulletin, BulletinCopy, Message, QuarterRun
from notices.quarters import Quarter, hook_of
from notices.tests.factories import MONTH, Case, at

# The shipped kinds are put in by a migration; without this they would be emptied away with the rows of the test.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ON = date(2024, 8, 5)
THREADS = 6


def at_once(work: Callable[[], Any]) -> list[Any]:
    """What each of several answers who do the same at the same moment."""
    gate = Barrier(THREADS)

    def one(_number: int) -> Any:
        gate.wait(timeout=30)
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def test_a_month_is_drafted_and_issued_once():
    case = Case()
    drafted = at_once(lambda: services.bulletin_draft(court=case.court, month=MONTH, on=ON, at=at(ON)).pk)
    assert len(set(drafted)) == 1
    bulletin = Bulletin.objects.within(case.court).get()
    issued = at_once(
        lambda: services.bulletin_issue(bulletin=bulletin, version=1, by=case.committee, on=ON, at=at(ON)).version
    )
    assert set(issued) == {2}
    assert BulletinCopy.objects.within(case.court).count() == 2
    told = Message.objects.within(case.court)
    assert told.filter(rule=Rule.BULLETIN_DRAFTED).count() == 1
    assert told.filter(rule=Rule.BULLETIN_ISSUED).count() == 2


def test_a_quarter_is_gone_through_once():
    case = Case()
    case.second.coverages.all().delete()
    hook, quarter = hook_of("unknown"), Quarter(2024, 2)
    ran = at_once(lambda: services.quarter_run(court=case.court, quarter=quarter, hook=hook, on=ON, at=at(ON)))
    assert sorted(ran) == [False] * (THREADS - 1) + [True]
    assert QuarterRun.objects.within(case.court).count() == 1
    assert Message.objects.within(case.court).filter(rule=Rule.QUARTER_UNKNOWN).count() == 1
