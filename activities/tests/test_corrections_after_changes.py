"""A record keeps what it had: kinds, topics and fields that the court has put away since."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from activities.models import Activity, Topic
from activities.selectors.refill import form_data_of
from activities.selectors.snapshots import snapshot_of
from activities.services import activity_send_back
from activities.tests import factories as meetings
from core.clock import now


@pytest.fixture
def record(place):
    """Of a court's own kind with a field and a second day, tagged to a topic; all of that is put away."""
    kind = meetings.own_kind(place.court, "青年论坛", fields=["theme"], several_days=True)
    further = meetings.own_kind(place.court, "读书会")
    topic = Topic.objects.create(court=place.court, name="主题教育")
    kept = meetings.activity(
        kind=kind,
        branch=place.branch,
        held_on=date(2024, 5, 8),
        ends_on=date(2024, 5, 9),
        by=place.secretary,
        at=now(),
        details={"theme": "青春"},
        topics=(topic,),
        also=[further.code],
    )
    type(kind).objects.within(place.court).update(is_active=False, fields=[], several_days=False)
    Topic.objects.within(place.court).update(is_active=False, ends_on=date(2024, 5, 1))
    return kept


@pytest.mark.parametrize("name", ["correct", "edit"])
def test_what_is_put_away_since_stays_with_the_record(place, as_user, record, name):
    if name == "edit":
        activity_send_back(activity=record, reason="地点", by=place.party_committee, at=now())
    record = Activity.objects.within(place.court).get()
    before, client, address = (
        snapshot_of(record),
        as_user(place.secretary),
        reverse(f"activities:{name}", args=(record.pk,)),
    )
    page = client.get(address).text
    assert all(words in page for words in ("主题教育", "读书会", "青春"))
    form = {**form_data_of(record), "submission_key": str(uuid4()), "version": record.version, "reason": "记错"}
    assert client.post(address, form | {"place": "礼堂"}).status_code == 302
    after = snapshot_of(Activity.objects.within(place.court).get())
    assert after == before | {"facts": before["facts"] | {"place": "礼堂"}}


def test_a_new_record_can_not_have_them(place, as_user, record):
    form = {**form_data_of(record), "submission_key": str(uuid4())}
    answer = as_user(place.secretary).post(reverse("activities:new"), form)
    assert answer.status_code == 422
    assert Activity.objects.within(place.court).count() == 1
