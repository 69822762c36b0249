"""A meeting of several branches: written down once, completed by each for its own people, counted once by the court."""

from datetime import date
from uuid import uuid4

import pytest

from activities.engine import held_and_due
from activities.models import Activity, ActivityDraft
from activities.services import Incomplete, activity_submit
from activities.tests import factories
from branches.tests import factories as people

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
