"""The form of a meeting: filled, kept, refused in words, submitted."""

from datetime import date, time
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import Activity, ActivityDraft
from activities.tests import factories as meetings
from branches.tests import factories as people

NEW = reverse("activities:new")
PEOPLE = reverse("activities:people")


def sent(place, /, **fields):
    """A complete committee meeting as a browser sends it."""
    return {
        "submission_key": str(uuid4()),
        "version": "",
        "branch": str(place.branch.pk),
        "kind": "COMMITTEE_MEETING",
        "held_on": "2024-05-08",
        "topic": ["研究党建工作", ""],
        "place": "三楼会议室",
        "chair": place.committee[0].name,
        "recorder": "来宾",
        "absent": [str(place.committee[2].pk)],
        f"reason_{place.committee[2].pk}": "HEARING",
        f"reason_{place.committee[1].pk}": "",
        "resolution_text": [""],
        "votes_for": [""],
        "votes_against": [""],
        "abstentions": [""],
        "content": "会议记录内容",
        **fields,
    }


def test_the_form_opens_filled_and_makes_no_draft(place, as_user):
    meetings.activity("COMMITTEE_MEETING", place.branch, date(2024, 4, 9), place="支委会议室", topic="上次议题")
    page = as_user(place.secretary).get(NEW, {"kind": "COMMITTEE_MEETING"})
    form = page.context["form"]
    assert page.status_code == 200
    assert form["held_on"].value() == "2024-05-10"
    assert form["place"].value() == "支委会议室"
    assert form["chair"].value() == "主持人"
    people_shown = [person["name"] for group in page.context["groups_of_people"] for person in group["people"]]
    assert people_shown == [member.name for member in place.committee]
    assert not any(person["absent"] for group in page.context["groups_of_people"] for person in group["people"])
    assert "上次议题" in page.text
    assert not ActivityDraft.objects.within(place.branch).exists()


def test_the_first_time_officers_stand_in(place, as_user):
    form = as_user(place.secretary).get(NEW, {"kind": "COMMITTEE_MEETING"}).context["form"]
    assert form["chair"].value() == place.committee[0].name
    assert form["recorder"].value() == place.committee[1].name


def test_without_a_kind_it_is_what_is_due_next(place, as_user):
    """In May of a branch that held its committee meeting: the next of the month's duties."""
    client = as_user(place.secretary)
    assert client.get(NEW).context["kind"].code == "COMMITTEE_MEETING"
    meetings.activity("COMMITTEE_MEETING", place.branch, date(2024, 5, 7))
    assert client.get(NEW).context["kind"].code == "GROUP_MEETING"


def test_usual_time_is_the_most_frequent(place, as_user):
    for day, hour in ((5, 9), (6, 15), (7, 15)):
        meetings.activity("THEME_DAY", place.branch, date(2024, 4, day), starts_at=time(hour))
    assert as_user(place.secretary).get(NEW, {"kind": "THEME_DAY"}).context["form"]["starts_at"].value() == "15:00"


def test_submitting(place, as_user):
    answer = as_user(place.secretary).post(NEW, sent(place))
    kept = Activity.objects.within(place.branch).get()
    assert answer.url.startswith(reverse("activities:detail", args=(kept.pk,)))
    assert (kept.due_count, kept.present_count, kept.topic) == (3, 2, "研究党建工作")
    assert (kept.chair, kept.recorder, kept.recorder_name) == (place.committee[0], None, "来宾")
    assert kept.submitted_by == place.secretary


def test_submitting_twice_leads_to_the_same_record(place, as_user):
    client, data = as_user(place.secretary), sent(place)
    assert client.post(NEW, data).url == client.post(NEW, data).url
    assert Activity.objects.within(place.branch).count() == 1


