"""What two save in the same moment stands once; the other is told, and nothing breaks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from activities.models import StudyRecord, Topic
from activities.services.study import study_record
from activities.services.topics import topic_create
from branches.tests import factories as people
from core.errors import Refused

THREADS = 12
DAY = date(2024, 5, 8)


def at_once(save: Callable[[], object]) -> list[str]:
    """The answers of all who saved in one moment: what was refused, or nothing."""
    gate = Barrier(THREADS)

    def one(_number: int) -> str:
        gate.wait(timeout=30)
        try:
            save()
        except Refused as refused:
            return str(refused)
        except ValidationError as fault:
            return "".join(fault.messages)
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


@pytest.mark.postgresql
# The shipped rows are put in by a migration; without this they would be emptied away with the rows of the test.
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_topic_and_learning_are_saved_once():
    member = people.member(people.branch())
    topic = {"name": "专题", "starts_on": None, "ends_on": None, "is_active": True}
    told = at_once(lambda: topic_create(court=member.court, branch=None, facts=topic, by=None))
    assert told.count("") == Topic.objects.within(member.court).count() == 1
    assert set(told) <= {"", "已有名为“专题”的专题", "已有同名的专题。"}

    texts = {"title": "网课", "organizer": "", "source": "ONLINE", "is_training": False}
    learned = {**texts, "starts_on": DAY, "ends_on": DAY, "hours": Decimal(1)}
    told = at_once(lambda: study_record(members=[member], facts=learned, by=None, on=DAY))
    assert told.count("") == StudyRecord.objects.within(member.court).count() == 1
    assert all("已经登记过" in each for each in told if each), told
