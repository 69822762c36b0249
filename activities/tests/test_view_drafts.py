"""Drafts on their pages: saved while typing, never lost, never overwritten."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import Activity, ActivityDraft
from activities.services import draft_create, draft_save
from activities.tests import factories as meetings

LIST = reverse("activities:drafts")
FIRST_SAVE = reverse("activities:draft_first_save")


def address(name, draft):
    return reverse(f"activities:{name}", args=(draft.pk,))


def typed(place, /, **fields):
    return {
        "submission_key": str(uuid4()),
        "branch": str(place.branch.pk),
        "kind": "COMMITTEE_MEETING",
        "held_on": "2024-05-08",
        "topic": ["一个议题"],
        **fields,
    }


def test_the_first_save_makes_a_draft_and_says_what_is_missing(place, as_user):
    answer = as_user(place.secretary).post(FIRST_SAVE, typed(place)).json()
    draft = ActivityDraft.objects.within(place.branch).get()
    assert draft.data["topic"] == ["一个议题"]
    assert "csrfmiddlewaretoken" not in draft.data
    assert answer["autosave_url"] == address("draft_save", draft)
    assert answer["address"] == address("draft", draft)
    assert answer["fields"] == {"version": 1}
    assert answer["missing"] == ["请填写地点", "请填写主持人", "请填写记录人"]


def test_saving_twice_makes_one_draft(place, as_user):
    client, data = as_user(place.secretary), typed(place)
    client.post(FIRST_SAVE, data)
    client.post(FIRST_SAVE, {**data, "topic": ["改过的议题"]})
    assert ActivityDraft.objects.within(place.branch).get().data["topic"] == ["改过的议题"]


def test_an_older_window_is_told_and_overwrites_nothing(place, as_user):
    draft = meetings.draft(place.branch)
    client = as_user(place.secretary)
    first = client.post(address("draft_save", draft), typed(place, topic=["甲"], version=1))
    assert first.json()["fields"] == {"version": 2}
    second = client.post(address("draft_save", draft), typed(place, topic=["乙"], version=1))
    assert second.status_code == 409
    assert "没有覆盖" in second.json()["message"]
    draft.refresh_from_db()
    assert draft.data["topic"] == ["甲"]


def test_going_on_with_a_draft(place, as_user):
    draft = meetings.draft(place.branch, data=typed(place, held_on=["看不懂"], absent=[str(place.committee[0].pk)]))
    draft.data = {name: value if isinstance(value, list) else [value] for name, value in draft.data.items()}
    draft.save()
    page = as_user(place.secretary).get(address("draft", draft))
    assert page.status_code == 200
    assert "看不懂" in page.text
    assert "一个议题" in page.text
    assert f'value="{place.committee[0].pk}" checked' in " ".join(page.text.split())
    assert "请填写" not in page.text  # nobody has asked to submit yet


def complete(place, draft, /, **fields):
    texts = {"place": "会议室", "chair": "甲", "recorder": "乙"}
    return typed(place, submission_key=str(draft.submission_key), version=str(draft.version), **texts, **fields)


def test_submitting_a_draft_ends_it(place, as_user):
    draft = meetings.draft(place.branch)
    answer = as_user(place.secretary).post(address("draft", draft), complete(place, draft))
    assert answer.status_code == 302
    assert not ActivityDraft.objects.within(place.branch).exists()
    assert Activity.objects.within(place.branch).get().submission_key == draft.submission_key


def test_submitting_over_somebodys_later_text_is_a_conflict(place, as_user):
    draft = meetings.draft(place.branch)
    draft_save(draft=draft, data={"topic": ["别人的议题"]}, version=1)
    client = as_user(place.secretary)
    page = client.post(address("draft", draft), complete(place, draft))
    assert page.status_code == 409
    assert "别人的议题" in page.text
    assert "一个议题" in page.text
    assert f'<a href="{address("draft", draft)}">载入已保存的内容</a>' in page.text
    assert not Activity.objects.within(place.branch).exists()
    assert client.post(address("draft", draft), {**complete(place, draft), "version": "2"}).status_code == 302


def test_a_draft_is_not_submitted_under_another_key(place, as_user):
    draft = meetings.draft(place.branch)
    data = {**complete(place, draft), "submission_key": str(uuid4())}
    assert as_user(place.secretary).post(address("draft", draft), data).status_code == 404


def test_autosave_after_submission_makes_no_draft(place, as_user):
    kept = meetings.activity("COMMITTEE_MEETING", place.branch)
    late = typed(place, submission_key=str(kept.submission_key))
    answer = as_user(place.secretary).post(FIRST_SAVE, late)
    assert answer.status_code == 422
    assert "已经提交" in answer.json()["message"]


def test_another_branch_gets_no_draft(place, as_user):
    client = as_user(place.secretary)
    answer = client.post(FIRST_SAVE, typed(place, branch=str(place.other.pk)))
    assert answer.status_code == 422
    assert not ActivityDraft.objects.within(place.court).exists()


def test_discarding(place, as_user):
    draft = meetings.draft(place.branch)
    client = as_user(place.secretary)
    assert "确认删除" in client.get(LIST).text
    assert client.post(address("draft_discard", draft)).url == LIST
    assert not ActivityDraft.objects.within(place.branch).exists()


def test_the_list_shows_own_drafts(place, as_user):
    meetings.draft(place.branch)
    meetings.draft(place.other, data={"topic": ["邻居的秘密"]})
    page = as_user(place.secretary).get(LIST)
    assert "研究党建工作" in page.text
    assert "邻居的秘密" not in page.text


def test_the_list_asks_as_much_for_one_as_for_many(place, as_user, django_assert_num_queries):
    client = as_user(place.secretary)
    meetings.draft(place.branch, by=place.secretary)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for _ in range(5):
        meetings.draft(place.branch, by=place.secretary)
    with django_assert_num_queries(len(one)):
        client.get(LIST)


@pytest.mark.parametrize("name", ["draft", "draft_save", "draft_discard"])
@pytest.mark.parametrize("who", ["neighbour", "stranger", "party_committee", "leader"])
def test_a_strangers_draft_is_not_there(place, as_user, name, who):
    draft = meetings.draft(place.branch)
    client = as_user(getattr(place, who))
    assert client.post(address(name, draft), typed(place)).status_code == 404
    draft.refresh_from_db()
    assert draft.version == 1


@pytest.mark.parametrize("who", ["member", "administrator", "auditor"])
def test_others_have_no_drafts(place, as_user, who):
    draft = meetings.draft(place.branch)
    client = as_user(getattr(place, who))
    assert client.get(LIST).status_code == 403
    assert client.get(address("draft", draft)).status_code == 403
    assert client.post(FIRST_SAVE, typed(place)).status_code == 403


def test_ids_and_methods(place, as_user):
    draft = meetings.draft(place.branch)
    client = as_user(place.secretary)
    assert client.get(reverse("activities:draft", args=(10**9,))).status_code == 404
    assert client.get(FIRST_SAVE).status_code == 405
    assert client.post(LIST).status_code == 405
    assert client.get(address("draft_save", draft)).status_code == 405
    assert client.get(address("draft_discard", draft)).status_code == 405


def test_the_committees_own_draft(place, as_user):
    wide = draft_create(
        court=place.court,
        branch=None,
        data={"kind": ["POLITICAL_STUDY"], "topic": ["全院学习"]},
        by=place.party_committee,
        submission_key=uuid4(),
    )
    assert "全院学习" in as_user(place.party_committee).get(address("draft", wide)).text
    assert as_user(place.secretary).get(address("draft", wide)).status_code == 404