def test_whatever_is_wrong_the_text_stays(place, as_user):
    wrong = sent(
        place,
        held_on="昨天",
        place="很长" * 80,
        topic=["没有保存的议题"],
        content="没有保存的正文",
        study_hours="九",
        resolution_text=["没有保存的决议"],
        votes_for=["三"],
    )
    page = as_user(place.secretary).post(NEW, wrong)
    assert page.status_code == 422
    for text in ("昨天", "没有保存的议题", "没有保存的正文", "没有保存的决议", "很长" * 80, "九"):
        assert text in page.text
    assert f'value="{place.committee[2].pk}" checked' in " ".join(page.text.split())
    assert not Activity.objects.within(place.branch).exists()


def test_everything_missing_is_told_at_once(place, as_user):
    page = as_user(place.secretary).post(NEW, sent(place, topic=[], place="", chair="", recorder=""))
    for words in ("请填写议题", "请填写地点", "请填写主持人", "请填写记录人"):
        assert words in page.text


def test_without_quorum_it_asks_to_confirm(place, as_user):
    absent = {f"reason_{member.pk}": "TRIP" for member in place.committee[1:]}
    data = sent(place, absent=[str(member.pk) for member in place.committee[1:]], **absent)
    client = as_user(place.secretary)
    page = client.post(NEW, data)
    assert page.status_code == 422
    assert "支委会成员应到 3 人，实到 1 人，不足半数（至少 2 人）" in page.text
    assert client.post(NEW, {**data, "accepts_no_quorum": "on"}).status_code == 302
    assert Activity.objects.within(place.branch).get().has_quorum is False


def test_resolutions_are_kept_with_their_votes(place, as_user):
    votes = {"resolution_text": ["同意工作计划", ""], "votes_for": ["2", ""], "votes_against": ["", ""]}
    as_user(place.secretary).post(NEW, sent(place, **votes, abstentions=["0", ""]))
    row = Activity.objects.within(place.branch).get().resolutions.get()
    assert (row.text, row.votes_for, row.passed) == ("同意工作计划", 2, True)


def test_forged_fields_are_ignored(place, as_user):
    forged = sent(place, state="ARCHIVED", due_count="99", submitted_by=str(place.neighbour.pk), late_days="")
    as_user(place.secretary).post(NEW, forged)
    kept = Activity.objects.within(place.branch).get()
    assert (kept.state, kept.due_count, kept.submitted_by) == ("SUBMITTED", 3, place.secretary)


def test_another_branch_is_no_choice(place, as_user):
    client = as_user(place.secretary)
    assert client.get(NEW, {"branch": place.other.pk}).status_code == 404
    assert client.get(NEW, {"branch": "x"}).status_code == 404
    assert client.get(NEW, {"kind": "NO_SUCH"}).status_code == 404
    page = client.post(NEW, sent(place, branch=str(place.other.pk)))
    assert page.status_code == 422
    assert not Activity.objects.within(place.court).exists()


def test_a_leader_logs_the_own_groups_meetings_only(place, as_user):
    other_group = people.group(place.branch)
    client = as_user(place.leader)
    page = client.get(NEW)
    assert (page.context["kind"].code, page.context["form"]["group"].value()) == ("GROUP_MEETING", str(place.group.pk))
    assert client.get(NEW, {"kind": "BRANCH_ASSEMBLY"}).status_code == 404
    assert client.get(NEW, {"kind": "GROUP_MEETING", "group": other_group.pk}).status_code == 404
    meeting = sent(place, kind="GROUP_MEETING", absent=[])
    assert client.post(NEW, {**meeting, "group": str(other_group.pk)}).status_code == 403
    assert client.post(NEW, {**meeting, "kind": "THEME_DAY"}).status_code == 403
    assert client.post(NEW, {**meeting, "group": str(place.group.pk)}).status_code == 302


def test_the_committee_logs_court_wide_events(place, as_user):
    client = as_user(place.party_committee)
    page = client.get(NEW, {"kind": "POLITICAL_STUDY"})
    assert page.context["court_wide"]
    assert client.get(NEW, {"kind": "BRANCH_ASSEMBLY"}).status_code == 404
    data = {
        **{"submission_key": str(uuid4()), "kind": "POLITICAL_STUDY", "held_on": "2024-05-08", "topic": "学习"},
        **{"typed_due": "300", "typed_present": "280"},
    }
    assert client.post(NEW, data).status_code == 302
    kept = Activity.objects.within(place.court).get()
    assert (kept.branch, kept.due_count, kept.present_count) == (None, 300, 280)


