"""The same submission from twenty tabs at the same moment makes one record, and one draft for a branch that joins."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from activities.models import Activity, ActivityDraft, Attendance
from activities.services import activity_submit
from activities.tests import factories as meetings
from branches.tests import factories as people
from core.models import AuditEvent

THREADS = 20


# The shipped kinds are put in by a migration; without this they would be emptied away with the rows of the test.
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_twenty_at_once_make_one_record():
    branch = people.branch()
    people.members(branch, 5)
    partner = people.branch(branch.court)
    entry = meetings.entry("BRANCH_ASSEMBLY", branch, date(2024, 5, 8), joint_with=(partner,))
    key, writer, gate = uuid4(), people.secretary(branch), Barrier(THREADS)

    def submit(_number: int) -> int:
        gate.wait(timeout=30)
        try:
            kept = activity_submit(entry=entry, by=writer, at=meetings.noon(entry.held_on), submission_key=key)
            return kept.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        answers = set(pool.map(submit, range(THREADS)))
    assert len(answers) == 1
    assert Activity.objects.within(branch).count() == 1
    assert ActivityDraft.objects.within(partner).count() == 1
    assert Attendance.objects.within(branch).count() == 5
    assert AuditEvent.objects.filter(action="activities.activity_submit").count() == 1
