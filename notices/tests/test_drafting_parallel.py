"""Two workers write the same draft at the same moment: real threads, each with its own connection."""

from datetime import date
from threading import Event
from time import sleep

import pytest
from django.db import transaction

from activities.tests.test_workflow_parallel import at_once
from branches.models import Court
from branches.tests import factories as people
from notices.models import Message, Notice
from notices.services import notice_draft
from notices.tests.factories import at

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ON = date(2024, 6, 25)


def test_the_second_waits_and_writes_nothing(transactional_db):
    court = people.branch().court
    written = Event()

    def draft() -> Notice | None:
        own = Court.objects.within(court).get()
        return notice_draft(court=own, month=date(2024, 7, 1), on=ON, at=at(ON))

    def first():
        with transaction.atomic():
            draft()
            written.set()
            sleep(0.5)

    def second():
        assert written.wait(timeout=30)
        assert draft() is None

    assert at_once(first, second) == ["done", "done"]
    assert Notice.objects.within(court).get().items.exists()
    assert Message.objects.within(court).count() == 1
