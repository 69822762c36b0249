"""Resolutions on persons, written opinions, and those who are counted apart."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from activities.models import Resolution
from activities.services import Incomplete, Vote
from activities.tests import factories
from branches.choices import MemberStatus
from branches.models import Limit, VotingSuspension
from branches.tests import factories as people

DAY = date(2024, 5, 8)
ADMISSION = {"nature": "ADMISSION", "person": "新同志", "secret": True}


@pytest.fixture
def ten(place):
    """A branch of ten who vote and one probationary member."""
    people.members(place.branch, 3)
    place.probationary = people.member(
        place.branch, name="预备甲", status=MemberStatus.PROBATIONARY, joined_on=date(2023, 6, 1)
    )
    return place


def assembly(place, vote, absent=()):
    return factories.activity(branch=place.branch, held_on=DAY, resolutions=[vote], absent=absent)


def voters(place):
    return list(place.branch.members.filter(status=MemberStatus.FORMAL).order_by("pk"))


def resolution_of(activity) -> Resolution:
    return activity.resolutions.get()


@pytest.mark.parametrize(
    ("away", "votes_for", "opinions", "passed"),
    [
        (4, 6, 0, True),
        (4, 5, 0, False),  # five of ten are no more than half of those due
        (4, 5, 1, True),  # a written opinion counts as a vote
        (5, 5, 5, False),  # half are there: a quorum, and yet too few to vote on a person
    ],
)
def test_admission_needs_more_than_half_there_and_more_than_half_for_it(ten, away, votes_for, opinions, passed):
    absent = voters(ten)[:away]
    present = 10 - away
    vote = Vote("", votes_for, present - votes_for, 0, opinions_for=opinions, **ADMISSION)
    activity = assembly(ten, vote, absent)
    row = resolution_of(activity)
    assert (activity.voting_due, activity.voting_present, activity.has_quorum) == (10, present, True)
    assert (row.passed, row.text, row.person, row.is_secret) == (passed, "接收新同志为中共预备党员", None, True)


def test_confirmation_is_about_a_probationary_member_of_the_roster(ten):
    vote = Vote("", 10, 0, 0, nature="CONFIRMATION", person="预备甲", secret=True)
    row = resolution_of(assembly(ten, vote))
    assert (row.person, row.person_name, row.passed) == (ten.probationary, "预备甲", True)


@pytest.mark.parametrize(
    ("vote", "away", "words"),
    [
        (Vote("", 11, 0, 0, **ADMISSION), 0, "赞成 11 + 反对 0 + 弃权 0 = 11 票，有表决权实到 10 人，多了 1 票"),
        (Vote("", 8, 0, 0, opinions_for=2, opinions_against=1, **ADMISSION), 2, "书面意见 3 份，有表决权未到会 2 人"),
        (Vote("", -1, 0, 0, **ADMISSION), 0, "票数应为 0 或正整数"),
        (Vote("计划", 8, 0, 0, opinions_for=1), 2, "书面意见只在接收预备党员、讨论转正"),
        (Vote("", 10, 0, 0, nature="ADMISSION", secret=True), 0, "要写明是谁，一人一项"),
        (Vote("", 10, 0, 0, nature="CONFIRMATION", person="路人", secret=True), 0, "花名册上没有路人"),
        (Vote("", 9, 0, 0, nature="ADMISSION", person="新同志", open_reason="记录如实"), 0, "少了 1 票"),
        (Vote("", 10, 0, 0, nature="ADMISSION", person="新同志"), 0, "应当无记名投票；确实举手表决的，请在"),
        (Vote("", 10, 0, 0, nature="CONFIRMATION", person="预备甲", open_reason=" "), 0, "应当无记名投票"),
        (Vote("", 10, 0, 0, nature="ADMISSION", person="预备甲", secret=True), 0, "已是预备党员，不再接收"),
    ],
)
def test_what_can_not_be_is_refused_with_its_numbers(ten, vote, away, words):
    with pytest.raises(Incomplete) as refused:
        assembly(ten, vote, voters(ten)[:away])
    assert words in "；".join(refused.value.reasons)


def test_ballots_that_were_not_handed_in_are_possible(ten):
    assert resolution_of(assembly(ten, Vote("", 9, 0, 0, **ADMISSION))).passed


def test_a_show_of_hands_on_a_person_says_why(ten, as_user):
    vote = Vote("", 10, 0, 0, nature="ADMISSION", person="新同志", open_reason="会场没有选票")
    activity = assembly(ten, vote)
    row = resolution_of(activity)
    assert (row.is_secret, row.open_reason, row.passed) == (False, "会场没有选票", True)
    client = as_user(ten.secretary)
    assert "举手表决（原因：会场没有选票）" in client.get(f"/activities/{activity.pk}/").text
    assert 'value="会场没有选票"' in client.get(f"/activities/{activity.pk}/correct/").text


def test_who_joined_by_this_very_meeting_may_stand_in_its_correction(ten):
    people.member(ten.branch, name="新同志", status=MemberStatus.PROBATIONARY, joined_on=DAY)
    assert resolution_of(assembly(ten, Vote("", 10, 0, 0, **ADMISSION))).person_name == "新同志"


def test_formal_members_and_the_same_person_twice_are_refused(ten):
    name = voters(ten)[0].name
    vote = Vote("", 10, 0, 0, nature="ADMISSION", person=name, secret=True)
    with pytest.raises(Incomplete) as refused:
        factories.activity(branch=ten.branch, held_on=DAY, resolutions=[vote, vote])
    words = "；".join(refused.value.reasons)
    assert f"{name}在 2024-05-08 已是正式党员" in words
    assert f"{name}有 2 项同类决议，一人一项" in words


def test_a_committee_does_not_resolve_on_persons(ten):
    with pytest.raises(Incomplete, match="接收预备党员由支部党员大会表决"):
        factories.activity("COMMITTEE_MEETING", ten.branch, DAY, resolutions=[Vote("", 3, 0, 0, **ADMISSION)])


def test_a_court_may_set_another_share_from_a_day_on(ten, as_user):
    Limit.objects.create(
        court=ten.court, code="VOTE_PASS_PERCENT", value=80, unit="%", mark="L", source="本院办法",
        effective_from=date(2024, 5, 1),
    )  # fmt: skip
    earlier = factories.activity(branch=ten.branch, held_on=date(2024, 4, 3), resolutions=[Vote("计划", 8, 2, 0)])
    later = assembly(ten, Vote("计划", 8, 2, 0))
    assert [each.resolutions.get().passed for each in (earlier, later)] == [True, False]
    page = as_user(ten.secretary).get("/activities/new/", {"kind": "BRANCH_ASSEMBLY"})
    assert "赞成超过有表决权应到人数的80%为通过" in page.text
    assert "到会人数要超过应到的半数" in page.text


def test_guests_and_those_who_sit_in_are_counted_apart(ten, as_user):
    committee = factories.activity("COMMITTEE_MEETING", ten.branch, DAY, sits_in=[ten.members[0]], guests=500)
    assert (committee.due_count, committee.present_count, committee.guest_count) == (3, 3, 500)
    page = as_user(ten.secretary).get(f"/activities/{committee.pk}/").content.decode()
    assert "另有列席 1 人，党员以外 500 人，不计入应到、实到和人次" in " ".join(page.split())
    book = load_workbook(BytesIO(as_user(ten.secretary).get("/activities/export.xlsx").getvalue()), read_only=True)
    heads, row = list(book.active.iter_rows(values_only=True))[:2]
    told = dict(zip(heads, row, strict=True))
    assert [told[name] for name in ("应到", "有表决权应到", "列席", "党员以外参加")] == [3, 3, 1, 500]


def test_the_form_keeps_a_resolution_on_a_person_and_names_the_decision_behind_a_suspension(ten, as_user):
    away = voters(ten)[0]
    VotingSuspension.objects.create(
        court=ten.court, branch=ten.branch, member=away, starts_on=date(2024, 1, 1), decision="纪字〔2024〕3号"
    )
    form = {
        "submission_key": str(uuid4()),
        "kind": "BRANCH_ASSEMBLY",
        "branch": str(ten.branch.pk),
        "held_on": "2024-05-08",
        "topic": ["讨论接收预备党员"],
        "place": "会议室",
        "chair": "主持人",
        "recorder": "记录人",
        "guests": "4",
        "resolution_text": ["", ""],
        "vote_nature": ["ADMISSION", "ORDINARY"],
        "vote_person": ["新同志", ""],
        "vote_ballot": ["BALLOT", "OPEN"],
        "votes_for": ["7", ""],
        "votes_against": ["1", ""],
        "abstentions": ["", ""],
        "opinions_for": ["1", ""],
        "opinions_against": ["", ""],
    }
    client = as_user(ten.secretary)
    refused = client.post("/activities/new/", form)
    assert refused.status_code == 422
    assert "书面意见 1 份，有表决权未到会 0 人，多了 1 份" in refused.text
    assert 'value="新同志"' in refused.text
    picker = client.post("/activities/new/people/", form).text
    assert 'title="纪字〔2024〕3号"' in picker
    assert "停止表决权" in picker
    absent = voters(ten)[1]
    answer = client.post(
        "/activities/new/", {**form, "absent": [absent.pk], f"reason_{absent.pk}": "TRIP"}, follow=True
    )
    row = Resolution.objects.within(ten.branch).get()
    assert (row.votes_for, row.votes_against, row.opinions_for, row.person_name) == (7, 1, 1, "新同志")
    assert "赞成 8 票，超过应到 9 人的半数（至少 5 票）" in answer.text
    assert row.activity.guest_count == 4
