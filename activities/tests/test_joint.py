"""A meeting of several branches: written down once, completed by each for its own people, counted once by the court."""

from datetime import date
from uuid import uuid4

import pytest

from activities.engine import held_and_due
from activities.models import Activity, ActivityDraft
from activities.selectors.refill import form_data_of
from activities.services import Incomplete, activity_send_back, activity_submit
from activities.tests import factories
from branches.tests import factories as people
from core.clock import now

DAY = date(2024, 5, 8)
NEW = "/activities/new/"


@pytest.fixture
def two(place):
    """The other branch has five members of its own."""
    place.others = people.members(place.other, 5)
    factories.coverage(place.other)
    return place


def form(place, **fields):
    return {
        "submission_key": str(uuid4()),
        "kind": "THEME_DAY",
        "branch": str(place.branch.pk),
        "held_on": str(DAY),
        "topic": ["参观廉政教育基地"],
        "place": "教育基地",
        "chair": "主持人",
        "recorder": "记录人",
        "content": "共同参观",
        "joint": [str(place.other.pk)],
        "absent": [str(place.members[0].pk)],
        f"reason_{place.members[0].pk}": "TRIP",
        # Of another kind, kept as typed while the form's kind is tried out.
        f"grade_{place.members[1].pk}": "UNQUALIFIED",
        f"follow_{place.members[1].pk}": "谈话提醒",
        "detail_amount": "500",
        **fields,
    }


def as_sent(draft) -> dict:
    """The draft's page sent as it opens."""
    return {**draft.data, "submission_key": str(draft.submission_key), "version": str(draft.version)}


def test_the_host_writes_it_down_and_the_other_branch_completes_it_in_two_clicks(two, as_user):
    host = as_user(two.secretary)
    sent = form(two)
    answer = host.post(NEW, sent, follow=True)
    assert "与第二党支部" in answer.text
    assert host.post(NEW, sent).status_code == 302  # sent twice, kept once
    own = Activity.objects.within(two.court).get()
    draft = ActivityDraft.objects.within(two.court).get()
    assert not [name for name in draft.data if name.startswith(("grade_", "follow_", "absent", "reason_"))]
    assert "detail_amount" not in draft.data
    assert (own.branch, own.due_count, own.present_count) == (two.branch, 7, 6)
    assert draft.branch == two.other

    guest = as_user(two.neighbour)
    assert "联合会议待补充名单" in guest.get("/activities/drafts/").text
    page = guest.get(f"/activities/drafts/{draft.pk}/")
    assert "第一党支部已填报这次联合召开的会议" in page.text
    assert "与本院其他党支部联合召开" not in page.text
    assert two.members[0].name not in page.text  # whom the host's branch missed is no matter of theirs
    assert guest.post(f"/activities/drafts/{draft.pk}/", as_sent(draft)).status_code == 302
    joined = Activity.objects.within(two.other).get()
    assert (joined.joint_key, joined.joint_with) == (own.joint_key, "第一党支部")
    assert (joined.due_count, joined.present_count, joined.content) == (5, 5, "共同参观")
    assert not ActivityDraft.objects.within(two.court).exists()
    assert guest.get(f"/activities/{own.pk}/").status_code == 404

    figures = held_and_due(two.court, start=date(2024, 5, 1), end=date(2024, 5, 31), as_of=date(2024, 5, 31))
    theme_days = figures.kinds["THEME_DAY"]
    assert (theme_days.held, theme_days.person_times) == (1, 11)
    assert [theme_days.branches[branch.pk].met for branch in (two.branch, two.other)] == [1, 1]


def test_until_it_is_completed_the_other_branch_has_held_nothing(two):
    entry = factories.entry("THEME_DAY", two.branch, DAY, joint_with=(two.other,))
    activity_submit(entry=entry, by=two.secretary, at=factories.noon(DAY), submission_key=uuid4())
    figures = held_and_due(two.court, start=date(2024, 5, 1), end=date(2024, 5, 31), as_of=date(2024, 5, 31))
    held = figures.kinds["THEME_DAY"].branches
    assert (held[two.branch.pk].held, held[two.other.pk].held) == (1, 0)


def test_kind_and_day_are_the_hosts(two, as_user):
    as_user(two.secretary).post(NEW, form(two))
    draft = ActivityDraft.objects.within(two.other).get()
    changed = as_sent(draft) | {"held_on": "2024-05-07", "kind": "PARTY_LECTURE"}
    answer = as_user(two.neighbour).post(f"/activities/drafts/{draft.pk}/", changed)
    assert answer.status_code == 422
    assert "类型以第一党支部填报的为准" in answer.text
    assert "日期是 2024-05-08，不是 2024-05-07" in answer.text


def test_who_can_not_be_asked_is_named_and_nothing_is_kept(two):
    stranger, late = people.branch(name="他院支部"), people.branch(two.court, "新支部", founded_on=date(2024, 5, 9))
    entry = factories.entry("THEME_DAY", two.branch, DAY, joint_with=(two.other, two.branch, stranger, late))
    with pytest.raises(Incomplete) as refused:
        activity_submit(entry=entry, by=two.secretary, at=factories.noon(DAY), submission_key=uuid4())
    assert refused.value.reasons == (
        "第一党支部就是本支部，不必再选",
        "他院支部不是本院的党支部，不能联合召开",
        "2024-05-08 没有新支部，请从联合召开的党支部中去掉",
    )
    assert not Activity.objects.within(two.court).exists()
    assert not ActivityDraft.objects.within(two.court).exists()