def test_invited_people_are_chosen_from_the_courts_roster(place, as_user):
    data = {
        **{"submission_key": str(uuid4()), "kind": "POLITICAL_STUDY", "held_on": "2024-05-08", "topic": "学习"},
        **{"invited": [place.members[0].pk, place.committee[0].pk], "absent": [place.members[0].pk]},
        f"reason_{place.members[0].pk}": "SICK",
    }
    assert as_user(place.party_committee).post(NEW, data).status_code == 302
    assert Activity.objects.within(place.court).get().attendances.filter(present=True).count() == 1


@pytest.mark.parametrize("who", ["member", "administrator", "auditor"])
def test_others_log_nothing(place, as_user, who):
    client = as_user(getattr(place, who))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, sent(place)).status_code == 403
    assert client.post(PEOPLE, sent(place)).status_code == 403


def test_other_methods_are_refused(place, as_user):
    client = as_user(place.secretary)
    assert client.put(NEW).status_code == 405
    assert client.get(PEOPLE).status_code == 405


def test_without_its_key_nothing_is_kept(place, as_user):
    page = as_user(place.secretary).post(NEW, sent(place, submission_key="x"))
    assert page.status_code == 422
    assert "提交编号" in page.text


def test_a_new_date_brings_its_roster_and_keeps_absences(place, as_user):
    late = people.member(place.branch, "后来的人", starts_on=date(2024, 5, 9))
    client = as_user(place.secretary)
    data = sent(place, kind="BRANCH_ASSEMBLY", absent=[str(place.members[0].pk)])
    before = client.post(PEOPLE, data)
    after = client.post(PEOPLE, {**data, "held_on": "2024-05-09"})
    assert late.name not in before.text
    assert late.name in after.text
    assert f'value="{place.members[0].pk}" checked' in " ".join(after.text.split())
    assert "<html" not in after.text


def test_a_new_kind_changes_who_is_due(place, as_user):
    client = as_user(place.secretary)
    page = client.post(PEOPLE, sent(place, kind="GROUP_MEETING", group=str(place.group.pk)))
    shown = [person["name"] for group in page.context["groups_of_people"] for person in group["people"]]
    assert shown == [member.name for member in place.members]


def test_saving_as_a_draft_without_javascript(place, as_user):
    client = as_user(place.secretary)
    answer = client.post(NEW, sent(place, action="save", held_on="不详"))
    draft = ActivityDraft.objects.within(place.branch).get()
    assert answer.url == reverse("activities:draft", args=(draft.pk,))
    page = client.get(answer.url)
    assert "不详" in page.text
    assert "会议记录内容" in page.text


def test_a_confirmation_is_not_asked_twice(place, as_user):
    absent = {f"reason_{member.pk}": "TRIP" for member in place.committee[1:]}
    data = sent(place, absent=[str(member.pk) for member in place.committee[1:]], accepts_no_quorum="on", **absent)
    page = as_user(place.secretary).post(NEW, {**data, "topic": []})
    assert page.status_code == 422
    assert page.context["has_accepted"]
    assert 'id="id_accepts_no_quorum" checked' in " ".join(page.text.split())


def test_a_shipped_kinds_hours_are_filled_in(place, as_user):
    assert as_user(place.secretary).get(NEW, {"kind": "THEME_DAY"}).context["form"]["study_hours"].value() == "2"


def test_the_form_asks_as_much_for_few_people_as_for_many(place, as_user, django_assert_num_queries):
    client = as_user(place.secretary)
    client.get(NEW, {"kind": "BRANCH_ASSEMBLY"})
    with CaptureQueriesContext(connection) as few:
        client.get(NEW, {"kind": "BRANCH_ASSEMBLY"})
    people.members(place.branch, 10, group=place.group)
    with django_assert_num_queries(len(few)):
        client.get(NEW, {"kind": "BRANCH_ASSEMBLY"})
