"""Drafts keep what was typed, and never overwrite what somebody else typed since."""

from uuid import uuid4

import pytest

from activities.models import ActivityDraft
from activities.services import draft_create, draft_discard, draft_save
from activities.tests import factories as meetings
from branches.tests import factories as people
from core.errors import EditConflict, Refused
from core.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_a_draft_keeps_text_that_is_not_valid():
    kept = meetings.draft(data={"held_on": ["不是日期"], "absent": ["1", "2"]})
    kept.refresh_from_db()
    assert kept.data == {"held_on": ["不是日期"], "absent": ["1", "2"]}


def test_created_twice_with_one_key_is_one_draft():
    branch, key = people.branch(), uuid4()
    writer = people.secretary(branch)
    first = draft_create(court=branch.court, branch=branch, data={"topic": ["一"]}, by=writer, submission_key=key)
    again = draft_create(court=branch.court, branch=branch, data={"topic": ["二"]}, by=writer, submission_key=key)
    assert again == first
    assert again.data == {"topic": ["二"]}
    other = people.branch()
    with pytest.raises(Refused):
        draft_create(court=other.court, branch=other, data={}, by=writer, submission_key=key)


def test_no_draft_is_left_of_a_meeting_that_was_submitted():
    kept = meetings.activity()
    with pytest.raises(Refused, match="已经提交"):
        draft_create(
            court=kept.court, branch=kept.branch, data={}, by=people.user(), submission_key=kept.submission_key
        )


def test_saving_the_same_again_changes_nothing():
    draft = meetings.draft()
    saved = draft_save(draft=draft, data={"topic": ["新"]}, version=draft.version)
    again = draft_save(draft=draft, data={"topic": ["新"]}, version=draft.version)
    assert again.version == saved.version == draft.version + 1


def test_an_older_version_is_a_conflict_and_overwrites_nothing():
    draft = meetings.draft()
    draft_save(draft=draft, data={"topic": ["别人的"]}, version=draft.version)
    with pytest.raises(EditConflict):
        draft_save(draft=draft, data={"topic": ["我的"]}, version=draft.version)
    draft.refresh_from_db()
    assert draft.data == {"topic": ["别人的"]}


def test_a_draft_that_is_gone_is_refused():
    draft = meetings.draft()
    gone = ActivityDraft.objects.within(draft.branch).get(pk=draft.pk)
    draft_discard(draft=draft, by=None)
    with pytest.raises(Refused, match="已经提交或删除"):
        draft_save(draft=gone, data={})


@pytest.mark.parametrize("text", ["长" * 300_001, "a\0b"])
def test_what_cannot_be_kept_is_refused(text):
    with pytest.raises(Refused):
        meetings.draft(data={"content": [text]})


def test_drafts_are_seen_by_those_who_write_them():
    branch = people.branch()
    draft = meetings.draft(branch)
    wide = draft_create(court=branch.court, branch=None, data={}, by=people.user(), submission_key=uuid4())
    seen = {
        "secretary": people.secretary(branch),
        "other": people.secretary(people.branch(branch.court)),
        "committee": people.committee_account(branch.court),
        "foreign": people.committee_account(people.court()),
        "member": people.member_account(people.member(branch)),
        "administrator": people.administrator(branch.court),
    }
    visible = {name: set(ActivityDraft.objects.visible_to(user)) for name, user in seen.items()}
    assert visible == {
        "secretary": {draft},
        "other": set(),
        "committee": {wide},
        "foreign": set(),
        "member": set(),
        "administrator": set(),
    }


def test_beginning_and_end_of_a_draft_are_noted_not_each_save():
    draft = meetings.draft()
    draft_save(draft=draft, data={})
    draft_discard(draft=draft, by=None)
    actions = AuditEvent.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["activities.draft_create", "activities.draft_discard"]
