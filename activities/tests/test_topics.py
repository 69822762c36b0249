"""Topics: set up by a court or a branch, chosen on the form, counted, filtered by."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from activities.models import Activity, Topic
from activities.services import Incomplete, activity_submit
from activities.services.topics import topic_change, topic_create
from activities.tests import factories as meetings
from branches.tests import factories as people
from core.errors import Refused
from core.models import AuditEvent

TOPICS = reverse("activities:topics")
TOPIC_NEW = reverse("activities:topic_new")


def facts(name="一季度专题", **fields):
    return {"name": name, "starts_on": date(2024, 1, 1), "ends_on": None, "is_active": True, **fields}


def test_committee_and_officers_set_up_their_own(place, as_user):
    sent = {"name": "主题教育", "starts_on": "2024-01-01", "is_active": "on"}
    assert as_user(place.party_committee).post(TOPIC_NEW, sent).status_code == 302
    assert as_user(place.secretary).post(TOPIC_NEW, {**sent, "name": "支部专题"}).status_code == 302
    wide, own = Topic.objects.within(place.court).order_by("pk")
    assert (wide.branch, own.branch) == (None, place.branch)
    client = as_user(place.secretary)
    page = client.get(TOPICS).text
    assert "主题教育" in page
    assert "支部专题" in page
    assert client.get(reverse("activities:topic", args=(wide.pk,))).status_code == 403
    assert client.get(reverse("activities:topic", args=(own.pk,))).status_code == 200
    assert as_user(place.neighbour).get(reverse("activities:topic", args=(own.pk,))).status_code == 404
    assert "支部专题" not in as_user(place.neighbour).get(TOPICS).text


def test_names_and_dates_are_checked_and_changes_recorded(place):
    topic = topic_create(court=place.court, branch=None, facts=facts(), by=None)
    topic_create(court=place.court, branch=place.branch, facts=facts(), by=None)  # a branch's may be called the same
    with pytest.raises(Refused, match="已有名为"):
        topic_create(court=place.court, branch=None, facts=facts(), by=None)
    with pytest.raises(Refused, match="早于起始日期"):
        topic_change(topic=topic, facts=facts(ends_on=date(2023, 1, 1)), by=None)
    topic_change(topic=topic, facts=facts("改名", is_active=False), by=None)
    topic.refresh_from_db()
    assert (topic.name, topic.is_active) == ("改名", False)
    assert AuditEvent.objects.filter(action="activities.topic_change").count() == 1


def test_of_two_who_change_a_topic_the_second_sees_the_difference(place, as_user):
    topic = topic_create(court=place.court, branch=None, facts=facts(), by=None)
    address = reverse("activities:topic", args=(topic.pk,))
    client = as_user(place.party_committee)
    opened = client.get(address).context["form"].initial["version"]
    topic_change(topic=topic, facts=facts("甲的改名"), by=None, version=opened)
    sent = {"name": "乙的改名", "starts_on": "2024-01-01", "is_active": "on", "version": opened}
    page = client.post(address, sent)
    assert page.status_code == 409
    assert [(each.saved, each.typed) for each in page.context["differences"]] == [("甲的改名", "乙的改名")]
    assert client.post(address, {**sent, "version": page.context["form"]["version"].value()}).status_code == 302
    assert Topic.objects.within(place.court).get(pk=topic.pk).name == "乙的改名"


def test_a_meeting_is_tagged_counted_and_found(place, as_user):
    topic = topic_create(court=place.court, branch=None, facts=facts(), by=None)
    over = topic_create(court=place.court, branch=None, facts=facts("去年的", ends_on=date(2024, 1, 31)), by=None)
    client = as_user(place.secretary)
    form = client.get(reverse("activities:new"), {"kind": "BRANCH_ASSEMBLY"})
    assert "一季度专题" in form.text
    assert "去年的" not in form.text
    meetings.activity("BRANCH_ASSEMBLY", place.branch, topics=(topic,))
    meetings.activity("BRANCH_ASSEMBLY", place.branch)
    listed = client.get(reverse("activities:list"), {"topic": topic.pk})
    assert len(listed.context["page"].rows) == 1
    record = Activity.objects.within(place.branch).get(topics=topic)
    assert "一季度专题" in client.get(reverse("activities:detail", args=(record.pk,))).text
    assert {row.name: row.held for row in client.get(TOPICS).context["page"].rows} == {"一季度专题": 1, "去年的": 0}
    assert not any(row.held for row in as_user(place.neighbour).get(TOPICS).context["page"].rows)
    assert over.activities.count() == 0


@pytest.mark.django_db
def test_a_topic_of_another_branch_is_refused():
    branch, other = people.branch(), people.branch()
    people.members(branch, 3)
    topic = topic_create(court=other.court, branch=other, facts=facts(), by=None)
    entry = meetings.entry("BRANCH_ASSEMBLY", branch, topics=(topic,))
    with pytest.raises(Incomplete, match="不属于"):
        activity_submit(entry=entry, by=None, at=meetings.noon(date(2024, 5, 8)), submission_key=uuid4())