def test_branches_of_another_court_and_groups_have_no_part(two, as_user):
    elsewhere = people.branch(name="他院支部")
    for forged in (str(elsewhere.pk), "9" * 30, "x"):
        answer = as_user(two.secretary).post(NEW, form(two, joint=[forged]))
        assert answer.status_code == 422
    assert not Activity.objects.within(two.court).exists()
    page = as_user(two.leader).get(NEW, {"kind": "GROUP_MEETING"}).text
    assert "联合召开" not in page


def part_of(branch, **fields) -> Activity:
    return Activity.objects.within(branch).get(state="SUBMITTED", **fields)


def take_back(client, record):
    """Withdraws the record and takes its text up as a new draft."""
    assert client.post(f"/activities/{record.pk}/withdraw/", {"reason": "误交", "version": 1}).status_code == 302
    client.post(f"/activities/{record.pk}/redraft/", {"submission_key": str(uuid4())})
    return ActivityDraft.objects.within(record.branch).latest("pk")


def test_a_branch_that_withdrew_its_part_takes_part_again(two, as_user):
    as_user(two.secretary).post(NEW, form(two))
    guest = as_user(two.neighbour)
    draft = ActivityDraft.objects.within(two.other).get()
    guest.post(f"/activities/drafts/{draft.pk}/", as_sent(draft))
    withdrawn = part_of(two.other)
    again = take_back(guest, withdrawn)
    assert "第一党支部已填报这次联合召开的会议" in guest.get(f"/activities/drafts/{again.pk}/").text
    assert guest.post(f"/activities/drafts/{again.pk}/", as_sent(again) | {"held_on": "2024-05-07"}).status_code == 422
    assert guest.post(f"/activities/drafts/{again.pk}/", as_sent(again)).status_code == 302
    part = part_of(two.other)
    assert (part.joint_key, part.joint_with) == (withdrawn.joint_key, "第一党支部")
    figures = held_and_due(two.court, start=date(2024, 5, 1), end=date(2024, 5, 31), as_of=date(2024, 5, 31))
    assert figures.kinds["THEME_DAY"].held == 1

    guest.post(f"/activities/{withdrawn.pk}/redraft/", {"submission_key": str(uuid4())})
    twice = ActivityDraft.objects.within(two.other).get()
    answer = guest.post(f"/activities/drafts/{twice.pk}/", as_sent(twice))
    assert answer.status_code == 422
    assert "第二党支部已填报这次联合召开的会议" in answer.text


def test_while_the_host_has_withdrawn_nobody_completes_it_and_its_new_day_goes_to_the_others(two, as_user):
    host = as_user(two.secretary)
    host.post(NEW, form(two))
    own = take_back(host, part_of(two.branch))
    invited = ActivityDraft.objects.within(two.other).get()
    guest = as_user(two.neighbour)
    address = f"/activities/drafts/{invited.pk}/"
    assert "第一党支部已撤回" in guest.get(address).text
    guest.post(f"{address}save/", as_sent(invited) | {"content": "本支部也谈了体会"})
    invited.refresh_from_db()
    answer = guest.post(address, as_sent(invited))
    assert answer.status_code == 422
    assert "待其重新填报后再提交" in answer.text

    host = as_user(two.secretary)
    page = host.get(f"/activities/drafts/{own.pk}/").text
    assert "本支部与第二党支部联合召开" in page
    moved = as_sent(own) | {"held_on": "2024-05-06", "place": "纪念馆"}
    assert host.post(f"/activities/drafts/{own.pk}/", moved).status_code == 302
    invited.refresh_from_db()
    assert (invited.data["held_on"], invited.data["content"]) == (["2024-05-06"], ["本支部也谈了体会"])
    assert ActivityDraft.objects.within(two.court).count() == 1
    assert as_user(two.neighbour).post(address, as_sent(invited)).status_code == 302
    assert {part_of(branch).held_on.day for branch in (two.branch, two.other)} == {6}


def test_a_host_that_others_have_joined_keeps_the_day_when_it_is_sent_back(two, as_user):
    as_user(two.secretary).post(NEW, form(two))
    draft = ActivityDraft.objects.within(two.other).get()
    as_user(two.neighbour).post(f"/activities/drafts/{draft.pk}/", as_sent(draft))
    own = part_of(two.branch)
    activity_send_back(activity=own, reason="不全", by=two.party_committee, at=now())
    typed = {**form_data_of(own), "submission_key": str(uuid4()), "version": 2}
    host, address = as_user(two.secretary), f"/activities/{own.pk}/edit/"
    answer = host.post(address, typed | {"held_on": "2024-05-07"})
    assert answer.status_code == 422
    assert "日期是 2024-05-08，不是 2024-05-07；有误请与第二党支部联系" in answer.text
    assert host.post(address, typed | {"place": "别处"}).status_code == 302
